"""Checks on the assets: blocking ones stop an edition before it is published, warnings only speak.
What a check looks for is written in ``pipelines/warehouse`` and ``sql/check_….sql``."""

from collections.abc import Callable, Sequence
from pathlib import Path

import dagster as dg

from pipelines import places
from pipelines.orchestration.resources import MartLock
from pipelines.register.config import INDUSTRY_EDITION
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


def workplace_sums(build: Build) -> list[str]:
    register_cell, names = build.raw("register_cell"), ("workplace_count", "region", "industry")
    workplace_count, region, industry = (build.table(name) for name in names)
    return checks.workplace_sums(workplace_count, register_cell, region, industry, INDUSTRY_EDITION)


def parts_of_total(table: str) -> Finder:
    return lambda build: checks.parts_of_total(build.table(table), catalogue.contents())


def product_by_municipality(source: str) -> Finder:
    def find(build: Build) -> list[str]:
        product, accounts = build.table("gross_regional_product"), build.table("regional_account")
        return checks.product_by_municipality(product, accounts, build.table("region"), source)

    return find


def commuting_against_jobs(build: Build) -> list[str]:
    return checks.commuting_against_jobs(build.table("commuting"), build.table("employment"))


def job_sums(build: Build) -> list[str]:
    job_interval, region, industry = (build.table(name) for name in ("job_interval", "region", "industry"))
    return checks.job_sums(job_interval, region, industry, INDUSTRY_EDITION)


def estimates(build: Build) -> list[str]:
    return checks.estimates(build.table("job_interval"), build.table("job_allocation"), build.table("job_quotient"))


def workplace_mean(build: Build) -> list[str]:
    return checks.workplace_mean(build.table("workplace_quotient"), build.table("region"))


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
        "workplace_count",
        "workplace_sums",
        "Workplaces add up exactly: municipalities to counties and the nation, industries to those above them.",
        workplace_sums,
        ["region", "industry", "register_cell"],
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
    check(
        "regional_account",
        "parts_of_total",
        "The aggregates of industries add up to the whole economy within rounding.",
        parts_of_total("regional_account"),
    ),
    check(
        "local_unit",
        "parts_of_total",
        "The industries add up to their published total within rounding.",
        parts_of_total("local_unit"),
        blocking=False,
    ),
    check(
        "gross_regional_product",
        "municipalities_against_totals",
        "Municipalities add up to their county and, with what is not allocated, to the nation within rounding.",
        product_by_municipality("gross_regional_product"),
        ["regional_account", "region"],
    ),
    check(
        "gross_regional_product",
        "municipalities_against_accounts",
        "Municipalities add up to the gross regional product of the regional accounts within rounding.",
        product_by_municipality("regional_account"),
        ["regional_account", "region"],
        blocking=False,
    ),
    check(
        "commuting",
        "commuting_against_jobs",
        "Commuting pairs add up to the jobs that employment publishes, within the declared share.",
        commuting_against_jobs,
        ["employment"],
        blocking=False,
    ),
    check(
        "job_interval",
        "job_sums",
        "Workplaces, bounds and estimates of industries and regions add up exactly to what stands above them.",
        job_sums,
        ["region", "industry"],
    ),
    check(
        "job_quotient",
        "estimates",
        "Every estimate of jobs, and of a quotient of jobs, stands inside its interval.",
        estimates,
        ["job_interval", "job_allocation"],
    ),
    check(
        "workplace_quotient",
        "workplace_mean",
        "The workplace-weighted mean LQ of all counties is 1.",
        workplace_mean,
        ["region"],
    ),
]
