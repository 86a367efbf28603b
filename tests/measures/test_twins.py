"""Twins of regions small enough to check by hand: similarity, ties, types, and regions without a structure."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import measures, schema
from pipelines.measures import similarity, tables
from tests.measures.test_shift_share import Table, years
from tests.measures.written import relations

ROWS = st.lists(st.lists(st.integers(0, 10**9), min_size=3, max_size=3).filter(any), min_size=2, max_size=6)


def twins(folder: Path, content: pa.Table) -> list[dict[str, Any]]:
    of = relations(content)
    tables.location_quotient(of, folder / "location_quotient.parquet", "hand")
    none = schema.table("workplace_quotient").arrow_schema().empty_table()
    of |= {"location_quotient": folder / "location_quotient.parquet", "workplace_quotient": none}
    similarity.write(of, folder / "twin.parquet", "hand")
    found: list[dict[str, Any]] = pq.ParquetFile(folder / "twin.parquet").read().to_pylist()
    return found


def of(rows: list[dict[str, Any]], region: str) -> list[tuple[str | None, float | None]]:
    return [(row["twin_code"], row["similarity"]) for row in rows if row["region_code"] == region]


def test_three_regions_by_hand(tmp_path: Path) -> None:
    """Shares (½, ½, 0), (½, ¼, ¼) and (0, 0, 1): the first two share ¾, the last two ¼, the others nothing."""
    found = twins(tmp_path, years({"R": (50, 50, 0), "S": (20, 10, 10), "T": (0, 0, 7)}))
    assert of(found, "R") == [("S", 0.75), ("T", 0.0)]
    assert of(found, "S") == [("R", 0.75), ("T", 0.25)]
    assert of(found, "T") == [("S", 0.25), ("R", 0.0)]
    assert {(row["compared"], row["note"], row["region_type"]) for row in found} == {(2, None, "imported")}


def test_equal_similarity_comes_in_the_order_of_codes_however_large_a_region_is(tmp_path: Path) -> None:
    found = twins(tmp_path, years({"T": (1, 2), "R": (300, 600), "S": (7, 14), "Q": (5, 5)}))
    assert of(found, "T")[:2] == [("R", 1.0), ("S", 1.0)]


def test_no_more_than_the_declared_number(tmp_path: Path) -> None:
    found = twins(tmp_path, years({f"R{number}": (number + 1, 9) for number in range(9)}))
    assert [row["rank"] for row in found if row["region_code"] == "R0"] == [1, 2, 3, 4, 5]


def test_counties_with_counties_and_municipalities_with_municipalities(tmp_path: Path) -> None:
    content: Table = {"00": (60, 40), "08": (6, 4), "18": (5, 5), "0880": (3, 4), "0881": (2, 2), "1880": (6, 3)}
    for row in twins(tmp_path, years(content)):
        assert len(row["region_code"]) == len(row["twin_code"])


def test_a_region_with_an_unknown_cell_or_without_anybody_has_no_twin_and_is_nobodys(tmp_path: Path) -> None:
    found = twins(tmp_path, years({"R": (3, "suppressed"), "S": (3, 4), "T": (3, 5), "U": (0, 0)}))
    notes = {row["region_code"]: row["note"] for row in found}
    assert notes == {"R": "incomplete_total", "S": None, "T": None, "U": "no_employment_in_region"}
    assert {row["twin_code"] for row in found} == {None, "S", "T"}


def test_a_region_alone_has_no_twin(tmp_path: Path) -> None:
    (found,) = twins(tmp_path, years({"00": (5, 5), "08": (1, 1)}))
    assert (found["twin_code"], found["compared"], found["note"]) == (None, 0, "no_other_region")


@given(ROWS)
def test_twins_are_symmetric_shares_also_of_numbers_beyond_64_bits(rows: list[list[int]]) -> None:
    cells = [
        {"region_code": f"R{place}", "industry_code": f"I{column}", "number": value * 100_000}
        for place, row in enumerate(rows)
        for column, value in enumerate(row)
    ]
    found = similarity.nearest(pa.Table.from_pylist(cells)).to_pylist()
    alike = {(row["region_code"], row["twin_code"]): row["similarity"] for row in found}
    for (one, other), value in alike.items():
        assert 0 <= value <= 1
        assert alike.get((other, one), value) == value
        a, b = (rows[int(code[1:])] for code in (one, other))
        common = sum(min(x / sum(a), y / sum(b)) for x, y in zip(a, b, strict=True))
        assert value == pytest.approx(common, abs=1e-12)


def test_a_notebook_has_the_same_twins(tmp_path: Path) -> None:
    content: Table = {"R": (50, 50, 0), "S": (20, 10, 10), "T": (0, 0, 7)}
    found = twins(tmp_path, years(content))
    frame = pd.DataFrame(
        [(region, f"I{n}", 2020, value) for region, row in content.items() for n, value in enumerate(row)],
        columns=["region", "industry", "year", "value"],
    )
    shown = measures.twins(frame)
    assert shown["twin_code"].tolist() == [row["twin_code"] for row in found]
    assert shown["similarity"].tolist() == [row["similarity"] for row in found]
