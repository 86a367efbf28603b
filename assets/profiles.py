"""Profiles: what a reader opens, and the workbook beside it, one folder per region.
What stands in them is decided in ``pipelines/profiles`` and ``pipelines/export``."""

from typing import Any

import dagster as dg

from pipelines import profiles
from pipelines.export import workbook
from pipelines.orchestration.progress import counting
from pipelines.orchestration.resources import EditionChoice, MartLock
from pipelines.orchestration.table_asset import OWNERS
from pipelines.profiles.mart import READS
from pipelines.warehouse.edition import Build


@dg.asset(
    deps=READS,
    group_name="profiles",
    kinds={"html", "word", "powerpoint"},
    owners=OWNERS,
    description="A page, a Word file, slides and charts per region in Swedish and English. / "
    "En sida, en Wordfil, bilder och diagram per region, på svenska och engelska.",
)
def profile(context: dg.AssetExecutionContext, mart: MartLock, earlier: EditionChoice) -> dg.MaterializeResult[Any]:
    build = mart.build
    (build.folder / "profiles").mkdir(exist_ok=True)
    written = profiles.build(
        build.parquet,
        build.folder / "profiles",
        build.edition,
        build.inputs["configuration"]["regions"] or None,
        progress=counting(context.log.info, "profile"),
        earlier=_published(build, earlier),
    )
    return dg.MaterializeResult(metadata={"files": len(written), "bytes": sum(path.stat().st_size for path in written)})


@dg.asset(
    deps=[*READS, profile],
    group_name="profiles",
    kinds={"excel"},
    owners=OWNERS,
    description="The tables of a region as an Excel workbook. / Regionens tabeller som Excelbok.",
)
def tables_xlsx(context: dg.AssetExecutionContext, mart: MartLock, earlier: EditionChoice) -> dg.MaterializeResult[Any]:
    build, published = mart.build, _published(mart.build, earlier)
    folders = sorted(path for path in (build.folder / "profiles").glob("*") if path.is_dir())
    tell = counting(context.log.info, "workbook")
    for done, folder in enumerate(folders, start=1):
        name = f"{folder.name}/{workbook.NAME}"
        if not published.take_over(build.edition, folder.parent, name):
            workbook.write(folder.name, build.parquet, folder / workbook.NAME, build.inputs)
        tell(done, len(folders), folder.name)
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


def _published(build: Build, earlier: EditionChoice) -> profiles.Earlier:
    """What may be taken over: nothing for an earlier edition that is built again, which is to show that it can be."""
    return profiles.Earlier() if earlier.edition else profiles.Earlier.published(build.mart / "current")


ASSETS = [profile, tables_xlsx, method_note]
