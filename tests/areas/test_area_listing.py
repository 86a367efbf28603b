"""How many of an area's industries a source lists at all, of two areas that list different ones."""

from collections.abc import Iterable
from typing import Any

import pytest

from pipelines.warehouse import engine
from tests.areas import small
from tests.areas.small import Row, member, section

# The figures have both of 1 in two regions, and 21 in one.
FIGURES = {("08", "11"): 1, ("08", "12"): 2, ("07", "11"): 3, ("07", "12"): 4, ("07", "21"): 5}
MEMBERS = [
    *(member("a", code, 1) for code in ("1", "21", "31")),
    *(member("b", code, 0.5) for code in ("22", "31")),
]
UNITS = [("employees", {"a": (3, 2), "b": (2, 0)}), ("workplaces", {"a": (3, 3), "b": (2, 2)})]


def listed(unit: str, members: Iterable[Row] = MEMBERS, more: Iterable[Row] = ()) -> dict[str, tuple[int, int]]:
    """Members and those listed by area: of areas a and b, which are measured as asked, and of ``more`` sections."""
    relations = small.relations(FIGURES, members, [section("a"), section("b"), *more])
    rows = engine.select("area_listing", relations, small.ASKED | {"unit": unit}).to_pylist()
    found = {row["area_id"]: (row["members"], row["members_listed"]) for row in rows}
    assert len(found) == len(rows), "one area told more than once"
    return found


@pytest.mark.parametrize(("unit", "expected"), UNITS)
def test_a_table_lists_the_members_it_has_in_any_region_and_a_register_all(
    unit: str, expected: dict[str, tuple[int, int]]
) -> None:
    assert listed(unit) == expected


@pytest.mark.parametrize(("unit", "expected"), UNITS)
def test_another_editions_members_are_not_counted(unit: str, expected: dict[str, tuple[int, int]]) -> None:
    assert listed(unit, [*MEMBERS, member("a", "11", 1, "OLD"), member("b", "12", 1, "OLD")]) == expected


@pytest.mark.parametrize(("unit", "expected"), UNITS)
def test_only_areas_that_are_measured_in_the_series_and_year_are_listed(
    unit: str, expected: dict[str, tuple[int, int]]
) -> None:
    """Whatever the level that an area is measured on; area b is measured in another series and year too."""
    otherwise: dict[str, dict[str, Any]] = {
        "series": {"series": "OWN"},
        "year": {"year": 2023},
        "none": {"level": None},
    }
    members = [*MEMBERS, *(member(area, "21", 1) for area in (*otherwise, "level"))]
    more = [section(area, **other) for area, other in otherwise.items()]
    more += [section("b", series="OWN", edition="OLD"), section("b", year=2023, edition="OLD")]
    members += [member("b", code, 1, "OLD") for code in ("1", "2")]
    assert listed(unit, members, [*more, section("level", level="2")]) == expected | {"level": (1, 1)}
