"""What is fitted: the jobs that five-digit industries of a municipality can have by their size classes, and the
published totals that they are held against."""

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from pipelines.warehouse import engine
from tests.jobs.world import AGENTS, DATE, PLANING, SAWMILLS, UNKNOWN, counted, fitting, size_class

ASKED = {"series": "REGISTER", "register_date": DATE, "industry_edition": "SNI2025"}
# Fewest, most and where the fitting starts; of an open class no most, of unknown size no bounds.
SIZES: dict[str, tuple[int | None, int | None, int]] = {
    "none": (0, 0, 0),
    "small": (1, 4, 2),
    "large": (10, 19, 12),
    "open": (100, None, 150),
    "unknown": (None, None, 3),
}
KNOWN = ("none", "small", "large")
MUNICIPALITIES = ("0880", "0881", "0980")
GROUPS = {SAWMILLS: ("B+C",), PLANING: ("B+C",), AGENTS: ("G", "M+N")}
# Not in the bridge of the little country.
CEREALS = "01110"
Counts = Mapping[tuple[str, str, str], int]
Figures = Mapping[tuple[str, str], int | None]


def variables(
    counts: Counts, figures: Figures, others: list[dict[str, Any]] | None = None
) -> dict[tuple[str, str, str], dict[str, Any]]:
    """What is fitted by municipality, industry and group, of workplaces by municipality, industry and size class."""
    relations = {
        **fitting(figures),
        "workplace_count": pa.Table.from_pylist([*counted(counts), *(others or [])]),
        "size_class": size_class(SIZES),
    }
    result = engine.select("job_variable", relations, ASKED).to_pylist()
    found = {(row["region_code"], row["industry_code"], row["group_code"]): row for row in result}
    assert len(found) == len(result), "one industry told more than once in a group"
    return found


def test_every_cell_has_bounds_and_targets_of_its_own() -> None:
    published_of = product(("00", "08", "09", *MUNICIPALITIES), ("B+C", "G", "M+N"))
    figures = {key: number for number, key in enumerate(published_of, 1000)}
    counts = {key: number for number, key in enumerate(product(MUNICIPALITIES, GROUPS, (*KNOWN, "unknown")), 2)}
    expected = {}
    for region, industry in product(MUNICIPALITIES, GROUPS):
        held = {name: counts[region, industry, name] for name in (*KNOWN, "unknown")}
        published = sum(figures[region, group] for group in GROUPS[industry])
        most = 4 * held["small"] + 19 * held["large"]
        cell = {
            "region_code": region,
            "industry_code": industry,
            "workplaces_unknown_size": held["unknown"],
            "jobs_low": held["small"] + 10 * held["large"],
            "jobs_high_known_size": most,
            "jobs_start": 2 * held["small"] + 12 * held["large"] + 3 * held["unknown"],
            "bridged": True,
            "number_of_groups": len(GROUPS[industry]),
            "area_code": region,
            "basis": "municipality",
            "target_series": "BAS",
            "target_year": 2024,
            "complete": True,
            "published": published,
            "jobs_high": most + published,
        }
        for group in GROUPS[industry]:
            expected[region, industry, group] = cell | {"group_code": group, "target": figures[region, group]}
    one = {"series": "REGISTER", "register_date": DATE, "level": "5", "region_code": "0880", "industry_code": SAWMILLS}
    one |= {"size_class": "large", "workplaces": 9000}
    others: list[dict[str, Any]] = [{"series": "OTHER"}, {"register_date": date(2025, 2, 1)}]
    others += [{"level": "4", "industry_code": "1611"}, {"region_code": "08"}, {"region_code": "00"}]
    assert variables(counts, figures, [one | other for other in others]) == expected


@pytest.mark.parametrize(
    ("held", "figure", "expected"),
    [
        # Unknown size, fewest, most of known size, start, most.
        ({"none": 2}, 80, (0, 0, 0, 0, 0)),
        ({"small": 3, "large": 2}, 80, (0, 23, 50, 30, 50)),
        ({"unknown": 1}, 80, (1, 0, 0, 3, 80)),
        ({"unknown": 2}, 80, (2, 0, 0, 6, 80)),
        ({"small": 1, "unknown": 1}, 80, (1, 1, 4, 5, 84)),
        # The open class is bounded by all that is published of the municipality, if it begins below.
        ({"open": 2}, 120, (0, 200, 240, 300, 240)),
        ({"open": 2, "small": 1, "unknown": 3}, 120, (3, 201, 244, 311, 364)),
        ({"open": 2}, 99, (0, 200, None, 300, None)),
        ({"open": 1, "small": 1, "unknown": 3}, 99, (3, 101, None, 161, None)),
    ],
)
def test_bounds_are_sums_over_the_size_classes(
    held: dict[str, int], figure: int, expected: tuple[int | None, ...]
) -> None:
    counts = {("0880", SAWMILLS, name): number for name, number in held.items()}
    (row,) = variables(counts, {("0880", "B+C"): figure, ("0881", "B+C"): 0}).values()
    names = ("workplaces_unknown_size", "jobs_low", "jobs_high_known_size", "jobs_start", "jobs_high")
    assert tuple(row[name] for name in names) == expected


def test_an_industry_in_two_groups_is_complete_if_both_are_published() -> None:
    """Of Kalmar both groups are published, of Nybro one: only what has no unknown size is bounded there."""
    figures: Figures = {("0880", "G"): 30, ("0880", "M+N"): 40, ("0881", "G"): 50, ("0980", "B+C"): 60}
    counts = {("0880", AGENTS, "unknown"): 1, ("0881", AGENTS, "unknown"): 1, ("0980", AGENTS, "small"): 1}
    found = variables(counts, figures)
    told = {key: (row["target"], row["complete"], row["jobs_high"]) for key, row in found.items()}
    assert told == {
        ("0880", AGENTS, "G"): (30, True, 70),
        ("0880", AGENTS, "M+N"): (40, True, 70),
        ("0881", AGENTS, "G"): (50, False, None),
        ("0881", AGENTS, "M+N"): (None, False, None),
        ("0980", AGENTS, "G"): (None, False, 4),
        ("0980", AGENTS, "M+N"): (None, False, 4),
    }


def test_a_municipality_is_held_against_its_county_where_another_is_not_published_and_else_against_nothing() -> None:
    counts = {(region, SAWMILLS, "unknown"): 1 for region in MUNICIPALITIES}
    found = variables(counts, {("08", "B+C"): 90, ("0880", "B+C"): 70})
    names = ("area_code", "basis", "target_series", "target_year", "target", "published", "complete", "jobs_high")
    county = ("08", "county", "BAS", 2024, 90, 90, True, 90)
    assert {region: tuple(row[name] for name in names) for (region, _, _), row in found.items()} == {
        "0880": county,
        "0881": county,
        "0980": (None, None, None, None, None, None, False, None),
    }


def test_an_industry_outside_the_bridge_may_lie_in_any_group_and_the_unknown_one_in_its_own() -> None:
    found = variables({("0880", CEREALS, "small"): 1, ("0880", UNKNOWN, "small"): 1}, {})
    told = [(code, row["number_of_groups"], row["bridged"]) for (_, code, _), row in sorted(found.items())]
    assert told == [(UNKNOWN, 1, True), *[(CEREALS, 16, False)] * 16]
    assert ("0880", UNKNOWN, "US") in found
