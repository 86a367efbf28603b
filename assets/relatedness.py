"""Relatedness: what goes with what, and how complex it is; each table from the matrix of regions × industries.
Kernels, thresholds and refusals are in ``pipelines/measures``."""

import dagster as dg

from pipelines.measures import matrices
from pipelines.orchestration.table_asset import table_asset
from pipelines.warehouse.edition import Build


def measured(name: str) -> dg.AssetsDefinition:
    @table_asset(name, reads=matrices.READS)
    def compute(build: Build) -> None:
        relations = {read: build.table(read) for read in matrices.READS}
        matrices.write(name, relations, build.path(name), build.edition)

    return compute


ASSETS: list[dg.AssetsDefinition] = [measured(name) for name in matrices.RELATIONS]
