"""The business register: the cells of every kept pull, and the tables that they become.
What is measured on them does not belong here; without a pull the tables are there and empty."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from assets.snapshots import snapshot
from pipelines.orchestration.resources import MartLock
from pipelines.orchestration.table_asset import OWNERS, column_schema, table_asset, table_metadata
from pipelines.register import editions
from pipelines.register.config import INDUSTRY_EDITION
from pipelines.scb import inventory
from pipelines.schema import table
from pipelines.warehouse import engine
from pipelines.warehouse.edition import Build
from pipelines.warehouse.engine import Relation

READS = ["region", "industry"]
EDITION = {"industry_edition": INDUSTRY_EDITION}


@dg.asset(
    deps=[snapshot],
    group_name=table("register_cell").layer,
    kinds={"parquet"},
    owners=OWNERS,
    description=f"{table('register_cell').description_en}\n\n{table('register_cell').description_sv}",
    metadata={"dagster/column_schema": column_schema(table("register_cell"))},
)
def register_cell(mart: MartLock) -> dg.MaterializeResult[Any]:
    build, store = mart.build, inventory.named(mart.build.inputs)
    kept = [inventory.checked(store, each) for each in inventory.registers(store, build.inputs)]
    target = build.raw("register_cell")
    engine.write_stream("register_cell", editions.cells(kept), target, build.edition)
    return dg.MaterializeResult(metadata=table_metadata(table("register_cell"), target))


CELLS = {"register_cell": [register_cell.key]}


@table_asset("workplace_count", reads=READS, cells=CELLS)
def workplace_count(build: Build) -> None:
    _stream("workplace_count", build, _relations(build))


@table_asset("workplace_change", reads=READS, cells=CELLS)
def workplace_change(build: Build) -> None:
    _stream("workplace_change", build, _relations(build))


@table_asset("register_quality", reads=READS, cells=CELLS)
def register_quality(build: Build) -> None:
    kept = inventory.registers(inventory.named(build.inputs), build.inputs)
    _stream("register_quality", build, {**_relations(build), "register_tally": editions.tallies(kept)})


def _relations(build: Build) -> Mapping[str, Relation]:
    return {"register_cell": build.raw("register_cell"), **{read: build.table(read) for read in READS}}


def _stream(name: str, build: Build, relations: Mapping[str, Relation]) -> None:
    engine.write_stream(name, engine.stream(name, relations, EDITION), build.path(name), build.edition)


ASSETS: list[dg.AssetsDefinition] = [register_cell, workplace_count, workplace_change, register_quality]
