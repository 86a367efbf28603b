"""Verdicts: what may be called a strength, and what may not.
The grid and its thresholds are declared in ``pipelines/verdicts``."""

import dagster as dg
import pyarrow as pa

from pipelines.orchestration.table_asset import table_asset
from pipelines.verdicts import tables
from pipelines.warehouse.edition import Build


@table_asset("verdict", reads=tables.READS)
def verdict(build: Build) -> pa.Table:
    return tables.verdict({read: build.table(read) for read in tables.READS})


ASSETS: list[dg.AssetsDefinition] = [verdict]
