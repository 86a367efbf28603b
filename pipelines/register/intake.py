"""Pages of a register, from wherever they come, become a snapshot of counts: real pulls and simulated ones alike.
Fetching pages, and going on with a pull that was interrupted, do not belong here (`pull`)."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.errors import StyrkaError
from pipelines.register.config import COUNT_TOLERANCE, FIELDS, PAGE_LIMIT
from pipelines.register.counts import Counts, Paging
from pipelines.register.editions import register_date
from pipelines.register.minimise import KEPT, minimise
from pipelines.snapshots.sidecar import FOLDERS, PARQUET, REGISTERS, Origin, Sidecar, selection_hash
from pipelines.snapshots.store import Snapshot, Store
from pipelines.warehouse import parquet

# A folder beside the snapshots that nothing reads as one: pages of a pull that goes on, and the body being written.
WORKSHOP = ".pull"


class IncompleteError(StyrkaError):
    """What came is not the whole register."""


@dataclass(frozen=True)
class Source:
    """Where a register's pages come from.

    ``stamp`` is the register's own date (ISO 8601), ``counts`` how many workplaces it says it has (before and after,
    say), ``query`` what identifies the pages (server, limit; or seed and size), ``retrieved`` when (ISO 8601).
    """

    origin: Origin
    stamp: str
    query: Mapping[str, Any]
    licence: str
    note: str
    counts: tuple[int, ...] = ()
    url: str | None = None
    limit: int = PAGE_LIMIT
    retrieved: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    @property
    def series(self) -> str:
        return REGISTERS[self.origin]

    def workshop(self, store: Store) -> Path:
        return store.root / FOLDERS[self.origin] / self.series / WORKSHOP


def take_in(pages: Iterable[Any], source: Source, store: Store) -> Snapshot:
    """The snapshot of a register whose ``pages`` (documents as the API answers them, decoded) come one by one.

    Each page is minimised as it comes and nothing else of it is kept. PageError and IncompleteError when the pages are
    not a whole register; nothing is stored then.
    """
    paging, counts = Paging(source.limit), Counts()
    for document in pages:
        page = minimise(document)
        paging.follow(page)
        counts.add(page)
    if not paging.ended:
        raise IncompleteError(f"{source.series}: the pages end before the last one; nothing is kept")
    return seal(counts, source, store)


def seal(counts: Counts, source: Source, store: Store) -> Snapshot:
    """Store ``counts`` of all pages as the snapshot of ``source``, once they are found to be the whole register.

    The workshop is cleared."""
    cells = counts.cells
    _check(counts, cells, source)
    day = register_date(source.stamp)
    rows = cells.num_rows
    body = pa.table(
        {
            "series": [source.series] * rows,
            "register_date": [day] * rows,
            **dict(zip(cells.column_names, cells.columns, strict=True)),
        }
    )
    target = source.workshop(store) / "register_cell.parquet"
    parquet.write_table("register_cell", body, target, f"{source.series} {day}")
    sidecar = Sidecar(
        table_id=source.series,
        part=1,
        parts=1,
        origin=source.origin,
        query=source.query,
        url=source.url,
        updated=source.stamp,
        retrieved=source.retrieved,
        selection_hash=selection_hash([source.query]),
        licence=source.licence,
        note=source.note,
        media_type=PARQUET,
        api_config={"counts": list(source.counts), "received": counts.received, "tally": dict(counts.tally)},
    )
    snapshot = store.adopt(target, sidecar)
    shutil.rmtree(source.workshop(store))
    return snapshot


def _check(counts: Counts, cells: pa.Table, source: Source) -> None:
    for stated in source.counts:
        if abs(stated - counts.received) > COUNT_TOLERANCE:
            raise IncompleteError(
                f"{source.series}: {counts.received:,} workplaces came where the register counts {stated:,}; "
                f"a part of a register is not kept: refresh again"
            )
    if not counts.received:
        raise IncompleteError(f"{source.series}: there is not one workplace; an empty register is not kept")
    for column, name in zip(KEPT, FIELDS, strict=True):
        if cells[column].unique().to_pylist() in ([""], ["unknown"]):
            raise IncompleteError(
                f"{source.series}: no workplace has a readable code in {FIELDS[name].name}; its form has changed"
            )
