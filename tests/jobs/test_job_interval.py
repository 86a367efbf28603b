"""Intervals and estimates of jobs for every region and industry, from workplaces and fitted jobs written by hand."""

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.warehouse import classification, engine
from tests.jobs.world import AGENTS, CODES, DATE, PLANING, SAWMILLS, employment, regions, size_class

ASKED = {"series": "REGISTER", "register_date": DATE, "industry_edition": "SNI2025"}
SIZES: dict[str, tuple[int | None, int | None, int]] = {
    "none": (0, 0, 0),
    "single": (1, 1, 1),
    "small": (1, 4, 1),
    "large": (10, 19, 10),
    "open": (100, None, 100),
    "unknown": (None, None, 0),
}
MUNICIPALITIES = ("0880", "0881", "0980")
LEVELS = {SAWMILLS: "5", PLANING: "5", AGENTS: "5", "1611": "4", "161": "3", "16": "2", "46": "2", "C": "section"}
LEAVES = [row["industry_code"] for row in classification.industries("SNI2025").to_pylist() if row["level"] == "5"]
NOTES = ("no_target", "not_converged", "group_unknown", "target_not_met")
Row = dict[str, Any]


def counted(region: str, industry: str, **held: int) -> list[Row]:
    row = {"series": "REGISTER", "register_date": DATE, "region_code": region, "industry_code": industry}
    row |= {"level": LEVELS.get(industry, "5")}
    return [row | {"size_class": name, "workplaces": number} for name, number in held.items()]


def fitted(region: str, industry: str, jobs: float | None, group: str = "B+C", **other: Any) -> Row:
    found = {"series": "REGISTER", "register_date": DATE, "region_code": region, "industry_code": industry}
    found |= {"group_code": group, "workplaces_unknown_size": 0, "jobs_estimate": jobs, "target_region_code": region}
    found |= {"estimate_basis": "municipality", "target_series": "BAS", "target_year": 2024, "target": 80}
    return found | other


def intervals(workplaces: Sequence[Row], jobs: Sequence[Row], total: int = 120) -> dict[tuple[str, str], Row]:
    """Rows by region and industry; ``total`` is what is published of Kalmar, and nothing of the others."""
    relations = {
        "region": regions(),
        "industry": classification.industries("SNI2025"),
        "employment": employment({("0880", "B+C"): total, ("0980", "B+C"): 1}),
        "target_series": pa.table({"series": ["BAS"], "preference": [0]}),
        "workplace_count": pa.Table.from_pylist(list(workplaces)),
        "size_class": size_class(SIZES),
        "job_allocation": pa.Table.from_pylist(list(jobs), schema=schema.table("job_allocation").arrow_schema()),
    }
    rows = engine.select("job_interval", relations, ASKED).to_pylist()
    found = {(row["region_code"], row["industry_code"]): row for row in rows}
    assert len(found) == len(rows), "one cell told more than once"
    return found


def within(region: str) -> list[str]:
    return [each for each in MUNICIPALITIES if region in {"00", each, each[:2]}]


def leaves(industry: str) -> list[str]:
    mills = [SAWMILLS, PLANING]
    return {AGENTS: [AGENTS], "46": [AGENTS], SAWMILLS: [SAWMILLS], PLANING: [PLANING]}.get(industry, mills)


def test_every_region_and_industry_has_the_sums_of_its_municipalities_and_five_digit_codes() -> None:
    """Workplaces are those counted for the industry itself, estimates those fitted for its five-digit codes. Of unknown
    size are sawmills in county 08, which share its 500, and planing mills (70) and agents (30 and 40) in 0980."""
    unknown = {("0880", SAWMILLS), ("0881", SAWMILLS), ("0980", PLANING), ("0980", AGENTS)}
    targets = {("08", "B+C"): 500, ("0980", "B+C"): 70, ("0980", "G"): 30, ("0980", "M+N"): 40}
    held, jobs, workplaces, allocation = {}, {}, [], []
    for number, (region, industry) in enumerate(product(MUNICIPALITIES, LEVELS), 1):
        many = any((region, leaf) in unknown for leaf in leaves(industry))
        held[region, industry] = {"none": 5, "small": number, "large": 50 - number, "unknown": 2 if many else 0}
        workplaces += counted(region, industry, **{name: each for name, each in held[region, industry].items() if each})
    places = [(region, leaf) for region, leaf in product(MUNICIPALITIES, (SAWMILLS, PLANING, AGENTS))]
    for number, (region, leaf) in enumerate(places, 1):
        area = "0980" if region == "0980" else "08"
        for group in ("G", "M+N") if leaf == AGENTS else ("B+C",):
            jobs[region, leaf, group] = number / 4 if group != "M+N" else number * 100.0
            other: Row = {"workplaces_unknown_size": 2 if (region, leaf) in unknown else 0}
            other |= {"target_region_code": area, "target": targets.get((area, group), 9)}
            other |= {"estimate_basis": "municipality" if region == "0980" else "county"}
            one = fitted(region, leaf, jobs[region, leaf, group], group, **other)
            allocation += [one, one | {"series": "OTHER"}, one | {"register_date": date(2025, 2, 1)}]
    found = intervals(workplaces, allocation)
    assert found.keys() == set(product(CODES, LEVELS))
    for (region, industry), row in found.items():
        parts = [held[each, industry] for each in within(region)]
        sums = {name: sum(part[name] for part in parts) for name in parts[0]}
        reached = {
            ("0980" if each == "0980" else "08", group)
            for each, leaf, group in jobs
            if each in within(region) and leaf in leaves(industry) and (each, leaf) in unknown
        }
        high = 4 * sums["small"] + 19 * sums["large"]
        assert row == {
            "region_code": region,
            "industry_code": industry,
            "register_date": DATE,
            "series": "REGISTER",
            "level": LEVELS[industry],
            "workplaces": sum(sums.values()),
            "workplaces_with_employees": sums["small"] + sums["large"],
            "workplaces_unknown_size": sums["unknown"],
            "workplaces_open_class": 0,
            "jobs_low": sums["small"] + 10 * sums["large"],
            "jobs_high_known_size": high,
            "jobs_high": high + sum(targets[each] for each in reached),
            "jobs_estimate": sum(
                each for key, each in jobs.items() if key[0] in within(region) and key[1] in leaves(industry)
            ),
            "estimate_basis": "municipality" if region in {"09", "0980"} else "county",
            "target_series": "BAS",
            "target_year": 2024,
            "note": "size_unknown" if reached else None,
        }
    assert found["00", "16"]["jobs_high"] - found["00", "16"]["jobs_high_known_size"] == 570


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        # Workplaces, with employees, of unknown size, of the open class; fewest, most of known size, most.
        ({"none": 2}, (2, 0, 0, 0, 0, 0, 0)),
        ({"single": 3}, (3, 3, 0, 0, 3, 3, 3)),
        ({"none": 1, "small": 3, "large": 2}, (6, 5, 0, 0, 23, 50, 50)),
        ({"unknown": 1}, (1, 0, 1, 0, 0, 0, 80)),
        ({"unknown": 2}, (2, 0, 2, 0, 0, 0, 80)),
        ({"small": 2, "unknown": 3}, (5, 2, 3, 0, 2, 8, 88)),
        ({"open": 2}, (2, 2, 0, 2, 200, 240, 240)),
        ({"open": 2, "small": 1, "unknown": 1}, (4, 3, 1, 2, 201, 244, 324)),
    ],
)
def test_bounds_are_sums_over_the_size_classes(held: dict[str, int], expected: tuple[int, ...]) -> None:
    """120 are published of the municipality, which bound the open class, and 80 of the group, which bound unknown
    sizes."""
    names = [f"workplaces{part}" for part in ("", "_with_employees", "_unknown_size", "_open_class")]
    names += ["jobs_low", "jobs_high_known_size", "jobs_high"]
    jobs = [fitted("0880", SAWMILLS, 1.0, workplaces_unknown_size=held.get("unknown", 0))]
    row = intervals(counted("0880", SAWMILLS, **held), jobs)["0880", SAWMILLS]
    assert tuple(row[name] for name in names) == expected


def test_an_open_class_that_nothing_bounds_leaves_every_sum_that_holds_it_without_an_upper_end() -> None:
    """Of Kalmar 99 are published, where the class begins at 100; of Gotland the planing mills are bounded."""
    workplaces = [*counted("0880", SAWMILLS, open=1, small=2, unknown=1), *counted("0980", SAWMILLS, small=1)]
    jobs = [fitted("0880", SAWMILLS, 1.0, workplaces_unknown_size=1), fitted("0980", SAWMILLS, 1.0)]
    found = intervals(workplaces, jobs, total=99)
    names = ("workplaces_open_class", "jobs_low", "jobs_high_known_size", "jobs_high", "note")
    assert {region: tuple(row[name] for name in names) for (region, _), row in found.items()} == {
        **dict.fromkeys(("0880", "08"), (1, 102, None, None, "open_class_unbounded")),
        "00": (1, 103, None, None, "open_class_unbounded"),
        **dict.fromkeys(("0980", "09"), (0, 1, 4, 4, None)),
    }


def test_unknown_sizes_that_one_group_does_not_bound_have_no_upper_end() -> None:
    """Of Kalmar's agents one of two groups is published, of Gotland's both: 30 and 40."""
    workplaces = [row for region in ("0880", "0980") for row in counted(region, AGENTS, small=1, unknown=1)]
    jobs = [
        fitted(region, AGENTS, 1.0 if region == "0980" else None, group, target=target, workplaces_unknown_size=1)
        for region, group, target in (
            *(("0880", "G", 30), ("0880", "M+N", None)),
            *(("0980", "G", 30), ("0980", "M+N", 40)),
        )
    ]
    found = intervals(workplaces, jobs)
    told = {region: (row["jobs_high_known_size"], row["jobs_high"], row["note"]) for (region, _), row in found.items()}
    assert told == {
        **dict.fromkeys(("0880", "08"), (4, None, "size_unknown")),
        **dict.fromkeys(("0980", "09"), (4, 74, "size_unknown")),
        "00": (8, None, "size_unknown"),
    }


def test_an_estimate_needs_those_of_all_groups_municipalities_and_five_digit_codes() -> None:
    """Of sawmills Nybro lacks one, of planing mills nobody, of agents Kalmar one of two groups. Where a part of it is
    fitted to a county the sum is."""
    kinds = {"0880": "county", "0881": "municipality", "0980": "municipality"}
    jobs = [
        fitted(region, industry, float(number), group, estimate_basis=kinds[region])
        for number, (region, (industry, group)) in enumerate(
            product(MUNICIPALITIES, [(SAWMILLS, "B+C"), (PLANING, "B+C"), (AGENTS, "G"), (AGENTS, "M+N")]), 1
        )
    ]
    for row in jobs:
        if (row["region_code"], row["industry_code"], row["group_code"]) in {
            ("0880", AGENTS, "M+N"),
            ("0881", SAWMILLS, "B+C"),
        }:
            row |= {"jobs_estimate": None, "estimate_basis": None}
    workplaces = [
        row for place in product(MUNICIPALITIES, (SAWMILLS, PLANING, "16", AGENTS)) for row in counted(*place, small=1)
    ]
    found = intervals(workplaces, jobs)
    names = ("jobs_estimate", "estimate_basis", "target_series", "target_year")
    county, own, none = ("county", "BAS", 2024), ("municipality", "BAS", 2024), (None,) * 4
    assert {key: tuple(row[name] for name in names) for key, row in found.items()} == {
        ("0880", SAWMILLS): (1, *county),
        ("0881", SAWMILLS): none,
        ("0980", SAWMILLS): (9, *own),
        ("08", SAWMILLS): none,
        ("09", SAWMILLS): (9, *own),
        ("00", SAWMILLS): none,
        ("0880", PLANING): (2, *county),
        ("0881", PLANING): (6, *own),
        ("0980", PLANING): (10, *own),
        ("08", PLANING): (8, *county),
        ("09", PLANING): (10, *own),
        ("00", PLANING): (18, *county),
        ("0880", "16"): (3, *county),
        ("0881", "16"): none,
        ("0980", "16"): (19, *own),
        ("08", "16"): none,
        ("09", "16"): (19, *own),
        ("00", "16"): none,
        ("0880", AGENTS): none,
        ("0881", AGENTS): (15, *own),
        ("0980", AGENTS): (23, *own),
        ("08", AGENTS): none,
        ("09", AGENTS): (23, *own),
        ("00", AGENTS): none,
    }


def test_of_several_notes_of_the_parts_the_first_is_given() -> None:
    """Every pair of notes twice, in industries of their own: of two groups in Kalmar, and of Kalmar and Nybro."""
    pairs = list(product((*NOTES, "size_unknown", None), repeat=2))
    by_group, by_place = dict(zip(LEAVES, pairs, strict=False)), dict(zip(reversed(LEAVES), pairs, strict=False))
    workplaces, jobs = [], []
    for leaf, notes in by_group.items():
        workplaces += counted("0880", leaf, small=1)
        jobs += [fitted("0880", leaf, 1.0, group, note=note) for group, note in zip(("G", "M+N"), notes, strict=True)]
    for leaf, notes in by_place.items():
        workplaces += counted("0880", leaf, small=1)
        jobs += [fitted(region, leaf, 1.0, note=note) for region, note in zip(("0880", "0881"), notes, strict=True)]
    found = intervals(workplaces, jobs)
    for region, cases in (("0880", by_group), ("08", by_place)):
        first = {leaf: next((note for note in NOTES if note in notes), None) for leaf, notes in cases.items()}
        assert {leaf: found[region, leaf]["note"] for leaf in cases} == first


@pytest.mark.parametrize("note", NOTES)
def test_a_note_of_the_fitting_comes_before_that_of_unknown_sizes(note: str) -> None:
    jobs = [fitted("0880", SAWMILLS, 1.0, note=note, workplaces_unknown_size=1)]
    row = intervals(counted("0880", SAWMILLS, small=1, unknown=1), jobs)["0880", SAWMILLS]
    assert (row["note"], row["jobs_high"]) == (note, 84)


@pytest.mark.parametrize(("unknown", "note"), [(0, None), (1, "size_unknown"), (2, "size_unknown")])
def test_workplaces_of_unknown_size_are_noted_if_nothing_else_is(unknown: int, note: str | None) -> None:
    held = {"small": 1} | ({"unknown": unknown} if unknown else {})
    jobs = [fitted("0880", SAWMILLS, 1.0, note="size_unknown", workplaces_unknown_size=unknown)]
    assert intervals(counted("0880", SAWMILLS, **held), jobs)["0880", SAWMILLS]["note"] == note


@pytest.mark.parametrize("note", NOTES)
def test_that_there_is_no_upper_end_is_noted_before_anything_of_the_fitting(note: str) -> None:
    jobs = [fitted("0880", SAWMILLS, None, note=note, workplaces_unknown_size=1, target=None)]
    endless = intervals(counted("0880", SAWMILLS, unknown=1), jobs)["0880", SAWMILLS]
    assert (endless["jobs_high"], endless["note"]) == (None, "size_unknown")
    opened = intervals(counted("0880", SAWMILLS, open=1, unknown=1), jobs, total=99)["0880", SAWMILLS]
    assert (opened["jobs_high"], opened["note"]) == (None, "open_class_unbounded")


def test_a_cell_for_which_nothing_was_fitted_has_its_bounds() -> None:
    row = intervals(counted("0880", SAWMILLS, small=2), [])["0880", SAWMILLS]
    assert (row["jobs_low"], row["jobs_high"], row["jobs_estimate"], row["target_series"]) == (2, 8, None, None)
