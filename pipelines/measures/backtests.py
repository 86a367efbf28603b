"""Whether advice would have been good: density at the start of an unbroken segment against the entries by its end.
Kernels are in ``relatedness`` and ``discrimination``, thresholds in ``relatedness.toml``."""

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.measures import entries, presence, relatedness
from pipelines.measures.conventions import conventions
from pipelines.measures.discrimination import Discrimination, discrimination
from pipelines.measures.presence import Presence, settings
from pipelines.measures.relatedness import Matrix
from pipelines.measures.skills import proximity_by_skill
from pipelines.warehouse import engine
from pipelines.warehouse.engine import Relation

READS = (*entries.READS, "skill_relatedness")
RESULT = pa.schema(
    [("absent", pa.int64()), ("entries", pa.int64())]
    + [(name, pa.float64()) for name in ("auc", "standard_error", "auc_low", "auc_high", "smallest_auc")]
    + [("reason", pa.string())]
)


def write(relations: Mapping[str, Relation], target: Path, edition: str) -> int:
    """Write table ``density_backtest`` to ``target`` and return its number of rows; ``relations`` are READS.

    Every unbroken segment of every level and type of region on which a series is measured has a row, with the reason
    where nothing can be tested. Sources stand in the kernels' docstrings.
    """
    with engine.connect(threads=1) as connection:
        return engine.write_stream("density_backtest", _tested(relations, connection), target, edition)


def tested(found: Presence, changed: pa.Table, close: Matrix) -> dict[str, Any]:
    """One test: ``found`` at the start, rows of ``entry_exit`` until the end, and the proximity that density rests on.

    Only what was absent at the start and is known at the end is tested; an industry without neighbours has no density.
    """
    row = pc.index_in(changed["region_code"], found.regions)
    column = pc.index_in(changed["industry_code"], found.industries)
    kept = pc.and_(
        pc.is_in(changed["change"], pa.array(["entry", "absent"])), pc.and_(row.is_valid(), column.is_valid())
    )
    places = row.filter(kept).to_numpy(), column.filter(kept).to_numpy()
    around = relatedness.density(found.present, close)[places]
    entered = pc.equal(changed["change"].filter(kept), "entry").to_numpy()
    known = ~np.isnan(around)
    area = discrimination(around[known], entered[known], conventions().sampling_z)
    numbers = {"absent": int(known.sum()), "entries": int(entered[known].sum())}
    bounds = {"auc_low": area.low, "auc_high": area.high}
    reason = withheld(area, numbers["entries"])
    return {"auc": area.auc, "standard_error": area.standard_error, "reason": reason} | numbers | bounds


def withheld(area: Discrimination, entered: int) -> str | None:
    """Why advice is withheld after a test with so many entries; None where it is given.

    It is given where the area reaches the declared threshold and the interval's lower bound is above chance.
    """
    declared = settings()["backtest"]
    if area.auc is None:
        return "no_absence" if entered else "no_entries"
    if area.auc < declared["smallest_auc"]:
        return "below_threshold"
    if area.low is None:
        return "no_interval"
    return None if area.low > declared["chance_auc"] else "could_be_chance"


def result(values: Mapping[str, Any]) -> pa.Table:
    """What ``tested`` found, or no more than a reason, as the relation that the statement reads."""
    return pa.Table.from_pylist([{**values, "smallest_auc": settings()["backtest"]["smallest_auc"]}], schema=RESULT)


def _tested(
    relations: Mapping[str, Relation], connection: duckdb.DuckDBPyConnection
) -> Generator[pa.Table, None, None]:
    cells = presence.cells(relations, connection)
    counts = presence.counted(cells, connection)
    measured = {(row["series"], row["level"], row["region_type"]) for row in presence.chosen(counts)}
    segments = entries.segments(cells, relations["series_break"], connection)
    by_start = {tuple(row[name] for name in presence.SECTION): row for row in counts}
    for series, level, region_type in sorted(measured):
        for segment in segments:
            start = by_start.get((series, segment["start_year"], level, region_type))
            if (segment["series"], segment["level"]) != (series, level) or start is None:
                continue
            found = presence.of_section(cells, start)
            for basis, close in _bases(relations, start, found, connection).items():
                outcome = result(_outcome(found, cells, segment, close, connection))
                names = {"series": series, "level": level, "region_type": region_type, "basis": basis}
                years = {name: segment[name] for name in ("start_year", "end_year")}
                yield engine.select("density_backtest", {"discrimination": outcome}, names | years, connection)


def _bases(
    relations: Mapping[str, Relation], start: Mapping[str, Any], found: Presence, connection: duckdb.DuckDBPyConnection
) -> dict[str, Matrix]:
    """The proximities that density can rest on, by the name of their basis."""
    by_skill = proximity_by_skill(relations, start, found.industries, connection)
    bases = {"cooccurrence": relatedness.proximity(found.present)}
    return bases if by_skill is None else {**bases, "skill": by_skill}


def _outcome(
    found: Presence,
    cells: pa.Table,
    segment: Mapping[str, Any],
    close: Matrix,
    connection: duckdb.DuckDBPyConnection,
) -> dict[str, Any]:
    if found.refused is not None:
        return {"reason": found.refused}
    if segment["start_year"] == segment["end_year"]:
        return {"reason": "no_later_year"}
    return tested(found, entries.changes(cells, segment, connection), close)
