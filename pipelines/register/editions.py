"""The kept pulls of the register as editions: which there are, their dates, their cells.
How a pull becomes a snapshot does not belong here (`intake`)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.register.config import BASE_URL, SWEDISH_TIME, TITLES
from pipelines.register.minimise import TALLIES
from pipelines.schema.table import Language
from pipelines.snapshots.sidecar import REGISTERS
from pipelines.snapshots.store import Snapshot, Store


def register_date(stamp: str) -> date:
    """The Swedish day of a register's time stamp: it states midnight in Sweden as 22:00 or 23:00 UTC the day before."""
    moment = datetime.fromisoformat(stamp)
    return moment.astimezone(SWEDISH_TIME).date() if moment.tzinfo else moment.date()


def kept(store: Store) -> tuple[Snapshot, ...]:
    """Every kept edition of every series that ``store`` speaks for, oldest first; the newest of those of one day."""
    found: dict[tuple[str, date], Snapshot] = {}
    for series in REGISTERS.values():
        for (snapshot,) in store.editions(series):
            found[series, date_of(snapshot)] = snapshot
    return tuple(found.values())


def date_of(snapshot: Snapshot) -> date:
    """The date of an edition."""
    return register_date(snapshot.sidecar.updated or snapshot.sidecar.retrieved)


def title(snapshot: Snapshot, language: Language) -> str:
    """What an edition is called in the table of sources."""
    return TITLES[snapshot.sidecar.table_id][language].format(date=date_of(snapshot))


def origin(snapshot: Snapshot) -> str:
    """As the sidecar says, but what another server than SCB's answered is never taken for SCB's register."""
    scbs = (snapshot.sidecar.url or "").startswith(f"{BASE_URL}/")
    return "other_server" if snapshot.sidecar.origin == "register" and not scbs else snapshot.sidecar.origin


def cells(snapshots: Sequence[Snapshot]) -> Iterator[pa.RecordBatch]:
    """Their cells in the schema of table ``register_cell``, in the order of the snapshots."""
    for snapshot in snapshots:
        with pq.ParquetFile(snapshot.body_path) as file:
            yield from file.iter_batches()


def tallies(snapshots: Sequence[Snapshot]) -> pa.Table:
    """What was counted beside the cells: ``series, register_date`` and `minimise.TALLIES`, a row per edition."""
    rows = [
        {
            "series": snapshot.sidecar.table_id,
            "register_date": date_of(snapshot),
            **(snapshot.sidecar.api_config or {})["tally"],
        }
        for snapshot in snapshots
    ]
    counts = [(name, pa.int64()) for name in TALLIES]
    return pa.Table.from_pylist(
        rows, schema=pa.schema([("series", pa.string()), ("register_date", pa.date32()), *counts])
    )
