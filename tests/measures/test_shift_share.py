"""Shift-share of tables small enough to check by hand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.warehouse import classification
from tests.measures.written import Figure, declared, employment, shifts

Table = Mapping[str, tuple[Figure, ...]]
PARTS = ("national", "mix", "regional")
NATION = ((400, 150, 150, 400), (440, 210, 135, 480))
REGION = ((90, 20, 10, 60), (100, 40, 10, 55))


def years(*tables: Table, first: int = 2020, **more: Any) -> pa.Table:
    """One table of ``region=(industries I0, I1, …)`` a year, ``None`` for a cell that is not listed."""
    parts = [
        employment(
            {
                (region, f"I{n}"): each
                for region, row in table.items()
                for n, each in enumerate(row)
                if each is not None
            },
            year=first + number,
            **more,
        )
        for number, table in enumerate(tables)
    ]
    return pa.concat_tables(parts)


def two_regions() -> pa.Table:
    start = {"00": NATION[0], "R": REGION[0], "S": (60, 30, 30, 40)}
    return years(start, {"00": NATION[1], "R": REGION[1], "S": (85, 55, 40, 35)})


def test_one_cell_by_hand(tmp_path: Path) -> None:
    """R's I1: 20 to 40, the industry 150 to 210, the nation 1,100 to 1,265; expected employment 180·150/1100."""
    row = shifts(tmp_path, two_regions())["R", "I1", 2020]
    assert (row["employees_start"], row["employees_end"], row["change"], row["end_year"]) == (20, 40, 20, 2021)
    assert [row[part] for part in PARTS] == pytest.approx([20 * 0.15, 20 * (0.4 - 0.15), 40 - 20 * 1.4], rel=1e-15)
    expected = 180 * 150 / 1100
    assert row["competitive"] == pytest.approx(expected * (1 - 0.4), rel=1e-15)
    assert row["allocation"] == pytest.approx((20 - expected) * (1 - 0.4), rel=1e-14)
    assert row["note"] is None


def test_the_nation_itself_has_no_shift(tmp_path: Path) -> None:
    assert {region for region, _, _ in shifts(tmp_path, two_regions())} == {"R", "S"}


def test_without_a_published_nation_the_regions_sum_is_the_nation(tmp_path: Path) -> None:
    rest = [tuple(n - r for n, r in zip(nation, row, strict=True)) for nation, row in zip(NATION, REGION, strict=True)]
    summed = years({"R": REGION[0], "Q": rest[0]}, {"R": REGION[1], "Q": rest[1]})
    published = shifts(tmp_path, two_regions())
    for key, row in shifts(tmp_path, summed).items():
        if key[0] == "R":
            assert row == published[key]


def test_the_dynamic_parts_are_the_sums_of_the_yearly_ones(tmp_path: Path) -> None:
    tables = ({"R": (10, 20), "S": (30, 40)}, {"R": (15, 20), "S": (30, 15)}, {"R": (12, 50), "S": (28, 10)})
    whole = shifts(tmp_path, years(*tables))
    first, second = shifts(tmp_path, years(*tables[:2])), shifts(tmp_path, years(*tables[1:], first=2021))
    for region in ("R", "S"):
        for industry in ("I0", "I1"):
            row = whole[region, industry, 2020]
            for part in PARTS:
                yearly = first[region, industry, 2020][part] + second[region, industry, 2021][part]
                assert row[f"{part}_dynamic"] == pytest.approx(yearly, abs=1e-13)
    # 100 to 80 to 100: the nation did not grow from the first year to the last, but it did from year to year.
    assert whole["R", "I0", 2020]["national"] == 0
    assert whole["R", "I0", 2020]["national_dynamic"] == pytest.approx(10 * -0.2 + 15 * 0.25)


def test_what_lies_between_changes_nothing_but_the_dynamic_parts(tmp_path: Path) -> None:
    """The nation goes from 100 to 80 to 120, so that nothing of the whole is none."""
    first, last = {"R": (10, 20), "S": (30, 40)}, {"R": (12, 50), "S": (38, 20)}
    between = {"R": (15, 20), "S": (30, 15)}
    whole = shifts(tmp_path, years(first, between, last))
    ends = shifts(tmp_path, years(first, last))
    steps = shifts(tmp_path, years(first, between)), shifts(tmp_path, years(between, last))
    names = ("employees_start", "employees_end", "change", *PARTS, "competitive", "allocation", "note")
    for key, row in ends.items():
        assert [whole[key][name] for name in names] == [row[name] for name in names]
        for part in PARTS:
            assert row[part] != 0
            assert whole[key][f"{part}_dynamic"] == pytest.approx(sum(step[key][part] for step in steps), abs=1e-13)
    # An industry that the nation had none of in the first year is new, however long ago it came.
    row = shifts(tmp_path, years({"R": (0, 20)}, {"R": (5, 20)}, {"R": (6, 20)}))["R", "I0", 2020]
    assert row["note"] == "no_industry_in_reference"


def test_no_row_spans_a_break_and_a_single_year_has_none(tmp_path: Path) -> None:
    tables = [{"R": (10 + n, 20), "S": (30, 40 + n)} for n in range(5)]
    rows = shifts(tmp_path, years(*tables), declared(("HAND", 2022, "source"), ("HAND", 2024, "unknown_industry")))
    assert {(row["start_year"], row["end_year"]) for row in rows.values()} == {(2020, 2021), (2022, 2023)}


def test_each_level_is_measured_by_itself(tmp_path: Path) -> None:
    tables = ({"R": (10, 20), "S": (30, 40)}, {"R": (11, 22), "S": (33, 44)})
    coarse = years(*({region: (sum(row),) for region, row in table.items()} for table in tables), level="section")
    renamed = coarse.set_column(1, "industry_code", pa.array(["Z"] * len(coarse))).cast(coarse.schema)
    rows = shifts(tmp_path, pa.concat_tables([years(*tables), renamed]))
    assert [rows["R", "Z", 2020][part] for part in PARTS] == [3.0, 0.0, 0.0]
    assert [rows["R", "I0", 2020][part] for part in PARTS] == [1.0, 0.0, 0.0]
    assert rows["R", "Z", 2020]["level"] == "section"


def test_from_nothing_the_regional_part_is_all_there_is(tmp_path: Path) -> None:
    """R had none of I0: growth rates are not defined, but the regional part is; S is as it would be."""
    rows = shifts(tmp_path, years({"R": (0, 20), "S": (30, 40)}, {"R": (5, 22), "S": (20, 44)}))
    row = rows["R", "I0", 2020]
    assert [row[part] for part in PARTS] == [0.0, 0.0, 5.0]
    assert (row["competitive"], row["allocation"], row["note"]) == (None, None, "no_industry_at_start")
    assert str(row["mix"]) == "0.0"
    assert rows["S", "I0", 2020]["note"] is None
    assert rows["S", "I0", 2020]["regional"] == pytest.approx(20 - 30 * 25 / 30)


def test_a_cell_that_is_not_listed_beside_others_counts_as_none(tmp_path: Path) -> None:
    zero = shifts(tmp_path, years({"R": (0, 20), "S": (30, 40)}, {"R": (5, 22), "S": (20, 44)}))
    assert shifts(tmp_path, years({"R": (None, 20), "S": (30, 40)}, {"R": (5, 22), "S": (20, 44)})) == zero


def test_an_industry_new_to_the_nation_has_a_national_part_only(tmp_path: Path) -> None:
    rows = shifts(tmp_path, years({"R": (0, 20), "S": (0, 40)}, {"R": (5, 22), "S": (0, 44)}))
    row = rows["R", "I0", 2020]
    assert (row["change"], row["national"], row["mix"], row["regional"]) == (5, 0.0, None, None)
    assert row["note"] == "no_industry_in_reference"
    assert rows["R", "I1", 2020]["regional"] == pytest.approx(0)


def test_an_industry_that_the_published_nation_lacks_has_no_part_but_the_national(tmp_path: Path) -> None:
    """Noise: R has five of I0, of which the nation is said to have none."""
    row = shifts(tmp_path, years({"00": (0, 40), "R": (5, 20)}, {"00": (0, 44), "R": (6, 22)}))["R", "I0", 2020]
    assert (row["national"], row["note"]) == (0.5, "no_industry_in_reference")
    assert [row[part] for part in ("mix", "regional", "competitive", "allocation")] == [None] * 4


def test_an_industry_that_ends_loses_all(tmp_path: Path) -> None:
    row = shifts(tmp_path, years({"R": (10, 20), "S": (30, 40)}, {"R": (0, 20), "S": (30, 50)}))["R", "I0", 2020]
    assert (row["change"], row["regional"]) == (-10, 0 - 10 * 30 / 40)
    assert row["allocation"] is not None


@pytest.mark.parametrize("status", ["suppressed", "missing", "not_applicable"])
@pytest.mark.parametrize("at_start", [True, False])
def test_a_cell_that_is_not_known_spoils_only_itself(status: str, at_start: bool, tmp_path: Path) -> None:
    """With a published nation nothing else changes but the region's own total, which only e' is taken of."""
    known = two_regions()
    cells = known.to_pylist()
    for cell in cells:
        if (cell["region_code"], cell["industry_code"], cell["year"]) == ("R", "I1", 2020 if at_start else 2021):
            cell |= {"employees": None, "status": status}
    rows, before = shifts(tmp_path, pa.Table.from_pylist(cells, schema=known.schema)), shifts(tmp_path, known)
    row = rows.pop(("R", "I1", 2020))
    assert (row["note"], row["change"], row["regional"], row["competitive"]) == (status, None, None, None)
    assert (row["national"], row["mix"]) == ((None, None) if at_start else pytest.approx((3, 5)))
    for key, other in rows.items():
        assert [other[part] for part in PARTS] == [before[key][part] for part in PARTS]
        assert other["note"] == ("incomplete_total" if key[0] == "R" else None)


def test_what_appears_is_not_growth(tmp_path: Path) -> None:
    """S's 1,000 are known in the last year only: of a nation that is a sum they are left out in both."""
    rows = shifts(tmp_path, years({"R": (10, 20), "S": ("suppressed", 40)}, {"R": (11, 22), "S": (1000, 44)}))
    assert [rows["R", "I0", 2020][part] for part in PARTS] == pytest.approx([1, 0, 0], abs=1e-15)
    assert {row["note"] for row in rows.values()} == {"suppressed", "incomplete_total"}


def test_a_region_that_is_listed_in_one_year_only_is_missing_in_the_other(tmp_path: Path) -> None:
    rows = shifts(tmp_path, years({"R": (10, 20)}, {"R": (11, 22), "S": (1000, 44)}))
    assert (rows["S", "I0", 2020]["note"], rows["S", "I0", 2020]["change"]) == ("missing", None)
    assert [rows["R", "I0", 2020][part] for part in PARTS] == pytest.approx([1, 0, 0], abs=1e-15)


def test_a_nation_that_is_not_known_leaves_the_change_and_the_national_part(tmp_path: Path) -> None:
    nation = ((400, "suppressed"), (440, 210))
    row = shifts(tmp_path, years({"00": nation[0], "R": (90, 20)}, {"00": nation[1], "R": (90, 30)}))["R", "I1", 2020]
    assert (row["change"], row["national"], row["mix"], row["regional"]) == (10, 2.0, None, None)
    assert row["note"] == "reference_incomplete"


def test_a_nation_that_is_not_known_in_the_last_year_is_incomplete_however_well_the_first_step_is(
    tmp_path: Path,
) -> None:
    nation = ((400, 150), (440, 210), (450, "suppressed"))
    row = shifts(tmp_path, years(*({"00": each, "R": (90, 20)} for each in nation)))["R", "I1", 2020]
    assert (row["mix"], row["note"]) == (None, "reference_incomplete")


def test_a_year_between_that_is_not_known_leaves_all_but_the_yearly_sums(tmp_path: Path) -> None:
    tables = ({"R": (10, 20), "S": (30, 40)}, {"R": ("missing", 20), "S": (30, 15)}, {"R": (12, 50), "S": (28, 10)})
    rows = shifts(tmp_path, years(*tables))
    row = rows["R", "I0", 2020]
    assert (row["regional"], row["regional_dynamic"], row["note"]) == (12 - 10 * 1.0, None, "incomplete_years")
    assert rows["S", "I1", 2020]["regional_dynamic"] is not None
    # Where the first year is not known, the steps after it are no sum of all.
    row = shifts(tmp_path, years({"R": ("missing", 20), "S": (30, 40)}, *tables[:1], tables[2]))["R", "I0", 2020]
    assert [row[f"{part}_dynamic"] for part in PARTS] == [None] * 3
    assert rows["S", "I1", 2020]["note"] == "incomplete_total"


def test_persons_of_unknown_industry_are_part_of_the_nation_and_marked(tmp_path: Path) -> None:
    figures = [{("R", "A"): 10, ("R", "US"): 10, ("S", "A"): 20}, {("R", "A"): 10, ("R", "US"): 30, ("S", "A"): 20}]
    content = pa.concat_tables([employment(each, year=2020 + n) for n, each in enumerate(figures)])
    rows = shifts(tmp_path, content, region=classification.regions())
    assert rows["R", "A", 2020]["national"] == 10 * 0.5
    assert (rows["R", "US", 2020]["note"], rows["R", "A", 2020]["note"]) == ("unknown_industry", None)


def test_nothing_is_no_negative_nothing(tmp_path: Path) -> None:
    """R has the nation's structure: none of its fall is of what it is specialised in."""
    rows = shifts(tmp_path, years({"R": (10, 10), "S": (10, 10)}, {"R": (5, 10), "S": (10, 10)}))
    assert (rows["R", "I0", 2020]["regional"], str(rows["R", "I0", 2020]["allocation"])) == (-2.5, "0.0")


def test_a_single_person_is_a_figure_like_any_other(tmp_path: Path) -> None:
    """One becomes two, and so does the nation."""
    row = shifts(tmp_path, years({"R": (1,)}, {"R": (2,)}))["R", "I0", 2020]
    assert [row[part] for part in (*PARTS, "competitive", "allocation")] == [1.0, 0.0, 0.0, 0.0, 0.0]


def test_without_anybody_employed_there_is_nothing_to_split(tmp_path: Path) -> None:
    row = shifts(tmp_path, years({"R": (0,), "S": (0,)}, {"R": (5,), "S": (0,)}))["R", "I0", 2020]
    assert (row["change"], row["national"], row["mix"]) == (5, None, None)
    assert row["note"] == "no_industry_in_reference"
