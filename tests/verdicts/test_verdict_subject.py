"""What a verdict is given on, with every figure from the row of the same series, region, industry or area and year."""

from datetime import date
from itertools import product
from typing import Any

import pyarrow as pa

from pipelines import schema
from pipelines.measures import jobs
from pipelines.warehouse import engine

REGISTERS = {"OLD": "SNI2007", "NEW": "SNI2025"}
REGIONS = ("08", "0880")
# Each edition has an unknown industry of its own, which is an industry like others in the other one.
UNKNOWN = {"SNI2007": "00", "SNI2025": "99"}
CODES = ("A", "B", "00", "99")
INDUSTRIES = [
    {"edition": edition, "industry_code": code, "unknown": code == UNKNOWN[edition]}
    for edition, code in product(UNKNOWN, CODES)
]
READ = (
    *("location_quotient", "series_break", "workplace_quotient", "job_quotient", "plant_concentration", "uncertainty"),
    *("strength_area_quotient", "strength_area_uncertainty", "strength_area_member", "workplace_count"),
)
FIGURES = ("level", "workplaces", "jobs_low", "largest_low", "q_value", "members", "members_listed", "lq", "note")
KEY = ("subject_type", "series", "region_code", "subject_code", "year")


def subjects(**given: list[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The figures of every subject by its type, series, region, code and year; of what is not given there are none."""
    relations = {
        name: pa.Table.from_pylist(given.get(name, []), schema=schema.table(name).arrow_schema()) for name in READ
    }
    relations["industry"] = pa.Table.from_pylist(INDUSTRIES)
    relations["snapshot"] = pa.table(
        {"series": list(REGISTERS), "industry_edition": list(REGISTERS.values())},
    )
    regions = [("08", "county", None), ("0880", "municipality", "08"), ("0881", "municipality", "08")]
    relations["region"] = pa.Table.from_pylist(
        [dict(zip(("region_code", "type", "county_code"), row, strict=True)) for row in regions]
    )
    relations |= {"verdict_level": pa.table({"level": ["5"]}), "size_class": jobs.size_class_bounds()}
    asked = {"years_back": 2, "industry_edition": "SNI2025"}
    rows = engine.select("verdict_subject", relations, asked).to_pylist()
    found = {tuple(row[name] for name in KEY): {name: row[name] for name in FIGURES} for row in rows}
    assert len(found) == len(rows), "one subject told more than once"
    return found


def judged(code: str, series: str) -> bool:
    return code != UNKNOWN[REGISTERS[series]]


def told(**known: Any) -> dict[str, Any]:
    return dict.fromkeys(FIGURES) | known


def test_every_industry_is_judged_by_the_employed_of_its_series_and_regions_newest_year() -> None:
    rows, expected = [], {}
    for number, cell in enumerate(product(REGISTERS, REGIONS, CODES, (2023, 2024), ("nation", "county"))):
        series, region, code, year, reference = cell
        # The old series has no quotient of the municipality in 2024.
        known = (series, region, year) != ("OLD", "0880", 2024)
        newest = 2023 if (series, region) == ("OLD", "0880") else 2024
        row = {"series": series, "region_code": region, "industry_code": code, "year": year, "reference": reference}
        row |= {"level": f"level {number}", "employees": number, "lq": 1.0 + number if known else None}
        rows.append(row | {"note": f"note {number}"})
        if year == newest and reference == "nation" and judged(code, series):
            key = ("industry", series, region, code, year)
            expected[key] = told(
                level=f"level {number}", jobs_low=float(number), lq=1.0 + number, note=f"note {number}"
            )
    assert subjects(location_quotient=rows) == expected


def test_every_industry_is_judged_by_workplaces_with_jobs_largest_and_chance_of_its_own() -> None:
    given: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("workplace_quotient", "job_quotient", "plant_concentration", "uncertainty")
    }
    expected = {}
    for number, cell in enumerate(product(REGISTERS, REGIONS, CODES, ("nation", "county"))):
        series, region, code, reference = cell
        place = {"series": series, "region_code": region, "industry_code": code}
        quotient = place | {"register_date": date(2026, 3, 1), "reference": reference, "level": "5"}
        given["workplace_quotient"].append(
            quotient | {"workplaces": number, "lq": 1.0 + number, "note": f"note {number}"}
        )
        given["job_quotient"].append(quotient | {"jobs_low": 10 * number, "workplaces_unknown_size": number})
        if reference == "nation":
            share = 1 / (2 + number)
            given["plant_concentration"].append(
                place | {"register_date": date(2026, 3, 1), "level": "5", "workplaces": 9, "top1_low": share}
            )
            # Whether chance gives as many is asked of each year; here of the year before too.
            given["uncertainty"] += [
                place | {"year": year, "level": "5", "q_value": (year - 2024) * number / 100} for year in (2025, 2026)
            ]
            if judged(code, series):
                expected["industry", series, region, code, 2026] = told(
                    level="5",
                    workplaces=float(number),
                    jobs_low=float(10 * number),
                    # k of unknown size, each as large as the largest known: t / (1 + k t) = 1 / (2 + k + k).
                    largest_low=share / (1 + number * share),
                    q_value=2 * number / 100,
                    lq=1.0 + number,
                    note=f"note {number}",
                )
    assert subjects(**given) == expected


def test_workplaces_are_judged_whatever_else_is_known_of_them_if_their_level_is() -> None:
    place = {"series": "NEW", "region_code": "08", "industry_code": "A"}
    quotient = place | {
        "register_date": date(2026, 3, 1),
        "reference": "nation",
        "level": "5",
        "workplaces": 4,
        "lq": 2.0,
    }
    wider = quotient | {"industry_code": "B", "level": "1"}
    key, alone = ("industry", "NEW", "08", "A", 2026), {"level": "5", "workplaces": 4.0, "lq": 2.0}
    assert subjects(workplace_quotient=[quotient, wider]) == {key: told(**alone)}
    # Where nothing tells of workplaces of unknown size, none is reckoned with.
    largest = place | {"register_date": date(2026, 3, 1), "level": "5", "workplaces": 4, "top1_low": 0.4}
    found = subjects(workplace_quotient=[quotient], plant_concentration=[largest])
    assert found == {key: told(**alone, largest_low=0.4)}


def test_every_area_is_judged_in_its_series_newest_year_with_largest_workplace_and_chance_of_its_own() -> None:
    """Workplaces of one size class: of n, the largest has at least one n-th of the jobs."""
    areas = {"wood": "A", "food": "B"}
    member: dict[str, Any] = {"edition": "SNI2025", "level": "1", "weight": 1.0}
    given: dict[str, list[dict[str, Any]]] = {
        "strength_area_member": [member | {"area_id": area, "industry_code": code} for area, code in areas.items()],
        "workplace_count": [],
        "strength_area_quotient": [],
        "strength_area_uncertainty": [],
    }
    # The old register is of the year before; the quotients of both are of both years.
    pulled = {"OLD": date(2025, 3, 1), "NEW": date(2026, 3, 1)}
    workplaces = {
        ("OLD", "wood"): {"0880": 1},
        ("OLD", "food"): {"0880": 1},
        ("NEW", "wood"): {"0880": 2, "0881": 1},
        ("NEW", "food"): {"0880": 4, "0881": 1},
    }
    for (series, area), counts in workplaces.items():
        row = {"series": series, "register_date": pulled[series], "industry_code": areas[area], "level": "1"}
        given["workplace_count"] += [
            row | {"region_code": region, "size_class": "4", "workplaces": count} for region, count in counts.items()
        ]
    # The old register has nothing of the year that is judged.
    shares = {
        ("NEW", "0880", "wood"): 1 / 2,
        ("NEW", "08", "wood"): 1 / 3,
        ("NEW", "0880", "food"): 1 / 4,
        ("NEW", "08", "food"): 1 / 5,
    }
    expected = {}
    for number, cell in enumerate(product(REGISTERS, REGIONS, areas, (2025, 2026), ("nation", "county")), 1):
        series, region, area, year, reference = cell
        row = {"series": series, "region_code": region, "area_id": area, "year": year, "level": "1"}
        figures: dict[str, Any] = {"workplaces": float(number), "members": 9, "members_listed": number}
        figures |= {"lq": 1.0 + number, "note": f"note {number}"}
        # The jobs are counted in the county and bounded in the municipality.
        jobs = {"employees": 10.0 * number, "jobs_low": 1.0} if region == "08" else {"jobs_low": 10.0 * number}
        given["strength_area_quotient"].append(row | figures | jobs | {"reference": reference})
        if reference == "nation":
            given["strength_area_uncertainty"].append(row | {"q_value": number / 100})
            if year == 2026:
                expected["area", series, region, area, year] = told(
                    level="1",
                    jobs_low=10.0 * number,
                    largest_low=shares.get((series, region, area)),
                    q_value=number / 100,
                    **figures,
                )
    assert subjects(**given) == expected


def test_an_area_is_judged_in_the_newest_year_of_each_series() -> None:
    cell = {"region_code": "08", "area_id": "wood", "level": "2", "lq": 2.0, "reference": "nation"}
    series = [("OLD", 2024), ("OLD", 2025), ("NEW", 2025), ("NEW", 2026)]
    found = subjects(strength_area_quotient=[cell | {"series": name, "year": year} for name, year in series])
    assert [(key[1], key[4]) for key in sorted(found, key=str)] == [("NEW", 2026), ("OLD", 2025)]
