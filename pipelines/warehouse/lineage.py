"""Column lineage read from the SQL itself: which input columns each output column is computed from.
Nothing is run here, and no lineage is written by hand."""

from collections.abc import Mapping, Sequence

from sqlglot import exp, parse_one
from sqlglot.lineage import lineage
from sqlglot.optimizer import build_scope
from sqlglot.optimizer.qualify import qualify


def column_lineage(
    statement: str, relations: Mapping[str, Sequence[str]], columns: Sequence[str]
) -> dict[str, list[tuple[str, str]]]:
    """Map each output column to the sorted (relation, column) pairs it depends on.

    ``relations`` gives the column names of the input relations that count; others, and other columns, are left out.
    """
    schema: dict[str, object] = {name: dict.fromkeys(names, "varchar") for name, names in relations.items()}
    # Resolved once: left to itself, lineage resolves the whole statement anew for every column.
    query = qualify(
        parse_one(statement, dialect="duckdb"),
        schema=schema,
        dialect="duckdb",
        identify=False,
        allow_partial_qualification=True,
    )
    scope = build_scope(query)
    found: dict[str, list[tuple[str, str]]] = {}
    for column in columns:
        sources = {
            (node.source.name, node.name.rsplit(".", 1)[-1])
            for node in lineage(column, query, schema, scope=scope, dialect="duckdb", trim_selects=False).walk()
            if isinstance(node.source, exp.Table)
        }
        found[column] = sorted(source for source in sources if source[1] in relations.get(source[0], ()))
    return found
