"""Strength areas: the declared ones with their industries, and what is measured of them.
What is declared, checked and measured is in ``pipelines/areas`` and ``sql``."""

from collections.abc import Mapping

import dagster as dg
import pyarrow as pa

from assets.snapshots import snapshot
from pipelines.areas import chances, checking, measures, relations, sources
from pipelines.orchestration.table_asset import table_asset
from pipelines.scb.catalogue import table_noise
from pipelines.warehouse import engine
from pipelines.warehouse.edition import Build
from pipelines.warehouse.engine import Relation

DECLARED = ["strength_area", "strength_area_member"]
REGISTER = ["workplace_count", "job_allocation", "job_interval"]
READS = [*DECLARED, "industry", "region", "snapshot", "employment", *REGISTER]


@table_asset("strength_area", reads=["industry"], after=[snapshot.key])
def strength_area(build: Build) -> pa.Table:
    areas = sources.areas(build.inputs["configuration"]["areas"])
    checking.check(areas, engine.read_table(build.table("industry")))
    return engine.select("strength_area", {"declared_area": relations.declared_area(areas)})


@table_asset("strength_area_member", reads=["industry", "strength_area"])
def strength_area_member(build: Build) -> pa.Table:
    areas = sources.areas(build.inputs["configuration"]["areas"])
    declared = {"declared_member": relations.declared_member(areas), "industry": build.table("industry")}
    return engine.select("strength_area_member", declared)


@table_asset("strength_area_quotient", reads=READS)
def strength_area_quotient(build: Build) -> pa.Table:
    return measures.strength_area_quotient(_relations(build))


@table_asset("strength_area_uncertainty", reads=READS)
def strength_area_uncertainty(build: Build) -> pa.Table:
    return chances.strength_area_uncertainty(_relations(build))


@table_asset("strength_area_coverage", reads=READS)
def strength_area_coverage(build: Build) -> pa.Table:
    return measures.strength_area_coverage(_relations(build))


@table_asset("strength_area_overlap", reads=READS)
def strength_area_overlap(build: Build) -> pa.Table:
    return measures.strength_area_overlap(_relations(build))


def _relations(build: Build) -> Mapping[str, Relation]:
    return {read: build.table(read) for read in READS} | {"table_noise": table_noise()}


ASSETS: list[dg.AssetsDefinition] = [
    strength_area,
    strength_area_member,
    strength_area_quotient,
    strength_area_uncertainty,
    strength_area_coverage,
    strength_area_overlap,
]
