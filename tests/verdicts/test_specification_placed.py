"""Every way of asking the register and strength areas, each answer reckoned from the row it is asked of."""

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.warehouse import engine

READ = (
    *("workplace_quotient", "job_quotient", "plant_concentration"),
    *("strength_area_quotient", "strength_area_member", "job_interval"),
)
PULLED = {"EARLY": date(2025, 3, 1), "LATE": date(2026, 3, 1), "LATER": date(2026, 5, 1)}
REGIONS, SUBJECTS, REFERENCES = ("07", "08"), ("16", "46"), ("nation", "county")
# Subject, series, region, year asked of and compared with, reference area, and what is measured.
Asked = tuple[str, str, str, str, int, int, str, str]
Answer = tuple[float | None, float | None, float | None, float | None]


def asked(**given: Sequence[dict[str, Any]]) -> dict[Asked, Answer]:
    """Quotient, its bounds and its estimate by what is asked; tables that are not given have no rows."""
    relations = {
        name: pa.Table.from_pylist(list(given.get(name, [])), schema=schema.table(name).arrow_schema()) for name in READ
    }
    relations["verdict_level"] = pa.table({"level": ["2"]})
    rows = engine.select("specification_placed", relations, {"industry_edition": "SNI2025"}).to_pylist()
    assert {row["unknown_industry"] for row in rows} <= {"with"}
    key = ("subject_type", "series", "region_code", "subject_code", "year", "compared_year", "reference", "measured")
    answer = ("lq", "lq_low", "lq_high", "lq_estimate")
    found = {tuple(row[name] for name in key): tuple(row[name] for name in answer) for row in rows}
    assert len(found) == len(rows), "one question asked more than once"
    return found


def counted(lq: float | None) -> Any:
    return (None if lq is None else pytest.approx(lq, rel=1e-14), None, None, None)


def bounded(low: float, high: float | None, estimate: float | None) -> Any:
    return (None, pytest.approx(low, rel=1e-14), high, estimate)


def dated(series: str, region: str, code: str, **other: Any) -> dict[str, Any]:
    place = {"series": series, "register_date": PULLED[series], "region_code": region, "industry_code": code}
    return place | {"level": "2"} | other


def of_industry(own: int, region: int, industry: int, everybody: int, **other: Any) -> dict[str, Any]:
    """A row of 08's sawmilling against the nation."""
    counts = {"workplaces": own, "workplaces_region": region, "workplaces_reference": industry}
    return dated("LATE", "08", "16", reference="nation", **counts, workplaces_reference_total=everybody, **other)


def about(measured: str, reference: str = "nation", subject_type: str = "industry", code: str = "16") -> Asked:
    return subject_type, "LATE", "08", code, 2026, 2026, reference, measured


def test_an_industry_is_asked_by_workplaces_against_each_area_the_rest_of_the_nation_and_without_one() -> None:
    """Row k has 10 + k of the region's 100 + k and of the industry's 300 + k of 1,000 + k."""
    rows, expected = [], {}
    for k, (series, region, code, reference) in enumerate(product(PULLED, REGIONS, SUBJECTS, REFERENCES)):
        own, all_of_region, industry, everybody = 10 + k, 100 + k, 300 + k, 1000 + k
        counts = {"workplaces": own, "workplaces_region": all_of_region, "workplaces_reference": industry}
        counts |= {"workplaces_reference_total": everybody}
        rows.append(dated(series, region, code, reference=reference, lq=1.0 + k, **counts))
        key = ("industry", series, region, code, *[PULLED[series].year] * 2)
        expected[*key, reference, "workplaces"] = counted(1.0 + k)
        left = (own - 1) / (all_of_region - 1) / ((industry - 1) / (everybody - 1))
        expected[*key, reference, "workplaces_without_largest"] = counted(left)
        if reference == "nation":
            rest = own / all_of_region / ((industry - own) / (everybody - all_of_region))
            expected[*key, "rest_of_nation", "workplaces"] = counted(rest)
    assert asked(workplace_quotient=rows) == expected


@pytest.mark.parametrize(
    ("counts", "rest", "without"),
    [
        # All of the industry, or all of the nation, lies in the region: there is no rest.
        ((3, 5, 3, 9), None, (2 / 4) / (2 / 8)),
        ((3, 9, 4, 9), None, (2 / 8) / (3 / 8)),
        ((2, 5, 3, 6), (2 / 5) / (1 / 1), (1 / 4) / (2 / 5)),
        # Without the only one there is no share to ask of.
        ((1, 1, 3, 9), 1 / (2 / 8), None),
        ((1, 2, 3, 9), (1 / 2) / (2 / 7), 0),
        ((0, 5, 1, 9), 0, None),
        ((0, 5, 2, 9), 0, 0),
        ((1, 1, 1, 1), None, None),
        ((2, 2, 2, 2), None, 1),
        ((0, 1, 1, 2), 0, None),
    ],
)
def test_what_nothing_is_left_of_is_no_answer(
    counts: tuple[int, int, int, int], rest: float | None, without: float | None
) -> None:
    found = asked(workplace_quotient=[of_industry(*counts, lq=1.0)])
    assert found[about("workplaces", "rest_of_nation")] == counted(rest)
    assert found[about("workplaces_without_largest")] == counted(without)


def test_neither_what_has_no_quotient_nor_what_is_of_another_level_is_asked() -> None:
    rows = [of_industry(0, 0, 5, 9), of_industry(3, 5, 6, 9, lq=1.0) | {"level": "5"}]
    assert asked(workplace_quotient=rows) == {}
    jobs = dated("LATE", "08", "16", reference="nation", lq_low=1.0)
    assert asked(job_quotient=[jobs | {"level": "5"}]) == {}
    assert asked(strength_area_quotient=[area_row("LATE", "08", "wood", workplaces=3.0)]) == {}


def area_row(series: str, region: str, area: str, reference: str = "nation", **other: Any) -> dict[str, Any]:
    row = {"series": series, "region_code": region, "area_id": area, "reference": reference, "level": "2"}
    return row | {"year": PULLED[series].year} | other


def test_an_area_is_asked_in_the_same_ways_and_by_the_employed_where_no_workplaces_are_counted() -> None:
    """Row k is 10 + k of 100 + k in the region, 300 + k of 1,000 + k in the reference area."""
    rows, expected = [], {}
    for k, (series, region, area, reference) in enumerate(product(PULLED, REGIONS, ("wood", "food"), REFERENCES)):
        employed = area == "food"
        own, all_of_region, everywhere, everybody = 10.5 + k, 100 + k, 300.5 + k, 1000 + k
        figures: dict[str, Any] = {"employees" if employed else "workplaces": own, "share": own / all_of_region}
        figures |= {"area_reference": everywhere, "region_total": all_of_region, "reference_total": everybody}
        rows.append(area_row(series, region, area, reference, **figures, lq=1.0 + k))
        measured = "employed" if employed else "workplaces"
        key = ("area", series, region, area, *[PULLED[series].year] * 2)
        expected[*key, reference, measured] = counted(1.0 + k)
        if not employed:
            left = (own - 1) / (all_of_region - 1) / ((everywhere - 1) / (everybody - 1))
            expected[*key, reference, "workplaces_without_largest"] = counted(left)
        if reference == "nation":
            rest = own / all_of_region / ((everywhere - own) / (everybody - all_of_region))
            expected[*key, "rest_of_nation", measured] = counted(rest)
    assert asked(strength_area_quotient=rows) == expected


@pytest.mark.parametrize(
    ("figures", "rest", "without"),
    [
        ((3.0, 5, 3.0, 9), None, (2 / 4) / (2 / 8)),
        ((3.0, 9, 4.0, 9), None, (2 / 8) / (3 / 8)),
        # Less than one whole workplace leaves nothing of it, and of the reference area no share.
        ((1.0, 5, 3.0, 9), (1 / 5) / (2 / 4), 0),
        ((0.5, 5, 3.0, 9), (0.5 / 5) / (2.5 / 4), 0),
        ((1.5, 5, 3.0, 9), (1.5 / 5) / (1.5 / 4), (0.5 / 4) / (2 / 8)),
        ((0.0, 5, 1.0, 9), 0, None),
        ((0.0, 5, 0.5, 9), 0, None),
        ((0.0, 5, 1.5, 9), 0, 0),
        ((1.0, 1, 3.0, 9), 1 / (2 / 8), None),
        ((1.0, 1, 3.0, 1), None, None),
        ((0.0, 1, 1.5, 2), 0, None),
        ((0.0, 2, 1.5, 1), 0, None),
    ],
)
def test_what_nothing_is_left_of_an_area_is_no_answer(
    figures: tuple[float, int, float, int], rest: float | None, without: float | None
) -> None:
    own, all_of_region, everywhere, everybody = figures
    row = area_row("LATE", "08", "wood", workplaces=own, share=own / all_of_region, lq=1.0)
    row |= {"area_reference": everywhere, "region_total": all_of_region, "reference_total": everybody}
    found = asked(strength_area_quotient=[row])
    assert found[about("workplaces", "rest_of_nation", "area", "wood")] == counted(rest)
    assert found[about("workplaces_without_largest", subject_type="area", code="wood")] == counted(without)


def test_jobs_are_asked_between_their_bounds_and_without_the_share_of_the_largest() -> None:
    """Row k is at least 1 + k and at most 50 + k; the largest workplace has at most k of 30 of the jobs."""
    rows, shares, expected = [], [], {}
    for k, (series, region, code, reference) in enumerate(product(PULLED, REGIONS, SUBJECTS, REFERENCES)):
        ends = {"lq_low": 1.0 + k, "lq_high": 50.0 + k, "lq_estimate": 20.0 + k}
        rows.append(dated(series, region, code, reference=reference, **ends))
        share = (k - k % 2) / 30
        if reference == "nation":
            shares.append(dated(series, region, code, top1_high=share))
        key = ("industry", series, region, code, *[PULLED[series].year] * 2, reference)
        expected[*key, "jobs"] = bounded(1.0 + k, 50.0 + k, 20.0 + k)
        expected[*key, "jobs_without_largest"] = bounded((1.0 + k) * (1 - share), 50.0 + k, 20.0 + k)
    assert asked(job_quotient=rows, plant_concentration=shares) == expected


@pytest.mark.parametrize("known", [[], [dated("LATE", "08", "16", top1_high=None)]], ids=["none", "empty"])
def test_where_nothing_bounds_the_largest_it_may_have_all_jobs(known: list[dict[str, Any]]) -> None:
    row = dated("LATE", "08", "16", reference="nation", lq_low=2.0, lq_high=4.0, lq_estimate=3.0)
    found = asked(job_quotient=[row], plant_concentration=known)
    assert found == {about("jobs"): bounded(2, 4, 3), about("jobs_without_largest"): bounded(0, 4, 3)}


def test_an_areas_jobs_are_asked_without_the_largest_workplace_of_its_series_region_and_self() -> None:
    """One member each, of which the largest has at most k of 30: that share of the area's jobs."""
    members = {"wood": "16", "food": "46"}
    member = {"edition": "SNI2025", "level": "2", "weight": 1.0}
    given: dict[str, list[dict[str, Any]]] = {name: [] for name in READ}
    given["strength_area_member"] = [member | {"area_id": area, "industry_code": members[area]} for area in members]
    expected = {}
    for k, (series, region, area) in enumerate(product(PULLED, REGIONS, members)):
        place = dated(series, region, members[area])
        given["job_interval"].append(place | {"jobs_low": 100, "jobs_high_known_size": 120})
        given["plant_concentration"].append(place | {"top1_high": k / 30})
        for reference in REFERENCES:
            ends = {"lq_jobs_low": 2.0 + k, "lq_jobs_high": 50.0 + k}
            given["strength_area_quotient"].append(area_row(series, region, area, reference, **ends))
            key = ("area", series, region, area, *[PULLED[series].year] * 2, reference)
            expected[*key, "jobs"] = bounded(2.0 + k, 50.0 + k, None)
            expected[*key, "jobs_without_largest"] = bounded((2.0 + k) * (1 - k / 30), 50.0 + k, None)
    assert asked(**given) == expected
    # Nothing is known of the largest.
    row = area_row("LATE", "08", "wood", lq_jobs_low=2.0, lq_jobs_high=4.0)
    alone = asked(strength_area_quotient=[row])
    assert alone[about("jobs_without_largest", subject_type="area", code="wood")] == bounded(0, 4, None)
