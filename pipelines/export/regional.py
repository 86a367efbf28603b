"""The rows of one region from the mart's Parquet files, with the names and source tables that a reader needs beside.
How they look in a workbook does not belong here."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines.errors import StyrkaError
from pipelines.export import headline

Row = dict[str, Any]
REFERENCES = ("nation", "county", "skr_group")


@dataclass(frozen=True)
class Regional:
    """Everything the mart holds on one region; rows have the declared columns and those that ``read`` adds.

    Employment is both sexes together. Newest year first, the series in headline order, the reference areas from the
    nation inwards. ``chart`` has one row per industry with a known LQ of the newest year against the nation, highest
    first.
    """

    region: Row
    location_quotient: list[Row]
    specialisation: list[Row]
    employment: list[Row]
    snapshot: list[Row]
    chart: list[Row]


def read(region_code: str, parquet_dir: Path) -> Regional:
    """The rows of ``region_code``; StyrkaError when the mart does not know the region."""
    regions = {row["region_code"]: row for row in _rows(parquet_dir, "region")}
    if region_code not in regions:
        raise StyrkaError(f"region {region_code!r} is not in {parquet_dir / 'region.parquet'}; see its region_code")
    industries = {row["industry_code"]: row for row in _rows(parquet_dir, "industry")}
    employment = _rows(parquet_dir, "employment", region_code)
    tables = {(row["series"], row["year"]): row["table_id"] for row in employment}
    areas = _areas(regions.values())

    def named(rows: Iterable[Row]) -> list[Row]:
        return sorted((row | _names(row, industries, areas, tables) for row in rows), key=_order)

    quotients = named(_rows(parquet_dir, "location_quotient", region_code))
    return Regional(
        region=regions[region_code],
        location_quotient=quotients,
        specialisation=named(_rows(parquet_dir, "specialisation", region_code)),
        employment=named(row for row in employment if row["sex"] == "total"),
        snapshot=_rows(parquet_dir, "snapshot"),
        chart=_chart(quotients),
    )


def _rows(parquet_dir: Path, table_name: str, region_code: str | None = None) -> list[Row]:
    filters = None if region_code is None else [("region_code", "=", region_code)]
    path = parquet_dir / f"{table_name}.parquet"
    if not path.is_file():
        raise StyrkaError(f"{path} is not there; run styrka run")
    rows: list[Row] = pq.read_table(path, filters=filters, use_threads=False).to_pylist()
    return rows


def _areas(regions: Iterable[Row]) -> dict[str, tuple[str, str]]:
    """Names of what a reference code can mean: a region or an SKR group."""
    areas = {}
    for row in regions:
        if row["skr_group"]:
            areas[row["skr_group"]] = (row["skr_group_name_sv"], row["skr_group_name_en"])
        areas[row["region_code"]] = (row["name_sv"], row["name_en"])
    return areas


def _names(row: Row, industries: dict[str, Row], areas: dict[str, Any], tables: dict[tuple[str, int], str]) -> Row:
    industry = industries.get(row.get("industry_code", ""))
    area = areas.get(row.get("reference_code", ""), (None, None))
    return {
        "table_id": tables.get((row["series"], row["year"])),
        "industry_sv": industry and industry["name_sv"],
        "industry_en": industry and industry["name_en"],
        "short_sv": industry and industry["short_sv"],
        "short_en": industry and industry["short_en"],
        "area_sv": area[0],
        "area_en": area[1],
    }


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
