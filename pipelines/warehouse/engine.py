"""DuckDB over Arrow and Parquet: one configured connection, the SELECTs of ``sql/``, one way to write Parquet.
What a table means is declared in ``pipelines/schema``; which tables make an edition is ``edition.py``'s matter."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import StyrkaError
from pipelines.files import replacing
from pipelines.places import SQL
from pipelines.schema import Table, table, tables

Relation: TypeAlias = pa.Table | Path | Sequence[Path]
READS = "-- reads "
ROW_GROUP_ROWS = 1 << 16
BATCH_ROWS = 1 << 14
EDITION = b"edition"
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    # A relation is what the caller passes, never a Python variable that happens to bear its name.
    "python_enable_replacements": "false",
    # Statements sort what they promise sorted; keeping the order of their inputs costs memory.
    "preserve_insertion_order": "false",
    # Joins run as written: left to itself, DuckDB joins the totals of the location quotient to each other
    # (246 s and 14 GB on 50 million rows).
    "disabled_optimizers": "join_order,build_side_probe_side",
}


def connect(threads: int | None = None, memory_limit: str | None = None) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with the declared settings; ``memory_limit`` as in DuckDB, for example ``"200MB"``.

    Beyond the limit sorts and joins spill to a folder below the system's temporary folder, removed on close.
    """
    settings = SETTINGS | {"temp_directory": str(Path(tempfile.gettempdir()) / "styrka-duckdb")}
    if threads is not None:
        settings["threads"] = str(threads)
    if memory_limit is not None:
        settings["memory_limit"] = memory_limit
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def statement(name: str) -> str:
    """The SELECT of ``sql/<name>.sql``; StyrkaError when there is none.

    A file whose first line is ``-- reads a, b`` builds on other files of the folder; they come before it as CTEs of
    their own names, so that the text is one statement.
    """
    parts = [*_read_by(name), name]
    if len(parts) == 1:
        return _text(name)
    tables_before = ",\n\n".join(f"{part} AS (\n{_text(part)}\n)" for part in parts)
    return f"WITH {tables_before}\n\nSELECT * FROM {name}"


def select(
    name: str,
    relations: Mapping[str, Relation],
    parameters: Mapping[str, Any] | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> pa.Table:
    """Run ``sql/<name>.sql`` over ``relations`` (Arrow tables, Parquet files, lists of them), named as in the SQL.

    ``parameters`` are bound, never pasted. Where ``name`` is a declared table the result is sorted by its declared
    sort and has its declared Arrow schema; an empty value in a column that must not be empty is a StyrkaError.
    """
    with _result(name, relations, parameters, connection) as (schema, batches):
        return pa.Table.from_batches(batches, schema=schema)


def stream(
    name: str,
    relations: Mapping[str, Relation],
    parameters: Mapping[str, Any] | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> Iterator[pa.RecordBatch]:
    """As ``select``, batch by batch, without ever holding the whole result as an Arrow table."""
    with _result(name, relations, parameters, connection) as (_, batches):
        yield from batches


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


def _parquet(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise StyrkaError(f"{path} cannot be read as Parquet: {error}") from error


def _text(name: str) -> str:
    path = SQL / f"{name}.sql"
    if not path.is_file():
        raise StyrkaError(f"there is no statement sql/{name}.sql")
    return path.read_text(encoding="utf-8").strip()


def _read_by(name: str) -> list[str]:
    """Names of the statements that ``name`` builds on, each after those it builds on itself."""
    first_line = _text(name).partition("\n")[0]
    found: list[str] = []
    if first_line.startswith(READS):
        for read in first_line.removeprefix(READS).split(", "):
            found += [each for each in (*_read_by(read), read) if each not in found]
    return found


@contextmanager
def _result(
    name: str,
    relations: Mapping[str, Relation],
    parameters: Mapping[str, Any] | None,
    connection: duckdb.DuckDBPyConnection | None,
) -> Iterator[tuple[pa.Schema, Iterator[pa.RecordBatch]]]:
    declared = next((each for each in tables() if each.name == name), None)
    query = statement(name)
    if declared is not None:
        query = f"SELECT * FROM (\n{query}\n) AS result ORDER BY {', '.join(map(_quoted, declared.sort))}"  # noqa: S608
    active = connect() if connection is None else connection
    try:
        with (
            _registered(active, relations),
            active.sql(query, params=dict(parameters or {})).to_arrow_reader(BATCH_ROWS) as reader,
        ):
            if declared is None:
                yield reader.schema, reader
            else:
                conforming = (conformed(declared, pa.Table.from_batches([batch])) for batch in reader)
                yield declared.arrow_schema(), (batch for part in conforming for batch in part.to_batches())
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise StyrkaError(f"sql/{name}.sql cannot be run: {error}") from error
    finally:
        if connection is None:
            active.close()


@contextmanager
def _registered(connection: duckdb.DuckDBPyConnection, relations: Mapping[str, Relation]) -> Iterator[None]:
    """Views by the names in ``relations`` while the block runs; nothing of the caller's stays on the connection."""
    try:
        for name, source in relations.items():
            if isinstance(source, pa.Table):
                connection.register(name, source)
                continue
            paths = [source] if isinstance(source, Path) else list(source)
            for path in paths:
                if not path.is_file():
                    raise StyrkaError(f"{path} is not there; run styrka run")
            connection.read_parquet([_literal(path) for path in paths]).create_view(name)
        yield
    finally:
        for name, source in relations.items():
            if isinstance(source, pa.Table):
                connection.unregister(name)
            else:
                connection.execute(f"DROP VIEW IF EXISTS {_quoted(name)}")


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


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _literal(path: Path) -> str:
    """A path as a glob pattern that matches only itself."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in str(path))
