"""The rows that the mart lets a region's workbook hold, sheet by sheet, unrounded.
Read from the Parquet files; headings and columns are the declared ones."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.export.wording import wording

# What Excel is given of a number.
DIGITS = 16
TABLES = {"chart": "location_quotient"}
Row = tuple[str, ...]


def columns(sheet: str) -> Mapping[str, str]:
    """Columns of the mart by Swedish heading."""
    words = wording()["workbook"]
    declared = next((each for each in words["sheet"].values() if each["name"] == sheet), None)
    return {words["column"][name]["sv"]: name for name in declared["columns"]} if declared else {}


def held(sheet: str, row: Mapping[str, str], parquet: Path, region: str) -> bool:
    """Whether the mart has a row of the region that says the same in every column that both have."""
    names = columns(sheet)
    stem = next(name for name, each in wording()["workbook"]["sheet"].items() if each["name"] == sheet)
    table = TABLES.get(stem, stem)
    own = set(pq.read_schema(parquet / f"{table}.parquet").names)
    shared = tuple((name, row[heading]) for heading, name in names.items() if name in own)
    compared = tuple(name for name, _ in shared)
    source = tuple(row[heading] for heading, name in names.items() if name == "table_id" and name not in own)
    tables = _tables(parquet, region)
    return tuple(kept(value) for _, value in shared) in _rows(parquet / f"{table}.parquet", compared, region) and (
        not source or (source[0], row_value(row, names, "series"), row_value(row, names, "year")) in tables
    )


def row_value(row: Mapping[str, str], names: Mapping[str, str], column: str) -> str:
    return next(row[heading] for heading, name in names.items() if name == column)


@cache
def _rows(path: Path, compared: tuple[str, ...], region: str) -> frozenset[Row]:
    table = pq.read_table(path)
    if "region_code" in table.column_names:
        # A county's workbook has its municipalities' claims too; no other table holds both.
        codes = {region}
        if path.stem == "claim":
            every = pq.read_table(path.with_name("region.parquet"), columns=["region_code", "county_code"]).to_pylist()
            codes |= {row["region_code"] for row in every if row["county_code"] == region}
        table = table.filter(pc.field("region_code").isin(sorted(codes)))
    return frozenset(
        tuple(kept("" if row[name] is None else str(row[name])) for name in compared) for row in table.to_pylist()
    )


@cache
def _tables(parquet: Path, region: str) -> frozenset[Row]:
    table = pq.read_table(parquet / "employment.parquet", filters=pc.field("region_code") == region)
    return frozenset((row["table_id"], row["series"], str(row["year"])) for row in table.to_pylist())


def kept(value: str) -> str:
    """A number with the digits that a file of Office keeps; any other text as it is."""
    if not value[:1].isdigit() or not any(sign in value for sign in ".e"):
        return value.removesuffix(".0")
    try:
        return repr(float(f"{float(value):.{DIGITS}G}")).removesuffix(".0")
    except ValueError:
        return value
