"""Column lineage read from the SQL itself: which input columns each output column is computed from.
Nothing is run here, and no lineage is written by hand."""

from collections.abc import Mapping, Sequence

from sqlglot import exp, parse_one
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer import build_scope
from sqlglot.optimizer.qualify import qualify


def column_lineage(
    statement: str, relations: Mapping[str, Sequence[str]], columns: Sequence[str]
) -> dict[str, list[tuple[str, str]]]:
    """Map each output column to the sorted (relation, column) pairs it depends on.

    ``relations`` gives the column names of the input relations that count; others, and other columns, are left out.
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
        column: sorted(source for source in _sources(nodes[column]) if source[1] in relations.get(source[0], ()))
        for column in columns
    }


def _sources(output: Node) -> set[tuple[str, str]]:
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
