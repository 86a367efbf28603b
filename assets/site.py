"""The site: the edition as pages that open from disk, beside the profiles that they lead to.
What stands on them is decided in ``pipelines/site``."""

from typing import Any

import dagster as dg

from assets import profiles
from pipelines import site as sites
from pipelines.orchestration.resources import MartLock
from pipelines.orchestration.table_asset import OWNERS
from pipelines.schema import tables

# The page of downloads counts the rows of every table.
READS = [table.name for table in tables() if table.layer != "raw"]


@dg.asset(
    deps=[*READS, *profiles.ASSETS],
    group_name="site",
    kinds={"html", "javascript"},
    owners=OWNERS,
    description=(
        "Questions, map, search, comparison and a page per region, from disk and without a request elsewhere. "
        "/ Frågor, karta, sökning, jämförelse och en sida per region, från disk och utan anrop någon annanstans."
    ),
)
def site(context: dg.AssetExecutionContext, mart: MartLock) -> dg.MaterializeResult[Any]:
    build = mart.build
    written = sites.build(
        build.parquet,
        build.folder / "profiles",
        build.folder / "site",
        build.edition,
        progress=lambda done, what: context.log.info(f"{done} files of the site written; now {what}"),
    )
    return dg.MaterializeResult(metadata={"files": len(written), "bytes": sum(path.stat().st_size for path in written)})


ASSETS = [site]
