"""Fitted jobs beside their intervals: whose they are, when they are told, and which note they have."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from pipelines.warehouse import classification, engine
from tests.jobs.world import AGENTS, DATE, PLANING, SAWMILLS, counted, fitting, size_class

ASKED = {"series": "REGISTER", "register_date": DATE, "industry_edition": "SNI2025", "met_within": 0.5}
SIZES: dict[str, tuple[int | None, int | None, int]] = {
    "none": (0, 0, 0),
    "single": (1, 1, 1),
    "small": (1, 4, 1),
    "open": (100, None, 100),
    "unknown": (None, None, 0),
}
MUNICIPALITIES = ("0880", "0881", "0980")
GROUPS = {SAWMILLS: ("B+C",), PLANING: ("B+C",), AGENTS: ("G", "M+N")}
# Not in the bridge of the little country: it may lie in any of the sixteen groups.
CEREALS = "01110"
ANY = [row["industry_code"] for row in classification.industries("SNI2007-16").to_pylist() if row["level"] == "group"]
Key = tuple[str, str, str]


def allocated(
    counts: Mapping[Key, int],
    figures: Mapping[tuple[str, str], int | None],
    fitted: Mapping[Key, tuple[float, bool]],
) -> dict[Key, dict[str, Any]]:
    """Rows by municipality, industry and group, of workplaces by municipality, industry and size class and of what was
    fitted by municipality, industry and group."""
    found = {"region_code": pa.string(), "industry_code": pa.string(), "group_code": pa.string()}
    found |= {"jobs": pa.float64(), "settled": pa.bool_()}
    relations = {
        **fitting(figures),
        "workplace_count": pa.Table.from_pylist(counted(counts)),
        "size_class": size_class(SIZES),
        "fitted_job": pa.Table.from_pylist(
            [dict(zip(found, (*key, *each), strict=True)) for key, each in fitted.items()], schema=pa.schema(found)
        ),
    }
    result = engine.select("job_allocation", relations, ASKED).to_pylist()
    told = {(row["region_code"], row["industry_code"], row["group_code"]): row for row in result}
    assert len(told) == len(result), "one industry told more than once in a group"
    return told


def test_every_cell_has_the_jobs_that_were_fitted_for_it_in_its_group() -> None:
    """Of 08 the county is published, so that its two municipalities together are held against it; 0980 is for itself.
    The groups of trade and services meet what is published, that of manufacturing does not."""
    published_of = product(("08", "0880", "0980"), ("B+C", "G", "M+N"))
    figures = {key: number for number, key in enumerate(published_of, 500)}
    keys = [(*key, group) for key in product(MUNICIPALITIES, GROUPS) for group in GROUPS[key[1]]]
    fitted = {key: (number / 4, True) for number, key in enumerate(keys, 1)}
    for area, group in product(("08", "0980"), ("G", "M+N")):
        within = {key: jobs for key, (jobs, _) in fitted.items() if key[0].startswith(area) and key[2] == group}
        last = max(within)
        fitted[last] = (figures[area, group] - sum(within.values()) + within[last], True)
    counts = {key: number for number, key in enumerate(product(MUNICIPALITIES, GROUPS, ("small",)), 2)}
    jobs: dict[tuple[str, str], float] = defaultdict(float)
    for (region, _, group), (number, _) in fitted.items():
        jobs[region[:2], group] += number
    expected = {}
    for key in keys:
        region, industry, group = key
        area, basis = ("0980", "municipality") if region == "0980" else ("08", "county")
        held = counts[region, industry, "small"]
        met = abs(jobs[region[:2], group] - figures[area, group]) <= 0.5
        assert met == (group != "B+C")
        expected[key] = {
            "region_code": region,
            "industry_code": industry,
            "group_code": group,
            "register_date": DATE,
            "series": "REGISTER",
            "workplaces_unknown_size": 0,
            # What lies in two groups may lie wholly in the other.
            "jobs_low": held if industry != AGENTS else 0,
            "jobs_high_known_size": 4 * held,
            "jobs_high": 4 * held,
            "jobs_estimate": fitted[key][0],
            "estimate_basis": basis,
            "target_region_code": area,
            "target_series": "BAS",
            "target_year": 2024,
            "target": figures[area, group],
            "note": None if met else "target_not_met",
        }
    assert allocated(counts, figures, fitted) == expected


@pytest.mark.parametrize(
    ("industry", "held", "figure", "fitted", "told"),
    [
        (SAWMILLS, {"small": 20}, 80, (80.0, True), (80.0, None)),
        # Met is what lies within half a job.
        (SAWMILLS, {"small": 20}, 80, (79.5, True), (79.5, None)),
        (SAWMILLS, {"small": 20}, 80, (80.5, True), (80.5, None)),
        (SAWMILLS, {"small": 20}, 80, (79.25, True), (79.25, "target_not_met")),
        (SAWMILLS, {"small": 20}, 80, (80.75, True), (80.75, "target_not_met")),
        (SAWMILLS, {"single": 1}, 1, (1.0, True), (1.0, None)),
        # Workplaces without jobs have none, and nothing was fitted.
        (SAWMILLS, {"none": 2}, 0, None, (0.0, None)),
        (SAWMILLS, {"none": 2}, 80, None, (0.0, "target_not_met")),
        (SAWMILLS, {"none": 2}, None, None, (None, "no_target")),
        (SAWMILLS, {"small": 2}, None, None, (None, "no_target")),
        (SAWMILLS, {"small": 20, "unknown": 1}, 80, (80.0, True), (80.0, "size_unknown")),
        (SAWMILLS, {"small": 20, "unknown": 1}, 80, (70.0, True), (70.0, "target_not_met")),
        (SAWMILLS, {"small": 20, "unknown": 1}, 80, (70.0, False), (70.0, "not_converged")),
        (SAWMILLS, {"small": 20, "unknown": 1}, None, None, (None, "size_unknown")),
        # 80 is less than the open class begins with.
        (SAWMILLS, {"open": 1}, 80, (80.0, False), (None, "open_class_unbounded")),
        (SAWMILLS, {"open": 1, "unknown": 1}, 80, (80.0, True), (None, "open_class_unbounded")),
        (SAWMILLS, {"open": 1, "unknown": 1}, None, None, (None, "open_class_unbounded")),
        (CEREALS, {"small": 20}, 80, (80.0, True), (80.0, "group_unknown")),
        (CEREALS, {"small": 20, "unknown": 1}, 80, (70.0, True), (70.0, "group_unknown")),
        (CEREALS, {"small": 20}, 80, (70.0, False), (70.0, "not_converged")),
        (CEREALS, {"small": 20}, None, None, (None, "no_target")),
    ],
)
def test_of_several_notes_the_first_is_given(
    industry: str,
    held: dict[str, int],
    figure: int | None,
    fitted: tuple[float, bool] | None,
    told: tuple[float | None, str | None],
) -> None:
    """In the first of the industry's groups ``figure`` is published, nothing in its others; or nothing at all."""
    group, *others = GROUPS.get(industry, ANY)
    figures = {} if figure is None else {("0880", group): figure, ("0881", group): 0}
    figures |= {("0880", other): 0 for other in others if figure is not None}
    jobs = {} if fitted is None else {("0880", industry, group): fitted}
    counts = {("0880", industry, name): number for name, number in held.items()}
    row = allocated(counts, figures, jobs)["0880", industry, group]
    assert (row["jobs_estimate"], row["note"]) == told
    assert row["estimate_basis"] == (None if told[0] is None else "municipality")


def test_an_industry_of_which_one_of_two_groups_is_published_has_no_jobs_in_either() -> None:
    figures = {("0880", "G"): 30, ("0881", "G"): 40}
    found = allocated({("0880", AGENTS, "small"): 3, ("0881", AGENTS, "none"): 1}, figures, {})
    names = ("jobs_low", "jobs_high", "jobs_estimate", "estimate_basis", "target_region_code", "target", "note")
    assert {(region, group): tuple(row[name] for name in names) for (region, _, group), row in found.items()} == {
        ("0880", "G"): (0, 12, None, None, "0880", 30, "no_target"),
        ("0880", "M+N"): (0, 12, None, None, "0880", None, "no_target"),
        ("0881", "G"): (0, 0, None, None, "0881", 40, "no_target"),
        ("0881", "M+N"): (0, 0, None, None, "0881", None, "no_target"),
    }
