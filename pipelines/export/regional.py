"""The rows of one region from the mart's Parquet files, with the names and source tables that a reader needs beside.
How they look in a workbook does not belong here."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from pipelines.errors import StyrkaError
from pipelines.export import headline
from pipelines.export.reading import LANGUAGES, REFERENCES, Industries, Row, area_names, columns, rows
from pipelines.schema.table import Language


@dataclass(frozen=True)
class Regional:
    """Everything the mart holds on one region; rows have the declared columns and those that ``read`` adds.

    Employment is both sexes together. Newest year first, the series in headline order, the reference areas from the
    nation inwards. ``claim`` has, of a county, its municipalities' claims below its own. ``chart`` has one row per
    industry with a known LQ of the newest year against the nation, highest first.
    """

    region: Row
    location_quotient: list[Row]
    specialisation: list[Row]
    employment: list[Row]
    strength_area_quotient: list[Row]
    claim: list[Row]
    change: list[Row]
    snapshot: list[Row]
    chart: list[Row]


def read(region_code: str, parquet_dir: Path) -> Regional:
    """The rows of ``region_code``; StyrkaError when the mart does not know the region."""
    regions = {row["region_code"]: row for row in rows(parquet_dir, "region")}
    if region_code not in regions:
        raise StyrkaError(f"region {region_code!r} is not in {parquet_dir / 'region.parquet'}; see its region_code")
    snapshots = rows(parquet_dir, "snapshot")
    industries = Industries.read(parquet_dir, snapshots)
    employment = rows(parquet_dir, "employment", region_code=region_code)
    tables = {(row["series"], row["year"]): row["table_id"] for row in employment}
    areas = area_names(regions.values())

    def named(found: Iterable[Row]) -> list[Row]:
        return sorted((row | _names(row, industries, areas, tables) for row in found), key=_order)

    quotients = named(rows(parquet_dir, "location_quotient", region_code=region_code))
    return Regional(
        region=regions[region_code],
        location_quotient=quotients,
        specialisation=named(rows(parquet_dir, "specialisation", region_code=region_code)),
        employment=named(row for row in employment if row["sex"] == "total"),
        strength_area_quotient=_areas(region_code, parquet_dir, snapshots, areas),
        claim=_claims(region_code, parquet_dir, regions),
        change=_changes(region_code, parquet_dir, snapshots),
        snapshot=snapshots,
        chart=_chart(quotients),
    )


def _changes(region_code: str, parquet_dir: Path, snapshots: Iterable[Row]) -> list[Row]:
    """What changed since the edition before, each with the table that its series comes from now."""
    tables = {row["series"]: row["table_id"] for row in snapshots}
    found = rows(parquet_dir, "change", region_code=region_code)
    return [row | {"table_id": tables.get(row["series"])} for row in found]


def _names(
    row: Row,
    industries: Industries,
    areas: dict[str, dict[Language, str]],
    tables: dict[tuple[str, int], str],
) -> Row:
    industry = industries.get(row.get("industry_code", ""), row["series"])
    area = areas.get(row.get("reference_code", ""))
    return {
        "table_id": tables.get((row["series"], row["year"])),
        "industry_sv": industry and industry["name_sv"],
        "industry_en": industry and industry["name_en"],
        "short_sv": industry and industry["short_sv"],
        "short_en": industry and industry["short_en"],
        "area_sv": area and area["sv"],
        "area_en": area and area["en"],
    }


def _areas(
    region_code: str, parquet_dir: Path, snapshots: list[Row], areas: dict[str, dict[Language, str]]
) -> list[Row]:
    """Rows of the series that measure strength areas, with the names of area and reference and the source table."""
    declared = {row["area_id"]: row for row in rows(parquet_dir, "strength_area")}
    tables = {row["series"]: row["table_id"] for row in snapshots}
    found = [
        row
        | {
            "table_id": tables.get(row["series"]),
            "strength_area_sv": declared[row["area_id"]]["name_sv"],
            "strength_area_en": declared[row["area_id"]]["name_en"],
            "area_sv": areas[row["reference_code"]]["sv"],
            "area_en": areas[row["reference_code"]]["en"],
        }
        for row in rows(parquet_dir, "strength_area_quotient", region_code=region_code)
        if row["level"] is not None
    ]
    return sorted(found, key=lambda row: (*_order({**row, "level": ""}), declared[row["area_id"]]["position"]))


def _claims(region_code: str, parquet_dir: Path, regions: dict[str, Row]) -> list[Row]:
    """The region's claims and, of a county, then its municipalities', with the names of their regions."""
    codes = [region_code, *sorted(code for code, row in regions.items() if row["county_code"] == region_code != code)]
    found = columns(parquet_dir, "claim", filters=pc.field("region_code").isin(codes)).to_pylist()
    return [
        row | {f"region_{language}": regions[row["region_code"]][f"name_{language}"] for language in LANGUAGES}
        for row in sorted(found, key=lambda row: (codes.index(row["region_code"]), row["position"]))
    ]


def _order(row: Row) -> tuple[Any, ...]:
    reference = row.get("reference", "nation")
    return (
        -row["year"],
        headline.precedence(row["series"]),
        REFERENCES.index(reference),
        row["level"],
        row.get("industry_code", ""),
        row.get("sex", ""),
    )


def _chart(quotients: list[Row]) -> list[Row]:
    known = [
        row
        for row in quotients
        if row["reference"] == "nation" and row["lq"] is not None and row["note"] != "unknown_industry"
    ]
    shown = headline.newest((row["year"], row["series"]) for row in known)
    rows = [row for row in known if (row["year"], row["series"]) == shown]
    return sorted(rows, key=lambda row: (-row["lq"], row["industry_code"]))
