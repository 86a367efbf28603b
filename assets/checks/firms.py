"""Checks on what is published of firms, products and commuting.
One function finds what one check reports; what is looked for is written in ``sql/check_….sql``."""

from assets.checks.frame import Finder, check
from pipelines.scb import catalogue
from pipelines.warehouse import checks
from pipelines.warehouse.edition import Build


def parts_of_total(table: str) -> Finder:
    return lambda build: checks.parts_of_total(build.table(table), catalogue.contents())


def product_by_municipality(source: str) -> Finder:
    def find(build: Build) -> list[str]:
        product, accounts = build.table("gross_regional_product"), build.table("regional_account")
        return checks.product_by_municipality(product, accounts, build.table("region"), source)

    return find


def commuting_against_jobs(build: Build) -> list[str]:
    return checks.commuting_against_jobs(build.table("commuting"), build.table("employment"))


CHECKS = [
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
]
