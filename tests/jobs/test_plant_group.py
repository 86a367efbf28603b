"""Workplaces by the bounds of their size: which edition is counted, and what bounds an open class."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from pipelines.measures import jobs
from pipelines.warehouse import engine
from tests.jobs.world import DATE, SAWMILLS, employment, regions

# 16 is the open class, of 10,000 or more; 2 is of 1 to 4; 0 is of unknown size.
OPEN, SMALL, UNKNOWN_SIZE = "16", "2", "0"
ASKED = {"series": "REGISTER", "register_date": DATE}


def groups(
    figures: Mapping[tuple[str, str], int | None], *counted: tuple[str, str, int], **other: Any
) -> dict[tuple[str, int | None, int | None], int]:
    """Workplaces by region and bounds, of workplaces by municipality and size class; ``other`` of every row."""
    row = {"industry_code": SAWMILLS, "level": "5", **ASKED, **other}
    rows = [
        row | {"region_code": region, "size_class": size_class, "workplaces": workplaces}
        for region, size_class, workplaces in counted
    ]
    relations = {
        "region": regions(),
        "employment": employment(figures),
        "workplace_count": pa.Table.from_pylist(rows),
        "size_class": jobs.size_class_bounds(),
        "target_series": pa.table({"series": ["BAS"], "preference": [0]}),
    }
    found = engine.select("plant_group", relations, ASKED).to_pylist()
    assert {(each["industry_code"], each["level"]) for each in found} <= {(SAWMILLS, "5")}
    return {(each["region_code"], each["low"], each["high"]): each["workplaces"] for each in found}


def test_an_open_class_is_bounded_by_all_that_is_published_of_its_municipality_else_of_its_county() -> None:
    """12,000 and 4,000 in two groups of Kalmar, of Nybro nothing; 31,000 in the county."""
    figures = {("0880", "B+C"): 12_000, ("0880", "G"): 4_000, ("08", "B+C"): 30_000, ("08", "G"): 1_000}
    found = groups(figures, ("0880", OPEN, 1), ("0881", OPEN, 2))
    assert found == {
        ("0880", 10_000, 16_000): 1,
        ("0881", 10_000, 31_000): 2,
        ("08", 10_000, 16_000): 1,
        ("08", 10_000, 31_000): 2,
        ("00", 10_000, 16_000): 1,
        ("00", 10_000, 31_000): 2,
    }


@pytest.mark.parametrize(("figure", "high"), [(10_000, 10_000), (9_999, None)])
def test_what_is_published_bounds_an_open_class_from_where_it_begins(figure: int, high: int | None) -> None:
    found = groups({("0880", "B+C"): figure}, ("0880", OPEN, 1))
    assert found["0880", 10_000, high] == 1


def test_workplaces_of_one_size_are_counted_together_in_every_place_they_lie_in() -> None:
    found = groups({}, ("0880", SMALL, 3), ("0881", SMALL, 4), ("0980", SMALL, 5), ("0980", UNKNOWN_SIZE, 6))
    assert found == {
        ("0880", 1, 4): 3,
        ("0881", 1, 4): 4,
        ("08", 1, 4): 7,
        ("0980", 1, 4): 5,
        ("09", 1, 4): 5,
        ("00", 1, 4): 12,
        ("0980", None, None): 6,
        ("09", None, None): 6,
        ("00", None, None): 6,
    }


@pytest.mark.parametrize("other", [{"series": "OTHER"}, {"register_date": date(2025, 2, 1)}])
def test_only_the_edition_that_is_asked_for_is_counted(other: dict[str, Any]) -> None:
    assert groups({}, ("0880", SMALL, 3), **other) == {}
