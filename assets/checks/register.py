"""Checks on the workplaces of the register, on the jobs in them and on the quotients of both.
One function finds what one check reports; what is looked for is written in ``sql/check_….sql``."""

from assets.checks.frame import check
from pipelines.register.config import INDUSTRY_EDITION
from pipelines.warehouse import checks
from pipelines.warehouse.edition import Build


def workplace_sums(build: Build) -> list[str]:
    register_cell, names = build.raw("register_cell"), ("workplace_count", "region", "industry")
    workplace_count, region, industry = (build.table(name) for name in names)
    return checks.workplace_sums(workplace_count, register_cell, region, industry, INDUSTRY_EDITION)


def job_sums(build: Build) -> list[str]:
    job_interval, region, industry = (build.table(name) for name in ("job_interval", "region", "industry"))
    return checks.job_sums(job_interval, region, industry, INDUSTRY_EDITION)


def estimates(build: Build) -> list[str]:
    return checks.estimates(build.table("job_interval"), build.table("job_allocation"), build.table("job_quotient"))


def workplace_mean(build: Build) -> list[str]:
    return checks.workplace_mean(build.table("workplace_quotient"), build.table("region"))


CHECKS = [
    check(
        "workplace_count",
        "workplace_sums",
        "Workplaces add up exactly: municipalities to counties and the nation, industries to those above them.",
        workplace_sums,
        ["region", "industry", "register_cell"],
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
