"""The raw cells of one series and year, read anew from the snapshots that an edition names, checksums verified.
Nothing is summed here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines import schema
from pipelines.errors import StyrkaError
from pipelines.register import editions
from pipelines.register.config import INDUSTRY_EDITION
from pipelines.scb import catalogue, cells, jsonstat
from pipelines.snapshots import extracts
from pipelines.snapshots.sidecar import beside
from pipelines.snapshots.sidecar import read as read_sidecar
from pipelines.snapshots.store import Snapshot, Store
from pipelines.warehouse import engine

SOURCE = "source"


@dataclass(frozen=True)
class RawCells:
    """``cells`` has the schema of table ``cell`` and column ``source``, a key of ``sources``, which counts from 1.

    ``sources`` are rows of the mart's table ``snapshot``; only those that hold one of the cells.
    """

    cells: pa.Table
    sources: dict[int, dict[str, Any]]


def read(rows: Sequence[dict[str, Any]], store: Store, year: int, level: str) -> RawCells:
    """The workplace cells of ``year`` and ``level`` in the answers that ``rows`` of table ``snapshot`` name.

    StyrkaError naming the file when an answer is gone, changed since, or not the one the mart was computed from.
    """
    empty = schema.table("cell").arrow_schema().append(pa.field(SOURCE, pa.int64())).empty_table()
    parts: list[pa.Table] = [empty]
    sources: dict[int, dict[str, Any]] = {}
    for row in rows:
        found = pa.concat_tables(_wanted(table, year, level) for table in _tables(_snapshot(row, store), store))
        if found.num_rows:
            number = len(sources) + 1
            sources[number] = row
            parts.append(found.append_column(SOURCE, pa.repeat(number, found.num_rows)))
    return RawCells(pa.concat_tables(parts).combine_chunks(), sources)


def register(rows: Sequence[dict[str, Any]], store: Store, pulled: date, mart: Mapping[str, pa.Table]) -> RawCells:
    """The active workplaces of the pull of ``pulled`` per municipality, 5-digit industry and size class.

    ``rows`` are those of table ``snapshot`` of one register, ``mart`` holds tables ``region`` and ``industry``. Columns
    are ``municipality_code, leaf_code, size_class, workplaces``, by the rules of ``sql/placed_workplace.sql``.
    """
    for row in rows:
        snapshot = _snapshot(row, store)
        if editions.date_of(snapshot) == pulled:
            store.check(snapshot)
            body = schema.table("register_cell").arrow_schema().empty_table()
            body = pa.concat_tables([body, pa.Table.from_batches(editions.cells([snapshot]), body.schema)])
            parameters = {"industry_edition": INDUSTRY_EDITION}
            return RawCells(engine.select("placed_workplace", {**mart, "register_cell": body}, parameters), {1: row})
    raise StyrkaError(f"{store.root}: the pull of {pulled} is not among the kept ones; restore it, or run 'styrka run'")


def _snapshot(row: dict[str, Any], store: Store) -> Snapshot:
    """The snapshot that a row of the mart names, with the sidecar beside its body."""
    body = store.root / row["path"]
    sidecar = read_sidecar(beside(body))
    if sidecar.sha256 != row["sha256"]:
        raise StyrkaError(
            f"{body}: the mart was computed from an answer with checksum {row['sha256'][:12]}…, the one here has "
            f"{sidecar.sha256[:12]}…; restore it, or run 'styrka run'"
        )
    return Snapshot(sidecar, body)


def _tables(snapshot: Snapshot, store: Store) -> Iterator[pa.Table]:
    sidecar = snapshot.sidecar
    if sidecar.origin == "import":
        store.check(snapshot)
        for batch in extracts.batches(snapshot):
            yield pa.Table.from_batches([batch])
        return
    declaration = catalogue.declaration(sidecar.table_id)
    document = jsonstat.load(store.read(snapshot))
    declaration.check_answer(document, sidecar.query)
    yield cells.cells(declaration, [document])


def _wanted(table: pa.Table, year: int, level: str) -> pa.Table:
    return table.filter(
        (pc.field("year") == year) & (pc.field("level") == level) & (pc.field("measure") == "workplace")
    )
