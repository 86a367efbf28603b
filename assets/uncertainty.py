"""Uncertainty: how sure a location quotient is, in the views that fit.
Formulas are in ``sql/uncertainty.sql`` and ``pipelines/measures/dartboard.py``."""

import dagster as dg

from pipelines.measures import chances
from pipelines.orchestration.table_asset import table_asset
from pipelines.warehouse.edition import Build


@table_asset("uncertainty", reads=chances.READS)
def uncertainty(build: Build) -> None:
    relations = {read: build.table(read) for read in chances.READS}
    chances.uncertainty(relations, build.path("uncertainty"), build.edition)


ASSETS: list[dg.AssetsDefinition] = [uncertainty]
