"""The largest share that one workplace can have of an area's jobs, where every member, region, series and year has
bounds of its own."""

from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.warehouse import engine

Row = dict[str, Any]
Bounds = tuple[int, int | None]
# All of 16 and a half of 46; all of 46.
MEMBERS = [("wood", "16", 1.0), ("wood", "46", 0.5), ("trade", "46", 1.0)]
KEY = ("area_id", "series", "region_code", "year")


def table(name: str, rows: Iterable[Row]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema.table(name).arrow_schema())


def interval(code: str, bounds: Bounds, **other: Any) -> Row:
    place = {"region_code": "08", "series": "REGISTER", "register_date": date(2026, 2, 1)}
    return {"industry_code": code, "jobs_low": bounds[0], "jobs_high_known_size": bounds[1], **place} | other


def concentrated(code: str, share: float | None, **other: Any) -> Row:
    place = {"region_code": "08", "series": "REGISTER", "register_date": date(2026, 2, 1)}
    return {"industry_code": code, "top1_high": share, **place} | other


def largest(
    intervals: Iterable[Row],
    concentrations: Iterable[Row] = (),
    members: Iterable[tuple[str, str, float]] = MEMBERS,
    others: Iterable[tuple[str, str, float]] = (),
) -> dict[tuple[Any, ...], float | None]:
    """The share by area, series, region and year; ``others`` are members by the old edition."""
    editions = [("SNI2025", member) for member in members] + [("SNI2007", member) for member in others]
    rows = [
        {"edition": edition, "area_id": area, "industry_code": code, "weight": weight}
        for edition, (area, code, weight) in editions
    ]
    relations = {
        "strength_area_member": table("strength_area_member", rows),
        "job_interval": table("job_interval", intervals),
        "plant_concentration": table("plant_concentration", concentrations),
    }
    found = engine.select("area_largest", relations, {"industry_edition": "SNI2025"}).to_pylist()
    told = {tuple(row[name] for name in KEY): row["largest_high"] for row in found}
    assert len(told) == len(found), "one area, series, region and year told more than once"
    return told


def of_wood(first: Bounds, second: Bounds, *concentrations: Row) -> float | None:
    """The share of the area wood in one region, by the bounds of 16 and 46."""
    found = largest([interval("16", first), interval("46", second)], concentrations)
    return found["wood", "REGISTER", "08", 2026]


def test_the_largest_is_in_a_member_that_is_as_large_and_others_as_small_as_they_can_be() -> None:
    """Of 16 a half of 30, beside a half of 20; of 46 nine tenths of a half of 40, beside 10."""
    halves = concentrated("16", 0.5), concentrated("46", 0.9)
    assert of_wood((10, 30), (20, 40), *halves) == pytest.approx(max(0.5 * 30 / (30 + 10), 0.9 * 20 / (20 + 10)))
    swapped = concentrated("16", 0.9), concentrated("46", 0.5)
    assert of_wood((10, 30), (20, 40), *swapped) == pytest.approx(max(0.9 * 30 / (30 + 10), 0.5 * 20 / (20 + 10)))


def test_a_member_whose_largest_share_nothing_bounds_may_be_one_workplace() -> None:
    """16 may be one workplace: all of 30, beside a half of 20. Where its bound is told and empty too."""
    assert of_wood((10, 30), (20, 40)) == pytest.approx(30 / (30 + 10))
    assert of_wood((10, 30), (20, 40), concentrated("16", None), concentrated("46", 0.1)) == pytest.approx(30 / 40)


def test_a_member_of_one_job_may_be_the_largest_and_of_none_may_not() -> None:
    assert of_wood((0, 1), (0, 0)) == 1
    assert of_wood((0, 0), (0, 1)) == 1
    assert of_wood((0, 0), (0, 0)) is None


def test_sums_are_of_whole_hundredths() -> None:
    """29 hundredths of a job each, which no binary fraction is; rounded to hundredths they are 0.29."""
    members = [("wood", "16", 0.29), ("wood", "46", 0.29), ("wood", "47", 0.01)]
    found = largest([interval(code, (1, 1)) for code in ("16", "46", "47")], members=members)
    assert list(found.values()) == [pytest.approx(29 / 59, rel=1e-12)]


def test_an_area_of_which_a_member_has_no_upper_bound_is_not_told() -> None:
    """Wood has 16, which has none; trade has 46 alone, of which all may be one workplace."""
    found = largest([interval("16", (10, None)), interval("46", (20, 40))])
    assert found == {("trade", "REGISTER", "08", 2026): 1}


def test_every_area_series_and_region_has_bounds_of_its_own() -> None:
    """The n-th cell has n to 3 n + 2 jobs, of which the largest has one part in n + 1 at most."""
    cells = list(product(("REGISTER", "SIMULATED"), ("08", "0880"), ("16", "46")))
    intervals, concentrations, bounds = [], [], {}
    for n, (series, region, code) in enumerate(cells, 1):
        other = {"series": series, "region_code": region}
        intervals.append(interval(code, (n, 3 * n + 2), **other))
        concentrations.append(concentrated(code, 1 / (n + 1), **other))
        bounds[series, region, code] = (n, 3 * n + 2, 1 / (n + 1))
    expected = {}
    for series, region, _ in bounds:
        low, high, part = bounds[series, region, "16"]
        low_46, high_46, part_46 = bounds[series, region, "46"]
        wood = max(part * high / (high + low_46 / 2), part_46 * high_46 / 2 / (high_46 / 2 + low))
        expected["wood", series, region, 2026] = pytest.approx(wood, rel=1e-12)
        expected["trade", series, region, 2026] = pytest.approx(part_46, rel=1e-12)
    assert largest(intervals, concentrations) == expected
    # By the old edition the area has other members, which do not count.
    assert largest(intervals, concentrations, others=[("trade", "16", 1.0)]) == expected


def test_two_pulls_of_a_series_are_two_years() -> None:
    """As large as 30 of 16 beside 10 of 46 in the one year, and 5 beside 15 in the other."""
    other = {"register_date": date(2025, 2, 1)}
    rows = [interval("16", (10, 30)), interval("46", (20, 40))]
    rows += [interval("16", (1, 5), **other), interval("46", (30, 30), **other)]
    found = largest(rows)
    assert found["wood", "REGISTER", "08", 2026] == pytest.approx(30 / (30 + 10))
    assert found["wood", "REGISTER", "08", 2025] == pytest.approx(15 / (15 + 1))
    shares = [concentrated(code, share, **pull) for code in ("16", "46") for pull, share in (({}, 0.5), (other, 0.25))]
    found = largest(rows, shares)
    assert found["wood", "REGISTER", "08", 2026] == pytest.approx(0.5 * 30 / (30 + 10))
    assert found["wood", "REGISTER", "08", 2025] == pytest.approx(0.25 * 15 / (15 + 1))
