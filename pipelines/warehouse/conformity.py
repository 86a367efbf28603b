"""Does a table keep what its declaration promises: unique keys, allowed values, references that lead somewhere?
Checks that need to know what the figures mean are SQL files named ``check_…``."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.schema import Table

SHOWN = 3


def faults(declared: Table, content: pa.Table, read: Callable[[str], pa.Table]) -> list[str]:
    """One line for each promise of ``declared`` that ``content`` breaks; ``read`` hands out referenced tables."""
    return [*_duplicates(declared, content), *_strangers(declared, content), *_orphans(declared, content, read)]


def _duplicates(declared: Table, content: pa.Table) -> list[str]:
    counted = content.group_by(list(declared.key)).aggregate([([], "count_all")])
    repeated = counted.filter(pc.greater(counted["count_all"], 1))
    if repeated.num_rows == 0:
        return []
    # Grouping by several threads hands them over in any order; the examples are the same ones every time.
    first = repeated.sort_by([(name, "ascending") for name in declared.key]).slice(0, SHOWN)
    examples = [{name: row[name] for name in declared.key} for row in first.to_pylist()]
    return [f"table {declared.name}: {repeated.num_rows} keys occur more than once, for example {examples}"]


def _strangers(declared: Table, content: pa.Table) -> list[str]:
    lines = []
    for column in declared.columns:
        if column.domain:
            strange = _not_in(content[column.name], pa.array(column.domain))
            if strange:
                lines.append(
                    f"table {declared.name}: column {column.name} holds {strange}, allowed are {column.domain}"
                )
    return lines


def _orphans(declared: Table, content: pa.Table, read: Callable[[str], pa.Table]) -> list[str]:
    lines = []
    for column in declared.columns:
        if column.references:
            table, name = column.references.split(".")
            strange = _not_in(content[column.name], read(table)[name])
            if strange:
                lines.append(
                    f"table {declared.name}: column {column.name} holds {strange}, which {table} does not know"
                )
    return lines


def _not_in(values: pa.ChunkedArray, allowed: pa.Array | pa.ChunkedArray) -> list[str]:
    distinct = values.drop_null().unique()
    strange = distinct.filter(pc.invert(pc.is_in(distinct, value_set=allowed)))
    return sorted(strange.to_pylist())[:SHOWN]
