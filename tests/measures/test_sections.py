"""Series, levels and years are measured each by itself: among others as alone. Other sexes are not measured."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.measures import tables
from pipelines.warehouse.classification import GROUPS, SNI2007
from tests.measures.written import employment, relations, segments

Write: TypeAlias = Callable[[Any, Path, str], int]
SERIES, LEVELS, YEARS = ("HAND", "OTHER"), ("group", "2"), (2020, 2021, 2022)
# Unknown are 00000 where a series follows SNI 2007, US where it follows the sixteen groups; X08 is an import's own.
REGIONS, INDUSTRIES = ("00", "07", "08", "0880", "0881", "X08"), ("A", "F", "US", "00000")


def part(series: str, level: str, year: int, sex: str = "total") -> pa.Table:
    """Persons of one section, other ones in each; each has a region and an industry of its own."""
    number = 1 + SERIES.index(series) + 3 * LEVELS.index(level) + 7 * (year - YEARS[0]) + (31 if sex != "total" else 0)
    own = f"{series}{level}{year}"
    regions, industries = (*REGIONS, own), (*INDUSTRIES, own)
    figures = {
        (region, industry): 1 + (number * (place + 2) * (position + 3)) % 23
        for place, region in enumerate(regions)
        for position, industry in enumerate(industries)
    }
    if sex != "total":
        figures |= {("09", "A"): 5, ("08", "K"): 5}
    rows = employment(figures, year=year, series=series, level=level)
    return rows.set_column(rows.column_names.index("sex"), rows.schema.field("sex"), pa.array([sex] * len(rows)))


def measured(write: Write, folder: Path, *parts: pa.Table) -> list[str]:
    content = pa.concat_tables(parts)
    editions = {"HAND": SNI2007, "OTHER": GROUPS}
    read = relations(content) | {"series_segment": segments(content)}
    read |= {"snapshot": pa.table({"series": list(editions), "industry_edition": list(editions.values())})}
    write(read, folder / "measured.parquet", "hand")
    return sorted(map(repr, pq.ParquetFile(folder / "measured.parquet").read().to_pylist()))


@pytest.mark.parametrize("write", [tables.location_quotient, tables.specialisation, tables.concentration])
def test_a_section_is_measured_among_others_as_alone(write: Write, tmp_path: Path) -> None:
    """Four sections that differ in series, level or year from the first."""
    first = ("HAND", "group", 2020)
    alone = [part(*first), part("OTHER", *first[1:]), part("HAND", "2", 2020), part("HAND", "group", 2021)]
    women = [part(series, "group", 2020, sex="women") for series in SERIES]
    rows = [row for each in alone for row in measured(write, tmp_path, each)]
    assert measured(write, tmp_path, *women, *alone) == sorted(rows)


def test_shifts_of_a_series_and_level_are_measured_among_others_as_alone(tmp_path: Path) -> None:
    alone = [[part(series, level, year) for year in YEARS] for series in SERIES for level in LEVELS]
    women = [part("HAND", "group", year, sex="women") for year in (2019, 2021)]
    rows = [row for each in alone for row in measured(tables.shift_share, tmp_path, *each)]
    # Each of the four has four Swedish regions and seven industries, three of which are of one year only.
    assert len([row for row in rows if "'region_code': '0" in row]) == 4 * 4 * (4 + 3)
    assert measured(tables.shift_share, tmp_path, *women, *(each for parts in alone for each in parts)) == sorted(rows)
