"""Which regions have more of an industry than the nation, as a matrix: one series and year on one level.
What is suited for learning from is decided here by declared thresholds; what is learnt is ``matrices``' matter."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.measures import relatedness
from pipelines.measures.relatedness import Matrix, Present
from pipelines.warehouse import engine
from pipelines.warehouse.engine import Relation

DECLARED = Path(__file__).with_name("relatedness.toml")
SECTION = ("series", "year", "level", "region_type")
# The mart tables that counted cells are read from.
READS = ("location_quotient", "workplace_quotient", "region", "industry", "snapshot")


@cache
def settings() -> Mapping[str, Any]:
    """The declared settings."""
    with DECLARED.open("rb") as stream:
        return tomllib.load(stream)


@dataclass(frozen=True)
class Presence:
    """``present`` and ``known`` are regions × industries; ``refused`` says why nothing is learnt from it."""

    regions: pa.Array
    industries: pa.Array
    present: Present
    known: Present
    refused: str | None = None

    @classmethod
    def of(cls, cells: pa.Table, refused: str | None = None) -> "Presence":
        """From rows ``region_code, industry_code, present`` (empty: unknown), in any order. No row is no presence, but
        in a region of which no row is known."""
        row, regions = numbered(cells["region_code"])
        column, industries = numbered(cells["industry_code"])
        known = np.ones((len(regions), len(industries)), dtype=np.bool_)
        present = np.zeros_like(known)
        known[row, column] = pc.is_valid(cells["present"]).to_numpy()
        listed = np.zeros_like(known)
        listed[row, column] = True
        known &= (known & listed).any(axis=1, keepdims=True)
        present[row, column] = pc.fill_null(cells["present"], False).to_numpy()
        return cls(regions, industries, present, known, refused)

    @property
    def absent(self) -> Present:
        return ~self.present & self.known

    def density(self, close: Matrix) -> Matrix:
        """``relatedness.density`` of these regions; NaN for one of which nothing is known."""
        blank = ~self.known.any(axis=1, keepdims=True)
        return np.where(blank, np.nan, relatedness.density(self.present, close))

    def nothing(self) -> "Presence":
        """The same without any region or industry: what is refused has no rows."""
        none = np.zeros((0, 0), dtype=np.bool_)
        return Presence(self.regions.slice(0, 0), self.industries.slice(0, 0), none, none, self.refused)


def cells(relations: Mapping[str, Relation], connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Every cell as present, absent or unknown (with ``reason``), of every series, year, level and type of region.

    ``relations`` are READS.
    """
    return engine.select("presence", relations, connection=connection)


def sections(found: pa.Table, connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[dict[str, Any], Presence]]:
    """For every series and year of ``cells`` its section (``series, year, level, region_type``) and its presence."""
    for row in chosen(counted(found, connection)):
        yield {name: row[name] for name in SECTION}, of_section(found, row)


def of_section(found: pa.Table, section: Mapping[str, Any]) -> Presence:
    """The presence of one section of ``cells``, which ``counted`` has counted."""
    return Presence.of(rows_of(found, section), refusal(section))


def rows_of(found: pa.Table, section: Mapping[str, Any]) -> pa.Table:
    """The rows of one section of cells that have the columns SECTION."""
    equal = [pc.field(name) == section[name] for name in SECTION]
    return found.filter(equal[0] & equal[1] & equal[2] & equal[3])


def counted(found: pa.Table, connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The sections of ``cells`` with their numbers of ``regions`` and ``industries``."""
    rows: list[dict[str, Any]] = engine.select(
        "presence_section", {"presence": found}, connection=connection
    ).to_pylist()
    return rows


def refusal(row: Mapping[str, Any]) -> str | None:
    """Why nothing is learnt from so many ``industries`` and ``regions`` on this ``level``; None when it is."""
    enough = settings()["enough"]
    if row["level"] not in settings()["levels"]:
        return "level_too_coarse"
    if row["industries"] < enough["industries"]:
        return "too_few_industries"
    return "too_few_regions" if row["regions"] < enough["regions"] else None


def chosen(counts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The level and the type of region on which each series and year is measured, in order, of ``counted``."""
    best: dict[tuple[str, int], dict[str, Any]] = {}
    for row in sorted(counts, key=_suitability):
        best.setdefault((row["series"], row["year"]), row)
    return [row for _, row in sorted(best.items())]


def _suitability(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What can be measured first, then the declared levels, then what comes closest."""
    levels: list[str] = settings()["levels"]
    level = levels.index(row["level"]) if row["level"] in levels else len(levels)
    return (refusal(row) is not None, level, -row["regions"], -row["industries"], row["region_type"], row["level"])


def numbered(codes: pa.ChunkedArray) -> tuple[npt.NDArray[np.int32], pa.Array]:
    """Each row's place among the distinct codes, sorted."""
    if not pa.types.is_dictionary(codes.type):
        codes = codes.cast(pa.string()).dictionary_encode()
    encoded = codes.unify_dictionaries().combine_chunks()
    distinct = pc.unique(encoded.dictionary).sort()
    place = pc.index_in(encoded.dictionary, distinct).to_numpy().astype(np.int32)
    return place[encoded.indices.to_numpy()], distinct
