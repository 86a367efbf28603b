"""Taking in a user's own region × industry table: read, checked, put in order, stored as an immutable snapshot.
What a file may look like and a value may be, and what comes out of a stored table, is told by the modules beside."""

import os
import re
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pyarrow.parquet as pq

from pipelines import files
from pipelines.errors import StyrkaError, short
from pipelines.snapshots.extracts import checking, csv_file, parquet_file, rules
from pipelines.snapshots.extracts.body import SCHEMA, Body
from pipelines.snapshots.extracts.contents import OWN, SUPPRESSED_MOST, regions
from pipelines.snapshots.extracts.reading import Reading
from pipelines.snapshots.sidecar import FOLDERS, PARQUET, REGISTERS
from pipelines.snapshots.store import Sidecar, Snapshot, Store, selection_hash
from pipelines.warehouse import classification

LICENCE = "The importer's own table; its terms are those of whoever made it."
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
SCB_TABLE = re.compile(r"TAB\d+", re.IGNORECASE)
EDITIONS = (classification.SNI2007, classification.SNI2025, OWN)
ROW_GROUP_ROWS = 1 << 20
# A dictionary of figures would be most of the writing and hardly smaller.
FIGURES = {"employees": "DELTA_BINARY_PACKED", "workplaces": "DELTA_BINARY_PACKED"}
T = TypeVar("T")


def take_in(
    file: Path,
    source: str,
    store: Store,
    stated: str = classification.SNI2007,
    *,
    reserved: Collection[str] = (),
    suppressed_most: int | None = None,
) -> Snapshot:
    """Store a region × industry table (CSV or Parquet) as an immutable snapshot of the series ``source``.

    ``stated`` is the edition of the classification that its codes are of, one of EDITIONS; ``own`` if of none. No
    table may take one of the ``reserved`` names. ``suppressed_most`` is the most that a suppressed cell of it can hold,
    where its publisher tells that.

    Columns: ``region_code, industry_code, year, employees`` (persons by workplace, whole numbers, or one of the signs
    ``..`` ``.`` ``-``), optionally ``workplaces, status, level, region_name, industry_name``. The stored Parquet is
    sorted by key, so that delimiter, encoding and row order leave no trace in it. StyrkaError names file, line and
    column of what is wrong, and then nothing is stored.
    """
    check_name(source, reserved)
    if suppressed_most is not None and not 0 < suppressed_most <= rules.LARGEST:
        raise StyrkaError(
            f"{source}: a suppressed cell cannot hold at most {suppressed_most}; "
            f"state a whole number from 1 to {rules.LARGEST}"
        )
    before = _told(file, files.sha256)
    reading = _told(file, _read)
    with ThreadPoolExecutor(1) as beside:
        after = beside.submit(_told, file, files.sha256)
        body = checking.body(reading, _foreign(store, source))
    # It is read in several goes: whatever came in between, the body would be of no file that has this checksum.
    if after.result() != before:
        raise StyrkaError(f"{file}: the file was changed while it was read; import it again when nobody writes to it")
    # A name that is not UTF-8 is legal on a disk, and cannot be written as JSON.
    name = os.fsencode(file.name).decode("utf-8", errors="replace")
    followed = classification.followed(stated, body.values["industry_code"].distinct)
    query = {"file": name, "rows": body.rows, "sha256": before, "classification": followed}
    if reading.encoding is not None:
        query["encoding"] = reading.encoding
    if suppressed_most is not None:
        query[SUPPRESSED_MOST] = suppressed_most
    sidecar = Sidecar(
        table_id=source,
        part=1,
        parts=1,
        origin="import",
        query=query,
        url=None,
        updated=None,
        retrieved=datetime.now(UTC).isoformat(),
        selection_hash=selection_hash([query]),
        licence=LICENCE,
        note=f"Taken in from {name} by styrka import; query holds the checksum of the file as it was.",
        media_type=PARQUET,
    )
    # Of this process alone: another may be taking in the same file.
    folder = store.root / FOLDERS["import"] / source
    waiting = folder / f".{sidecar.selection_hash[:12]}.{os.getpid()}.body{files.LEFTOVER_SUFFIX}"
    with files.replacing(waiting) as temporary:
        _write(body, temporary)
    try:
        snapshot = store.adopt(waiting, sidecar)
    finally:
        waiting.unlink(missing_ok=True)
    (newest,) = store.newest(source)
    if newest.sidecar != snapshot.sidecar:
        raise StyrkaError(
            f"{file.name}: already imported as {source} at {snapshot.sidecar.retrieved}, and replaced by "
            f"{newest.sidecar.query['file']} since; move {newest.sidecar_path} away to use it again"
        )
    return snapshot


def check_name(source: str, reserved: Collection[str] = ()) -> None:
    """StyrkaError unless ``source`` can name a series and a folder, and is no series of SCB's or of a register.

    Which tables of SCB's there are is not known here: their names are among the ``reserved``.
    """
    if not NAME.fullmatch(source):
        raise StyrkaError(
            f"{short(source)} cannot name an imported table: use at most 64 letters (A–Z), digits, _ and -, "
            f"beginning with a letter or digit"
        )
    taken = {
        *classification.series_breaks()["series"].to_pylist(),
        *classification.industries()["edition"].to_pylist(),
        *(name.upper() for name in reserved),
    }
    if SCB_TABLE.fullmatch(source) or source.upper() in taken:
        raise StyrkaError(f"{source} is a name of SCB's; give the imported table a name of its own")
    if source.upper() in REGISTERS.values():
        raise StyrkaError(
            f"{source} is the name of a business register's figures, pulled or simulated; "
            f"give the imported table a name of its own"
        )


def _foreign(store: Store, source: str) -> dict[str, str]:
    """The region codes of the other imported tables by their folder."""
    folders = sorted((store.root / FOLDERS["import"]).glob("[!.]*/"))
    newest = [snapshot for folder in folders if folder.name != source for snapshot in store.newest(folder.name)]
    for snapshot in newest:
        store.check(snapshot)
    codes = [code for snapshot in newest for code in regions(snapshot)["region_code"].to_pylist()]
    return {rules.folder(code): code for code in codes}


def _read(file: Path) -> Reading:
    return parquet_file.read(file) if parquet_file.is_parquet(file) else csv_file.read(file)


def _told(file: Path, read: Callable[[Path], T]) -> T:
    """What ``read`` makes of the file; StyrkaError where the system does not let it be read."""
    files.check_regular(file)
    try:
        return read(file)
    except OSError as error:
        raise StyrkaError(f"{file}: cannot be read ({error.strerror or error})") from error


def _write(body: Body, target: Path) -> None:
    """One row group is put in order while the one before it is written."""
    # Statistics would cost a third of the writing, and a table that is read whole has no use for them.
    options = {"compression": "zstd", "compression_level": 1, "store_schema": False, "write_statistics": False}
    options |= {"use_dictionary": [name for name in SCHEMA.names if name not in FIGURES], "column_encoding": FIGURES}
    with ThreadPoolExecutor(1) as beside, pq.ParquetWriter(target, SCHEMA, **options) as writer:
        written = None
        for group in body.groups(ROW_GROUP_ROWS):
            if written is not None:
                written.result()
            written = beside.submit(writer.write_table, group, ROW_GROUP_ROWS)
        if written is not None:
            written.result()
