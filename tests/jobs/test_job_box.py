"""The four parts of a quotient of jobs, over two counties of two municipalities and a group of three that are added."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.warehouse import classification, engine
from tests.jobs.world import AGENTS, DATE, PLANING, SAWMILLS

ASKED = {"series": "REGISTER", "register_date": DATE, "level": "5", "industry_edition": "SNI2025"}
ASKED |= dict.fromkeys(("year", "start_year", "end_year"), DATE.year)
EDITION = {"series": "REGISTER", "register_date": DATE, "level": "5"}
INDUSTRIES = (SAWMILLS, PLANING, AGENTS)
COUNTIES = {"0880": "08", "0881": "08", "0980": "09", "0981": "09"}
# A group of municipalities is called as a county is: only their kinds tell them apart.
GROUPS = {"0880": "09", "0881": "09", "0980": "09", "0981": "X"}
MEMBERS = {"00": set(COUNTIES)} | {each: {each} for each in COUNTIES}
MEMBERS |= {county: {each for each in COUNTIES if COUNTIES[each] == county} for county in ("08", "09")}
AREAS = {("nation", "00"): set(COUNTIES)} | {("county", county): MEMBERS[county] for county in ("08", "09")}
AREAS |= {("skr_group", group): {each for each in COUNTIES if GROUPS[each] == group} for group in ("09", "X")}
Cell = tuple[str, str]
Key = tuple[str, str, str, str]
Row = dict[str, Any]
OTHERWISE: list[Row] = [{"series": "OTHER"}, {"register_date": date(2026, 1, 1)}, {"level": "4"}]


def interval(low: int, high: int | None, estimate: float | None, **other: Any) -> Row:
    found = {"jobs_low": low, "jobs_high_known_size": high, "jobs_high": high, "jobs_estimate": estimate}
    return found | {"workplaces_unknown_size": 0} | other


def added(cells: Mapping[Cell, Row]) -> dict[Cell, Row]:
    """``cells`` by municipality and industry, with the sums of counties and nation; one that is empty leaves none."""
    found = dict(cells)
    for region, industry in product(("00", "08", "09"), INDUSTRIES):
        parts = [row for (place, code), row in cells.items() if place in MEMBERS[region] and code == industry]
        values = {name: [part[name] for part in parts] for name in interval(0, 0, 0)}
        found[region, industry] = {name: None if None in each else sum(each) for name, each in values.items()}
    return found


def boxes(
    cells: Mapping[Cell, Row],
    quotients: Sequence[Key],
    allocation: Sequence[tuple[str, str, str, str, int | None, int]] = (),
) -> dict[Key, Row]:
    """Of ``quotients`` by region, industry, kind of reference area and its code; ``allocation`` says where workplaces
    of a municipality and industry can have jobs: area, group and its target, and how many are of unknown size."""
    key = ("region_code", "industry_code", "reference", "reference_code")
    asked: list[Row] = [
        {**EDITION, "note": f"note {number}", **dict(zip(key, each, strict=True))}
        for number, each in enumerate(quotients)
    ]
    known = [
        {**EDITION, "region_code": region, "industry_code": code} | row for (region, code), row in added(cells).items()
    ]
    names = ("region_code", "industry_code", "target_region_code", "group_code", "target", "workplaces_unknown_size")
    allocated = [EDITION | dict(zip(names, row, strict=True)) for row in allocation]
    places: list[tuple[str | None, ...]] = [
        ("00", "nation", None, None),
        *((each, "county", each, None) for each in ("08", "09")),
    ]
    places += [(each, "municipality", COUNTIES[each], GROUPS[each]) for each in COUNTIES]
    types = {name: pa.string() for name in ("region_code", "type", "county_code", "skr_group")}
    types |= {name: pa.int64() for name in ("valid_from", "valid_to")}
    relations = {
        "region": pa.Table.from_pylist(
            [dict(zip(types, (*place, None, None), strict=True)) for place in places], schema=pa.schema(types)
        ),
        "industry": classification.industries("SNI2025"),
        "workplace_count": pa.Table.from_pylist([row | {"workplaces": 1} for row in known]),
        "job_allocation": pa.Table.from_pylist(allocated, schema=schema.table("job_allocation").arrow_schema()),
        "job_interval": pa.Table.from_pylist(
            [row | other for row in known for other in ({}, *({"jobs_low": 7777} | each for each in OTHERWISE))],
            schema=schema.table("job_interval").arrow_schema(),
        ),
        "workplace_quotient": pa.Table.from_pylist(
            [row | other for row in asked for other in ({}, *({"note": "other"} | each for each in OTHERWISE))],
            schema=schema.table("workplace_quotient").arrow_schema(),
        ),
    }
    rows = engine.select("job_box", relations, ASKED).to_pylist()
    found = {
        (row.pop("region_code"), row.pop("subject_code"), row.pop("reference"), row.pop("reference_code")): row
        for row in rows
    }
    assert len(found) == len(rows), "one quotient told more than once"
    return found


def test_parts_are_sums_over_the_municipalities_and_industries_that_they_are_made_of() -> None:
    """x is the industry in the region, a the region's others, b the industry elsewhere in the area, c the others there.
    Where any of a part are of unknown size, it can have all that is published of what the region (a), the industry in
    the area (b) or the area (c) reaches, each total once."""
    unknown = {("0880", SAWMILLS): 1, ("0880", PLANING): 2, ("0881", SAWMILLS): 3, ("0881", AGENTS): 4}
    unknown |= {("0980", AGENTS): 3}
    targets = {("08", "B+C"): 500, ("08", "G"): 30, ("08", "M+N"): 40, ("09", "G"): 50, ("09", "M+N"): 60}
    targets |= {("09", "B+C"): 900}
    groups = {SAWMILLS: ("B+C",), PLANING: ("B+C",), AGENTS: ("G", "M+N")}
    cells, allocation = {}, []
    for number, (region, code) in enumerate(product(COUNTIES, INDUSTRIES), 1):
        many, area = unknown.get((region, code), 0), COUNTIES[region]
        figures = {"jobs_high": 1000 + number, "workplaces_unknown_size": many}
        cells[region, code] = interval(number, 8 * number + 3, number / 4, **figures)
        allocation += [(region, code, area, group, targets[area, group], many) for group in groups[code]]
    quotients: list[Key] = [
        (region, code, *area)
        for region, code, area in product(MEMBERS, INDUSTRIES, AREAS)
        if MEMBERS[region] <= AREAS[area]
    ]

    def total(name: str, places: set[str], codes: set[str]) -> Any:
        return sum(cells[place, code][name] for place, code in product(places, codes))

    def reached(places: set[str], codes: set[str]) -> int:
        found = {
            (area, group)
            for place, code, area, group, _, many in allocation
            if place in places and code in codes and many
        }
        return sum(targets[each] for each in found)

    found = boxes(cells, quotients, allocation)
    assert len(found) == len(quotients)
    for number, (region, code, *names) in enumerate(quotients):
        kind = names[0], names[1]
        row, own, whole = found[region, code, *kind], MEMBERS[region], AREAS[kind]
        beside, every = set(INDUSTRIES) - {code}, set(INDUSTRIES)
        x, a, b, c = (own, {code}), (own, beside), (whole - own, {code}), (whole - own, beside)
        reaches = {"a": reached(own, every), "b": reached(whole, {code}), "c": reached(whole, every)}
        expected: Row = {
            "note": f"note {number}",
            "open_unbounded": False,
            "unknown_size": total("workplaces_unknown_size", *x),
            "jobs_low": total("jobs_low", *x),
            "jobs_high": total("jobs_high", *x),
            "jobs_estimate": total("jobs_estimate", *x),
            "x_least": 1.0,
            "x_low": total("jobs_low", *x),
            "x_high": total("jobs_high", *x),
        }
        for name, part in (("a", a), ("b", b), ("c", c)):
            endless = reaches[name] if total("workplaces_unknown_size", *part) else 0
            expected |= {f"{name}_low": total("jobs_low", *part)}
            expected |= {f"{name}_high": total("jobs_high_known_size", *part) + endless}
        share = total("jobs_estimate", own, {code}) / total("jobs_estimate", own, every)
        of_area = total("jobs_estimate", whole, {code}) / total("jobs_estimate", whole, every)
        assert row.pop("lq_estimate") == pytest.approx(share / of_area, rel=1e-14)
        assert row == expected, (region, code, *kind)
    # Kalmar's sawmills in the group: 500 for its planing mills, 500 for Nybro's sawmills, all but 900 for the agents.
    row = found["0880", SAWMILLS, "skr_group", "09"]
    assert row["a_high"] - (8 * 2 + 3 + 8 * 3 + 3) == 500
    assert row["b_high"] - (8 * 4 + 3 + 8 * 7 + 3) == 500
    assert row["c_high"] - (8 * (5 + 6 + 8 + 9) + 4 * 3) == 500 + 30 + 40 + 50 + 60


def flat(**agents: int | float | None) -> dict[Cell, Row]:
    """One to two jobs everywhere; ``agents`` says what else is known of Nybro's agents."""
    cells = {place: interval(1, 2, 1.5) for place in product(COUNTIES, INDUSTRIES)}
    cells["0881", AGENTS] |= agents
    return cells


def test_what_no_bound_is_known_of_leaves_the_parts_that_hold_it_without_one() -> None:
    """Nybro's agents are of an open class that nothing bounds, and of no estimate."""
    cells = flat(jobs_high_known_size=None, jobs_high=None, jobs_estimate=None)
    places = {"0880": ("nation", "00"), "0980": ("county", "09")}
    found = boxes(cells, [(region, SAWMILLS, *area) for region, area in places.items()])
    names = ("open_unbounded", "x_high", "a_low", "a_high", "b_low", "b_high", "c_low", "c_high", "lq_estimate")
    assert {key[0]: tuple(row[name] for name in names) for key, row in found.items()} == {
        "0880": (True, 2, 2, 4, 3, 6, 6, None, None),
        "0980": (False, 2, 2, 4, 1, 2, 2, 4, pytest.approx(1, rel=1e-15)),
    }
    found = boxes(cells, [("0881", SAWMILLS, "nation", "00"), ("0880", AGENTS, "nation", "00")])
    assert [found[key]["a_high"] for key in sorted(found)] == [4, None]
    assert [found[key]["b_high"] for key in sorted(found)] == [None, 6]


def test_unknown_sizes_that_nothing_bounds_leave_only_the_parts_that_hold_them_without_an_upper_bound() -> None:
    """Nybro's agents can lie in two groups, one of which is not published."""
    allocation = [("0881", AGENTS, "08", "G", 30, 1), ("0881", AGENTS, "08", "M+N", None, 1)]
    quotients = [("0880", SAWMILLS), ("0880", AGENTS), ("0881", SAWMILLS), ("0881", AGENTS)]
    for area in (("nation", "00"), ("skr_group", "09"), ("county", "08")):
        found = boxes(
            flat(workplaces_unknown_size=1, jobs_high=None), [(*cell, *area) for cell in quotients], allocation
        )
        empty = {key[:2]: "".join(part for part in "xabc" if row[f"{part}_high"] is None) for key, row in found.items()}
        assert empty == dict(zip(quotients, ("c", "b", "a", "x"), strict=True))
        assert not any(row["open_unbounded"] for row in found.values())


def test_an_area_that_is_not_complete_has_neither_rest_nor_estimate() -> None:
    (row,) = boxes(flat(), [("0880", SAWMILLS, "skr_group", "Y")]).values()
    names = ("note", "x_low", "x_high", "a_low", "a_high", "b_low", "b_high", "c_low", "c_high", "lq_estimate")
    assert [row[name] for name in names] == ["note 0", 1, 2, 2, 4, *[None] * 5]


@pytest.mark.parametrize(
    ("estimates", "quotient"),
    [
        # Of x, a, b and c: (x / (x + a)) / ((x + b) / (x + a + b + c)).
        ((1.0, 0.0, 3.0, 4.0), 2.0),
        ((0.5, 0.75, 0.5, 0.25), 0.8),
        ((0.25, 0.25, 0.25, 0.25), 1.0),
        ((0.0, 1.0, 1.0, 1.0), 0.0),
        ((0.0, 0.0, 1.0, 1.0), None),
        ((0.0, 3.0, 0.0, 1.0), None),
        ((0.0, 0.0, 0.0, 0.0), None),
    ],
)
def test_the_quotient_of_the_estimates_is_empty_where_region_or_industry_has_none(
    estimates: tuple[float, ...], quotient: float | None
) -> None:
    places = product(("0880", "0881"), (SAWMILLS, PLANING))
    cells = {place: interval(0, 9, estimate) for place, estimate in zip(places, estimates, strict=True)}
    cells |= {(region, code): interval(0, 9, 0.0) for region in ("0880", "0881") for code in (AGENTS,)}
    (row,) = boxes(cells, [("0880", SAWMILLS, "county", "08")]).values()
    assert row["lq_estimate"] == (quotient if quotient is None else pytest.approx(quotient, rel=1e-15))
