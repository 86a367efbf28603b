"""How fitted jobs meet what is published: each reason at its limit, on cells of one municipality."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.warehouse import engine
from tests.jobs.world import AGENTS, DATE, PLANING, SAWMILLS, employment, regions

Figures = dict[tuple[str, str], int | None]
ASKED = {"series": "REGISTER", "register_date": DATE, "met_within": 0.5}
FIGURES: Figures = {("0880", "B+C"): 80, ("0881", "B+C"): 70, ("0980", "B+C"): 10}


def cell(low: int, high: int | None, estimate: float | None, **other: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"region_code": "0880", "target_region_code": "0880", "industry_code": SAWMILLS}
    found |= {"group_code": "B+C", "series": "REGISTER", "register_date": DATE, "workplaces_unknown_size": 0}
    return found | {"jobs_low": low, "jobs_high_known_size": high, "jobs_estimate": estimate} | other


def margins(*cells: dict[str, Any], figures: Figures | None = None) -> dict[tuple[str, str], dict[str, Any]]:
    relations = {
        "region": regions(),
        "employment": employment(FIGURES if figures is None else figures),
        "target_series": pa.table({"series": ["BAS"], "preference": [0]}),
        "job_allocation": pa.Table.from_pylist(list(cells), schema=schema.table("job_allocation").arrow_schema()),
    }
    rows = engine.select("job_margin", relations, ASKED).to_pylist()
    found = {(row["region_code"], row["industry_code"]): row for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        ([cell(20, 100, 80.0)], "met"),
        ([cell(20, 100, 79.5)], "met"),
        ([cell(20, 100, 80.5)], "met"),
        ([cell(20, 100, 79.25)], "not_met_jointly"),
        ([cell(20, 100, 80.75)], "not_met_jointly"),
        ([cell(80, 100, 80.0)], "met"),
        ([cell(81, 100, 81.0)], "below_low"),
        ([cell(20, 80, 80.0)], "met"),
        ([cell(20, 79, 79.0)], "above_high"),
        ([cell(20, None, 80.0)], "open_class_unbounded"),
        ([cell(20, None, None)], "open_class_unbounded"),
        ([cell(81, None, None)], "below_low"),
        ([cell(20, 100, None)], "no_target"),
        ([cell(20, 100, 80.0, note="not_converged")], "not_converged"),
        ([cell(20, 100, 80.0, note="target_not_met")], "met"),
        # Of several cells one without an upper bound, an estimate or an end of the fitting is enough.
        ([cell(10, 50, 40.0), cell(10, 50, 40.0, industry_code=PLANING)], "met"),
        ([cell(10, 50, 40.0), cell(10, None, 40.0, industry_code=PLANING)], "open_class_unbounded"),
        ([cell(10, 50, 40.0), cell(10, 50, None, industry_code=PLANING)], "no_target"),
        ([cell(10, 50, 40.0), cell(10, 50, 40.0, industry_code=PLANING, note="not_converged")], "not_converged"),
    ],
)
def test_each_reason_begins_at_its_limit(cells: list[dict[str, Any]], note: str) -> None:
    assert margins(*cells)["0880", "B+C"]["note"] == note


def test_cells_are_added_by_the_area_and_group_that_they_are_fitted_to() -> None:
    """Planing has workplaces of unknown size: up to the 80 published beside the 50. Agents lie in another group, of
    which nothing is published; what was pulled another day or of another register is none of this edition."""
    found = margins(
        cell(10, 50, 30.0),
        cell(15, 50, 50.25, industry_code=PLANING, workplaces_unknown_size=2),
        cell(1, 4, 2.0, industry_code=AGENTS, group_code="G"),
        cell(5, 9, 7.0, register_date=date(2025, 2, 1)),
        cell(5, 9, 7.0, series="OTHER"),
    )
    names = (
        "target",
        "target_year",
        "workplaces_unknown_size",
        "jobs_low",
        "jobs_high",
        "jobs_estimate",
        "gap",
        "note",
    )
    told = {key: tuple(row[name] for name in names) for key, row in found.items()}
    assert told == {
        ("0880", "B+C"): (80, 2024, 2, 25, 180, 80.25, -0.25, "met"),
        ("0880", "G"): (None, None, 0, 1, 4, 2.0, None, "no_target"),
        # Where the register has no workplaces there are no jobs to meet what is published.
        ("0881", "B+C"): (70, 2024, 0, 0, 0, 0.0, 70.0, "above_high"),
        ("0980", "B+C"): (10, 2024, 0, 0, 0, 0.0, 10.0, "above_high"),
    }
    assert {row["target_series"] for row in found.values()} == {"BAS", None}


def test_only_areas_that_jobs_are_fitted_to_have_a_margin() -> None:
    """County 08 is published whole, its municipality Nybro is not: both municipalities are fitted to the county.
    Of county 09 nothing is published, so that its municipality is fitted to nothing and stands for itself."""
    figures: Figures = {("0880", "B+C"): 50, ("08", "B+C"): 80}
    found = margins(
        cell(10, 50, 30.0, target_region_code="08"),
        cell(15, 50, 50.0, region_code="0881", target_region_code="08"),
        cell(1, 4, None, region_code="0980", target_region_code=None),
        figures=figures,
    )
    told = {key: (row["target"], row["jobs_low"], row["note"]) for key, row in found.items()}
    assert told == {("08", "B+C"): (80, 25, "met"), ("0980", "B+C"): (None, 1, "no_target")}
