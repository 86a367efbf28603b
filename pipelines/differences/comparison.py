"""What changed from one edition to another, as tables: cells, names, ranks, verdicts with the ways that flipped them.
The statements are in ``sql/``; what is told of them is decided in ``report``, and claims in ``claims``."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.differences import claims
from pipelines.differences.editions import Edition
from pipelines.export.reading import Row
from pipelines.scb import catalogue
from pipelines.verdicts import tables
from pipelines.warehouse import engine
from pipelines.warehouse.engine import Relation

SETTINGS = Path(__file__).with_name("settings.toml")
SUBJECT = ("subject_type", "region_code", "subject_code", "series")
# A way of asking whose answer changed: what it is called, and the answer before and now (1, 0, None: open, "absent").
Way = tuple[str, object, object]
ABSENT = "absent"


@cache
def settings() -> Mapping[str, Any]:
    """What is told of the differences, as declared."""
    return tomllib.loads(SETTINGS.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Comparison:
    """Two editions and what differs: ``cells`` as ``sql/changed_cell.sql`` gives them, ``names``, ``ranks``,
    ``verdicts`` (each with its ``ways``) and ``claims`` as rows; beside them how many ranks could not be compared
    (``uncompared``) and how many verdicts only one of the editions has (``covered``), by region and series."""

    before: Edition
    now: Edition
    cells: pa.Table
    names: Sequence[Row]
    ranks: Sequence[Row]
    verdicts: Sequence[Row]
    claims: Sequence[Row]
    uncompared: Sequence[Row]
    covered: Sequence[Row]


def compare(before: Edition, now: Edition) -> Comparison:
    """What differs in ``now`` from ``before``; the same two editions always give the same rows in the same order."""
    ranks = _pair("moved_rank", before, now, "location_quotient", parameters={"places": settings()["places"]})
    return Comparison(
        before=before,
        now=now,
        cells=cells(before, now),
        names=_pair("changed_name", before, now, "region", "industry").to_pylist(),
        ranks=ranks.to_pylist(),
        verdicts=_verdicts(before, now),
        claims=claims.compare(before, now),
        uncompared=_pair("uncompared_rank", before, now, "location_quotient").to_pylist(),
        covered=covered(before, now),
    )


def covered(before: Edition, now: Edition) -> Sequence[Row]:
    """How many verdicts of a region and series are new or gone."""
    found: list[Row] = _pair("verdict_coverage", before, now, "verdict").to_pylist()
    return found


def cells(before: Edition, now: Edition) -> pa.Table:
    """Cells of employment that are new, gone or revised, the largest difference first."""
    noise: dict[str, Relation] = {"table_noise": catalogue.table_noise()}
    return _pair("changed_cell", before, now, "employment", beside=noise)


def flipped(before: Edition, now: Edition) -> list[Row]:
    """Verdicts that are others now."""
    found: list[Row] = _pair("flipped_verdict", before, now, "verdict").to_pylist()
    return found


def _pair(
    statement: str,
    before: Edition,
    now: Edition,
    *names: str,
    beside: Mapping[str, Relation] | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> pa.Table:
    """A statement over tables of both editions, those of the one before with ``_before`` behind their names."""
    relations: dict[str, Relation] = {name: now.table(name) for name in names}
    relations |= {f"{name}_before": before.table(name) for name in names}
    return engine.select(statement, relations | dict(beside or {}), parameters)


def _verdicts(before: Edition, now: Edition) -> list[Row]:
    found = flipped(before, now)
    if not found:
        return []
    asked_before, asked = (_ways(edition, found) for edition in (before, now))
    return [row | {"ways": _changed(asked_before, asked, row)} for row in found]


def _ways(edition: Edition, flipped: Sequence[Row]) -> dict[tuple[str, ...], dict[str, object]]:
    """Every way of asking of the flipped verdicts' regions with its answer, by subject.

    Years are told as how far they lie from the verdict's own, so that the ways of two years can be set side by side.
    """

    def read(name: str, chosen: pc.Expression | None) -> pa.Table:
        return pq.read_table(edition.table(name), filters=chosen, use_threads=False)

    found: dict[tuple[str, ...], dict[str, object]] = {}
    for row in tables.asked_of((row["region_code"] for row in flipped), read):
        key = tuple(row[column] for column in SUBJECT)
        found.setdefault(key, {})[_moved(row["specification"], row["year"])] = row["strong"]
    return found


def _moved(specification: str, year: int) -> str:
    reference, compared, rest = specification.split(" ", 2)
    return f"{reference} {int(compared) - year} {rest}"


def _changed(
    before: Mapping[Any, Mapping[str, object]], now: Mapping[Any, Mapping[str, object]], row: Row
) -> list[Way]:
    """The ways whose answer changed; before those that were only added or left out, and the nearest years first."""
    key = tuple(row[column] for column in SUBJECT)
    old, new = before.get(key, {}), now.get(key, {})
    ways = [(way, old.get(way, ABSENT), new.get(way, ABSENT)) for way in sorted({*old, *new})]
    changed = [way for way in ways if way[1] != way[2]]
    return sorted(changed, key=lambda way: (ABSENT in way[1:], None in way[1:], -int(way[0].split(" ")[1])))
