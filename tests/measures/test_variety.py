"""Related and unrelated variety: the worked case, its two parts and where there are none."""

import math
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import measures
from pipelines.measures import tables
from pipelines.warehouse import classification
from tests.measures.test_invariants import few
from tests.measures.written import employment, relations, specialisations

WORKED = {"101": 60, "102": 40, "161": 100, "251": 50, "252": 25, "253": 25}


def frame(figures: dict[str, float], region: str = "R") -> pd.DataFrame:
    return pd.DataFrame(
        [(region, industry, 2024, figure) for industry, figure in figures.items()],
        columns=["region", "industry", "year", "value"],
    )


def division(code: str) -> str:
    return code[:2]


def test_parents_may_be_a_mapping_and_bear_the_codes_of_industries() -> None:
    parents = {code: {"10": "101", "16": "161", "25": "251"}[code[:2]] for code in WORKED}
    pd.testing.assert_frame_equal(measures.variety(frame(WORKED), parents), measures.variety(frame(WORKED), division))


def test_an_industry_without_a_parent_empties_only_the_regions_that_have_it() -> None:
    parents = {code: code[:2] for code in WORKED if code != "161"}
    df = pd.concat([frame(WORKED, "R1"), frame({"101": 1, "102": 1, "161": 0}, "R2")])
    rows = measures.variety(df, parents).set_index("region_code")
    assert rows.loc["R1", "variety_note"] == "no_parent"
    assert rows.loc["R1", ["related_variety", "unrelated_variety"]].isna().all()
    assert (rows.loc["R2", "related_variety"], rows.loc["R2", "unrelated_variety"]) == (1.0, 0.0)


def test_the_sixteen_groups_have_no_variety(tmp_path: Path) -> None:
    row = specialisations(tmp_path, employment({("R", "A"): 1, ("R", "B+C"): 2}))["R"]
    assert (row["parent_level"], row["related_variety"], row["variety_note"]) == (None, None, "no_level_above")
    assert row["entropy"] > 0


@pytest.mark.parametrize(
    ("level", "codes", "parent_level", "unrelated"),
    [
        # 01.110 and 01.120 lie in division 01, 62.100 in 62 of SNI 2007's 62.0: two groups of a half.
        ("5", ("01110", "01120", "62010", "62020"), "2", 1.0),
        ("4", ("0111", "0112", "6201", "6202"), "2", 1.0),
        # 01.1 and 02.1 both lie in section A, 62.0 and 63.1 in J.
        ("3", ("011", "021", "620", "631"), "section", 1.0),
    ],
)
def test_every_declared_level_is_split_by_the_level_above_it(
    level: str, codes: tuple[str, ...], parent_level: str, unrelated: float, tmp_path: Path
) -> None:
    """Four industries of equal size, two in each of two groups: log2 4 = 1 + 1."""
    row = specialisations(tmp_path, employment({("R", code): 5 for code in codes}, level=level))["R"]
    assert (row["parent_level"], row["variety_note"]) == (parent_level, None)
    assert (row["unrelated_variety"], row["related_variety"]) == pytest.approx((unrelated, 1.0), abs=1e-15)


def test_industries_lie_where_the_edition_that_the_series_follows_has_them(tmp_path: Path) -> None:
    """58.1 and 63.1 lie in section J of SNI 2007, in J and K of SNI 2025."""
    read = relations(employment({("R", "581"): 5, ("R", "631"): 5}, level="3"))
    editions = [classification.SNI2007, classification.SNI2025]
    for followed, unrelated in ((editions, 0.0), (editions[::-1], 1.0)):
        read["snapshot"] = pa.table({"series": ["HAND", "OTHER"], "industry_edition": followed})
        tables.specialisation(read, tmp_path / "specialisation.parquet", "hand")
        (row,) = pq.ParquetFile(tmp_path / "specialisation.parquet").read().to_pylist()
        assert (row["unrelated_variety"], row["related_variety"]) == (unrelated, 1.0 - unrelated)


def test_a_suppressed_cell_is_left_out_of_both_parts(tmp_path: Path) -> None:
    known = {("R", "01110"): 5, ("R", "01120"): 5, ("R", "62010"): 10}
    whole = specialisations(tmp_path, employment(known, level="5"))["R"]
    partly = specialisations(tmp_path, employment(known | {("R", "62020"): "suppressed"}, level="5"))["R"]
    assert partly["note"] == "incomplete_total"
    for name in ("related_variety", "unrelated_variety", "entropy"):
        assert partly[name] == whole[name]


def test_a_region_without_employment_has_no_variety() -> None:
    row = measures.variety(frame({"101": 0, "102": 0}), division).iloc[0]
    assert math.isnan(row["related_variety"])
    assert row["variety_note"] == "no_employment_in_region"


@few
@given(st.lists(st.integers(0, 1000), min_size=6, max_size=6).filter(any), st.integers(1, 5))
def test_the_parts_add_up_to_the_entropy_whatever_the_groups(counts: list[int], groups: int) -> None:
    figures: dict[str, float] = {f"I{n}": count for n, count in enumerate(counts)}
    row = measures.variety(frame(figures), lambda code: str(int(code[1:]) % groups)).iloc[0]
    assert row["unrelated_variety"] + row["related_variety"] == pytest.approx(row["entropy"], abs=1e-12)
    assert row["related_variety"] >= 0
    assert 0 <= row["unrelated_variety"] <= math.log2(groups) + 1e-12
