"""DuckDB over Arrow and Parquet: one configured connection, and the SELECTs of ``sql/`` run on it.
How Parquet is written is ``parquet``'s matter, whose functions are found here too; what a table means is declared."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from pipelines.errors import StyrkaError
from pipelines.places import SQL
from pipelines.schema import Table, table, tables
from pipelines.warehouse.ordering import in_order
from pipelines.warehouse.parquet import conformed, edition_of, read_table, write_stream, write_table

__all__ = [
    "connect",
    "edition_of",
    "read_table",
    "select",
    "select_in_order",
    "statement",
    "steps",
    "stream",
    "text",
    "write_stream",
    "write_table",
]

Relation: TypeAlias = pa.Table | ds.Dataset | Path | Sequence[Path]
READS = "-- reads "
BATCH_ROWS = 1 << 14
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

# Settings that are known only once connected: of the connection itself, and of DuckDB's built-in extensions.
CONNECTED_SETTINGS = {
    # Without a script (in a notebook, python -c) a slow statement would draw its bar on stdout, even into a file.
    "enable_progress_bar": "false",
    "TimeZone": "UTC",
    # A measure reads one file section by section; reading its footer anew each time would cost its square.
    "parquet_metadata_cache": "true",
}


def connect(threads: int | None = None, memory_limit: str | None = None) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with the declared settings; ``memory_limit`` as in DuckDB, for example ``"200MB"``.

    Beyond the limit sorts and joins spill to a folder of the connection's own below the system's temporary folder, made
    when it is needed and removed on close.
    """
    # One name for all would be the folder of whichever user spilled first, and nobody else could write there.
    settings = SETTINGS | {"temp_directory": str(Path(tempfile.gettempdir()) / f"styrka-duckdb-{uuid4().hex}")}
    if threads is not None:
        settings["threads"] = str(threads)
    if memory_limit is not None:
        settings["memory_limit"] = memory_limit
    connection = duckdb.connect(":memory:", config=settings)
    for name, value in CONNECTED_SETTINGS.items():
        # In a notebook without widgets DuckDB refuses any word on the progress bar, which it cannot show there.
        with suppress(duckdb.InvalidInputException):
            connection.execute(f"SET {name} = '{value}'")
    return connection


def statement(name: str) -> str:
    """The SELECT of ``sql/<name>.sql`` as one text; StyrkaError when there is none.

    A file whose first line is ``-- reads a, b as c`` builds on other files of the folder; they come before it as CTEs
    of their own names, or of the name that follows ``as``: ``b`` then stands where a statement reads relation ``c``.
    """
    read = steps(name)
    if not read:
        return text(name)
    before = ",\n\n".join(f"{step} AS (\n{text(file)}\n)" for step, file in {**read, name: name}.items())
    return f"WITH {before}\n\nSELECT * FROM {name}"


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
    bound = dict(parameters or {})
    with _prepared(name, relations, bound, connection) as active:
        return _content(active, name, bound)


def select_in_order(
    name: str,
    relations: Mapping[str, Relation],
    parameters: Mapping[str, Any],
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[pa.Table]:
    """As ``select``, batch by batch, of a statement whose rows come in order as they are, but for those of one batch.

    Nothing wide is held or sorted: on a connection of one thread DuckDB joins in the order of the large table. A batch
    that should begin before the one ahead of it has ended is a StyrkaError.
    """
    declared = table(name)
    order = _order(declared, parameters)
    end: tuple[Any, ...] | None = None
    with (
        _prepared(name, relations, parameters, connection) as active,
        _reader(active, text(name), parameters) as batches,
    ):
        for batch in batches:
            content = in_order(conformed(declared, pa.Table.from_batches([batch])), order)
            first, last = (tuple(content[column][row].as_py() for column in order) for row in (0, -1))
            if end is not None and first < end:
                raise StyrkaError(f"sql/{name}.sql gives {first} after {end}: its rows must come in order")
            end = last
            yield content


def stream(
    name: str,
    relations: Mapping[str, Relation],
    parameters: Mapping[str, Any] | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> Iterator[pa.RecordBatch]:
    """As ``select``, batch by batch, without ever holding the whole result as an Arrow table."""
    bound = dict(parameters or {})
    declared = _declared(name)
    query = text(name)
    if declared is not None:
        query = f"SELECT * FROM (\n{query}\n) AS result ORDER BY {', '.join(map(_quoted, _order(declared, bound)))}"  # noqa: S608
    with _prepared(name, relations, bound, connection) as active, _reader(active, query, bound) as batches:
        for batch in batches:
            content = pa.Table.from_batches([batch])
            yield from (content if declared is None else conformed(declared, content)).to_batches()


def text(name: str) -> str:
    """The SELECT of ``sql/<name>.sql`` alone, as it stands in its file."""
    path = SQL / f"{name}.sql"
    if not path.is_file():
        raise StyrkaError(f"there is no statement sql/{name}.sql")
    return path.read_text(encoding="utf-8").strip()


def steps(name: str) -> dict[str, str]:
    """The statements that ``name`` builds on by the names they are read by, each after those it builds on itself."""
    first_line = text(name).partition("\n")[0]
    found: dict[str, str] = {}
    if first_line.startswith(READS):
        for read in first_line.removeprefix(READS).split(", "):
            file, _, step = read.partition(" as ")
            for each, its_file in {**steps(file), step or file: file}.items():
                found.setdefault(each, its_file)
    return found


@contextmanager
def _prepared(
    name: str,
    relations: Mapping[str, Relation],
    parameters: Mapping[str, Any],
    connection: duckdb.DuckDBPyConnection | None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection on which everything is there that ``sql/<name>.sql`` reads; afterwards nothing of it is left."""
    active = connect() if connection is None else connection
    try:
        with _registered(active, relations), _built(active, steps(name), parameters):
            yield active
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise StyrkaError(f"sql/{name}.sql cannot be run: {error}") from error
    finally:
        if connection is None:
            active.close()


@contextmanager
def _built(
    connection: duckdb.DuckDBPyConnection, read: Mapping[str, str], parameters: Mapping[str, Any]
) -> Iterator[None]:
    """Temporary tables of the statements that another builds on, so that each is computed once and stays small."""
    try:
        for step, file in read.items():
            query = f"CREATE TEMP TABLE {_quoted(step)} AS {text(file)}"
            connection.execute(query, _used(query, parameters))
        yield
    finally:
        for step in reversed(list(read)):
            connection.execute(f"DROP TABLE IF EXISTS {_quoted(step)}")


def _content(connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, Any]) -> pa.Table:
    with _reader(connection, text(name), parameters) as reader:
        content = reader.read_all()
    declared = _declared(name)
    return content if declared is None else in_order(conformed(declared, content), _order(declared, parameters))


@contextmanager
def _reader(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, Any]
) -> Iterator[pa.RecordBatchReader]:
    """Batches of one SELECT; the connection is free again afterwards, read to the end or not."""
    with connection.sql(query, params=_used(query, parameters)).to_arrow_reader(BATCH_ROWS) as reader:
        yield reader


def _declared(name: str) -> Table | None:
    return next((each for each in tables() if each.name == name), None)


def _order(declared: Table, parameters: Mapping[str, Any]) -> list[str]:
    """The declared sort; a column that is a parameter has one value, and sorting by it too would only cost."""
    return [column for column in declared.sort if column not in parameters]


def _used(query: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that a statement names; DuckDB refuses any other."""
    names = _named(query)
    return {name: value for name, value in parameters.items() if name in names}


@cache
def _named(query: str) -> frozenset[str]:
    (parsed,) = duckdb.extract_statements(query)
    return frozenset(parsed.named_parameters)


@contextmanager
def _registered(connection: duckdb.DuckDBPyConnection, relations: Mapping[str, Relation]) -> Iterator[None]:
    """Views by the names in ``relations`` while the block runs; nothing of the caller's stays on the connection."""
    try:
        for name, source in relations.items():
            if isinstance(source, (pa.Table, ds.Dataset)):
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
            if isinstance(source, (pa.Table, ds.Dataset)):
                connection.unregister(name)
            else:
                connection.execute(f"DROP VIEW IF EXISTS {_quoted(name)}")


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _literal(path: Path) -> str:
    """A path as a glob pattern that matches only itself."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in str(path))
