"""Verdicts: what may be called a strength, and what may not; and claims: what may be said of it.
Grid and thresholds are declared in ``pipelines/verdicts``, sentences in ``pipelines/claims``."""

import dagster as dg
import pyarrow as pa

from pipelines.claims import table as claims
from pipelines.orchestration.table_asset import table_asset
from pipelines.verdicts import tables
from pipelines.warehouse.edition import Build


@table_asset("verdict", reads=tables.READS)
def verdict(build: Build) -> pa.Table:
    return tables.verdict({read: build.table(read) for read in tables.READS})


@table_asset("claim", reads=claims.READS)
def claim(build: Build) -> pa.Table:
    return claims.claim({read: build.table(read) for read in claims.READS})


ASSETS: list[dg.AssetsDefinition] = [verdict, claim]
