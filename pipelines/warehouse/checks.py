"""The checks that know what the figures mean: each runs one ``sql/check_….sql`` and says in a line what it found.
Whether a finding stops an edition is decided where the checks are attached to assets."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.warehouse import engine

THRESHOLDS = Path(__file__).with_name("checks.toml")
SHOWN = 3
Row: TypeAlias = dict[str, Any]


@cache
def thresholds() -> Mapping[str, Any]:
    """The declared thresholds."""
    with THRESHOLDS.open("rb") as stream:
        return tomllib.load(stream)


def parts_against_totals(employment: Path, region: Path, table_noise: pa.Table) -> list[str]:
    """Industries, municipalities or counties that miss their published total by more than the declared noise."""
    found = engine.select(
        "check_parts_against_totals",
        {"employment": employment, "region": region, "table_noise": table_noise},
        {"deviations": thresholds()["deviations"]},
    )
    return lines(
        found, "{kind} of {region_code} {industry_code} {year} in {table_id} sum to {parts}, the total is {total}"
    )


def complete_grid(employment: Path, region: Path, table_noise: pa.Table) -> list[str]:
    """Cells missing from a source's own grid, and municipalities missing from a county that has others."""
    relations = {"employment": employment, "region": region, "table_noise": table_noise}
    found = engine.select("check_complete_grid", relations)
    return lines(found, "{kind} missing in {table_id}: region {region_code}, industry {industry_code}, year {year}")


def year_on_year(employment: Path, series_break: Path) -> list[str]:
    """Large cells that changed more in a year than the declared share, outside declared breaks."""
    found = engine.select(
        "check_year_on_year", {"employment": employment, "series_break": series_break}, thresholds()["year_on_year"]
    )
    line = (
        "employed in region {region_code}, industry {industry_code} (series {series}) go from {employees_before} "
        "to {employees} in {year}: look before you quote them"
    )
    return lines(found, line)


def changed_codes(employment: Path, published: Path) -> list[str]:
    """Codes that a series did not have in the edition published before, and codes that are gone since."""
    found = engine.select("check_changed_codes", {"employment": employment, "employment_before": published})
    return lines(found, "{series}: {change} {kind} {code}")


def gone_tables(employment: Path, published: Path) -> list[str]:
    """Tables of the edition published before that this one has no figures from, and what to do about each."""
    found = engine.select("check_gone_tables", {"employment": employment, "employment_before": published})
    line = (
        "series {series} has no figures from table {table_id} any more, which the edition published before has; "
        "see 'styrka verify' and restore its files, or take it in again with 'styrka refresh' or 'styrka import'"
    )
    return lines(found, line)


def weighted_means(location_quotient: Path, employment: Path, region: Path, table_noise: pa.Table) -> list[Row]:
    """The employment-weighted mean LQ over all counties of every industry, farthest from 1 first.

    Rows have ``series``, ``year``, ``industry_code``, ``weighted_mean``, ``difference`` (persons by which the counties'
    sum exceeds the nation) and ``tolerance``, the declared noise; series without every county or noise have none.
    """
    relations = {
        "location_quotient": location_quotient,
        "employment": employment,
        "region": region,
        "table_noise": table_noise,
    }
    parameters = {name: thresholds()[name] for name in ("deviations", "exactness")}
    found = engine.select("check_weighted_mean", relations, parameters).to_pylist()
    return sorted(
        found, key=lambda row: (-abs(row["weighted_mean"] - 1), row["series"], row["year"], row["industry_code"])
    )


def weighted_mean(means: list[Row]) -> list[str]:
    """Of ``weighted_means`` those that are not 1 within the declared noise."""
    line = "{series} {year} {industry_code}: the weighted mean LQ of the counties is {weighted_mean}, not 1"
    return [line.format(**row) for row in means if abs(row["weighted_mean"] - 1) > row["tolerance"]]


def shift_parts(shift_share: Path) -> list[str]:
    """Shifts whose parts do not add up to what they are parts of, but for what floating-point sums may miss."""
    found = engine.select("check_shift_parts", {"shift_share": shift_share}, {"exactness": thresholds()["exactness"]})
    line = "{series} {start_year}–{end_year} {region_code} {industry_code}: {kind} sum to {parts}, not to {total}"
    return lines(found, line)


def workplace_sums(
    workplace_count: Path, register_cell: Path, region: Path, industry: Path, industry_edition: str
) -> list[str]:
    """Counties, municipalities and industries whose workplaces do not add up exactly to what stands above them."""
    relations = {
        "workplace_count": workplace_count,
        "register_cell": register_cell,
        "region": region,
        "industry": industry,
    }
    found = engine.select("check_workplace_sums", relations, {"industry_edition": industry_edition})
    return lines(
        found, "{series} {register_date}: {kind} of {region_code} {industry_code} sum to {parts}, not to {total}"
    )


def parts_of_total(figures: Path, contents: pa.Table) -> list[str]:
    """Industries that do not add up to their published total within rounding; ``contents`` gives the decimals.

    ``figures`` is table ``regional_account`` or ``local_unit``.
    """
    found = engine.select("check_parts_of_total", {"figures": figures, "content": contents})
    return lines(found, "{measure} of {region_code} {year} in {table_id}: the industries sum to {parts}, not {total}")


def product_by_municipality(product: Path, accounts: Path, region: Path, source: str) -> list[str]:
    """Municipalities whose gross regional products miss their nation's or county's, as ``source`` publishes it."""
    relations = {"gross_regional_product": product, "regional_account": accounts, "region": region}
    found = engine.select("check_product_by_municipality", relations, thresholds()["product_by_municipality"])
    line = "municipalities of {region_code} {year} sum to {parts}, {source} has {total}"
    return lines(found.filter(pc.field("source") == source), line)


def commuting_against_jobs(commuting: Path, employment: Path) -> list[str]:
    """Municipalities whose commuting pairs miss the published number of jobs by more than the declared share."""
    relations = {"commuting": commuting, "employment": employment}
    found = engine.select("check_commuting_against_jobs", relations, thresholds()["commuting"])
    return lines(found, "{region_code} {year}: commuting pairs sum to {pairs} jobs, employment has {employees}")


def job_sums(job_interval: Path, region: Path, industry: Path, industry_edition: str) -> list[str]:
    """Workplaces, bounds and estimates that do not add up exactly to what stands above them."""
    relations = {"job_interval": job_interval, "region": region, "industry": industry}
    found = engine.select("check_job_sums", relations, {"industry_edition": industry_edition})
    return lines(found, "{series} {register_date}: {kind} do not add up to {figure} of {region_code} {industry_code}")


def estimates(job_interval: Path, job_allocation: Path, job_quotient: Path) -> list[str]:
    """Intervals that end before they begin, and estimates outside of their interval or without one."""
    relations = {"job_interval": job_interval, "job_allocation": job_allocation, "job_quotient": job_quotient}
    found = engine.select("check_estimates", relations, {"exactness": thresholds()["exactness"]})
    return lines(found, "{series} {kind} {region_code} {industry_code}: {estimate} is not within {low} and {high}")


def workplace_mean(workplace_quotient: Path, region: Path) -> list[str]:
    """Industries whose workplace-weighted mean LQ over all counties is not 1."""
    relations = {"workplace_quotient": workplace_quotient, "region": region}
    found = engine.select("check_workplace_mean", relations, {"exactness": thresholds()["exactness"]})
    line = "{series} {register_date} {industry_code}: the weighted mean LQ of the counties is {weighted_mean}, not 1"
    return lines(found, line)


def summary(lines: list[str]) -> str:
    """The first findings and how many there are, as one line."""
    more = f"; and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return "; ".join(lines[:SHOWN]) + more


def lines(found: pa.Table, line: str) -> list[str]:
    """Every row found as one line, in order."""
    return sorted(line.format(**row) for row in found.to_pylist())
