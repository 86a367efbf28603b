"""Relatedness: what goes with what, and how complex it is; each table from the matrix of regions × industries.
Kernels, thresholds and refusals are in ``pipelines/measures``."""

import dagster as dg
import pyarrow as pa

from assets.snapshots import snapshot
from pipelines.measures import backtests, entries, matrices, presence, similarity, skill_file, skills
from pipelines.orchestration.table_asset import table_asset
from pipelines.warehouse import engine
from pipelines.warehouse.edition import Build


def measured(name: str) -> dg.AssetsDefinition:
    @table_asset(name, reads=matrices.reads(name))
    def compute(build: Build) -> None:
        relations = {read: build.table(read) for read in matrices.reads(name)}
        matrices.write(name, relations, build.path(name), build.edition)

    return compute


@table_asset("skill_relatedness", reads=["industry_bridge"], after=[snapshot.key])
def skill_relatedness(build: Build) -> pa.Table:
    return skills.skill_relatedness(_pairs(build), engine.read_table(build.table("industry_bridge")))


@table_asset("skill_bridge", reads=["industry_bridge"], after=[snapshot.key])
def skill_bridge(build: Build) -> pa.Table:
    return skills.skill_bridge(_pairs(build), engine.read_table(build.table("industry_bridge")))


@table_asset("entry_exit", reads=entries.READS)
def entry_exit(build: Build) -> None:
    entries.write({read: build.table(read) for read in entries.READS}, build.path("entry_exit"), build.edition)


@table_asset("density_backtest", reads=backtests.READS)
def density_backtest(build: Build) -> None:
    relations = {read: build.table(read) for read in backtests.READS}
    backtests.write(relations, build.path("density_backtest"), build.edition)


@table_asset("twin", reads=presence.READS)
def twin(build: Build) -> None:
    similarity.write({read: build.table(read) for read in presence.READS}, build.path("twin"), build.edition)


def _pairs(build: Build) -> skill_file.Pairs:
    return skill_file.in_force(build.inputs["configuration"].get("skill_relatedness"))


ASSETS: list[dg.AssetsDefinition] = [
    skill_relatedness,
    skill_bridge,
    *(measured(name) for name in matrices.RELATIONS),
    entry_exit,
    density_backtest,
    twin,
]
