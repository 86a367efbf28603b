"""Profiles: what a reader opens, and the workbook beside it, one folder per region.
What stands in them is decided in ``pipelines/profiles`` and ``pipelines/export``."""

from typing import Any

import dagster as dg

from pipelines import profiles
from pipelines.export import workbook
from pipelines.orchestration.resources import MartLock
from pipelines.orchestration.table_asset import OWNERS
from pipelines.profiles.mart import READS


@dg.asset(
    deps=READS,
    group_name="profiles",
    kinds={"html", "word", "powerpoint"},
    owners=OWNERS,
    description="A page, a Word file, slides and charts per region in Swedish and English. / "
    "En sida, en Wordfil, bilder och diagram per region, på svenska och engelska.",
)
def profile(context: dg.AssetExecutionContext, mart: MartLock) -> dg.MaterializeResult[Any]:
    build = mart.build
    (build.folder / "profiles").mkdir(exist_ok=True)
    written = profiles.build(
        build.parquet,
        build.folder / "profiles",
        build.edition,
        build.inputs["configuration"]["regions"] or None,
        progress=lambda done, total, region: context.log.info(f"profile {done} of {total}: {region}"),
        earlier=profiles.Earlier.published(build.mart / "current"),
    )
    return dg.MaterializeResult(metadata={"files": len(written), "bytes": sum(path.stat().st_size for path in written)})


@dg.asset(
    deps=[*READS, profile],
    group_name="profiles",
    kinds={"excel"},
    owners=OWNERS,
    description="The tables of a region as an Excel workbook. / Regionens tabeller som Excelbok.",
)
def tables_xlsx(context: dg.AssetExecutionContext, mart: MartLock) -> dg.MaterializeResult[Any]:
    build = mart.build
    folders = sorted(path for path in (build.folder / "profiles").glob("*") if path.is_dir())
    for done, folder in enumerate(folders, start=1):
        context.log.info(f"workbook {done} of {len(folders)}: {folder.name}")
        workbook.write(folder.name, build.parquet, folder / "tables.xlsx", build.inputs)
    return dg.MaterializeResult(metadata={"files": len(folders)})


@dg.asset(
    deps=[*READS, profile],
    group_name="profiles",
    kinds={"html"},
    owners=OWNERS,
    description="Measures, thresholds and limits on one page. / Mått, gränser och förbehåll på ett blad.",
)
def method_note(mart: MartLock) -> dg.MaterializeResult[Any]:
    build = mart.build
    written = profiles.method_note(build.parquet, build.folder / "profiles", build.edition)
    return dg.MaterializeResult(metadata={"files": len(written)})


ASSETS = [profile, tables_xlsx, method_note]
