"""Core: regions, industries, breaks in the series, and employment with all series side by side.
Raw answers are read in ``snapshots``; nothing is measured here."""

import dagster as dg
import pyarrow as pa

from assets.snapshots import RAW, raw_imported, snapshot
from pipelines.orchestration.table_asset import table_asset
from pipelines.scb import inventory
from pipelines.scb.catalogue import declarations
from pipelines.warehouse import classification, engine
from pipelines.warehouse.classification import bridge
from pipelines.warehouse.edition import Build

RAW_KEYS = [asset.key for asset in RAW]
IMPORTED = [raw_imported.key]


@table_asset("region", cells={"imported_region": IMPORTED})
def region(build: Build) -> pa.Table:
    imported = inventory.imported_regions(inventory.store_of(build.inputs), build.inputs)
    relations = {"classification_region": classification.regions(), "imported_region": imported}
    return engine.select("region", relations)


@table_asset("industry", cells={"imported_industry": IMPORTED})
def industry(build: Build) -> pa.Table:
    store = inventory.store_of(build.inputs)
    relations = {
        "classification_industry": classification.industries(),
        "imported_industry": inventory.imported_industries(store, build.inputs),
        "spoken_edition": inventory.spoken_editions(store, build.inputs),
    }
    return engine.select("industry", relations)


@table_asset("industry_bridge", after=[snapshot.key])
def industry_bridge(build: Build) -> pa.Table:
    return engine.select(
        "industry_bridge", {"bridge": bridge.in_force(build.inputs["configuration"].get("industry_key"))}
    )


@table_asset("series_break", after=[snapshot.key])
def series_break(_: Build) -> pa.Table:
    return engine.select("series_break", {"classification_series_break": classification.series_breaks()})


@table_asset("employment", cells={"cell": RAW_KEYS})
def employment(build: Build) -> None:
    cells = [build.raw(table_id) for table_id in [*(each.table_id for each in declarations()), "imported"]]
    rows = engine.stream("employment", {"cell": cells})
    engine.write_stream("employment", rows, build.path("employment"), build.edition)


ASSETS: list[dg.AssetsDefinition] = [region, industry, industry_bridge, series_break, employment]
