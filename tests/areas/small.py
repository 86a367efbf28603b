"""Sources of few regions and industries, with the areas that are measured in them, for statements of one series, year
and level. No expected figure is written here."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from pipelines import schema
from pipelines.warehouse import engine
from tests.areas import written
from tests.measures.written import NOISE_SCHEMA

Row = dict[str, Any]
Figures = Mapping[tuple[str, str], int | str]

ASKED = {
    "series": "HAND",
    "year": 2024,
    "start_year": 2024,
    "end_year": 2024,
    "level": "5",
    "register_date": None,
    "industry_edition": "NEW",
    "unit": "employees",
    "unknown_in_totals": True,
}
# The same codes in both editions, but for 19, which lies under 1 in the old one and under 2 in the new one.
PARENTS = {
    "OLD": {"11": "1", "12": "1", "19": "1", "21": "2", "22": "2", "31": "3"},
    "NEW": {"11": "1", "12": "1", "19": "2", "21": "2", "22": "2", "31": "3"},
}
REGIONS = [
    ("00", "nation", None, None),
    ("07", "county", None, None),
    ("08", "county", None, None),
    ("0780", "municipality", "07", "A1"),
    ("0880", "municipality", "08", "A1"),
    ("0881", "municipality", "08", "B2"),
]
REGION_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("region_code", "type", "county_code", "skr_group")]
    + [(name, pa.int64()) for name in ("valid_from", "valid_to")]
)
INDUSTRY_SCHEMA = pa.schema(
    [*((name, pa.string()) for name in ("edition", "industry_code", "level", "parent_code")), ("unknown", pa.bool_())]
)
SECTION_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("area_id", "series", "edition", "level")),
        *((name, pa.string()) for name in ("needed_level", "finest_level", "note")),
        ("year", pa.int64()),
        ("register_date", pa.date32()),
        ("newest", pa.bool_()),
    ]
)


def section(area: str, **other: Any) -> Row:
    """Where ``area`` is measured: as ``ASKED``, on its newest and finest level, unless said otherwise."""
    asked = {name: ASKED[name] for name in ("series", "year", "level", "register_date")}
    found = {"area_id": area, **asked, "edition": "NEW", "needed_level": "2", "newest": True, "note": None} | other
    return {"finest_level": found["level"], **found}


def member(area: str, code: str, weight: float, edition: str = "NEW") -> Row:
    level = "2" if len(code) == 1 else "5"
    return {"area_id": area, "edition": edition, "industry_code": code, "level": level, "weight": weight}


def table(name: str, rows: Iterable[Row]) -> pa.Table:
    """Rows of a declared table, of which only what a statement reads is told."""
    return pa.Table.from_pylist(list(rows), schema=schema.table(name).arrow_schema())


def relations(
    employment: Figures | pa.Table, members: Iterable[Row], sections: Iterable[Row], **other: pa.Table
) -> dict[str, engine.Relation]:
    """What the statements read of ``employment``, in the editions OLD and NEW; ``other`` in its place or beside it."""
    ancestors = [
        {"edition": edition, "industry_code": code, "ancestor_code": above}
        for edition, parents in PARENTS.items()
        for code, parent in {**parents, **dict.fromkeys(parents.values())}.items()
        for above in (code, parent)
        if above
    ]
    none = dict.fromkeys(("level", "parent_code"))
    codes = [
        {name: row[name] for name in ("edition", "industry_code")} | none | {"unknown": False} for row in ancestors
    ]
    regions = [dict(zip(REGION_SCHEMA.names, (*row, None, None), strict=True)) for row in REGIONS]
    return {
        "employment": employment if isinstance(employment, pa.Table) else written.extract(employment),
        "table_noise": NOISE_SCHEMA.empty_table(),
        "region": pa.Table.from_pylist(regions, schema=REGION_SCHEMA),
        "industry": pa.Table.from_pylist(codes, schema=INDUSTRY_SCHEMA),
        "industry_ancestor": pa.Table.from_pylist(ancestors),
        "snapshot": pa.table({"series": ["HAND", "OWN"], "industry_edition": ["NEW", "OLD"]}),
        "strength_area_member": table("strength_area_member", members),
        "job_interval": table("job_interval", []),
        "job_allocation": table("job_allocation", []),
        "area_section": pa.Table.from_pylist(list(sections), schema=SECTION_SCHEMA),
        **other,
    }
