"""Rows of the mart's tables, and the names of industries and areas in them, as every output that reads the mart needs.
Which rows an output shows does not belong here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines import schema
from pipelines.errors import StyrkaError
from pipelines.export.wording import wording
from pipelines.schema.table import Language
from pipelines.warehouse.classification import spoken

Row = dict[str, Any]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
ELLIPSIS = "…"
# From the widest reference area inwards.
REFERENCES = ("nation", "county", "skr_group")


def columns(
    folder: Path, table_name: str, names: Sequence[str] | None = None, filters: pc.Expression | None = None
) -> pa.Table:
    """A mart table's chosen rows and columns in the file's order; StyrkaError when it is absent or unreadable."""
    path = folder / f"{table_name}.parquet"
    if not path.is_file():
        raise StyrkaError(f"{path} is not there; run 'styrka run' first")
    try:
        table = pq.read_table(path, columns=None if names is None else list(names), filters=filters, use_threads=False)
    except (OSError, pa.ArrowException) as error:
        first = str(error).splitlines()[0]
        raise StyrkaError(f"{path} cannot be read as Parquet ({first}); run 'styrka run' again") from error
    declared = schema.table(table_name).arrow_schema()
    for name in declared.names if names is None else names:
        if name not in table.column_names or table.schema.field(name).type != declared.field(name).type:
            raise StyrkaError(f"{path}: column {name} is not as declared; run 'styrka run' again")
    return table


def rows(folder: Path, table_name: str, **equal: object) -> list[Row]:
    """The rows of a mart table whose columns have the given values, in the file's order."""
    filters = None
    for column, value in equal.items():
        chosen = pc.field(column) == value
        filters = chosen if filters is None else filters & chosen
    found: list[Row] = columns(folder, table_name, filters=filters).to_pylist()
    return found


class Industries:
    """Industries by code as each series names them: a series follows one edition of the classification."""

    def __init__(self, industries: Iterable[Row], snapshots: Iterable[Mapping[str, Any]]) -> None:
        self._rows = {(row["industry_code"], row["edition"]): _named(row) for row in industries}
        self._spoken = _spoken(snapshots)

    @classmethod
    def read(cls, folder: Path, snapshots: Sequence[Mapping[str, Any]]) -> Self:
        """Those of the mart's industries that the series of ``snapshots`` can mean."""
        editions = {edition for spoken_by in _spoken(snapshots).values() for edition in spoken_by}
        chosen = pc.field("edition").isin(pa.array(sorted(editions), pa.string()))
        return cls(columns(folder, "industry", filters=chosen).to_pylist(), snapshots)

    def get(self, code: str, series: str) -> Row | None:
        """The row of ``industry`` that the series means by ``code``; an import's own where no edition declares it.

        Where there is no official English name, ``name_en`` is the Swedish one, and says so. A short name that is only
        the code is the code and as much of the name as has room beside a bar.
        """
        found = (self._rows.get((code, edition)) for edition in self._spoken.get(series, ()))
        return next((row for row in found if row), None)

    def within(self, code: str, series: str) -> Iterator[str]:
        """The codes of the industries that one is a part of, the nearest first."""
        row = self.get(code, series)
        while row and row["parent_code"]:
            yield row["parent_code"]
            row = self.get(row["parent_code"], series)


def _spoken(snapshots: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    followed = {row["series"]: row["industry_edition"] for row in snapshots}
    return {series: (*spoken(edition), series) for series, edition in followed.items() if edition}


def _named(row: Row) -> Row:
    swedish_only = wording()["industry"]["swedish_name"]["en"].format(name=row["name_sv"])
    shorts = {
        f"short_{language}": _short(row["industry_code"], row[f"name_{language}"] or row["name_sv"])
        for language in LANGUAGES
        if row[f"short_{language}"] == row["industry_code"]
    }
    return row | {"name_en": row["name_en"] or swedish_only} | shorts


def _short(code: str, name: str) -> str:
    """``10710 Tillverkning av mju…``; the code keeps apart names that begin alike. The code alone if it fills it."""
    declared = wording()["industry"]
    if name == code or len(name) <= declared["short"]:
        return name
    room = declared["short"] - len(code) - len(f" {ELLIPSIS}")
    return code if room < declared["short_name"] else f"{code} {name[:room].rstrip()}{ELLIPSIS}"


def area_names(regions: Iterable[Mapping[str, Any]]) -> dict[str, dict[Language, str]]:
    """Names of what a reference code can mean: a region or an SKR group."""
    names: dict[str, dict[Language, str]] = {}
    for row in regions:
        if row["skr_group"]:
            names[row["skr_group"]] = {"sv": row["skr_group_name_sv"], "en": row["skr_group_name_en"]}
        names[row["region_code"]] = {"sv": row["name_sv"], "en": row["name_en"]}
    return names
