"""Which workplaces of a strength area the dartboard test is put to, in every region, each with figures of its own."""

from collections.abc import Iterable
from typing import Any

import pytest

from pipelines.warehouse import engine
from tests.areas import small
from tests.areas.small import Figures, Row, member, section

FIGURES = {
    ("00", "11"): 1, ("00", "12"): 20, ("00", "21"): 300, ("00", "22"): 4_000, ("00", "31"): 50_000,
    ("07", "11"): 1, ("07", "12"): 2, ("07", "21"): 4, ("07", "22"): 8,
    ("08", "12"): 3, ("08", "21"): 7,
    ("0880", "12"): 5, ("0880", "22"): 11,
    ("OTHER", "31"): 13,
}  # fmt: skip
# All of 1, and a half of 21; the least that 22 can count; what is nowhere.
MEMBERS = [member("a", "1", 1), member("a", "21", 0.5), member("b", "22", 0.01), member("none", "19", 1)]


def rows_of(figures: Figures, members: Iterable[Row] = MEMBERS, *more: Row) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of areas a, b and none, which are measured as asked, and of those that ``more`` sections measure."""
    sections = [*(section(area) for area in ("a", "b", "none")), *more]
    rows = engine.select("tested_area", small.relations(figures, members, sections), small.ASKED).to_pylist()
    assert {(row["year"], row["series"], row["level"]) for row in rows} <= {(2024, "HAND", "5")}
    found = {(row["region_code"], row["area_id"]): row for row in rows}
    assert len(found) == len(rows), "one region and area told more than once"
    return found


def test_every_region_but_the_nation_has_whole_workplaces_of_all_members_and_of_those_of_weight_one() -> None:
    """In the nation 1 + 20 of weight 1 and 300 more in a, 4,000 in b; of 54,321 in all."""
    nation = {"a": (321, 21), "b": (4_000, 0), "none": (0, 0)}
    regions = {
        "07": ("county", {"a": (7, 3), "b": (8, 0)}, 15 / 54_321),
        "08": ("county", {"a": (10, 3)}, 10 / 54_321),
        "0880": ("municipality", {"a": (5, 5), "b": (11, 0)}, 16 / 54_321),
        "OTHER": ("imported", {}, 13 / 54_321),
    }
    found = rows_of(FIGURES)
    names = ("region_type", "plants_region", "core_region", "plants", "core", "region_share")
    assert {key: tuple(row[name] for name in names) for key, row in found.items()} == {
        (region, area): (kind, *counted.get(area, (0, 0)), *of_nation, pytest.approx(share, rel=1e-15))
        for region, (kind, counted, share) in regions.items()
        for area, of_nation in nation.items()
    }


def test_without_a_published_nation_it_is_made_up_of_the_regions() -> None:
    """Both counties: 7 + 10 in a, of 25 in all."""
    counties = {key: figure for key, figure in FIGURES.items() if key[0] in {"07", "08"}}
    row = rows_of(counties)["07", "a"]
    assert (row["plants"], row["core"], row["region_share"]) == (17, 6, 15 / 25)


def test_a_region_has_a_share_of_one_workplace_but_not_of_none() -> None:
    assert rows_of({("08", "11"): 1})["08", "a"]["region_share"] == 1
    assert rows_of({("08", "11"): 0})["08", "a"]["region_share"] is None


def test_an_area_that_is_measured_otherwise_than_asked_is_not_tested() -> None:
    otherwise = [
        section("series", series="OWN"),
        section("year", year=2023),
        section("level", level="2"),
        section("a", series="OWN"),
        section("b", year=2023),
    ]
    members = [*MEMBERS, *(member(area, "11", 1) for area in ("series", "year", "level"))]
    found = rows_of(FIGURES, members, *otherwise)
    assert found == rows_of(FIGURES)
