"""The mart's rows that an explanation starts from, and the one line that says what exists when there is none.
Raw cells are not read here."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow.compute as pc

from pipelines.errors import StyrkaError, listed
from pipelines.export import headline
from pipelines.export.area_matrix import unmeasured
from pipelines.export.reading import REFERENCES, Row, columns, rows
from pipelines.snapshots.sidecar import REGISTERS

LISTED = 40
TABLE = "location_quotient"
AREAS = "strength_area_quotient"
WORKPLACES = "workplace_quotient"


def quotients(folder: Path, region: str, industry: str, year: int, series: str | None) -> tuple[list[Row], list[str]]:
    """The location quotients asked for, by reference area from the nation inwards, and the series that have the year.

    Without ``series`` those of the series that speaks first. StyrkaError lists what exists where nothing is found.
    """
    found = rows(folder, TABLE, region_code=region)
    if not found:
        existing = columns(folder, TABLE, ["region_code"])["region_code"].unique().to_pylist()
        raise StyrkaError(f"no location quotient for region {region!r}; regions: {_listed(existing)}")
    place = f"region {region}"
    found = _narrowed(found, place, "industry_code", "industry", industry)
    found = _narrowed(found, f"{place}, industry {industry}", "year", "year", year)
    available = sorted({row["series"] for row in found}, key=headline.precedence)
    chosen = available[0] if series is None else series
    found = _narrowed(found, f"{place}, industry {industry}, year {year}", "series", "series", chosen)
    return sorted(found, key=lambda row: REFERENCES.index(row["reference"])), available


def area_quotients(
    folder: Path, region: str, area: str, year: int | None, series: str | None
) -> tuple[list[Row], list[str]]:
    """A strength area's location quotients as ``quotients`` has an industry's, of the newest year unless asked.

    Without ``series`` the first that measures the area: the register's, else an imported one, a simulated one last.
    """
    found = rows(folder, AREAS, region_code=region)
    if not found and rows(folder, "region", region_code=region):
        areas = [row["area_id"] for row in rows(folder, "strength_area")]
        if area not in areas:
            raise StyrkaError(f"there is no strength area {area!r}; there are {_listed(areas)}")
        raise unmeasured(f"strength area {area} in region {region}")
    if not found:
        existing = columns(folder, AREAS, ["region_code"])["region_code"].unique().to_pylist()
        raise StyrkaError(f"no location quotient for region {region!r}; regions: {_listed(existing)}")
    place = f"region {region}"
    found = _narrowed(found, place, "area_id", "area", area)
    measured = {row["series"] for row in found if row["level"]}
    available = sorted(
        {row["series"] for row in found}, key=lambda each: (each not in measured, headline.area_precedence(each))
    )
    chosen = available[0] if series is None else series
    found = _narrowed(found, f"{place}, area {area}", "series", "series", chosen)
    newest = max(row["year"] for row in found) if year is None else year
    found = _narrowed(found, f"{place}, area {area}, series {chosen}", "year", "year", newest)
    return sorted(found, key=lambda row: REFERENCES.index(row["reference"])), available


def in_register_only(folder: Path, region: str, industry: str, series: str | None) -> bool:
    """Whether a register is asked for, or alone has the industry in the region."""
    if series is not None:
        return series in REGISTERS.values()
    asked = {"region_code": region, "industry_code": industry}
    return not rows(folder, TABLE, **asked) and bool(rows(folder, WORKPLACES, **asked))


def workplace_quotients(
    folder: Path, region: str, industry: str, year: int, series: str | None
) -> tuple[list[Row], list[str]]:
    """An industry's quotients of workplaces, of the year's newest register, in the columns of ``area_quotients``.

    With them the bounds of its jobs. StyrkaError lists what exists where nothing is found.
    """
    found = rows(folder, WORKPLACES, region_code=region)
    if not found:
        existing = columns(folder, WORKPLACES, ["region_code"])["region_code"].unique().to_pylist()
        if not existing:
            raise StyrkaError(
                "this edition has no business register; pull it (styrka refresh --register) or make one up "
                "(styrka simulate --seed 1)"
            )
        raise StyrkaError(f"no location quotient of workplaces for region {region!r}; regions: {_listed(existing)}")
    place = f"region {region}"
    found = _narrowed(found, place, "industry_code", "industry", industry)
    available = sorted({row["series"] for row in found}, key=headline.area_precedence)
    chosen = available[0] if series is None else series
    found = _narrowed(found, f"{place}, industry {industry}", "series", "series", chosen)
    dated = [row | {"year": row["register_date"].year} for row in found]
    dated = _narrowed(dated, f"{place}, industry {industry}, series {chosen}", "year", "year", year)
    newest = max(row["register_date"] for row in dated)
    jobs = {
        row["reference"]: row
        for row in rows(folder, "job_quotient", region_code=region, industry_code=industry, series=chosen)
        if row["register_date"] == newest
    }
    kept = [_as_area(row, jobs.get(row["reference"])) for row in dated if row["register_date"] == newest]
    return sorted(kept, key=lambda row: REFERENCES.index(row["reference"])), available


def _as_area(row: Row, jobs: Row | None) -> Row:
    named = {
        "region_total": row["workplaces_region"],
        "area_reference": row["workplaces_reference"],
        "reference_total": row["workplaces_reference_total"],
        "workplaces_unknown_size": jobs["workplaces_unknown_size"] if jobs else None,
        "lq_jobs_low": jobs["lq_low"] if jobs else None,
        "lq_jobs_high": jobs["lq_high"] if jobs else None,
        "county_share": None,
        "contribution": None,
    }
    return row | named | {name: jobs[name] if jobs else None for name in ("jobs_low", "jobs_high", "jobs_estimate")}


def snapshots(folder: Path, series: str, year: int) -> list[Row]:
    """The rows of table ``snapshot`` whose source tables gave the series its figures of the year."""
    chosen = (pc.field("series") == series) & (pc.field("year") == year)
    used = columns(folder, "employment", ["table_id"], chosen)
    table_ids = set(used["table_id"].unique().to_pylist())
    return [row for row in rows(folder, "snapshot") if row["table_id"] in table_ids]


def _narrowed(found: list[Row], place: str, column: str, word: str, value: object) -> list[Row]:
    kept = [row for row in found if row[column] == value]
    if not kept:
        existing = {row[column] for row in found}
        raise StyrkaError(f"no location quotient for {place} with {word} {value!r}; there are {_listed(existing)}")
    return kept


def _listed(values: Iterable[object]) -> str:
    return listed(sorted(map(str, values)), LISTED)
