"""Core: regions, industries, breaks in the series, employment with all series side by side, and their unbroken years.
Raw answers are read in ``snapshots``; nothing is measured here."""

import dagster as dg
import pyarrow as pa

from assets.snapshots import RAW_TABLES, raw_imported, snapshot
from pipelines.orchestration.table_asset import table_asset
from pipelines.scb import inventory
from pipelines.scb.catalogue import declarations
from pipelines.scb.expectation import EMPLOYMENT
from pipelines.warehouse import carrying, classification, engine
from pipelines.warehouse.classification import bridge
from pipelines.warehouse.edition import Build

TABLES = [declared.table_id for declared in declarations(EMPLOYMENT)]
IMPORTED = [raw_imported.key]
RAW_KEYS = [*(RAW_TABLES[table_id].key for table_id in TABLES), *IMPORTED]


@table_asset("region", cells={"imported_region": IMPORTED})
def region(build: Build) -> pa.Table:
    imported = inventory.imported_regions(inventory.named(build.inputs), build.inputs)
    relations = {"classification_region": classification.regions(), "imported_region": imported}
    return engine.select("region", relations)


@table_asset("industry", cells={"imported_industry": IMPORTED})
def industry(build: Build) -> pa.Table:
    store = inventory.named(build.inputs)
    relations = {
        "classification_industry": classification.industries(),
        "imported_industry": inventory.imported_industries(store, build.inputs),
        "spoken_edition": inventory.spoken_editions(store, build.inputs),
    }
    return engine.select("industry", relations, {"longest": classification.longest_short_name()})


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
    cells = [build.raw(table_id) for table_id in [*TABLES, "imported"]]
    rows = engine.stream("employment", {"cell": cells})
    engine.write_stream("employment", rows, build.path("employment"), build.edition)


@table_asset("series_segment", reads=["employment", "series_break"])
def series_segment(build: Build) -> pa.Table:
    relations = {name: build.table(name) for name in ("employment", "series_break")}
    return engine.select("series_segment", relations)


@table_asset("carried_employment", reads=["employment", "industry_bridge", "snapshot"])
def carried_employment(build: Build) -> pa.Table:
    pairs = engine.read_table(build.table("industry_bridge"))
    parts = carrying.carried(build.table("employment"), build.table("snapshot"), pairs)
    return engine.select("carried_employment", {"carried": parts})


ASSETS: list[dg.AssetsDefinition] = [
    region,
    industry,
    industry_bridge,
    series_break,
    employment,
    series_segment,
    carried_employment,
]
