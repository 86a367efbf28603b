"""Raw cells in the declared forms (`schema` tables `cell` and `figure`): SCB's answers, translated by the catalogue.
Users' own files become cells elsewhere (`snapshots.extracts`); nothing is summed or filled in here."""

from collections.abc import Mapping, Sequence
from math import prod

import pyarrow as pa
import pyarrow.compute as pc

from pipelines import schema
from pipelines.scb import jsonstat, translation
from pipelines.scb.catalogue import Declaration, Meaning
from pipelines.scb.expectation import EMPLOYMENT
from pipelines.scb.settling import settled
from pipelines.scb.translation import CellError
from pipelines.snapshots.store import Snapshot, Store

__all__ = ["CellError", "cells", "read", "table_of"]

# The columns of table `figure` that a table's variables fill; what a table lacks stays empty.
COLUMNS: Mapping[Meaning, str] = {
    "region": "region_code",
    "residence": "residence_code",
    "workplace": "workplace_code",
    "industry": "industry_code",
    "education": "education_code",
    "sex": "sex",
    "year": "year",
    "measure": "measure",
}


def table_of(declaration: Declaration) -> schema.Table:
    """The declared raw table that holds a table's cells: ``cell`` for employment, ``figure`` for all others."""
    return schema.table("cell" if declaration.role == EMPLOYMENT else "figure")


def cells(declaration: Declaration, documents: Sequence[jsonstat.Document]) -> pa.Table:
    """All cells of a table's answer, given as its parts, in the schema of its raw table, sorted by its key.

    A published number is ``observed`` (0 included), "-" is ``zero`` (0), ".." ``suppressed``, "." ``not_applicable``
    and nothing at all ``missing`` (all three null). CellError when two parts hold the same cell, the parts leave cells
    out, a sign is unknown or a figure has more decimals than the table publishes (persons have none).
    """
    declared = table_of(declaration)
    if not documents:
        return declared.arrow_schema().empty_table()
    declaration = settled(declaration, documents)
    part = _employment if declaration.role == EMPLOYMENT else _figures
    joined = pa.concat_tables([part(declaration, document) for document in documents])
    key = [name for name in declared.key if joined[name].null_count == 0]
    _refuse_duplicates(declaration, joined, key)
    _refuse_gaps(declaration, joined, key)
    ordered = joined.sort_by([(name, "ascending") for name in declared.key]).combine_chunks()
    return ordered.cast(declared.arrow_schema())


def read(store: Store, declaration: Declaration, snapshots: Sequence[Snapshot]) -> pa.Table:
    """The cells of stored parts, each checked against its checksum, the declaration and its own query first.

    What the client fetched must also cover the whole declared selection; a bundled answer may be a part of it.
    """
    documents = []
    for snapshot in snapshots:
        try:
            documents.append(jsonstat.load(store.read(snapshot)))
        except jsonstat.JsonStatError as error:
            raise CellError(f"{snapshot.body_path}: {error}") from error
    declaration = settled(declaration, documents)
    queries = [snapshot.sidecar.query for snapshot in snapshots]
    if snapshots and snapshots[0].sidecar.origin == "client":
        declaration.check_coverage(queries)
    for snapshot, document in zip(snapshots, documents, strict=True):
        try:
            declaration.check_answer(document, snapshot.sidecar.query)
        except jsonstat.JsonStatError as error:
            raise CellError(f"{snapshot.body_path}: {error}") from error
    return cells(declaration, documents)


def _employment(declaration: Declaration, document: jsonstat.Document) -> pa.Table:
    parsed = jsonstat.parse(document)
    rows = parsed.num_rows
    industry = translation.codes(declaration, parsed, "industry")
    whole = "is no whole number of persons"
    employees, status = translation.figures(declaration, parsed, pa.scalar(0), whole, pa.scalar(False))
    columns: Mapping[str, pa.Array | pa.ChunkedArray] = {
        "table_id": pa.repeat(declaration.table_id, rows),
        "series": pa.repeat(declaration.series, rows),
        "region_code": translation.codes(declaration, parsed, "region"),
        "industry_code": industry,
        "level": translation.mapped(industry.dictionary_encode(), declaration.industry_levels),
        "year": translation.codes(declaration, parsed, "year").cast(pa.int64()),
        "sex": translation.codes(declaration, parsed, "sex"),
        "measure": translation.codes(declaration, parsed, "measure"),
        "employees": employees.cast(pa.int64()),
        "workplaces": pa.nulls(rows, pa.int64()),
        "status": status,
    }
    return pa.table(columns).select(schema.table("cell").column_names)


def _figures(declaration: Declaration, document: jsonstat.Document) -> pa.Table:
    parsed = jsonstat.parse(document)
    rows = parsed.num_rows
    meanings = {dimension.meaning for dimension in declaration.dimensions}
    columns: dict[str, pa.Array | pa.ChunkedArray] = {
        column: translation.codes(declaration, parsed, meaning) if meaning in meanings else pa.nulls(rows, pa.string())
        for meaning, column in COLUMNS.items()
    }
    measures = columns["measure"].dictionary_encode()
    decimals = translation.mapped(measures, {each.measure: str(each.decimals) for each in declaration.contents})
    whole = "has more decimals than the table publishes"
    below_zero = translation.mapped(
        measures, {each.measure: str(each.negative).lower() for each in declaration.contents}
    )
    value, status = translation.figures(
        declaration, parsed, decimals.cast(pa.int64()), whole, below_zero.cast(pa.bool_())
    )
    levels = pa.nulls(rows, pa.string())
    if "industry" in meanings:
        levels = translation.mapped(columns["industry_code"].dictionary_encode(), declaration.industry_levels)
    columns |= {
        "table_id": pa.repeat(declaration.table_id, rows),
        "year": columns["year"].cast(pa.int64()),
        "level": levels,
        "unit": translation.mapped(measures, {each.measure: each.unit for each in declaration.contents}),
        "value": value.cast(pa.float64()),
        "status": status,
    }
    return pa.table(columns).select(schema.table("figure").column_names)


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
            f"{declaration.table_id}: {len(joined):,} cells where their codes make {spanned:,}; "
            f"a part leaves cells out that another has"
        )
