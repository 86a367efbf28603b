"""Checks on employment and on the quotients and shifts computed from it.
One function finds what one check reports; what is looked for is written in ``sql/check_….sql``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from assets.checks.frame import Finder, check
from pipelines import places, schema
from pipelines.errors import StyrkaError
from pipelines.scb import catalogue, inventory
from pipelines.snapshots import soundness
from pipelines.warehouse import checks, manifest
from pipelines.warehouse.edition import Build


def parts_against_totals(build: Build) -> list[str]:
    return checks.parts_against_totals(build.table("employment"), build.table("region"), catalogue.table_noise())


def complete_grid(build: Build) -> list[str]:
    return checks.complete_grid(build.table("employment"), build.table("region"), catalogue.table_noise())


def weighted_mean(build: Build) -> list[str]:
    return checks.weighted_mean(_weighted_means(build))


def largest_difference(build: Build) -> dict[str, Any]:
    """The mean farthest from 1, which is within the noise when the check passes."""
    means = _weighted_means(build)
    return {f"largest_{name}": value for name, value in means[0].items()} if means else {}


def _weighted_means(build: Build) -> list[dict[str, Any]]:
    employment, region = build.table("employment"), build.table("region")
    return checks.weighted_means(build.table("location_quotient"), employment, region, catalogue.table_noise())


def shift_parts(build: Build) -> list[str]:
    return checks.shift_parts(build.table("shift_share"))


def year_on_year(build: Build) -> list[str]:
    return checks.year_on_year(build.table("employment"), build.table("series_break"))


def since_published(compare: Callable[[Path, Path], list[str]]) -> Finder:
    """Finds what ``compare`` finds between the employment being built and that of the edition published before.

    Nothing, where none was published, or where it is damaged (``verify`` tells) or of other columns than today's.
    """

    def find(build: Build) -> list[str]:
        try:
            published = manifest.trusted(places.data_mart(), "parquet/employment.parquet")
        except StyrkaError:
            return []
        same = pq.read_schema(published).names == list(schema.table("employment").column_names)
        return compare(build.table("employment"), published) if same else []

    return find


def orphans(build: Build) -> list[str]:
    found = soundness.orphans(inventory.store_of(build.inputs))
    return [f"{path} has no sidecar and is ignored; restore the sidecar, or move the file away" for path in found]


def missing_parts(build: Build) -> list[str]:
    return list(soundness.incomplete(inventory.store_of(build.inputs)))


CHECKS = [
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
        measure=largest_difference,
    ),
    check(
        "shift_share",
        "shift_parts",
        "The parts of every shift add up to the change, the yearly ones too.",
        shift_parts,
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
        "snapshot",
        "missing_parts",
        "Raw answers of which a part is not in the store, so that nothing of them is read.",
        missing_parts,
        blocking=False,
    ),
]
