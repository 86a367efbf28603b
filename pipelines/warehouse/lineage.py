"""Column lineage: which input columns each column is computed from, read from the SQL itself as far as SQL tells.
What it does not tell (kernels, bound parameters) is declared beside the table's columns; nothing is run here."""

from collections.abc import Mapping, Sequence

from sqlglot import exp, parse_one
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer import build_scope
from sqlglot.optimizer.qualify import qualify

from pipelines.errors import StyrkaError
from pipelines.places import SQL
from pipelines.schema import Table
from pipelines.warehouse import engine

Relations = Mapping[str, Sequence[str]]
Origins = set[tuple[str, str]]


def table_lineage(declared: Table, relations: Relations) -> dict[str, list[tuple[str, str]]]:
    """Map each column of a table to the sorted (relation, column) pairs it depends on.

    ``relations`` gives the column names of the input relations that count. What the table's own statement tells and
    what is declared of a column count together; a declared source is a column of an input, or of another statement,
    which is read in its turn. A source from which no column of an input is reached is a StyrkaError.
    """
    read: dict[str, Mapping[str, Origins]] = {}

    def told(name: str) -> Mapping[str, Origins]:
        if name not in read:
            there = (SQL / f"{name}.sql").is_file()
            read[name] = column_lineage(engine.statement(name), relations) if there else {}
        return read[name]

    def behind(source: str) -> Origins:
        relation, _, column = source.partition(".")
        if column in relations.get(relation, ()):
            return {(relation, column)}
        found = told(relation).get(column) if relation not in relations else None
        if not found:
            raise StyrkaError(f"{declared.name}.toml: lineage names {source}, which comes from nothing that is read")
        return found

    own = told(declared.name)
    return {
        column.name: sorted(own.get(column.name, set()).union(*map(behind, column.computed_from)))
        for column in declared.columns
    }


def column_lineage(statement: str, relations: Relations) -> dict[str, Origins]:
    """Map each output column of a statement to the (relation, column) pairs it depends on.

    Relations beyond ``relations``, and columns that these do not list, are left out.
    """
    schema: dict[str, object] = {name: dict.fromkeys(names, "varchar") for name, names in relations.items()}
    # Resolved once, for all columns: left to itself, lineage resolves and copies the statement anew for every column.
    query = qualify(
        parse_one(statement, dialect="duckdb"),
        schema=schema,
        dialect="duckdb",
        identify=False,
        allow_partial_qualification=True,
    )
    nodes = lineage(None, query, schema, scope=build_scope(query), dialect="duckdb", trim_selects=False, copy=False)
    return {
        column: {source for source in _sources(node) if source[1] in relations.get(source[0], ())}
        for column, node in nodes.items()
    }


def _sources(output: Node) -> Origins:
    """The (table, column) pairs that a column comes from; what many columns share is walked through once."""
    sources, seen, ahead = set(), {id(output)}, [output]
    while ahead:
        node = ahead.pop()
        if isinstance(node.source, exp.Table):
            sources.add((node.source.name, node.name.rsplit(".", 1)[-1]))
        for below in node.downstream:
            if id(below) not in seen:
                seen.add(id(below))
                ahead.append(below)
    return sources
