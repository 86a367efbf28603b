"""Where workplaces of unknown size can have jobs that count for a strength area, on two workplaces of one
municipality."""

from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.warehouse import classification, engine
from pipelines.warehouse.classification import SNI2007, SNI2025

PULLED = date(2026, 2, 1)
ASKED = {"series": "REGISTER", "register_date": PULLED, "industry_edition": SNI2025, "year": 2026, "level": "5"}
CEREALS, SAWING = "01110", "16111"
# A farm can have its jobs in what is published of the municipality, a sawmill in what is published of the county.
ALLOCATED = [(CEREALS, "0880", "A"), (SAWING, "08", "B+C")]
PLACES = ("00", "08", "0880")


def reach(members: list[tuple[str, str, str, float]], sections: list[tuple[str, str, str, int, str]]) -> list[Any]:
    """Area, region, area and group of the target, and the weight in hundredths, of all but the empty area."""
    allocated = [
        {
            "region_code": "0880",
            "industry_code": code,
            "target_region_code": target,
            "group_code": group,
            "target": "employees",
            "series": "REGISTER",
            "register_date": PULLED,
            "workplaces_unknown_size": 1,
        }
        for code, target, group in ALLOCATED
    ]
    regions = [("00", "nation", None), ("08", "county", None), ("0880", "municipality", "08")]
    relations = {
        "job_allocation": pa.Table.from_pylist(allocated),
        "region": pa.Table.from_pylist(
            [dict(zip(("region_code", "type", "county_code"), row, strict=True)) for row in regions]
        ),
        "industry": classification.industries(SNI2025),
        "strength_area_member": pa.Table.from_pylist(
            [dict(zip(("area_id", "edition", "industry_code", "weight"), row, strict=True)) for row in members]
        ),
        "area_section": pa.Table.from_pylist(
            [dict(zip(("area_id", "edition", "series", "year", "level"), row, strict=True)) for row in sections]
        ),
    }
    rows = engine.select("area_reach", relations, ASKED).to_pylist()
    names = ("area_id", "region_code", "target_region_code", "group_code", "hundredths")
    return sorted(tuple(row[name] for name in names) for row in rows)


def section(area: str, **other: Any) -> tuple[str, str, str, int, str]:
    found = {"edition": SNI2025, "series": "REGISTER", "year": 2026, "level": "5"} | other
    return area, found["edition"], found["series"], found["year"], found["level"]


def test_an_area_reaches_where_its_own_members_can_have_jobs_by_their_largest_weight() -> None:
    members = [("farm", SNI2025, CEREALS, 0.5), ("farm", SNI2025, "01", 0.25), ("wood", SNI2025, SAWING, 1.0)]
    assert reach(members, [section("farm"), section("wood")]) == [
        *(("", place, *target, 100) for place in PLACES for target in (("08", "B+C"), ("0880", "A"))),
        *(("farm", place, "0880", "A", 50) for place in PLACES),
        *(("wood", place, "08", "B+C", 100) for place in PLACES),
    ]


def test_an_area_that_is_measured_otherwise_than_asked_reaches_nothing() -> None:
    otherwise: dict[str, dict[str, Any]] = {
        "year": {"year": 2027},
        "series": {"series": "SIMULATED"},
        "level": {"level": "2"},
        "edition": {"edition": SNI2007},
    }
    members = [("asked", SNI2025, CEREALS, 1.0), ("nowhere", SNI2025, CEREALS, 1.0)]
    members += [(area, SNI2025, CEREALS, 1.0) for area in otherwise]
    found = reach(members, [section("asked"), *(section(area, **other) for area, other in otherwise.items())])
    assert {row[0] for row in found} == {"", "asked"}
