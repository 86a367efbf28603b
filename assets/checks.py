"""Checks on the assets: blocking ones stop an edition before it is published, warnings only speak.
What a check looks for is written in ``pipelines/warehouse`` and ``sql/check_….sql``."""

from collections.abc import Callable, Sequence
from pathlib import Path

import dagster as dg

from pipelines import places
from pipelines.orchestration.resources import MartLock
from pipelines.scb import catalogue, inventory
from pipelines.schema import Table, tables
from pipelines.warehouse import checks, conformity, engine
from pipelines.warehouse.edition import Build

Finder = Callable[[Build], list[str]]


def check(
    asset: str, name: str, description: str, find: Finder, reads: Sequence[str] = (), *, blocking: bool = True
) -> dg.AssetChecksDefinition:
    """A check that passes when ``find`` finds nothing; its reason is the first findings. It waits for ``reads``."""

    @dg.asset_check(asset=asset, name=name, description=description, blocking=blocking, additional_deps=reads)
    def found_nothing(mart: MartLock) -> dg.AssetCheckResult:
        lines = find(mart.build)
        return dg.AssetCheckResult(
            passed=not lines,
            severity=dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN,
            metadata={"reason": checks.summary(lines), "findings": len(lines)},
        )

    return found_nothing


def as_declared(declared: Table) -> dg.AssetChecksDefinition:
    def find(build: Build) -> list[str]:
        content = engine.read_table(build.table(declared.name))
        return conformity.faults(declared, content, lambda name: engine.read_table(build.table(name)))

    referenced = {column.references.split(".")[0] for column in declared.columns if column.references}
    reads = sorted(referenced - {declared.name})
    return check(declared.name, "as_declared", "Keys, domains and references are as declared.", find, reads)


def parts_against_totals(build: Build) -> list[str]:
    return checks.parts_against_totals(build.table("employment"), build.table("region"), catalogue.table_noise())


def complete_grid(build: Build) -> list[str]:
    return checks.complete_grid(build.table("employment"), build.table("region"), catalogue.table_noise())


def weighted_mean(build: Build) -> list[str]:
    employment, region = build.table("employment"), build.table("region")
    return checks.weighted_mean(build.table("location_quotient"), employment, region, catalogue.table_noise())


def year_on_year(build: Build) -> list[str]:
    return checks.year_on_year(build.table("employment"), build.table("series_break"))


def since_published(compare: Callable[[Path, Path], list[str]]) -> Finder:
    """Finds what ``compare`` finds between the employment being built and that of the edition published before."""

    def find(build: Build) -> list[str]:
        published = places.data_mart() / "current" / "parquet" / "employment.parquet"
        return compare(build.table("employment"), published) if published.is_file() else []

    return find


def orphans(build: Build) -> list[str]:
    found = inventory.store_of(build.inputs).orphans()
    return [f"{path} has no sidecar and is ignored; restore the sidecar, or move the file away" for path in found]


CHECKS = [
    *(as_declared(declared) for declared in tables() if declared.layer != "raw"),
    check(
        "employment",
        "parts_against_totals",
        "Industries, municipalities and counties add up to their published totals within the declared noise.",
        parts_against_totals,
        ["region"],
    ),
    check(
        "employment",
        "complete_grid",
        "Each source has every cell of its regions, industries and years, and all municipalities of a county or none.",
        complete_grid,
        ["region"],
    ),
    check(
        "location_quotient",
        "weighted_mean",
        "The employment-weighted mean LQ of all counties is 1 within the declared noise.",
        weighted_mean,
        ["employment", "region"],
    ),
    check(
        "employment",
        "year_on_year",
        "Large cells that changed much in a year, outside declared breaks.",
        year_on_year,
        ["series_break"],
        blocking=False,
    ),
    check(
        "employment",
        "changed_codes",
        "Regions and industries that a series did not have in the edition published before, or has no longer.",
        since_published(checks.changed_codes),
        blocking=False,
    ),
    check(
        "employment",
        "gone_tables",
        "Tables that a series had figures from in the edition published before, and has no longer.",
        since_published(checks.gone_tables),
        blocking=False,
    ),
    check(
        "snapshot",
        "orphans",
        "Raw answers that lie in the store without a sidecar, so that nothing reads them.",
        orphans,
        blocking=False,
    ),
]
