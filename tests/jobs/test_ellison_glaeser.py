"""The index of Ellison & Glaeser of every industry over counties and over municipalities, each from figures of its own,
and the reason where there is none."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.warehouse import engine
from tests.jobs.world import DATE, PLANING, SAWMILLS, employment, regions

EDITION = {"series": "REGISTER", "register_date": DATE}
OTHERWISE: list[dict[str, Any]] = [{"series": "OTHER"}, {"register_date": date(2025, 2, 1)}]
KINDS = {"municipality": ("0880", "0881", "0980"), "county": ("08", "09")}
# Of eight parts one is published of 0880, three of 0881 and four of 0980.
FIGURES = {("0880", "G"): 100, ("0881", "G"): 300, ("0980", "G"): 400}
Row = dict[str, Any]
Jobs = tuple[int, int | None, float | None]


def plants(industry: str, workplaces: int, **other: Any) -> Row:
    """As many workplaces of one size in the nation."""
    share = 1 / workplaces if workplaces else None
    found = {"region_code": "00", "industry_code": industry, "level": "5", "workplaces": workplaces}
    return EDITION | found | dict.fromkeys(("hhi_low", "hhi_high", "top1_low", "top1_high"), share) | other


def index(
    nation: Sequence[Row],
    jobs: Mapping[tuple[str, str], Jobs],
    figures: Mapping[tuple[str, str], int | None] | None = None,
) -> dict[tuple[str, str], Row]:
    """Rows by industry and kind of region, of fewest, most and estimated jobs by region and industry."""
    names = ("jobs_low", "jobs_high", "jobs_estimate")
    cells = [
        EDITION | {"region_code": region, "industry_code": code, "level": "5"} | dict(zip(names, figure, strict=True))
        for (region, code), figure in jobs.items()
    ]
    given = {"plant_concentration": list(nation), "job_interval": cells}
    relations = {name: pa.Table.from_pylist(rows, schema.table(name).arrow_schema()) for name, rows in given.items()}
    relations |= {
        "region": regions(),
        "employment": employment(FIGURES if figures is None else figures),
        "target_series": pa.table({"series": ["BAS"], "preference": [0]}),
    }
    rows = engine.select("ellison_glaeser", relations, EDITION).to_pylist()
    found = {(row["industry_code"], row["region_type"]): row for row in rows}
    assert len(found) == len(rows), "one index told more than once"
    return found


def test_every_industry_and_kind_of_region_has_the_index_of_its_own_jobs_and_plants() -> None:
    """Sawmills of two plants of one size and planing mills of four, whose jobs are known: both ends are one number, by
    the formulas as they are published, with H = 1/n and n plants of share 1/n."""
    published = {"0880": 1 / 8, "0881": 3 / 8, "0980": 4 / 8, "08": 4 / 8, "09": 4 / 8}
    number_of = {SAWMILLS: 2, PLANING: 4}
    places = product((*KINDS["municipality"], *KINDS["county"]), number_of)
    jobs = {place: number * number for number, place in enumerate(places, 2)}
    nation = [plants(code, number) for code, number in number_of.items()]
    nation += [row | other | {"workplaces": 9} for row in nation for other in (*OTHERWISE, {"region_code": "08"})]
    found = index(nation, {place: (many, many, float(many)) for place, many in jobs.items()})
    assert found.keys() == set(product(number_of, KINDS))
    for (code, kind), row in found.items():
        n, all_jobs = number_of[code], sum(jobs[region, code] for region in KINDS[kind])
        shares = [(jobs[region, code] / all_jobs, published[region]) for region in KINDS[kind]]
        x2, x3 = (sum(x**power for _, x in shares) for power in (2, 3))
        g = sum((s - x) ** 2 for s, x in shares)
        excess = g - (1 - x2) / n
        variance = 2 * ((x2 - 2 * x3 + x2**2) / n**2 - (x2 - 4 * x3 + 3 * x2**2) / n**3)
        assert row == {
            "industry_code": code,
            "register_date": DATE,
            "series": "REGISTER",
            "level": "5",
            "region_type": kind,
            "workplaces": n,
            **dict.fromkeys(("g_low", "g_high", "g_estimate"), pytest.approx(g, rel=1e-12)),
            **dict.fromkeys(("hhi_low", "hhi_high"), 1 / n),
            **dict.fromkeys(
                ("gamma_low", "gamma_high", "gamma_estimate_low", "gamma_estimate_high"),
                pytest.approx(excess / ((1 - x2) * (1 - 1 / n)), rel=1e-12),
            ),
            **dict.fromkeys(("g_variance_low", "g_variance_high"), pytest.approx(variance, rel=1e-12)),
            **dict.fromkeys(("z_low", "z_high"), pytest.approx(excess / variance**0.5, rel=1e-12)),
            "note": None,
        }


def test_every_end_is_told_as_what_it_is() -> None:
    """Counties of half of all jobs each. 08 has 30/50 to 40/50 of the industry's, by the estimate 36/48: G is 2 · 0.1²
    to 2 · 0.3², and 2 · 0.25². a = 1/2, H 0.2 to 0.3: at G 0.02 gamma is least at H 0.3, at 0.18 most at H 0.2.
    c = d = 1/4; peak is at least 1/5 and at most 0.4² / 0.2, so that Var0 is 0.08 · 0.05 to 0.18 · 0.2."""
    nation = [plants(SAWMILLS, 5, hhi_low=0.2, hhi_high=0.3, top1_high=0.4)]
    row = index(nation, {("08", SAWMILLS): (30, 40, 36.0), ("09", SAWMILLS): (10, 20, 12.0)})[SAWMILLS, "county"]
    expected = {
        "g_low": 0.02,
        "g_high": 0.18,
        "g_estimate": 0.125,
        "hhi_low": 0.2,
        "hhi_high": 0.3,
        "gamma_low": (0.02 - 0.15) / 0.35,
        "gamma_high": (0.18 - 0.1) / 0.4,
        "gamma_estimate_low": (0.125 - 0.15) / 0.35,
        "gamma_estimate_high": (0.125 - 0.1) / 0.4,
        "g_variance_low": 0.004,
        "g_variance_high": 0.036,
        "z_low": (0.02 - 0.15) / 0.004**0.5,
        "z_high": (0.18 - 0.1) / 0.004**0.5,
    }
    assert {name: row[name] for name in expected} == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("workplaces", "noted", "told", "gathered"),
    [
        (0, "no_jobs", "no_jobs", "no_jobs"),
        (0, "size_unknown", "size_unknown", "size_unknown"),
        (1, "open_class_unbounded", "open_class_unbounded", "open_class_unbounded"),
        (2, "open_class_unbounded", "open_class_unbounded", "open_class_unbounded"),
        (1, None, "one_plant", "one_plant"),
        (1, "size_unknown", "one_plant", "one_plant"),
        (2, None, None, "one_region"),
        (2, "size_unknown", "size_unknown", "one_region"),
    ],
)
def test_the_reason_is_that_of_the_regions_else_of_the_plants(
    workplaces: int, noted: str | None, told: str | None, gathered: str
) -> None:
    """The counties are published, of the municipalities Nybro is not: over them nothing is known whatever the plants.
    And where all that is published is in one county no plant could be elsewhere."""
    endless = {"hhi_high": None, "top1_high": None} if noted == "open_class_unbounded" else {}
    nation = [plants(SAWMILLS, workplaces, note=noted, **endless)]
    jobs: dict[tuple[str, str], Jobs] = {
        (region, SAWMILLS): (10, 10, 10.0) if workplaces else (0, 0, 0.0)
        for of_kind in KINDS.values()
        for region in of_kind
    }
    figures = {("08", "G"): 400, ("09", "G"): 400, ("0880", "G"): 100, ("0980", "G"): 400}
    found = index(nation, jobs, figures)
    county, municipality = found[SAWMILLS, "county"], found[SAWMILLS, "municipality"]
    assert (county["note"], county["gamma_low"] is None) == (told, gathered != "one_region")
    names = [name for name in municipality if name.startswith(("g_", "gamma_", "z_"))]
    assert {municipality[name] for name in names} == {None}
    assert (municipality["note"], municipality["workplaces"]) == ("incomplete_regions", workplaces)
    one = index(nation, jobs, figures | {("09", "G"): 0})[SAWMILLS, "county"]
    assert (one["note"], one["gamma_low"]) == (gathered, None)
