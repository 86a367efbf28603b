"""A small mart made by hand for the profiles: real outlines' codes, few figures, three series and their breaks, and a
place for names as hostile as one likes. The quotients are the measures' own; no expected result is written here."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines import schema
from pipelines.claims import table as claims
from pipelines.measures import tables
from pipelines.profiles.mart import READS
from pipelines.warehouse import engine

EDITION = "0123456789ab"
# The tables that the measures write themselves.
MEASURED = ("location_quotient", "specialisation")
INDUSTRIES = {
    "A": ("Jordbruk, skogsbruk och fiske", "Agriculture, forestry and fishing", "Jordbruk", "Farming"),
    "B+C": ("Tillverkning och utvinning", "Mining, quarrying and manufacturing", "Tillverkning", "Manufacturing"),
    "J": ("Informations- och kommunikationsverksamhet", "Information and communication", "Information", "Information"),
    "US": ("Okänd näringsgren", "Unknown industry", "Okänd", "Unknown"),
}
# Employed by region in the order of INDUSTRIES. Kalmar county has half of the nation's A and no J at all.
COUNTS = {
    "00": (200, 300, 480, 20),
    "08": (100, 60, 0, 5),
    "18": (40, 100, 50, 5),
    "0880": (30, 20, 0, 2),
    "0882": (70, 40, 0, 3),
}
# Series: years, regions, table, whether men and women are published or their total.
SERIES = {
    "RAMS": (range(2009, 2014), ("00", "08", "18"), "TAB900", True),
    "BAS": (range(2020, 2022), tuple(COUNTS), "TAB3204", False),
    "BAS_PREL": (range(2021, 2023), ("00", "08", "18"), "TAB3785", False),
}
# An imported table: thirty industries of three digits, in a year after all others; every region has 100 + 10 n in
# industry n, counted from 0, and the nation 1000 in each.
EXTRACT_YEAR, EXTRACT_LEVEL = 2023, "3"
EXTRACT_INDUSTRIES = tuple(str(code) for code in range(101, 131))
NAMES = {
    "00": ("Riket", "Sweden"),
    "08": ("Kalmar län", "Kalmar county"),
    "18": ("Örebro län", "Örebro county"),
    "0880": ("Kalmar", "Kalmar"),
    "0881": ("Nybro", "Nybro"),
    "0882": ("Oskarshamn", "Oskarshamn"),
    "1880": ("Örebro", "Örebro"),
}
# What the bridge made of the imported figures of the regions CARRYING: outcome, code, employed, codes, reason.
CARRYING = ("08", "Kust 2")
CARRIED = [
    ("exact", "201", 210, "101 102", "merge"),
    ("exact", "202", None, "103", "one_to_one"),
    ("ambiguous", "104", 130, "203 204", "split"),
    ("ambiguous", "105", None, "205 206", "many_to_many"),
    ("ambiguous", "106", 150, None, "no_pair"),
    ("ambiguous", "107", 20, "107", "many_to_many"),
]
# Strength areas: id, names, regions that they are declared for; and how many workplaces a region has in them.
AREAS = [("wood", "Trä", "Wood", ""), ("food", "Livsmedel", "Food", "07 08")]
AREA_WORKPLACES = [
    ("08", "wood", 40),
    ("08", "food", 10),
    ("0880", "wood", 30),
    ("0882", "wood", 10),
    ("0882", "food", 10),
]
BREAKS = [
    ("RAMS", 2011, "source", None, None, "Ny inkomstkälla.", "A new income source."),
    ("RAMS", 2012, "classification", "01", "B+C", "Syns bara i Stockholm.", "Shows in Stockholm only."),
    ("RAMS", 2013, "level", None, "J", "Gäller bara J.", "Concerns J only."),
    ("RAMS", 2022, "end", None, None, "Serien slutar.", "The series ends."),
    ("BAS", 2020, "start", None, None, "Serien börjar.", "The series starts."),
]


def write(
    folder: Path,
    *,
    names: dict[str, str] | None = None,
    industry_names: dict[str, str] | None = None,
    statuses: dict[tuple[str, str], str] | None = None,
    absent: tuple[str, str] | None = None,
    extracts: Mapping[str, tuple[str, ...]] | None = None,
    register: str = "",
    parts: Mapping[str, list[dict[str, Any]]] | None = None,
    reverse: bool = False,
) -> Path:
    """Write the tables that profiles read to ``folder`` and return it.

    ``names`` and ``industry_names`` replace names in both languages; ``statuses`` empties the newest cells of (region,
    industry) for a reason; ``absent`` leaves out a (series, region); ``extracts`` are imported series with their
    regions; ``register`` is the series of a business register, REGISTER or SIMULATED, that measures strength areas;
    ``parts`` are further rows by table, of tables that are empty otherwise too; ``reverse`` writes the rows in the
    opposite order.
    """
    content = {
        "region": regions(names or {}),
        "industry": industries(industry_names or {}),
        "series_break": breaks(),
        "snapshot": snapshots(),
        "employment": [row for row in employment(statuses or {}) if (row["series"], row["region_code"]) != absent],
        "strength_area": areas(),
        "strength_area_quotient": area_quotients(register) if register else [],
        "carried_employment": [],
        "verdict": verdicts(),
    }
    if register:
        content["snapshot"] += registers(register)
    for series, places in (extracts or {}).items():
        for name, rows in extract(series, places, statuses or {}).items():
            content[name] += rows
    for name in READS:
        if name not in MEASURED:
            content.setdefault(name, [])
    for name, rows in (parts or {}).items():
        content[name] += rows
    relations: dict[str, Any] = {name: _arrow(name, rows) for name, rows in content.items()}
    noise = {"TAB900": 0, "TAB3204": 2, "TAB3785": 1}
    relations["table_noise"] = pa.table({"table_id": list(noise), "noise": pa.array(noise.values(), pa.int64())})
    for name in MEASURED:
        getattr(tables, name)(relations, folder / f"{name}.parquet", EDITION)
    for name in content:
        engine.write_table(name, relations[name], folder / f"{name}.parquet", EDITION)
    relations["location_quotient"] = folder / "location_quotient.parquet"
    nothing = schema.table("uncertainty").arrow_schema().empty_table()
    given = {name: relations.get(name, nothing) for name in claims.READS}
    claimed = claims.claim(given)
    engine.write_table("claim", claimed, folder / "claim.parquet", EDITION)
    if reverse:
        for path in folder.glob("*.parquet"):
            rows = engine.read_table(path)
            engine.write_table(path.stem, rows.take(pa.array(range(rows.num_rows)[::-1], pa.int64())), path, EDITION)
    return folder


def regions(names: dict[str, str]) -> list[dict[str, Any]]:
    kinds = {2: "county", 4: "municipality"}
    return [
        {"region_code": code, "name_sv": names.get(code, sv), "name_en": names.get(code, en)}
        | {"type": "nation" if code == "00" else kinds[len(code)]}
        | {"county_code": None if code == "00" else code[:2]}
        | (
            {"skr_group": "B3", "skr_group_name_sv": "Större stad", "skr_group_name_en": "City"}
            if len(code) == 4
            else {}
        )
        for code, (sv, en) in NAMES.items()
    ]


def industries(names: dict[str, str]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = [
        {
            "industry_code": code,
            "edition": "SNI2007-16",
            "level": "group",
            "parent_code": "A-U+US",
            "unknown": code == "US",
        }
        | {"name_sv": names.get(code, sv), "name_en": names.get(code, en)}
        | {"short_sv": names.get(code, short_sv), "short_en": names.get(code, short_en)}
        for code, (sv, en, short_sv, short_en) in INDUSTRIES.items()
    ]
    total = {"industry_code": "A-U+US", "edition": "SNI2007-16", "level": "total", "unknown": False}
    return [*groups, total | {"name_sv": "Totalt", "name_en": "Total", "short_sv": "Totalt", "short_en": "Total"}]


def breaks() -> list[dict[str, Any]]:
    columns = ("series", "year", "kind", "region_codes", "industry_codes", "description_sv", "description_en")
    return [dict(zip(columns, row, strict=True)) | {"source": "SCB", "own_check": False} for row in BREAKS]


def snapshots() -> list[dict[str, Any]]:
    return [
        {"table_id": table, "part": 1, "parts": 1, "series": series, "title_sv": f"Sysselsatta, {series}"}
        | {"title_en": f"Employed, {series}", "retrieved": "2026-07-01T08:16:00Z", "licence": "CC0-1.0"}
        | {"updated": None if table == "TAB3785" else "2026-06-30T06:00:00Z"}
        | {"origin": "public_copy" if table == "TAB3785" else "client", "sha256": f"{number:064x}"}
        | {"industry_edition": "SNI2007-16"}
        | {"url": None, "path": f"{table}.json.gz"}
        for number, (series, (_, _, table, _)) in enumerate(SERIES.items())
    ]


def employment(statuses: dict[tuple[str, str], str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for series, (years, places, table, summed) in SERIES.items():
        for year in years:
            for region in places:
                figures = dict(zip(INDUSTRIES, COUNTS[region], strict=True))
                if not summed:
                    figures["A-U+US"] = sum(figures.values()) + 1
                for industry, count in figures.items():
                    # The oldest year of a series has twice as many in A: lines that move.
                    employees: int | None = count * 2 if industry == "A" and year == min(years) else count
                    status = "derived" if summed else "observed"
                    if year == max(years) and (region, industry) in statuses:
                        employees, status = None, statuses[region, industry]
                    rows.append(
                        {"region_code": region, "industry_code": industry, "year": year, "series": series}
                        | {"sex": "total", "level": "total" if industry == "A-U+US" else "group"}
                        | {"employees": employees, "status": status, "table_id": table}
                    )
    return rows


def extract(
    series: str, places: tuple[str, ...], statuses: dict[tuple[str, str], str]
) -> dict[str, list[dict[str, Any]]]:
    """Rows that an imported series adds to each table."""
    return {
        "region": [
            {"region_code": code, "name_sv": f"Område {code}", "name_en": f"Area {code}", "type": "imported"}
            for code in places
            if code not in NAMES
        ],
        "industry": [
            {"industry_code": code, "edition": series, "level": EXTRACT_LEVEL, "unknown": False}
            | {"name_sv": f"Bransch {code}", "name_en": f"Branch {code}", "short_sv": code, "short_en": code}
            for code in EXTRACT_INDUSTRIES
        ],
        "snapshot": [
            {"table_id": series, "part": 1, "parts": 1, "series": series, "title_sv": series, "title_en": series}
            | {"retrieved": "2026-08-01T08:16:00Z", "licence": "eget", "origin": "import", "sha256": "f" * 64}
            | {"industry_edition": series}
            | {"path": f"{series}.parquet"}
        ],
        "employment": [
            {"region_code": region, "industry_code": code, "year": EXTRACT_YEAR, "series": series, "sex": "total"}
            | {"level": EXTRACT_LEVEL, "table_id": series, "status": statuses.get((region, code), "observed")}
            | {"employees": None if (region, code) in statuses else 1000 if region == "00" else 100 + 10 * number}
            for region in places
            for number, code in enumerate(EXTRACT_INDUSTRIES)
        ],
        "carried_employment": [
            {"series": series, "year": EXTRACT_YEAR, "level": EXTRACT_LEVEL, "outcome": outcome, "region_code": region}
            | {"industry_code": code, "edition": "SNI2025" if outcome == "exact" else "SNI2007"}
            | {"employees": employees, "other_codes": others, "reason": reason}
            for outcome, code, employees, others, reason in CARRIED
            for region in CARRYING
            if region in places
        ],
    }


def registers(series: str) -> list[dict[str, Any]]:
    return [
        {"table_id": series, "part": 1, "parts": 1, "series": series, "title_sv": "Register", "title_en": "Register"}
        | {"updated": "2026-11-20", "retrieved": "2026-11-21T08:16:00Z", "licence": "SCB", "sha256": "e" * 64}
        | {"origin": series.lower(), "industry_edition": "SNI2025", "path": f"{series}.parquet"}
    ]


def areas() -> list[dict[str, Any]]:
    """Wood is a general area, food one that is declared for Kalmar county."""
    return [
        {"area_id": area, "position": position, "version": "1", "area_set": "test", "name_sv": sv, "name_en": en}
        | {"region_codes": regions, "source_sv": "Prov", "source_en": "Test", "origin": "declared", "file": "test.toml"}
        for position, (area, sv, en, regions) in enumerate(AREAS)
    ]


def verdicts() -> list[dict[str, Any]]:
    """Kalmar county has a strength in A that one way of asking denies, none in B+C, and no ground for J."""
    shared = {"region_code": "08", "year": 2022, "series": "BAS_PREL", "subject_type": "industry", "level": "group"}
    return [
        shared
        | {"subject_code": code, "verdict": verdict, "reason": reason, "specifications": 12}
        | {
            "specifications_strong": strong,
            "specifications_open": 0,
            "questions": 3,
            "share_strong": strong / 12,
            "lq": lq,
        }
        | {"lq_lowest": lq - 0.1, "lq_highest": lq + 0.1, "flipping_specification": flips}
        | {"same_verdict": same, "of_regions": 21, "distinctiveness": 0.85 if verdict == "styrka" else None}
        for code, verdict, reason, strong, lq, flips, same in [
            ("A", "styrka", "strong_in_most", 11, 3.0, "rest_of_nation 2021 employed without_unknown", 4),
            ("B+C", "ingen styrka", "strong_in_few", 0, 0.9, None, 9),
            ("J", "otillräckligt underlag", "too_few_jobs", 12, 1.5, None, None),
        ]
    ]


def area_quotients(series: str) -> list[dict[str, Any]]:
    """Kalmar county has 40 workplaces in wood and 10 in food, all of them in Kalmar and Oskarshamn; of BAS_PREL the
    areas are too fine."""
    measured = [
        {"region_code": region, "area_id": area, "year": 2026, "series": series, "reference": "nation"}
        | {"reference_code": "00", "register_date": date(2026, 11, 20), "level": "5", "needed_level": "5"}
        | {"workplaces_unknown_size": 1.5 if area == "wood" else 0.0}
        | {"workplaces": float(count), "jobs_low": 10.0 * count, "jobs_high": 25.0 * count}
        | {"jobs_estimate": None if region == "0882" else 15.4 * count, "share": count / 400, "lq": count / 20}
        | {"lq_jobs_low": count / 50, "lq_jobs_high": count / 8, "rank": 1, "rank_of": 21}
        | {"county_share": None if region == "08" else count / (40 if area == "wood" else 10)}
        | {"contribution": None if region == "08" else count / 20}
        for region, area, count in AREA_WORKPLACES
    ]
    unmeasured = [
        {"region_code": "08", "area_id": area, "year": 2022, "series": "BAS_PREL", "reference": "nation"}
        | {"reference_code": "00", "needed_level": "5", "note": "level_too_coarse"}
        for area, *_ in AREAS
    ]
    return measured + unmeasured


def _arrow(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    declared = schema.table(name)
    content = pa.Table.from_pylist(rows, schema=declared.arrow_schema())
    return content.sort_by([(column, "ascending") for column in declared.sort])


def sealed(folder: Path, identity: str = EDITION) -> Path:
    """The folder with a manifest of the files in it, as a published edition has."""
    (folder / "edition.json").unlink(missing_ok=True)
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    checksums = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()}
    manifest = {"edition": identity, "snapshots": [], "files": checksums}
    (folder / "edition.json").write_text(json.dumps(manifest), "utf-8")
    return folder
