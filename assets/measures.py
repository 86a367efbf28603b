"""Measures: what is computed from employment, each table by the SQL file of its own name.
Formulas and conventions are in ``pipelines/measures`` and ``sql``."""

import dagster as dg
import pyarrow.parquet as pq

from pipelines.orchestration import plots
from pipelines.orchestration.table_asset import table_asset
from pipelines.scb import catalogue
from pipelines.warehouse import engine
from pipelines.warehouse.edition import Build

READS = ["employment", "region", "industry"]


def _measure(name, build):
    rel = {r: build.table(r) for r in READS} | {"table_noise": catalogue.table_noise()}
    t = pq.read_table(rel["employment"], columns=["series", "year", "level"]).group_by(["series", "year", "level"]).aggregate([])
    keys = sorted((r["series"], r["year"], r["level"]) for r in t.to_pylist() if r["level"] != "total")
    def batches():
        for s, y, l in keys:
            yield from engine.stream(name, rel, {"series": s, "year": y, "level": l, "unknown_in_totals": True})
    engine.write_stream(name, batches(), build.path(name), build.edition)


@table_asset("location_quotient", reads=READS, plot=plots.quotients)
def location_quotient(build: Build) -> None:
    _measure("location_quotient", build)


@table_asset("specialisation", reads=READS)
def specialisation(build: Build) -> None:
    _measure("specialisation", build)


ASSETS: list[dg.AssetsDefinition] = [location_quotient, specialisation]
