"""Declared classifications: regions, industries and breaks in the series, read from the small CSV files beside this.
What the figures themselves say, and codes known only from an import, do not belong here."""

import csv
from functools import cache
from pathlib import Path

import pyarrow as pa

from pipelines import schema
from pipelines.errors import StyrkaError

FOLDER = Path(__file__).parent
TRUTH = {"true": True, "false": False}


@cache
def regions() -> pa.Table:
    """Nation, 21 counties and 290 municipalities, in the schema of table ``region``, sorted by code.

    Source: SKR's grouping 2023 (names and codes of regions), LA 2022, FA regions by largest overlap of area.
    """
    return _read("region", FOLDER / "regions.csv")


@cache
def industries() -> pa.Table:
    """The sixteen groups and their total, in the schema of table ``industry``, in the order of the classification.

    Source: SNI 2007 (Swedish names), NACE Rev. 2 (English names), the project's wording for joint and short names.
    """
    return _read("industry", FOLDER / "industries.csv")


@cache
def series_breaks() -> pa.Table:
    """Every known break of every series, in the schema of table ``series_break``, by series and year.

    Source: column ``source`` of each row.
    """
    return _read("series_break", FOLDER / "series_breaks.csv")


def _read(table: str, path: Path) -> pa.Table:
    declared = schema.table(table)
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        if tuple(reader.fieldnames or ()) != declared.column_names:
            raise StyrkaError(f"{path.name}: the columns are not those that table {table} declares; build it again")
        rows = list(reader)
    types = {column.name: column.type for column in declared.columns}
    arrays = [
        pa.array([_value(row[name], types[name]) for row in rows], type=field.type)
        for name, field in zip(declared.column_names, declared.arrow_schema(), strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=declared.arrow_schema())


def _value(text: str, kind: str) -> str | int | bool | None:
    if text == "":
        return None
    if kind == "integer":
        return int(text)
    return TRUTH[text] if kind == "boolean" else text
