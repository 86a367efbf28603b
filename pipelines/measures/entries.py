"""Entry and exit of specialisation: presence at both ends of every unbroken segment, by ``sql/entry_exit.sql``.
What presence is stands in ``presence``; whether entries could be predicted is ``backtests``' matter."""

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.measures import presence
from pipelines.warehouse import engine
from pipelines.warehouse.engine import Relation

READS = (*presence.READS, "series_break")


def write(relations: Mapping[str, Relation], target: Path, edition: str) -> int:
    """Write table ``entry_exit`` to ``target`` and return its number of rows; ``relations`` are READS.

    A specialisation is LQ ≥ 1 against the nation. Levels too coarse to learn from, such as the sixteen groups, have no
    rows. Source: Neffke, Henning & Boschma (2011), Economic Geography 87(3);
    Boschma, Balland & Kogler (2015), Industrial and Corporate Change 24(1).
    """

    def measured(connection: duckdb.DuckDBPyConnection) -> Generator[pa.Table, None, None]:
        cells = presence.cells(relations, connection)
        for segment in segments(cells, relations["series_break"], connection):
            if segment["start_year"] < segment["end_year"] and segment["level"] in presence.settings()["levels"]:
                yield changes(cells, segment, connection)

    with engine.connect(threads=1) as connection:
        return engine.write_stream("entry_exit", measured(connection), target, edition)


def segments(cells: pa.Table, series_break: Relation, connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The unbroken segments of every series and level of ``presence.cells``, the register's too, in order."""
    counted = cells.append_column("sex", pa.repeat("total", cells.num_rows))
    found: list[dict[str, Any]] = engine.select(
        "series_segment", {"employment": counted, "series_break": series_break}, connection=connection
    ).to_pylist()
    return sorted(found, key=lambda row: (row["series"], row["level"], row["start_year"]))


def changes(cells: pa.Table, segment: Mapping[str, Any], connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Rows of ``entry_exit`` from ``start_year`` to ``end_year`` of ``series`` on ``level``."""
    span = {name: segment[name] for name in ("series", "level", "start_year", "end_year")}
    return engine.select("entry_exit", {"presence": cells}, span, connection)
