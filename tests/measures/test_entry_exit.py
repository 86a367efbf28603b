"""Entries and exits of tables small enough to check by hand, inside unbroken segments and never across a break."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import measures, schema
from pipelines.errors import StyrkaError
from pipelines.measures import entries, tables
from tests.measures.test_shift_share import Table, years
from tests.measures.written import declared, relations

# Industries I0 and I1. R has 6 of 10, S 4 of 10 in I0 (half of all): R is specialised in I0, S in I1; then they change.
BEFORE: Table = {"R": (6, 4), "S": (4, 6)}
AFTER: Table = {"R": (4, 6), "S": (6, 4)}
NO_BREAKS = schema.table("series_break").arrow_schema().empty_table()


def marked(content: pa.Table, **marks: str) -> pa.Table:
    """The same cells of another level or series."""
    for name, mark in marks.items():
        place = content.schema.get_field_index(name)
        content = content.set_column(place, content.schema.field(place), pa.array([mark] * content.num_rows))
    return content


def changes(folder: Path, content: pa.Table, breaks: pa.Table = NO_BREAKS, level: str = "3") -> list[dict[str, Any]]:
    return counted(folder, marked(content, level=level), breaks)


def counted(folder: Path, content: pa.Table, breaks: pa.Table = NO_BREAKS) -> list[dict[str, Any]]:
    read = relations(content)
    tables.location_quotient(read, folder / "location_quotient.parquet", "hand")
    of = read | {"location_quotient": folder / "location_quotient.parquet", "series_break": breaks}
    of |= {"workplace_quotient": schema.table("workplace_quotient").arrow_schema().empty_table()}
    entries.write(of, folder / "entry_exit.parquet", "hand")
    found: list[dict[str, Any]] = pq.ParquetFile(folder / "entry_exit.parquet").read().to_pylist()
    return found


def told(rows: list[dict[str, Any]]) -> dict[tuple[str, str], str | None]:
    return {(row["region_code"], row["industry_code"]): row["change"] or row["note"] for row in rows}


def test_two_regions_that_change_places(tmp_path: Path) -> None:
    found = changes(tmp_path, years(BEFORE, AFTER))
    assert told(found) == {("R", "I0"): "exit", ("R", "I1"): "entry", ("S", "I0"): "entry", ("S", "I1"): "exit"}
    assert {(row["start_year"], row["end_year"]) for row in found} == {(2020, 2021)}


def test_what_stays_is_kept_or_absent_and_only_both_ends_of_a_segment_are_compared(tmp_path: Path) -> None:
    found = changes(tmp_path, years(BEFORE, AFTER, BEFORE))
    assert told(found) == {("R", "I0"): "kept", ("R", "I1"): "absent", ("S", "I0"): "absent", ("S", "I1"): "kept"}


def test_what_is_listed_in_a_year_between_alone_is_not_counted(tmp_path: Path) -> None:
    between: Table = {"R": (6, 4, 1), "S": (4, 6, 0), "T": (5, 5, 5)}
    assert told(changes(tmp_path, years(BEFORE, between, AFTER))) == told(changes(tmp_path, years(BEFORE, AFTER)))


def test_each_series_and_level_is_counted_by_itself(tmp_path: Path) -> None:
    """Of another level, or in another series, other regions have other industries."""
    coarse = marked(years({"R": (8, 2, 5), "T": (2, 8, 5)}, {"R": (2, 8, 5), "T": (8, 2, 5)}), level="2")
    parts = [marked(years(BEFORE, AFTER), level="3"), coarse, marked(coarse, series="OTHER", level="3")]
    alone = [row for part in parts for row in counted(tmp_path, part)]
    together = counted(tmp_path, pa.concat_tables(parts))
    assert len(together) == 4 + 6 + 6
    assert sorted(map(repr, together)) == sorted(map(repr, alone))


def test_a_region_is_asked_about_the_industries_of_its_own_type(tmp_path: Path) -> None:
    """Kalmar (0880) is a municipality and lists an industry that the counties do not."""
    before: Table = {"08": (6, 4, None), "07": (4, 6, None), "0880": (1, 1, 1)}
    found = told(changes(tmp_path, years(before, before)))
    assert {code for region, code in found if region != "0880"} == {"I0", "I1"}
    assert {code for region, code in found if region == "0880"} == {"I0", "I1", "I2"}


def test_where_one_region_has_an_industry_another_has_none_of_it_if_it_is_known(tmp_path: Path) -> None:
    """I2 is listed for S alone, and then for R too, as for all: of 15 in each 5. R's own total may lack a cell."""
    after: Table = {"00": (20, 20, 10), "R": (5, 5, 5), "S": (5, 5, 5)}
    known: Table = {"00": (20, 20, 10), "R": (6, 4, None), "S": (4, 6, 5)}
    unknown: Table = {**known, "R": (6, "suppressed", None)}
    assert told(changes(tmp_path, years(known, after)))["R", "I2"] == "entry"
    assert told(changes(tmp_path, years(unknown, after)))["R", "I2"] == "incomplete_total"


def test_a_quotient_of_exactly_1_is_specialised(tmp_path: Path) -> None:
    found = changes(tmp_path, years(BEFORE, {"R": (5, 5), "S": (5, 5)}))
    assert set(told(found).values()) == {"kept", "entry"}


def test_nothing_is_counted_across_a_break_and_a_single_year_has_no_rows(tmp_path: Path) -> None:
    found = changes(tmp_path, years(BEFORE, BEFORE, AFTER), declared(("HAND", 2022, "source")))
    assert {(row["start_year"], row["end_year"]) for row in found} == {(2020, 2021)}
    assert set(told(found).values()) == {"kept", "absent"}


def test_a_cell_that_is_not_listed_is_no_presence_and_a_region_that_is_not_is_unknown(tmp_path: Path) -> None:
    before: Table = {"R": (10, None), "S": (4, 6), "T": (5, 5)}
    found = told(changes(tmp_path, years(before, {"R": (4, 6), "S": (6, 4)})))
    assert found["R", "I1"] == "entry"
    assert found["T", "I0"] == found["T", "I1"] == "missing"


def test_a_cell_that_is_listed_at_neither_end_is_absent_as_a_zero_is(tmp_path: Path) -> None:
    unlisted: Table = {"R": (10, None), "S": (4, 6), "T": (5, 5)}
    zero: Table = {"R": (10, 0), "S": (4, 6), "T": (5, 5)}
    (one, other) = (told(changes(tmp_path, years(table, table))) for table in (unlisted, zero))
    assert one == other
    assert one["R", "I1"] == "absent"


def test_nothing_is_learnt_from_the_sixteen_groups(tmp_path: Path) -> None:
    assert changes(tmp_path, years(BEFORE, AFTER), level="group") == []


def test_an_industry_that_nobody_has_in_a_year_is_neither_present_nor_absent(tmp_path: Path) -> None:
    listed: Table = {"R": (6, 4, 0), "S": (4, 6, 0)}
    unlisted: Table = {"R": (6, 4, None), "S": (4, 6, None)}
    for before in (listed, unlisted):
        found = told(changes(tmp_path, years(before, {"R": (6, 4, 5), "S": (4, 6, 0)})))
        assert found["R", "I2"] == "no_industry_in_reference"


def test_a_suppressed_cell_leaves_its_region_unknown_and_says_so(tmp_path: Path) -> None:
    wide = {"00": (20, 10), **BEFORE}
    found = told(changes(tmp_path, years(wide, {"00": (20, 10), "R": (4, "suppressed"), "S": (6, 4)})))
    assert found["R", "I1"] == "suppressed"
    assert found["R", "I0"] == "incomplete_total"
    assert found["S", "I1"] in ("kept", "exit")


def test_against_a_nation_that_lacks_a_cell_nothing_enters_or_leaves(tmp_path: Path) -> None:
    """Here the nation is the sum of its regions: what R does not tell of I1 is missing in what S is compared with."""
    found = told(changes(tmp_path, years(BEFORE, {"R": (4, "suppressed"), "S": (6, 4)})))
    assert (found["S", "I0"], found["S", "I1"]) == ("incomplete_total", "incomplete_total")
    assert found["R", "I1"] == "suppressed"


def test_of_two_reasons_the_first_years_is_given(tmp_path: Path) -> None:
    """R has an unknown cell in one of the years and is not listed in the other."""
    unknown: Table = {"00": (20, 10), "R": (4, "suppressed"), "S": (6, 4)}
    unlisted: Table = {"00": (20, 10), "S": (6, 4)}
    then_unlisted = told(changes(tmp_path, years(unknown, unlisted)))
    then_unknown = told(changes(tmp_path, years(unlisted, unknown)))
    assert (then_unlisted["R", "I0"], then_unlisted["R", "I1"]) == ("incomplete_total", "suppressed")
    assert (then_unknown["R", "I0"], then_unknown["R", "I1"]) == ("missing", "missing")


def test_of_one_years_reasons_the_cells_own_comes_first_then_its_regions_then_its_industrys(tmp_path: Path) -> None:
    """I2 is nobody's in the first year, where it is listed for S only; T has nobody there, and U is not listed."""
    before: Table = {"R": (6, 4, None), "S": (4, 6, 0), "T": (0, 0, None)}
    after: Table = {"R": (6, 4, 5), "S": (4, 6, 5), "T": (1, 1, 5), "U": (1, 1, 5)}
    found = told(changes(tmp_path, years(before, after)))
    assert (found["R", "I2"], found["S", "I2"]) == ("no_industry_in_reference", "no_industry_in_reference")
    assert (found["T", "I0"], found["T", "I2"]) == ("no_employment_in_region", "no_employment_in_region")
    assert (found["U", "I0"], found["U", "I2"]) == ("missing", "missing")
    unknown: Table = {"00": (20, 10, 0), "R": (4, "suppressed", None), "S": (6, 4, 0)}
    found = told(changes(tmp_path, years(unknown, {"00": (20, 10, 5), "R": (4, 6, 5), "S": (6, 4, 0)})))
    assert (found["R", "I2"], found["S", "I2"]) == ("incomplete_total", "no_industry_in_reference")


def frame(*years: Table) -> pd.DataFrame:
    rows = [
        {"region": region, "industry": f"I{number}", "year": 2020 + year, "value": value}
        for year, table in enumerate(years)
        for region, row in table.items()
        for number, value in enumerate(row)
    ]
    return pd.DataFrame(rows)


def test_a_notebook_has_the_same_rows(tmp_path: Path) -> None:
    found = measures.entry_exit(frame(BEFORE, AFTER), 2020, 2021)
    shown = {(row["region_code"], row["industry_code"]): row["change"] for _, row in found.iterrows()}
    assert shown == told(changes(tmp_path, years(BEFORE, AFTER)))


def test_a_notebook_that_asks_across_a_break_is_refused_with_its_name() -> None:
    df = frame(BEFORE, AFTER).assign(year=lambda cells: cells["year"] - 2)
    with pytest.raises(StyrkaError, match=r"RAMS is broken between 2018 and 2019: 2019"):
        measures.entry_exit(df, 2018, 2019, series="RAMS")
