"""Snapshots: SCB's tables as they are observed, the fetch, the choice of snapshots, and their raw cells.
Nothing is translated between series or summed here."""

import warnings
from typing import Any

import dagster as dg

from pipelines.orchestration import fetching, inputs
from pipelines.orchestration.resources import EditionChoice, MartLock, RegionChoice, RegisterApi, ScbApi
from pipelines.orchestration.table_asset import OWNERS, column_schema, table_metadata
from pipelines.register.client import NO_KEY
from pipelines.scb import cells, inventory
from pipelines.scb.catalogue import Declaration, asked, declarations
from pipelines.schema import table
from pipelines.snapshots import extracts
from pipelines.warehouse import engine, record


def scb_table(declaration: Declaration) -> dg.SourceAsset:
    with warnings.catch_warnings():
        # Observable sources are the one Dagster notion of a table that others update; still called beta in 1.13.
        warnings.simplefilter("ignore", dg.BetaWarning)

        @dg.observable_source_asset(
            key=["scb", declaration.table_id],
            group_name="scb",
            description=f"{declaration.title_en}\n\n{declaration.title_sv}",
            metadata={"series": declaration.series, "ages": declaration.ages},
            tags={"dagster/kind/http": ""},
        )
        def observed(api: ScbApi) -> dg.DataVersion:
            return dg.DataVersion(fetching.updated(api.url, declaration.table_id))

    return observed


SCB_TABLES = [scb_table(declaration) for declaration in asked()]
OPTIONAL = dg.AssetCheckSpec(
    "optional_tables",
    asset="fetched",
    description="Tables that an edition can be without could be brought up to date.",
)


@dg.asset(
    deps=[dg.AssetKey(["scb", declaration.table_id]) for declaration in asked()],
    check_specs=[OPTIONAL],
    group_name="snapshots",
    kinds={"http", "json"},
    owners=OWNERS,
    description="Fetches the tables that SCB has updated. / Hämtar de tabeller som SCB har uppdaterat.",
)
def fetched(context: dg.AssetExecutionContext, api: ScbApi) -> dg.MaterializeResult:  # type: ignore[type-arg]  # beside a check Dagster knows the result by its bare class only
    outcome = fetching.fetch(api.url, context.log.info)
    found = dg.AssetCheckResult(
        check_name=OPTIONAL.name,
        passed=not outcome.shortcomings,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"reason": "; ".join(outcome.shortcomings), "findings": len(outcome.shortcomings)},
    )
    return dg.MaterializeResult(metadata={"tables": dg.MetadataValue.md(outcome.account)}, check_results=[found])


@dg.asset(
    group_name="snapshots",
    kinds={"http", "parquet"},
    owners=OWNERS,
    description=(
        "Counts the workplaces of the business register, if it was loaded anew and there is a key. "
        "/ Räknar arbetsställena i företagsregistret, om det har laddats om och det finns en nyckel."
    ),
)
def register_pulled(context: dg.AssetExecutionContext, register: RegisterApi) -> dg.MaterializeResult[Any]:
    if not register.pull:
        outcome = "not asked for in this run"
    elif not fetching.register_key():
        outcome = NO_KEY
        context.log.warning(f"the business register is left as it is: {outcome}")
    else:
        outcome = fetching.pull_register(register.url, context.log.info)
    return dg.MaterializeResult(metadata={"register": dg.MetadataValue.md(outcome)})


@dg.asset(
    deps=[fetched, register_pulled],
    group_name=table("snapshot").layer,
    kinds={"json", "parquet"},
    owners=OWNERS,
    description=table("snapshot").description_en,
    metadata={"dagster/column_schema": column_schema(table("snapshot"))},
)
def snapshot(
    mart: MartLock, choice: RegionChoice, api: ScbApi, register: RegisterApi, earlier: EditionChoice
) -> dg.MaterializeResult[Any]:
    build = mart.build
    record.keep(build.mart)
    if earlier.edition:
        found = inputs.again(record.find(build.mart, earlier.edition))
    else:
        found = inputs.anew(choice.regions, api.base_url, register.base_url)
    build.begin(found.content)
    engine.write_table("snapshot", found.snapshots, build.path("snapshot"), found.edition)
    return dg.MaterializeResult(metadata=table_metadata(table("snapshot"), build.path("snapshot")))


def raw_asset(declaration: Declaration) -> dg.AssetsDefinition:
    @dg.asset(
        name=f"raw_{declaration.table_id}",
        deps=[snapshot],
        group_name="raw",
        kinds={"json", "parquet"},
        owners=OWNERS,
        description=f"Raw cells of {declaration.table_id}: {declaration.title_en}\n\n{declaration.title_sv}",
        metadata={"dagster/column_schema": column_schema(cells.table_of(declaration))},
    )
    def raw(mart: MartLock) -> dg.MaterializeResult[Any]:
        build, store, declared = mart.build, inventory.named(mart.build.inputs), cells.table_of(declaration)
        found = cells.read(store, declaration, inventory.listed(store, build.inputs, declaration.table_id))
        engine.write_table(declared.name, found, build.raw(declaration.table_id), build.edition)
        return dg.MaterializeResult(metadata=table_metadata(declared, build.raw(declaration.table_id)))

    return raw


@dg.asset(
    deps=[snapshot],
    group_name="raw",
    kinds={"parquet"},
    owners=OWNERS,
    description="Raw cells of the tables that users took in. / Råa celler i de tabeller som användare läst in.",
    metadata={"dagster/column_schema": column_schema(table("cell"))},
)
def raw_imported(mart: MartLock) -> dg.MaterializeResult[Any]:
    build, store = mart.build, inventory.named(mart.build.inputs)
    batches = (
        batch
        for imported in inventory.imported(store, build.inputs)
        for batch in extracts.batches(inventory.checked(store, imported))
    )
    engine.write_stream("cell", batches, build.raw("imported"), build.edition)
    return dg.MaterializeResult(metadata=table_metadata(table("cell"), build.raw("imported")))


RAW_TABLES = {declaration.table_id: raw_asset(declaration) for declaration in declarations()}
ASSETS: list[dg.AssetsDefinition | dg.SourceAsset] = [
    *SCB_TABLES,
    fetched,
    register_pulled,
    snapshot,
    *RAW_TABLES.values(),
    raw_imported,
]
