"""Raw cells in the one declared form (`schema` table `cell`): SCB's answers with codes translated by the catalogue.
Users' own files become cells elsewhere (`snapshots.extracts`); nothing is summed or filled in here."""

from collections.abc import Mapping, Sequence
from math import prod

import pyarrow as pa
import pyarrow.compute as pc

from pipelines import schema
from pipelines.errors import StyrkaError
from pipelines.scb import jsonstat
from pipelines.scb.catalogue import Declaration, Meaning, declarations
from pipelines.schema.signs import SIGNS
from pipelines.snapshots.store import Snapshot, Store

TABLE = "cell"


class CellError(StyrkaError):
    """A cell that cannot be taken over as it is; the message names the table and the cell."""


def cells(declaration: Declaration, documents: Sequence[jsonstat.Document]) -> pa.Table:
    """All cells of a table's answer, given as its parts, in the schema of table ``cell``, sorted by its key.

    A published number is ``observed`` (0 included), "-" is ``zero`` (0), ".." ``suppressed``, "." ``not_applicable``
    and nothing at all ``missing`` (all three null). CellError when two parts hold the same cell, the parts leave cells
    out, a sign is unknown or a figure is no whole number.
    """
    declared = schema.table(TABLE)
    parts = [_part(declaration, document) for document in documents]
    if not parts:
        return declared.arrow_schema().empty_table()
    joined = pa.concat_tables(parts)
    _refuse_duplicates(declaration, joined, declared.key)
    _refuse_gaps(declaration, joined, declared.key)
    ordered = joined.sort_by([(name, "ascending") for name in declared.key]).combine_chunks()
    return ordered.cast(declared.arrow_schema())


def read(store: Store, declaration: Declaration, snapshots: Sequence[Snapshot]) -> pa.Table:
    """The cells of stored parts, each checked against its checksum, the declaration and its own query first.

    What the client fetched must also cover the whole declared selection; a bundled answer may be a part of it.
    """
    documents = []
    if snapshots and snapshots[0].sidecar.origin == "client":
        declaration.check_coverage([snapshot.sidecar.query for snapshot in snapshots])
    for snapshot in snapshots:
        try:
            document = jsonstat.load(store.read(snapshot))
            declaration.check_answer(document, snapshot.sidecar.query)
        except jsonstat.JsonStatError as error:
            raise CellError(f"{snapshot.body_path}: {error}") from error
        documents.append(document)
    return cells(declaration, documents)


def newest(store: Store) -> pa.Table:
    """The cells of the newest complete answer of every declared table; tables without a snapshot give none."""
    found = [read(store, declared, store.newest(declared.table_id)) for declared in declarations()]
    return pa.concat_tables(found).sort_by([(name, "ascending") for name in schema.table(TABLE).key]).combine_chunks()


def _part(declaration: Declaration, document: jsonstat.Document) -> pa.Table:
    parsed = jsonstat.parse(document)
    rows = parsed.num_rows
    industry = _translated(declaration, parsed, "industry")
    employees, status = _figures(declaration, parsed)
    columns: Mapping[str, pa.Array | pa.ChunkedArray] = {
        "table_id": pa.repeat(declaration.table_id, rows),
        "series": pa.repeat(declaration.series, rows),
        "region_code": _translated(declaration, parsed, "region"),
        "industry_code": industry,
        "level": _mapped(industry.dictionary_encode(), declaration.industry_levels),
        "year": _translated(declaration, parsed, "year").cast(pa.int64()),
        "sex": _translated(declaration, parsed, "sex"),
        "measure": _translated(declaration, parsed, "measure"),
        "employees": employees,
        "workplaces": pa.nulls(rows, pa.int64()),
        "status": status,
    }
    return pa.table(columns).select(schema.table(TABLE).column_names)


def _translated(declaration: Declaration, parsed: pa.Table, meaning: Meaning) -> pa.ChunkedArray:
    dimension = declaration.dimension(meaning)
    column = parsed[dimension.name]
    return _mapped(column, dimension.translation(column.chunk(0).dictionary.to_pylist()))


def _mapped(column: pa.ChunkedArray, names: Mapping[str, str]) -> pa.ChunkedArray:
    """A dictionary column with each of its codes replaced, as plain strings."""
    encoded = column.unify_dictionaries().combine_chunks()
    array = encoded.chunk(0) if isinstance(encoded, pa.ChunkedArray) else encoded
    replaced = pa.array([names[code] for code in array.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([replaced.take(array.indices)])


def _figures(declaration: Declaration, parsed: pa.Table) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    value, sign = parsed[jsonstat.VALUE], parsed[jsonstat.STATUS]
    known = pa.array(list(SIGNS))
    unknown = pc.and_(pc.is_valid(sign), pc.invert(pc.is_in(sign, known)))
    _refuse(declaration, parsed, unknown, "has a sign that is none of " + " ".join(SIGNS))
    contradiction = pc.and_(pc.is_valid(sign), pc.not_equal(pc.fill_null(value, 0), 0))
    _refuse(declaration, parsed, contradiction, "has both a figure and a sign that there is none")
    broken = pc.not_equal(pc.fill_null(value, 0), pc.floor(pc.fill_null(value, 0)))
    _refuse(declaration, parsed, broken, "is no whole number of persons")
    meant = pc.if_else(pc.is_valid(value), "observed", "missing")
    nothing = pa.scalar(None, value.type)
    for symbol, status in SIGNS.items():
        here = pc.fill_null(pc.equal(sign, symbol), False)
        meant = pc.if_else(here, status, meant)
        value = pc.if_else(here, pa.scalar(0, value.type) if status == "zero" else nothing, value)
    return value.cast(pa.int64()), meant


def _refuse(declaration: Declaration, parsed: pa.Table, wrong: pa.ChunkedArray, reason: str) -> None:
    position = pc.index(wrong, pa.scalar(True)).as_py()
    if position >= 0:
        row = parsed.slice(position, 1).to_pylist()[0]
        cell = ", ".join(f"{dimension.name} {row[dimension.name]}" for dimension in declaration.dimensions)
        figure = f"value {row[jsonstat.VALUE]!r}, sign {row[jsonstat.STATUS]!r}"
        raise CellError(f"{declaration.table_id}: cell {cell} ({figure}) {reason}; the answer is refused")


def _refuse_duplicates(declaration: Declaration, joined: pa.Table, key: Sequence[str]) -> None:
    counted = joined.select(key).group_by(list(key)).aggregate([([], "count_all")])
    twice = counted.filter(pc.greater(counted["count_all"], 1))
    if twice.num_rows:
        first = twice.sort_by([(name, "ascending") for name in key]).slice(0, 1).to_pylist()[0]
        cell = ", ".join(f"{name} {first[name]}" for name in key[1:])
        raise CellError(
            f"{declaration.table_id}: {twice.num_rows} cells are in more than one part, the first is {cell}; "
            f"parts of one answer must not overlap"
        )


def _refuse_gaps(declaration: Declaration, joined: pa.Table, key: Sequence[str]) -> None:
    spanned = prod(pc.count_distinct(joined[name]).as_py() for name in key)
    if joined.num_rows != spanned:
        raise CellError(
            f"{declaration.table_id}: {len(joined):,} cells where regions, industries, years, sexes and measures make "
            f"{spanned:,}; a part leaves cells out that another has"
        )
