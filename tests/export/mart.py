"""A small mart made by hand, in the declared schemas (empty where no rows are), with names as hostile as fault 22's.
No expected result is written here."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines import schema
from pipelines.warehouse import engine

EDITION = {"edition": "0123456789ab"}
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tflik",
    "\rvagn",
    "'citat",
    "''två",
    "＝1",
    'a"b;c',
    "rad\nrad\r\nrad",
    "<script>alert(1)</script>",
    "A\u030angstro\u0308m",  # NFD letters stay as they are
    "jätte🦌",
    " =1",
    "{=1}",
    "https://example.org",
]
REGIONS: list[dict[str, Any]] = [
    {"region_code": "00", "name_sv": "Riket", "name_en": "Sweden", "type": "nation"},
    {"region_code": "08", "name_sv": "Kalmar län", "name_en": "Kalmar county", "type": "county", "county_code": "08"},
    {
        "region_code": "0880",
        "name_sv": "Kalmar",
        "name_en": "Kalmar",
        "type": "municipality",
        "county_code": "08",
        "skr_group": "B3",
        "skr_group_name_sv": "Större stad",
        "skr_group_name_en": "Large city",
    },
    *(
        {"region_code": f"X{number}", "name_sv": name, "name_en": name, "type": "imported"}
        for number, name in enumerate(HOSTILE)
    ),
    {"region_code": "Y0", "name_sv": "Ö", "name_en": "Ö", "type": "imported", "skr_group": "", "la_region": None},
]
INDUSTRIES: list[dict[str, Any]] = [
    {"industry_code": code, "edition": "SNI2007-16", "level": level, "unknown": code == "US"}
    | {"parent_code": None if level == "total" else "A-U+US"}
    | {"name_sv": sv, "name_en": en, "short_sv": sv, "short_en": en}
    for code, level, sv, en in [
        ("A", "group", "Jordbruk, skogsbruk och fiske", "Agriculture, forestry and fishing"),
        ("A-U+US", "total", "Samtliga", "All"),
        ("B+C", "group", "Tillverkning och utvinning", "Manufacturing and mining"),
        ("US", "group", "Okänd näringsgren", "Unknown industry"),
    ]
]
# Kalmar county and the nation in TAB3785, 2025; the third group holds what the other thirteen of the sixteen hold.
FIGURES = {
    ("00", "A"): 93_000,
    ("00", "B+C"): 550_000,
    ("00", "US"): 4_650_000,
    ("08", "A"): 4_600,
    ("08", "B+C"): 17_000,
    ("08", "US"): 90_000,
    ("0880", "A"): 700,
    ("0880", "B+C"): 0,
    ("0880", "US"): 40_000,
}
YEARS = (2024, 2025)
SNAPSHOTS: list[dict[str, Any]] = [
    {
        "table_id": "TAB3785",
        "part": 1,
        "parts": 1,
        "series": "BAS_PREL",
        "title_sv": "Förvärvsarbetande, preliminärt år",
        "title_en": "Gainfully employed, preliminary year",
        "updated": "2026-03-05T07:00:00Z",
        "retrieved": "2026-05-04T10:00:00Z",
        "industry_edition": "SNI2007-16",
        "origin": "public_copy",
        "url": "https://statistikdatabasen.scb.se/api/v2/tables/TAB3785/data",
        "licence": "CC0",
        "sha256": "ab" * 32,
        "path": "bundled/TAB3785/part1.json.gz",
    },
    {
        "table_id": "EGEN",
        "part": 1,
        "parts": 1,
        "series": "EGEN",
        "title_sv": "=cmd()",
        "title_en": "=cmd()",
        "updated": None,
        "retrieved": "2026-05-04T10:00:00Z",
        "industry_edition": "SNI2007-16",
        "origin": "import",
        "url": None,
        "licence": "internt bruk",
        "sha256": "cd" * 32,
        "path": "imported/EGEN/part1.parquet",
    },
]


SIMULATED = {
    "table_id": "SIMULATED",
    "series": "SIMULATED",
    "part": 1,
    "parts": 1,
    "title_sv": "Simulerat",
    "title_en": "Simulated",
    "retrieved": "2026-11-20",
    "origin": "simulated",
    "licence": "Styrka",
    "sha256": "d" * 64,
    "path": "simulated/SIMULATED/a.parquet",
}
AREA = {
    "area_id": "wood",
    "position": 0,
    "version": "1",
    "area_set": "test",
    "name_sv": "Trä",
    "name_en": "Wood",
    "region_codes": "",
    "source_sv": "Prov",
    "source_en": "Test",
    "origin": "declared",
    "file": "test.toml",
}
AREA_QUOTIENT = {
    "region_code": "08",
    "area_id": "wood",
    "year": 2025,
    "series": "SIMULATED",
    "reference": "nation",
    "reference_code": "00",
    "level": "5",
    "workplaces": 12.5,
    "jobs_low": 30.0,
    "jobs_high": 75.25,
    "lq": 1.5,
}


def write(folder: Path, *, derived: bool = False, simulated: bool = False) -> Path:
    """Write the Parquet files below ``folder`` and return it; ``derived`` figures are sums of men and women.

    Tables that no output treats in a way of its own are there and empty.
    """
    content: dict[str, list[dict[str, Any]]] = {
        "region": REGIONS,
        "industry": INDUSTRIES,
        "snapshot": [*SNAPSHOTS, *([SIMULATED] if simulated else [])],
        "strength_area": [AREA],
        "strength_area_quotient": [AREA_QUOTIENT] if simulated else [],
        "industry_bridge": [
            {"level": "4", "sni2007_code": code, "sni2025_code": code, "kind": "one_to_one", "union_id": f"4-{code}"}
            | {"source": "ssb_2919"}
            for code in ("A", "B+C")
        ],
        "series_break": [
            {"series": "BAS_PREL", "year": 2024, "kind": "unknown_industry", "source": "SCB", "own_check": False}
            | {"description_sv": "Okänd minskar", "description_en": "Unknown falls"}
        ],
        "employment": employment("derived" if derived else "observed"),
        "location_quotient": location_quotients(),
        "specialisation": [
            {"region_code": region, "year": year, "series": "BAS_PREL", "level": "group", "krugman": 0.1 + 0.2}
            | {"hachman": 1 / 3, "hhi": 1e-7, "hhi_normalised": 0.0, "equivalent_number": 1e22, "entropy": None}
            | {"note": "incomplete_total"}
            for year in YEARS
            for region in ("08", "0880")
        ],
        "claim": [
            claim("08", 1, "Kalmar län", "B"),
            claim("0880", 1, HOSTILE[0], "C"),
            claim("0880", 2, HOSTILE[1], "C"),
        ],
        "workplace_count": [
            {"region_code": "0880", "industry_code": "A", "size_class": size, "register_date": date(2026, 11, day)}
            | {"series": "REGISTER", "level": "section", "workplaces": 3}
            for size in ("2", "16")
            for day in (5, 25)
        ],
    }
    for declared in (each for each in schema.tables() if each.layer != "raw"):
        table = pa.Table.from_pylist(content.get(declared.name, []), schema=declared.arrow_schema())
        ordered = table.sort_by([(column, "ascending") for column in declared.sort])
        engine.write_table(declared.name, ordered, folder / f"{declared.name}.parquet", EDITION["edition"])
    return folder


def claim(region: str, position: int, text: str, grade: str) -> dict[str, Any]:
    texts = ("text", "label", "caveat", "may_say", "may_not_say")
    return (
        {"claim_id": f"{region}-share-a-{position}", "region_code": region, "position": position, "subject_code": "A"}
        | {
            "subject_type": "industry",
            "kind": "share",
            "year": 2025,
            "series": "BAS_PREL",
            "value": 1.25,
            "grade": grade,
        }
        | {"unit": "ratio", "verdict": "styrka" if grade == "B" else "möjlig styrka", "table_id": "TAB3785"}
        | {f"{name}_{language}": text for name in texts for language in ("sv", "en")}
        | {"lineage": "{}", "fingerprint": "0" * 16}
    )


def employment(status: str) -> list[dict[str, Any]]:
    figures = FIGURES | {
        (region, "A-U+US"): sum(count for (place, _), count in FIGURES.items() if place == region)
        for region in ("00", "08", "0880")
    }
    return [
        {"region_code": region, "industry_code": industry, "year": year, "series": "BAS_PREL", "sex": "total"}
        | {"level": "total" if industry == "A-U+US" else "group", "employees": count, "table_id": "TAB3785"}
        | {"status": status}
        for year in YEARS
        for (region, industry), count in figures.items()
    ] + [
        {"region_code": "X0", "industry_code": "A", "year": 2025, "series": "EGEN", "sex": "total", "level": "group"}
        | {"employees": None, "status": "suppressed", "table_id": "EGEN"}
    ]


def location_quotients() -> list[dict[str, Any]]:
    total = {region: sum(n for (place, _), n in FIGURES.items() if place == region) for region in ("00", "08", "0880")}
    return [
        {"region_code": region, "industry_code": industry, "year": year, "series": "BAS_PREL", "reference": reference}
        | {"reference_code": area, "level": "group", "employees": count, "employees_region": total[region]}
        | {"employees_reference": FIGURES[area, industry], "employees_reference_total": total[area]}
        | {"share": count / total[region]}
        | {"lq": count * total[area] / (total[region] * FIGURES[area, industry])}
        | {"overrepresented": count * total[area] >= total[region] * FIGURES[area, industry]}
        | {"rank": None if industry == "US" else 1, "rank_of": None if industry == "US" else 2}
        | {"note": "unknown_industry" if industry == "US" else None}
        for year in YEARS
        for (region, industry), count in FIGURES.items()
        for reference, area in (("nation", "00"), ("county", "08"))
        if region != "00" and (reference == "nation" or len(region) == 4)
    ] + [
        {"region_code": "X0", "industry_code": "A", "year": 2025, "series": "EGEN", "reference": "nation"}
        | {"reference_code": "00", "level": "group", "note": "suppressed"}
    ]
