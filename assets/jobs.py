"""Jobs: what the newest register editions tell of workplaces and jobs, each table by the SQL file of its own name.
Formulas and conventions are in ``pipelines/measures`` and ``sql``; without a register the tables are empty."""

from collections.abc import Sequence

import dagster as dg

from pipelines.measures import jobs
from pipelines.orchestration.table_asset import table_asset
from pipelines.warehouse.edition import Build

# In the order in which they build on each other.
READS = {
    "job_allocation": ["workplace_count", "region", "industry", "industry_bridge", "employment"],
    "job_interval": ["workplace_count", "region", "industry", "employment", "job_allocation"],
    "job_margin": ["workplace_count", "region", "employment", "job_allocation"],
    "workplace_quotient": ["workplace_count", "region", "industry", "snapshot"],
    "workplace_concentration": ["workplace_count", "region", "industry", "snapshot"],
    "job_quotient": [
        *("workplace_count", "region", "industry", "job_allocation", "job_interval", "workplace_quotient"),
    ],
    "plant_concentration": ["workplace_count", "region", "employment"],
    "ellison_glaeser": ["workplace_count", "region", "employment", "job_interval", "plant_concentration"],
    "interval_width": ["workplace_count", "region", "job_interval", "job_quotient"],
}


def measured(name: str, reads: Sequence[str]) -> dg.AssetsDefinition:
    @table_asset(name, reads=reads)
    def compute(build: Build) -> None:
        jobs.write(name, {read: build.table(read) for read in reads}, build.path(name), build.edition)

    return compute


ASSETS: list[dg.AssetsDefinition] = [measured(name, reads) for name, reads in READS.items()]
