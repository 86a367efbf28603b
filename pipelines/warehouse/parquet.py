"""One way to write and read the project's Parquet files: declared schema, fixed row groups, the edition's id.
What the rows say, and where the files of an edition lie, does not belong here."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import StyrkaError
from pipelines.files import replacing
from pipelines.schema import Table, table

ROW_GROUP_ROWS = 1 << 16
EDITION = b"edition"


def write_table(name: str, content: pa.Table, target: Path, edition: str) -> int:
    """Write one declared table to Parquet; see ``write_stream``."""
    return write_stream(name, [content], target, edition)


def write_stream(name: str, batches: Iterable[pa.RecordBatch | pa.Table], target: Path, edition: str) -> int:
    """Write batches of one declared table to Parquet and return the number of rows; memory holds one row group.

    Atomic, and the same rows give the same bytes however they are cut into batches. Meaning, unit and the id of the
    ``edition`` go into the file's metadata.
    """
    declared = table(name)
    schema = declared.arrow_schema()
    schema = schema.with_metadata({**schema.metadata, EDITION: edition.encode()})
    rows = 0
    with replacing(target) as temporary, pq.ParquetWriter(temporary, schema, **_options(declared)) as writer:
        for group in _row_groups(declared, batches):
            writer.write_table(group.cast(schema), row_group_size=ROW_GROUP_ROWS)
            rows += group.num_rows
    return rows


def read_table(path: Path, expected_edition: str | None = None) -> pa.Table:
    """A whole Parquet file that ``write_table`` wrote; StyrkaError if it is of another edition than expected."""
    if expected_edition is not None and (edition := edition_of(path)) != expected_edition:
        raise StyrkaError(f"{path} is of edition {edition}, not {expected_edition}; run styrka run")
    with _parquet(path) as file:
        return file.read()


def edition_of(path: Path) -> str:
    """Id of the edition that wrote a Parquet file; StyrkaError when the file bears none."""
    with _parquet(path) as file:
        edition = (file.schema_arrow.metadata or {}).get(EDITION)
    if edition is None:
        raise StyrkaError(f"{path} bears no edition; Styrka did not write it")
    return str(edition.decode())


def conformed(declared: Table, content: pa.Table) -> pa.Table:
    """``content`` with the declared columns, types and field metadata; StyrkaError naming table and column if unfit."""
    missing = [column for column in declared.column_names if column not in content.column_names]
    extra = [column for column in content.column_names if column not in declared.column_names]
    if missing or extra:
        raise StyrkaError(f"table {declared.name}: columns missing {missing}, undeclared {extra}; see pipelines/schema")
    for column in declared.columns:
        if not column.nullable and content[column.name].null_count:
            raise StyrkaError(f"table {declared.name}: column {column.name} must not be empty, but is in some rows")
    return content.select(declared.column_names).cast(declared.arrow_schema())


def _parquet(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise StyrkaError(f"{path} cannot be read as Parquet: {error}") from error


def _row_groups(declared: Table, batches: Iterable[pa.RecordBatch | pa.Table]) -> Iterator[pa.Table]:
    """Tables of exactly ROW_GROUP_ROWS rows in one chunk each, so that pages break at the same rows every time."""
    waiting: list[pa.Table] = []
    rows = 0
    for batch in batches:
        part = pa.Table.from_batches([batch]) if isinstance(batch, pa.RecordBatch) else batch
        waiting.append(conformed(declared, part))
        rows += part.num_rows
        if rows < ROW_GROUP_ROWS:
            continue
        whole = pa.concat_tables(waiting)
        for start in range(0, rows - ROW_GROUP_ROWS + 1, ROW_GROUP_ROWS):
            yield whole.slice(start, ROW_GROUP_ROWS).combine_chunks()
        rest = rows % ROW_GROUP_ROWS
        waiting, rows = [whole.slice(whole.num_rows - rest).combine_chunks()], rest
    if rows:
        yield pa.concat_tables(waiting).combine_chunks()


def _options(declared: Table) -> dict[str, Any]:
    return {
        "compression": "zstd",
        "compression_level": 1,
        # Readers skip row groups by key; bounds of measured values help nobody and cost a quarter of the writing.
        "write_statistics": list(declared.key),
        # Measured values seldom repeat; a dictionary would be built only to be thrown away.
        "use_dictionary": [column.name for column in declared.columns if column.type not in ("number", "boolean")],
    }
