"""Firms beside jobs: regional accounts, gross regional product, local units, commuting, education, population, and
what is computed from them. Raw answers are read in ``snapshots``; every table is there, empty without an answer."""

import dagster as dg
import pyarrow as pa

from assets.snapshots import RAW_TABLES
from pipelines.measures.conventions import conventions
from pipelines.orchestration.table_asset import table_asset
from pipelines.scb import catalogue
from pipelines.warehouse import engine
from pipelines.warehouse.edition import Build


def published(role: str) -> dg.AssetsDefinition:
    """The mart table of that name: the published figures of all declared tables with that role."""
    table_ids = [declared.table_id for declared in catalogue.declarations(role)]

    @table_asset(role, cells={"figure": [RAW_TABLES[table_id].key for table_id in table_ids]})
    def compute(build: Build) -> pa.Table:
        figures = [build.raw(table_id) for table_id in table_ids]
        return engine.select(role, {"figure": figures, "category": catalogue.categories()})

    return compute


ROLES = ("regional_account", "gross_regional_product", "local_unit", "commuting", "education", "population")
PUBLISHED = [published(role) for role in ROLES]


@table_asset("productivity", reads=["regional_account", "local_unit"])
def productivity(build: Build) -> pa.Table:
    return engine.select("productivity", {name: build.table(name) for name in ("regional_account", "local_unit")})


@table_asset("commuting_balance", reads=["commuting"])
def commuting_balance(build: Build) -> pa.Table:
    return engine.select("commuting_balance", {"commuting": build.table("commuting")})


@table_asset("catchment", reads=["commuting"])
def catchment(build: Build) -> pa.Table:
    parameters = {"smallest_share": conventions().catchment_share}
    return engine.select("catchment", {"commuting": build.table("commuting")}, parameters)


ASSETS: list[dg.AssetsDefinition] = [*PUBLISHED, productivity, commuting_balance, catchment]
