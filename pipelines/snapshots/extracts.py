"""Users' own region × industry tables as immutable snapshots below ``data_raw/imported/``, and their cells.
What a file may look like and a value may be is told by the modules beside this one, named ``extracts_…``."""

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines import files, schema
from pipelines.errors import StyrkaError
from pipelines.snapshots import extracts_body, extracts_checking, extracts_csv, extracts_parquet
from pipelines.snapshots.extracts_levels import levels
from pipelines.snapshots.extracts_reading import Reading
from pipelines.snapshots.sidecar import FOLDERS, PARQUET
from pipelines.snapshots.store import Sidecar, Snapshot, Store, selection_hash
from pipelines.warehouse import classification

LICENCE = "The importer's own table; its terms are those of whoever made it."
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
SCB_TABLE = re.compile(r"TAB\d+", re.IGNORECASE)
OWN = "own"
EDITIONS = (classification.SNI2007, classification.SNI2025, OWN)
ROW_GROUP_ROWS = 1 << 20
BATCH_ROWS = 1 << 17


def take_in(file: Path, source: str, store: Store, stated: str = classification.SNI2007) -> Snapshot:
    """Store a region × industry table (CSV or Parquet) as an immutable snapshot of the series ``source``.

    ``stated`` is the edition of the classification that its codes are of, one of EDITIONS; ``own`` if of none.

    Columns: ``region_code, industry_code, year, employees`` (persons by workplace, whole numbers, or one of the signs
    ``..`` ``.`` ``-``), optionally ``workplaces, status, level, region_name, industry_name``. The stored Parquet is
    sorted by key, so that delimiter, encoding and row order leave no trace in it. StyrkaError names file, line and
    column of what is wrong, and then nothing is stored.
    """
    check_name(source)
    reading = _read(file)
    with ThreadPoolExecutor(1) as beside:
        original = beside.submit(files.sha256, file)
        body = extracts_checking.body(reading)
    # A name that is not UTF-8 is legal on a disk, and cannot be written as JSON.
    name = os.fsencode(file.name).decode("utf-8", errors="replace")
    followed = classification.followed(stated, body.values["industry_code"].distinct)
    query = {"file": name, "rows": body.rows, "sha256": original.result(), "classification": followed}
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
    waiting = store.root / FOLDERS["import"] / source / f"{sidecar.selection_hash[:12]}{files.LEFTOVER_SUFFIX}"
    with files.replacing(waiting) as temporary:
        _write(body, temporary)
    snapshot = store.adopt(waiting, sidecar)
    (newest,) = store.newest(source)
    if newest.sidecar != snapshot.sidecar:
        raise StyrkaError(
            f"{file.name}: already imported as {source} at {snapshot.sidecar.retrieved}, and replaced by "
            f"{newest.sidecar.query['file']} since; move {newest.sidecar_path} away to use it again"
        )
    return snapshot


def check_name(source: str) -> None:
    """StyrkaError unless ``source`` can name a series and a folder and is not the name of one of SCB's series."""
    if not NAME.fullmatch(source):
        raise StyrkaError(
            f"{source!r} cannot name an imported table: use at most 64 letters (A–Z), digits, _ and -, "
            f"beginning with a letter or digit"
        )
    taken = {
        *classification.series_breaks()["series"].to_pylist(),
        *classification.industries()["edition"].to_pylist(),
    }
    if SCB_TABLE.fullmatch(source) or source.upper() in taken:
        raise StyrkaError(f"{source} is a name of SCB's; give the imported table a name of its own")


def edition(snapshot: Snapshot) -> str:
    """The edition of the classification that an imported table follows; its own name where that is its own."""
    stated = str(snapshot.sidecar.query.get("classification", classification.SNI2007))
    return snapshot.sidecar.table_id if stated == OWN else stated


def undeclared(snapshot: Snapshot) -> list[str]:
    """The industry codes of an imported table that the edition it follows does not have; none if that is its own."""
    followed = edition(snapshot)
    if followed not in classification.EDITIONS:
        return []
    spoken = [classification.industries(each)["industry_code"].to_pylist() for each in classification.spoken(followed)]
    codes = _distinct(snapshot, ["industry_code"])["industry_code"].to_pylist()
    return sorted(set(codes).difference(*spoken))


def cells(snapshot: Snapshot) -> pa.Table:
    """All cells of an imported table, in the schema of table ``cell``, sorted by its key."""
    return pa.Table.from_batches(batches(snapshot), schema=schema.table("cell").arrow_schema())


def batches(snapshot: Snapshot) -> Iterator[pa.RecordBatch]:
    """As ``cells``, batch by batch, for tables too large for memory. The checksum is the caller's to check."""
    declared = schema.table("cell").arrow_schema()
    name = snapshot.sidecar.table_id
    level_of = levels(_distinct(snapshot, ["industry_code"])["industry_code"].to_pylist(), edition(snapshot))
    with pq.ParquetFile(snapshot.body_path) as file:
        for batch in file.iter_batches(BATCH_ROWS):
            constants = {"table_id": name, "series": name, "sex": "total", "measure": "workplace"}
            columns = {key: pa.repeat(value, batch.num_rows) for key, value in constants.items()}
            columns |= {key: batch[key] for key in batch.schema.names}
            columns["level"] = pc.coalesce(batch["level"], _looked_up(batch["industry_code"], level_of))
            yield pa.record_batch([columns[field.name] for field in declared], schema=declared)


def regions(snapshot: Snapshot) -> pa.Table:
    """Distinct ``region_code`` and ``name`` (may be empty) of an imported table: relation ``imported_region``."""
    return _distinct(snapshot, ["region_code", "region_name"]).rename_columns(["region_code", "name"])


def industries(snapshot: Snapshot) -> pa.Table:
    """Distinct ``industry_code, edition, level, name`` of an imported table: relation ``imported_industry``."""
    found = _distinct(snapshot, ["industry_code", "level", "industry_name"])
    codes = found["industry_code"]
    return pa.table(
        {
            "industry_code": codes,
            "edition": pa.repeat(snapshot.sidecar.table_id, found.num_rows),
            "level": pc.coalesce(found["level"], _looked_up(codes, levels(codes.to_pylist(), edition(snapshot)))),
            "name": found["industry_name"],
        }
    )


def _read(file: Path) -> Reading:
    try:
        return extracts_parquet.read(file) if extracts_parquet.is_parquet(file) else extracts_csv.read(file)
    except OSError as error:
        raise StyrkaError(f"{file}: cannot be read ({error.strerror or error})") from error


def _write(body: extracts_body.Body, target: Path) -> None:
    """One row group is put in order while the one before it is written."""
    schema = extracts_body.SCHEMA
    # Statistics would cost a third of the writing, and a table that is read whole has no use for them.
    options = {"compression": "zstd", "compression_level": 1, "store_schema": False, "write_statistics": False}
    with ThreadPoolExecutor(1) as beside, pq.ParquetWriter(target, schema, **options) as writer:
        written = None
        for group in body.groups(ROW_GROUP_ROWS):
            if written is not None:
                written.result()
            written = beside.submit(writer.write_table, group, ROW_GROUP_ROWS)
        if written is not None:
            written.result()


def _distinct(snapshot: Snapshot, columns: list[str]) -> pa.Table:
    with pq.ParquetFile(snapshot.body_path, read_dictionary=columns) as file:
        parts = [
            pa.Table.from_batches([batch]).group_by(columns, use_threads=False).aggregate([])
            for batch in file.iter_batches(ROW_GROUP_ROWS, columns=columns)
        ]
    plain = [part.cast(pa.schema([(name, pa.string()) for name in columns])) for part in parts]
    found = pa.concat_tables(plain).group_by(columns, use_threads=False).aggregate([])
    return found.sort_by([(name, "ascending") for name in columns])


def _looked_up(codes: pa.Array | pa.ChunkedArray, level_of: dict[str, str]) -> pa.Array | pa.ChunkedArray:
    known = sorted(level_of)
    return pc.take(pa.array([level_of[code] for code in known], pa.string()), pc.index_in(codes, pa.array(known)))
