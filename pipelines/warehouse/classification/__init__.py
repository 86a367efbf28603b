"""Declared classifications: regions, industries and breaks in the series, read from the small CSV files beside this.
What the figures themselves say, and codes known only from an import, do not belong here."""

import csv
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyarrow as pa

from pipelines import schema
from pipelines.errors import StyrkaError

FOLDER = Path(__file__).parent
NATION = "00"
GROUPS, SNI2007, SNI2025 = EDITIONS = ("SNI2007-16", "SNI2007", "SNI2025")
TRUTH = {"true": True, "false": False}


@cache
def regions() -> pa.Table:
    """Nation, 21 counties and 290 municipalities, in the schema of table ``region``, sorted by code.

    Source: SKR's grouping 2023 (names and codes of regions), LA 2022, FA regions by largest overlap of area.
    """
    return _read("region", FOLDER / "regions.csv")


@cache
def industries(edition: str | None = None) -> pa.Table:
    """Industries in the schema of table ``industry``: of one edition, or of all, each in its classification's order.

    ``SNI2007-16`` is the sixteen groups of SCB's open tables and their total; ``SNI2007`` and ``SNI2025`` have sections
    and two to five digits. StyrkaError names the editions when there is none of that name.
    Source: SCB, SNI 2007 and SNI 2025 (Swedish names); EU, NACE Rev. 2 and 2.1 (English names, where they exist); the
    project's wording for joint and short names.
    """
    if edition is None:
        return pa.concat_tables([industries(each) for each in EDITIONS])
    if edition not in EDITIONS:
        raise StyrkaError(f"there is no edition {edition!r} of the industries; there are {', '.join(EDITIONS)}")
    return _read("industry", FOLDER / "industries" / f"{edition}.csv")


@cache
def longest_short_name() -> int:
    """The most characters that a short name has."""
    declared: int = tomllib.loads((FOLDER / "wording.toml").read_text(encoding="utf-8"))["longest_short_name"]
    return declared


def spoken(edition: str) -> tuple[str, ...]:
    """The editions in which a series that follows ``edition`` finds its codes; the first that has a code explains it.

    A table in SNI 2007 may have the sixteen groups beside finer codes. What follows none of ours follows its own.
    """
    return (SNI2007, GROUPS) if edition == SNI2007 else (edition,)


def followed(stated: str, codes: Iterable[str]) -> str:
    """The edition that a table of these codes follows when its owner says ``stated``: the groups', if it has no other.

    ``SNI2007`` is said of any table in SNI 2007, and most of those have the sixteen groups only.
    """
    groups = set(industries(GROUPS)["industry_code"].to_pylist())
    return GROUPS if stated == SNI2007 and groups >= set(codes) else stated


@cache
def industry_bridge() -> pa.Table:
    """Pairs of codes of SNI 2007 and SNI 2025 with their closed unions, in the schema of table ``industry_bridge``.

    Source: Statistics Norway, table 2919, at class level; unchanged five-digit codes of SNI. Where a user has SCB's own
    key, ``bridge.pairs`` gives that instead.
    """
    return _read("industry_bridge", FOLDER / "industry_bridge.csv")


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
