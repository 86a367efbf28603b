"""Checks on twins, on entries and exits, and on the test of what density predicted.
One function finds what one check reports; what is looked for is written in ``sql/check_….sql``."""

from assets.checks.frame import Finder, check
from pipelines.measures import checking
from pipelines.warehouse.edition import Build


def twins(build: Build) -> list[str]:
    return checking.twins(build.table("twin"))


def changes(build: Build) -> list[str]:
    return checking.changes(build.table("entry_exit"))


def backtest(build: Build) -> list[str]:
    return checking.backtest(build.table("density_backtest"))


def unbroken(table: str) -> Finder:
    return lambda build: checking.unbroken(*(build.table(name) for name in (table, *SEGMENTS)))


SEGMENTS = ("series_segment", "series_break")
CHECKS = [
    check(
        "twin",
        "twins",
        "Ranks run from 1 without a gap; similarities fall within 0 and 1, and two twins are equally alike.",
        twins,
    ),
    check(
        "entry_exit",
        "changes",
        "Entries and exits are what presence at both ends says, and what is empty has a reason.",
        changes,
    ),
    check(
        "entry_exit",
        "unbroken",
        "Entries and exits are counted within unbroken segments only.",
        unbroken("entry_exit"),
        SEGMENTS,
    ),
    check(
        "density_backtest",
        "backtest",
        "The area lies in its interval, both within 0 and 1; pairs add up; advice is given above the declared lines.",
        backtest,
    ),
    check(
        "density_backtest",
        "unbroken",
        "Density is tested within unbroken segments only.",
        unbroken("density_backtest"),
        SEGMENTS,
    ),
]
