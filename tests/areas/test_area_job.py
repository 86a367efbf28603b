"""Jobs of strength areas and of all industries, in hundredths, where every region, industry and series has figures of
its own."""

from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from pipelines.warehouse import engine
from tests.areas import small, written
from tests.areas.small import Row, member, section

PULLED = date(2026, 2, 1)
NOW: dict[str, Any] = {"series": "REGISTER", "year": 2026, "register_date": PULLED}
ASKED = small.ASKED | NOW | {"start_year": 2026, "end_year": 2026}
PLACES = ("08", "0880", "0881")
SECTIONS = {"01": "A", "02": "B"}
LEAVES = {"01": "01110", "02": "02110"}
# All of 01 and a quarter of 02; half of 02; a tenth of 01.
MEMBERS = [member("a", "01", 1), member("a", "02", 0.25), member("b", "02", 0.5), member("c", "01", 0.1)]
FIGURES = ("unknown_size", "low", "high_known_size", "high", "high_unknown_size", "least", "estimate")


def interval(region: str, code: str, **figures: Any) -> Row:
    """Bounds of the jobs in one region and industry: none, unless ``figures`` say otherwise."""
    names = ("workplaces_unknown_size", "jobs_low", "jobs_high_known_size", "jobs_high")
    level = "section" if code in SECTIONS.values() else "2"
    asked = {"series": "REGISTER", "register_date": PULLED, "level": level}
    return {"region_code": region, "industry_code": code, **asked, **dict.fromkeys(names, 0), "jobs_estimate": 0.0} | (
        figures
    )


def numbered(region: str, code: str, number: int, **other: Any) -> Row:
    figures = {"workplaces_unknown_size": number, "jobs_low": 10 * number, "jobs_high_known_size": 1_000 * number}
    return interval(region, code, **figures, jobs_high=10**6, jobs_estimate=100 * number + 0.5, **other)


def allocated(region: str, code: str, target: int | None) -> Row:
    """Workplaces of unknown size of a municipality, in a group of their industry's own."""
    group = {"target_region_code": region, "group_code": code, "workplaces_unknown_size": 1, "target": target}
    return {"region_code": region, "industry_code": LEAVES[code], "series": "REGISTER", "register_date": PULLED} | group


def jobs(
    intervals: Iterable[Row],
    allocations: Iterable[Row] = (),
    *,
    members: Iterable[Row] = MEMBERS,
    more: Iterable[Row] = (),
) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Figures by area and region, of areas a, b and c in Kalmar county and two of its municipalities."""
    sections = [*(section(area, **NOW) for area in ("a", "b", "c")), *more]
    employment = written.extract({(place, "01110"): 1 for place in PLACES}, series="REGISTER", year=2026)
    chains = [
        {"edition": "NEW", "industry_code": code, "level": level, "parent_code": parent, "unknown": False}
        for code, top in SECTIONS.items()
        for code, level, parent in (
            (top, "section", None),
            (code, "2", top),
            (code + "1", "3", code),
            (code + "11", "4", code + "1"),
            (LEAVES[code], "5", code + "11"),
        )
    ]
    other = {
        "job_interval": small.table("job_interval", intervals),
        "job_allocation": small.table("job_allocation", allocations),
        "industry": pa.Table.from_pylist(chains),
    }
    relations = small.relations(employment, members, sections, **other)
    regions = {
        row["region_id"]: row["region_code"] for row in engine.select("measured_region", relations, ASKED).to_pylist()
    }
    rows = engine.select("area_job", relations, ASKED).to_pylist()
    found = {(row["area_id"], regions[row["region_id"]]): tuple(row[name] for name in FIGURES) for row in rows}
    assert len(found) == len(rows), "one area and region told more than once"
    return found


def test_jobs_are_weighted_sums_of_the_members_and_unknown_sizes_reach_what_is_published() -> None:
    """Figures of the n-th row are n of unknown size, 10 n to 1,000 n at known sizes, and 100 n + 1/2 as the estimate.

    Every municipality has groups of its own, so that the county's reach is the sum of theirs.
    """
    numbers = {cell: number for number, cell in enumerate(product(PLACES, ("01", "02", "A", "B")), 1)}
    targets = {("0880", "01"): 7, ("0880", "02"): 50, ("0881", "01"): 300, ("0881", "02"): 2_000}
    weights = {"a": {"01": 100, "02": 25}, "b": {"02": 50}, "c": {"01": 10}, "": {"A": 100, "B": 100}}
    expected = {}
    for area, place in product(weights, PLACES):
        count = sum(weight * numbers[place, code] for code, weight in weights[area].items())
        half = sum(weights[area].values()) / 2
        reached = sum(
            weights[area].get(SECTIONS[code] if area == "" else code, 0) * target
            for (municipality, code), target in targets.items()
            if municipality.startswith(place)
        )
        least = min(weights[area].values())
        expected[area, place] = (
            *(count, 10 * count, 1_000 * count, 1_000 * count + reached, reached, least, 100 * count + half),
        )
    rows = [numbered(place, code, number) for (place, code), number in numbers.items()]
    reach = [allocated(*cell, target) for cell, target in targets.items()]
    assert jobs(rows, reach) == expected
    # Of another series, an older pull, and another edition's members.
    rows += [numbered(place, code, 77, series="SIMULATED") for place, code in numbers]
    rows += [numbered(place, code, 77, register_date=date(2025, 2, 1)) for place, code in numbers]
    members = [*MEMBERS, member("b", "01", 1, "OLD")]
    sections = [section(area, **NOW | {"series": "SIMULATED"}) for area in ("a", "b", "c")]
    sections += [section(area, series="REGISTER", year=2025, level="2") for area in ("a", "b", "c")]
    assert jobs(rows, reach, members=members, more=sections) == expected


def test_where_nothing_is_of_unknown_size_the_known_sizes_bound_the_jobs() -> None:
    found = jobs([interval("0880", "01", jobs_low=1, jobs_high_known_size=4, jobs_high=4, jobs_estimate=2.5)])
    assert found["a", "0880"] == (0, 100, 400, 400, 0, 100, 250)


def test_a_region_without_workplaces_in_an_area_has_no_jobs_in_it() -> None:
    found = jobs([numbered("0880", "01", 1)], [allocated("0880", "01", 7)])
    assert found["a", "0880"] == (100, 1_000, 100_000, 100_700, 700, 100, 10_050)
    nothing = set(product(("", "a", "b", "c"), PLACES)) - {("a", "0880"), ("c", "0880")}
    assert {key for key, row in found.items() if row == (0, 0, 0, 0, 0, None, 0)} == nothing


def test_bounds_are_empty_where_those_of_a_member_are() -> None:
    """Of the two members one has neither an upper bound nor an estimate; the other's unknown sizes reach 7 jobs."""
    first = interval("0880", "01", workplaces_unknown_size=1, jobs_low=5, jobs_high_known_size=9, jobs_high=16)
    second = interval("0880", "02", jobs_low=8) | dict.fromkeys(("jobs_high_known_size", "jobs_high", "jobs_estimate"))
    found = jobs([first, second], [allocated("0880", "01", 7)])
    assert found["a", "0880"] == (100, 700, None, None, 700, 25, None)


def test_bounds_are_empty_where_nothing_is_published_of_what_a_member_can_reach() -> None:
    rows = [interval("0880", code, workplaces_unknown_size=1, jobs_high_known_size=2) for code in SECTIONS]
    found = jobs(rows, [allocated("0880", "01", 7), allocated("0880", "02", None)])
    assert found["a", "0880"][2:5] == (250, None, None)
    assert found["b", "0880"][2:5] == (100, None, None)


@pytest.mark.parametrize(("high", "least"), [(0, 100), (1, 25), (None, 25)])
def test_the_least_weight_is_that_of_a_member_that_can_have_jobs(high: int | None, least: int) -> None:
    rows = [interval("0880", "01", jobs_high=3), interval("0880", "02", jobs_high=high)]
    assert jobs(rows)["a", "0880"][5] == least


def test_only_areas_that_are_measured_as_asked_have_jobs() -> None:
    otherwise: dict[str, dict[str, Any]] = {
        "series": {"series": "SIMULATED"},
        "year": {"year": 2025},
        "level": {"level": "2"},
    }
    members = [*MEMBERS, *(member(area, "01", 1) for area in otherwise)]
    more = [section(area, **NOW | other) for area, other in otherwise.items()]
    found = jobs([numbered("0880", "01", 1)], members=members, more=more)
    assert {area for area, _ in found} == {"", "a", "b", "c"}


def test_a_series_without_intervals_has_no_jobs_at_all() -> None:
    assert jobs([numbered("0880", code, 1, series="SIMULATED") for code in ("01", "A")]) == {}
    assert jobs([interval("0880", "A", jobs_low=1)])["", "0880"][1] == 100
