"""A mart table as a Dagster asset: key, description, schema and lineage come from the declaration and the SQL.
How a table is computed is the asset's own recipe; nothing here knows one table from another."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.export import labels
from pipelines.export.reading import LANGUAGES
from pipelines.orchestration.resources import MartLock
from pipelines.schema import Table, table, tables
from pipelines.warehouse import code_version, edition, engine
from pipelines.warehouse.lineage import table_lineage

OWNERS = ["team:styrka"]
PREVIEW_ROWS = 10
Plot = Callable[[Path], dg.MarkdownMetadataValue]


def table_asset(
    name: str,
    *,
    reads: Sequence[str] = (),
    cells: Mapping[str, Sequence[dg.AssetKey]] | None = None,
    after: Sequence[dg.AssetKey] = (),
    plot: Plot | None = None,
) -> Callable[[Callable[[edition.Build], pa.Table | None]], dg.AssetsDefinition]:
    """Decorate a recipe ``compute(build)`` so that it becomes the asset ``name``.

    The recipe returns the table, or None when it has streamed it to ``build.path(name)`` itself.
    ``reads`` are the mart tables it needs, ``cells`` the assets behind each relation of raw cells, ``after`` other
    assets; all become dependencies, and those of ``reads`` and ``cells`` sources of column lineage.
    """
    declared = table(name)
    raw = dict(cells or {})
    sources = {**{read: [dg.AssetKey(read)] for read in reads}, **raw}

    def decorate(compute: Callable[[edition.Build], pa.Table | None]) -> dg.AssetsDefinition:
        @dg.asset(
            name=name,
            deps=[*dict.fromkeys(key for keys in sources.values() for key in keys), *after],
            group_name=declared.layer,
            kinds={"duckdb", "parquet"},
            owners=OWNERS,
            description=f"{declared.description_en}\n\n{declared.description_sv}",
            metadata={"dagster/column_schema": column_schema(declared)},
            code_version=_code_version(),
        )
        def materialise(mart: MartLock) -> dg.MaterializeResult[Any]:
            build = mart.build
            computed = compute(build)
            if computed is not None:
                engine.write_table(name, computed, build.path(name), build.edition)
            metadata = table_metadata(declared, build.path(name), sources, plot)
            return dg.MaterializeResult(metadata=metadata | mark_metadata(build.inputs["snapshots"]))

        return materialise

    return decorate


def column_schema(declared: Table) -> dg.TableSchema:
    """The declared columns as Dagster shows them."""
    keys = set(declared.key)
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                column.name,
                column.type + (f" ({column.unit})" if column.unit else ""),
                description=f"{column.en} / {column.sv}",
                constraints=dg.TableColumnConstraints(nullable=column.nullable, unique=keys == {column.name}),
            )
            for column in declared.columns
        ]
    )


def table_metadata(
    declared: Table,
    path: Path,
    sources: Mapping[str, Sequence[dg.AssetKey]] | None = None,
    plot: Plot | None = None,
) -> dict[str, Any]:
    """What a materialised table shows: its rows, where its columns come from, and why some come from nowhere.

    Dagster reads column lineage from what was materialised, not from what is defined.
    """
    metadata = row_metadata(path, plot) | {"dagster/column_lineage": lineage_of(declared, sources or {})}
    without = {column.name: column.no_lineage for column in declared.columns if column.no_lineage}
    return metadata | ({"columns_without_lineage": dg.MetadataValue.json(without)} if without else {})


def mark_metadata(snapshots: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The mark of an edition that is no statistics, as its pages bear it; nothing for one that is."""
    marks = [each for language in LANGUAGES if (each := labels.mark(snapshots, language)[0])]
    return {"mark": " / ".join(marks)} if marks else {}


def lineage_of(declared: Table, sources: Mapping[str, Sequence[dg.AssetKey]]) -> dg.TableColumnLineage:
    """Column lineage of a table; ``sources`` gives the assets behind each relation that it is computed from.

    A relation that is no mart table holds raw cells; of its columns those count that a raw cell has.
    """
    mart = {each.name for each in tables()}
    columns = {relation: table(relation if relation in mart else "cell").column_names for relation in sources}
    return dg.TableColumnLineage(
        {
            column: [dg.TableColumnDep(key, source) for relation, source in origins for key in sources[relation]]
            for column, origins in table_lineage(declared, columns).items()
        }
    )


def row_metadata(path: Path, plot: Plot | None) -> dict[str, Any]:
    """Row count, file size, a preview of the first rows and, where given, a small picture."""
    with pq.ParquetFile(path) as file:
        count, head = file.metadata.num_rows, next(file.iter_batches(PREVIEW_ROWS), None)
    metadata: dict[str, Any] = {
        "dagster/row_count": count,
        "bytes": path.stat().st_size,
        "edition": engine.edition_of(path),
    }
    if head is not None:
        metadata["preview"] = dg.MetadataValue.md(markdown_table(head.to_pylist()))
    if plot is not None:
        metadata["plot"] = plot(path)
    return metadata


def markdown_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as a Markdown table; a vertical bar inside a value is escaped."""
    names = list(rows[0])
    body = ("| " + " | ".join(str(row[name]).replace("|", "\\|") for name in names) + " |" for row in rows)
    return "\n".join(["| " + " | ".join(names) + " |", "|" + " --- |" * len(names), *body])


@cache
def _code_version() -> str:
    """What computes an edition, as its id knows it: Dagster marks every table stale when code or declarations change.

    Finer than that would be wrong: a kernel, a threshold or a statement that many build on is in no table's own file.
    """
    return code_version.fingerprint()[:12]
