"""Measures: what is computed from employment, each table by the SQL file of its own name.
Formulas and conventions are in ``pipelines/measures`` and ``sql``."""

from collections.abc import Mapping

import dagster as dg
import pyarrow as pa

from pipelines.measures import tables
from pipelines.orchestration import plots
from pipelines.orchestration.table_asset import table_asset
from pipelines.scb.catalogue import table_noise
from pipelines.warehouse.edition import Build
from pipelines.warehouse.engine import Relation

READS = ["employment", "region", "industry", "snapshot"]
STANDARDISED = ["location_quotient", "region", "industry", "snapshot"]
LINKED = ["employment", "series_segment"]


@table_asset("location_quotient", reads=READS, plot=plots.quotients)
def location_quotient(build: Build) -> None:
    tables.location_quotient(_relations(build), build.path("location_quotient"), build.edition)


@table_asset("suppression_interval", reads=READS)
def suppression_interval(build: Build) -> None:
    tables.suppression_interval(_relations(build), build.path("suppression_interval"), build.edition)


@table_asset("standardised_quotient", reads=STANDARDISED)
def standardised_quotient(build: Build) -> pa.Table:
    return tables.standardised_quotient({read: build.table(read) for read in STANDARDISED})


@table_asset("specialisation", reads=READS)
def specialisation(build: Build) -> None:
    tables.specialisation(_relations(build), build.path("specialisation"), build.edition)


@table_asset("shift_share", reads=[*READS, "series_segment"])
def shift_share(build: Build) -> None:
    relations = {**_relations(build), "series_segment": build.table("series_segment")}
    tables.shift_share(relations, build.path("shift_share"), build.edition)


@table_asset("series_link", reads=LINKED)
def series_link(build: Build) -> None:
    tables.series_link({read: build.table(read) for read in LINKED}, build.path("series_link"), build.edition)


@table_asset("concentration", reads=READS)
def concentration(build: Build) -> None:
    tables.concentration(_relations(build), build.path("concentration"), build.edition)


def _relations(build: Build) -> Mapping[str, Relation]:
    return {read: build.table(read) for read in READS} | {"table_noise": table_noise()}


ASSETS: list[dg.AssetsDefinition] = [
    *(location_quotient, suppression_interval, standardised_quotient, specialisation, concentration),
    *(shift_share, series_link),
]
