"""Relation ``spread`` of a register, how an industry's jobs lie over the regions of a set, of cells written one by one.
C1 has a quarter of all employed and C2 three quarters."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.warehouse import engine
from tests.jobs.world import DATE

Row = dict[str, Any]
Cell = tuple[int, int | None, float | None]
EDITION = {"series": "SIMULATED", "register_date": DATE}
SHARES = {("pair", "C1"): 1, ("pair", "C2"): 3}
# Least and most jobs, and how many are estimated.
EVEN: dict[str, Cell] = {"C1": (10, 20, 15.0), "C2": (30, 60, 45.0)}
UNEVEN: dict[str, Cell] = {"C1": (30, 40, 35.0), "C2": (10, 20, 15.0)}


def rows_of(name: str, rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema.table(name).arrow_schema())


def jobs(cells: dict[str, Cell], **more: Any) -> list[Row]:
    return [
        {**EDITION, "region_code": region, "industry_code": "I", "level": "5"}
        | {"jobs_low": low, "jobs_high": high, "jobs_estimate": estimate, **more}
        for region, (low, high, estimate) in cells.items()
    ]


def plants(**more: Any) -> Row:
    known = {"workplaces": 4, "hhi_low": 0.5, "hhi_high": 0.75, "top1_high": 0.9}
    return {**EDITION, "region_code": "N", "industry_code": "I", "level": "5", **known, **more}


def spread(
    cells: list[Row], nation: list[Row] | None = None, shares: dict[tuple[str, str], int] | None = None
) -> dict[tuple[str, str], Row]:
    parts = [
        {"region_type": kind, "region_code": code, "size": size} for (kind, code), size in (shares or SHARES).items()
    ]
    named = {"name_sv": "", "name_en": ""}
    kinds = {"N": "nation", "C1": "county", "C2": "county", "C3": "county"}
    relations = {
        "job_interval": rows_of("job_interval", cells),
        "plant_concentration": rows_of("plant_concentration", [plants()] if nation is None else nation),
        "region": rows_of("region", [{"region_code": code, "type": kind, **named} for code, kind in kinds.items()]),
        "region_share": pa.Table.from_pylist(parts),
    }
    found = engine.select("register_spread", relations, EDITION).to_pylist()
    return {(row["region_type"], row["industry_code"]): row for row in found}


def uneven(cells: dict[str, Cell], **more: Any) -> list[Any]:
    row = spread(jobs(cells), **more)["pair", "I"]
    return [row[name] for name in ("g_low", "g_high", "g_estimate")]


def test_shares_that_can_be_those_of_all_employed_have_no_distance_at_least() -> None:
    """C1 has 10/70 to 20/50 of the jobs, at most 0.15 from its quarter; C2 has 30/50 to 60/70, at most as far below."""
    assert uneven(EVEN) == pytest.approx([0, 2 * 0.15**2, 0], abs=1e-15)


def test_shares_beyond_those_of_all_employed_have_the_distances_of_their_ends() -> None:
    """C1 has 30/50 to 40/50, 0.35 to 0.55 above its quarter, and 35/50; C2 the rest, as far below."""
    assert uneven(UNEVEN) == pytest.approx([2 * 0.35**2, 2 * 0.55**2, 2 * 0.45**2])


def test_a_region_without_the_industry_has_a_share_of_none() -> None:
    """Of four parts C3 has two: 0.5 away."""
    shares = {("pair", "C1"): 1, ("pair", "C2"): 1, ("pair", "C3"): 2}
    found = uneven({"C1": (20, 20, 20.0), "C2": (20, 20, 20.0)}, shares=shares)
    assert found == pytest.approx([2 * 0.25**2 + 0.5**2] * 3)


def test_a_single_job_is_all_of_the_industry() -> None:
    assert uneven({"C1": (1, 1, 1.0)}) == pytest.approx([2 * 0.75**2] * 3)


def test_an_end_that_nothing_bounds_leaves_both_ends_empty_and_an_estimate_that_is_missing_the_estimate() -> None:
    found = uneven({"C1": (30, None, 35.0), "C2": (10, 20, 15.0)})
    assert found == [None, None, pytest.approx(2 * 0.45**2)]
    found = uneven({"C1": (30, 40, None), "C2": (10, 20, 15.0)})
    assert found == [pytest.approx(2 * 0.35**2), pytest.approx(2 * 0.55**2), None]


def test_where_no_job_is_sure_no_distance_has_an_end() -> None:
    """C1 has all of the industry's jobs, or there are none."""
    assert uneven({"C1": (0, 5, 2.0)}) == [None, None, pytest.approx(2 * 0.75**2)]


def test_sets_industries_and_editions_are_measured_each_by_itself() -> None:
    """Of the other set C1 has three parts of four: 0.15 to 0.05 below them, or 0.05 above."""
    shares = SHARES | {("turned", "C1"): 3, ("turned", "C2"): 1}
    cells = [*jobs(UNEVEN), *jobs(EVEN, industry_code="J")]
    for other in ({"series": "REGISTER"}, {"register_date": date(2025, 2, 1)}):
        cells += jobs({"C1": (500, 900, 700.0)}, **other)
    nation = [plants(), plants(industry_code="J"), plants(region_code="C1", hhi_low=0.9)]
    nation += [plants(series="REGISTER", hhi_low=0.9), plants(register_date=date(2025, 2, 1), hhi_low=0.9)]
    found = spread(cells, nation, shares)
    assert {key: row["g_estimate"] for key, row in found.items()} == {
        ("pair", "I"): pytest.approx(2 * 0.45**2),
        ("pair", "J"): pytest.approx(0, abs=1e-15),
        ("turned", "I"): pytest.approx(2 * 0.05**2),
        ("turned", "J"): pytest.approx(2 * 0.5**2),
    }
    assert {row["hhi_low"] for row in found.values()} == {0.5}
    assert len(spread(cells, nation)) == 2


@pytest.mark.parametrize(
    ("workplaces", "hhi_low", "top1_high", "peak"),
    [
        # At least the index, and at most 1.
        (4, 0.5, 0.9, (0.5, 1)),
        # At least one of the plants.
        (4, 0.125, 0.9, (0.25, 1)),
        (1, 1.0, 1.0, (1, 1)),
        # At most the largest share squared over the index: 0.25/0.5.
        (4, 0.5, 0.5, (0.5, 0.5)),
        (4, 0.5, None, (0.5, None)),
        (0, None, None, (None, None)),
    ],
)
def test_what_is_known_of_the_fourth_powers(
    workplaces: int, hhi_low: float | None, top1_high: float | None, peak: tuple[float | None, ...]
) -> None:
    nation = plants(workplaces=workplaces, hhi_low=hhi_low, top1_high=top1_high)
    row = spread(jobs(EVEN), [nation])["pair", "I"]
    assert (row["peak_low"], row["peak_high"]) == peak
    assert (row["hhi_low"], row["hhi_high"]) == (hhi_low, 0.75)
