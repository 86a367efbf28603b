"""Two marts for the site: the profiles' small one with twins, absences and a register, and a whole country in sixteen
groups and six years. The quotients are the measures' own; no expected result is written here."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines import schema
from pipelines.measures import tables
from pipelines.profiles.mart import READS as PROFILES_READ
from pipelines.site.findings import READS
from pipelines.warehouse import classification, engine
from tests.profiles import mart as profiles

EDITION = profiles.EDITION
IMPORT = "KUST"
YEARS = range(2019, 2025)
# Region, rank, twin, similarity.
TWINS = [("08", 1, "18", 0.625), ("18", 1, "08", 0.625)]
# Region, industry of the import, density, why no advice is given, how well density told entries.
ABSENT = [
    ("08", "101", 0.25, None, 0.71),
    ("08", "102", 0.5, None, 0.71),
    ("18", "101", 0.5, "below_threshold", 0.55),
]
# Workplaces of a register by region and two-digit industry; 18 has none in 16.
WORKPLACES = [("08", "16", 30, 1.5), ("08", "25", 10, 0.5), ("18", "25", 60, 1.25), ("0880", "16", 12, 2.0)]


def small(folder: Path, register: str = "", **content: Any) -> Path:
    """The profiles' mart, see there, with the tables that only the site reads."""
    profiles.write(folder, register=register, extracts={IMPORT: ("00", "08", "18", "Kust 2")}, **content)
    write(folder, "twin", twins())
    write(folder, "relatedness", absent())
    write(folder, "density_backtest", backtests())
    write(folder, "workplace_quotient", workplaces(register) if register else [])
    return folder


def twins() -> list[dict[str, Any]]:
    shared = {"year": 2022, "series": "BAS_PREL", "level": "group", "region_type": "county", "compared": 1}
    return [
        shared | {"region_code": region, "rank": rank, "twin_code": twin, "similarity": similarity}
        for region, rank, twin, similarity in TWINS
    ]


def absent() -> list[dict[str, Any]]:
    shared = {"year": profiles.EXTRACT_YEAR, "series": IMPORT, "level": "3", "region_type": "county", "present": False}
    return [
        shared
        | {"region_code": region, "industry_code": industry, "density": density, "withheld": withheld, "auc": auc}
        | {"pci": 0.5, "opportunity_gain": 0.125}
        for region, industry, density, withheld, auc in ABSENT
    ]


def backtests() -> list[dict[str, Any]]:
    shared = {"level": "3", "basis": "cooccurrence", "start_year": 2020, "smallest_auc": 0.6, "region_type": "county"}
    return [
        shared
        | {"series": IMPORT, "end_year": 2023, "absent": 40, "entries": 7, "auc": 0.71, "standard_error": 0.02}
        | {"auc_low": 0.67, "auc_high": 0.75, "withheld": False},
        shared
        | {"series": IMPORT, "start_year": 2018, "end_year": 2020, "absent": 40, "entries": 7, "auc": 0.55}
        | {"standard_error": 0.02, "auc_low": 0.51, "auc_high": 0.59, "withheld": True, "reason": "below_threshold"},
        shared | {"series": "BAS_PREL", "end_year": 2022, "withheld": True, "reason": "level_too_coarse"},
    ]


def workplaces(series: str) -> list[dict[str, Any]]:
    shared = {"register_date": date(2026, 11, 20), "series": series, "reference": "nation", "reference_code": "00"}
    return [
        shared
        | {"region_code": region, "industry_code": industry, "level": "2", "workplaces": count, "lq": lq}
        | {"workplaces_region": 100, "workplaces_reference": 1000, "workplaces_reference_total": 5000}
        | {"share": count / 100, "overrepresented": lq >= 1, "rank": 1, "rank_of": 2}
        for region, industry, count, lq in WORKPLACES
    ]


def country(folder: Path) -> Path:
    """21 counties and 290 municipalities in the sixteen groups, six years of one series, with twins and verdicts."""
    regions, groups = classification.regions(), classification.industries(classification.GROUPS)
    codes = regions["region_code"].to_pylist()
    industries = groups.filter(pc.field("level") == "group")["industry_code"].to_pylist()
    relations: dict[str, Any] = {
        "region": regions,
        "industry": groups,
        "employment": _arrow("employment", _employment(codes, industries)),
        "snapshot": _arrow("snapshot", [_snapshot()]),
        "series_break": classification.series_breaks(),
        "table_noise": pa.table({"table_id": ["TAB3204"], "noise": pa.array([1], pa.int64())}),
    }
    for name in ("location_quotient", "specialisation"):
        getattr(tables, name)(relations, folder / f"{name}.parquet", EDITION)
    for name in ("region", "industry", "employment", "snapshot", "series_break"):
        engine.write_table(name, relations[name], folder / f"{name}.parquet", EDITION)
    write(folder, "verdict", _verdicts(codes[1:], industries))
    write(folder, "twin", _nearest(codes[1:]))
    for name in {*PROFILES_READ, *READS} - {path.stem for path in folder.glob("*.parquet")}:
        write(folder, name, [])
    return folder


def _employment(codes: list[str], industries: list[str]) -> list[dict[str, Any]]:
    return [
        {"region_code": code, "industry_code": industry, "year": year, "series": "BAS", "sex": "total"}
        | {"level": "group", "status": "observed", "table_id": "TAB3204"}
        | {"employees": (10_000_000 if code == "00" else 0) + int(code) * (number + 3) * 7 % 9973 + 11 * year}
        for year in YEARS
        for code in codes
        for number, industry in enumerate(industries)
    ]


def _snapshot() -> dict[str, Any]:
    return (
        {"table_id": "TAB3204", "part": 1, "parts": 1, "series": "BAS", "title_sv": "Sysselsatta", "origin": "client"}
        | {"title_en": "Employed", "updated": "2026-06-30T06:00:00Z", "retrieved": "2026-07-01T08:16:00Z"}
        | {"licence": "CC0-1.0", "sha256": "0" * 64, "industry_edition": "SNI2007-16", "path": "TAB3204.json.gz"}
    )


def _verdicts(codes: list[str], industries: list[str]) -> list[dict[str, Any]]:
    return [
        {"region_code": code, "subject_code": industry, "year": YEARS[-1], "series": "BAS", "subject_type": "industry"}
        | {"level": "group", "verdict": "styrka", "reason": "strong_in_most", "specifications": 12, "of_regions": 290}
        | {
            "specifications_strong": 12,
            "specifications_open": 0,
            "questions": 3,
            "share_strong": 1.0,
            "lq": 1.5,
            "same_verdict": 290,
        }
        | {"lq_lowest": 1.4, "lq_highest": 1.6}
        for code in codes
        for industry in industries[:5]
    ]


def _nearest(codes: list[str]) -> list[dict[str, Any]]:
    return [
        {"region_code": code, "year": YEARS[-1], "series": "BAS", "level": "group", "rank": rank + 1, "compared": 289}
        | {"region_type": "county" if len(code) == 2 else "municipality", "similarity": 0.9 - rank / 100}
        | {"twin_code": codes[(codes.index(code) + rank + 1) % len(codes)]}
        for code in codes
        for rank in range(5)
    ]


def write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    engine.write_table(name, _arrow(name, rows), folder / f"{name}.parquet", EDITION)


def _arrow(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    declared = schema.table(name)
    content = pa.Table.from_pylist(rows, schema=declared.arrow_schema())
    return content.sort_by([(column, "ascending") for column in declared.sort])
