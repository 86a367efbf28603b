"""The edition: every table in the other shapes users take away, and the one step that publishes everything.
Nothing is computed here."""

from typing import Any

import dagster as dg

from assets import profiles, site
from pipelines.export import csv, datapackage
from pipelines.orchestration import alerts
from pipelines.orchestration.resources import EditionChoice, MartLock
from pipelines.orchestration.table_asset import OWNERS
from pipelines.schema import tables
from pipelines.warehouse import publication, record

PUBLISHED_TABLES = [table.name for table in tables() if table.layer != "raw"]


@dg.asset(
    deps=PUBLISHED_TABLES,
    group_name="edition",
    kinds={"csv"},
    owners=OWNERS,
    description="Every table as CSV for Swedish Excel. / Varje tabell som CSV för svenskt Excel.",
)
def csv_files(mart: MartLock) -> dg.MaterializeResult[Any]:
    build = mart.build
    for name in PUBLISHED_TABLES:
        csv.write(name, build.table(name), build.folder / "csv" / f"{name}.csv")
    return dg.MaterializeResult(metadata={"files": len(PUBLISHED_TABLES)})


@dg.asset(
    deps=[csv_files],
    group_name="edition",
    kinds={"json"},
    owners=OWNERS,
    description="What every file and column means. / Vad varje fil och kolumn betyder.",
)
def data_package(mart: MartLock) -> dg.MaterializeResult[Any]:
    build = mart.build
    target = build.folder / "datapackage.json"
    datapackage.write(build.folder / "parquet", build.folder / "csv", target, build.inputs)
    return dg.MaterializeResult(metadata={"bytes": target.stat().st_size})


@dg.asset(
    deps=[data_package, *profiles.ASSETS, *site.ASSETS],
    group_name="edition",
    kinds={"file"},
    owners=OWNERS,
    freshness_policy=alerts.freshness(),
    description=(
        "Seals the edition with a manifest of checksums and switches data_mart over to it in one rename; an earlier "
        "one built again is compared with its record and put beside. / Förseglar utgåvan och växlar data_mart till den "
        "i ett steg; en tidigare som byggts om jämförs med sin förteckning och läggs bredvid."
    ),
)
def edition(mart: MartLock, earlier: EditionChoice) -> dg.MaterializeResult[Any]:
    build, identity = mart.build, mart.build.edition
    tables = [f"{kind}/{name}.{kind}" for name in PUBLISHED_TABLES for kind in ("parquet", "csv")]
    if earlier.edition:
        folder = record.seal_again(build, record.find(build.mart, earlier.edition))
    else:
        folder = publication.publish(build, [*tables, "datapackage.json", "profiles", "site"])
        record.keep(build.mart)
    return dg.MaterializeResult(metadata={"edition": identity, "folder": dg.MetadataValue.path(folder)})


ASSETS = [csv_files, data_package, edition]
