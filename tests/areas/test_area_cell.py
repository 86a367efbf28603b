"""What an area holds in a region, and why that is empty, of figures that differ in every region and industry."""

from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest

from pipelines.warehouse import engine
from tests.areas import small
from tests.areas.small import Figures, Row, member, section

# All of 1, which is 11 and 12, and a quarter of 21; a half of 12 and of 22.
MEMBERS = [member("a", "1", 1), member("a", "21", 0.25), member("b", "12", 0.5), member("b", "22", 0.5)]
WEIGHTS = {"a": {"11": 100, "12": 100, "21": 25}, "b": {"12": 50, "22": 50}}
FIGURES = ("hundredths", "unknown_cells", "reason")


def cells(
    figures: Figures, *, members: Iterable[Row] = MEMBERS, more: Iterable[Row] = ()
) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Figures by area and region: of areas a and b, which are measured as asked, and of those in ``more`` sections."""
    relations = small.relations(figures, members, [section("a"), section("b"), *more])
    numbers = engine.select("measured_region", relations, small.ASKED).to_pylist()
    regions = {row["region_id"]: row["region_code"] for row in numbers}
    rows = engine.select("area_cell", relations, small.ASKED).to_pylist()
    found = {(row["area_id"], regions[row["region_id"]]): tuple(row[name] for name in FIGURES) for row in rows}
    assert len(found) == len(rows), "one area and region told more than once"
    return found


def test_an_area_holds_the_weighted_sum_of_its_members_in_every_region() -> None:
    """Every figure is a power of two, so that no two sums are alike."""
    figures = {cell: 2**n for n, cell in enumerate(product(("00", "08", "0880"), ("11", "12", "21", "22", "31")))}
    assert cells(figures) == {
        (area, region): (sum(weight * figures[region, code] for code, weight in weights.items()), 0, None)
        for (area, weights), region in product(WEIGHTS.items(), ("00", "08", "0880"))
    }


def test_a_member_that_is_not_listed_in_a_region_counts_as_none_there() -> None:
    found = cells({("08", "11"): 3, ("08", "31"): 5, ("07", "22"): 7})
    assert found == {
        ("a", "08"): (300, 0, None),
        ("b", "08"): (0, 0, None),
        ("a", "07"): (0, 0, None),
        ("b", "07"): (350, 0, None),
    }


@pytest.mark.parametrize(
    ("unknown", "reason"),
    [
        (("suppressed", "missing", "not_applicable"), "suppressed"),
        (("not_applicable", "missing", "missing"), "missing"),
        (("not_applicable", "missing", 4), "missing"),
        (("missing", "suppressed", "missing"), "suppressed"),
        (("not_applicable", 4, 4), "not_applicable"),
    ],
)
def test_without_a_member_the_sum_is_not_known_and_the_strongest_reason_speaks(
    unknown: tuple[int | str, ...], reason: str
) -> None:
    """11, 12 and 21 are the area's; what 22 and 31 lack is not."""
    known = {("08", code): 4 for code in ("11", "12", "21")}
    elsewhere: dict[tuple[str, str], int | str] = {("08", "31"): "suppressed", ("08", "22"): 4}
    assert cells(known | elsewhere)["a", "08"] == (900, 0, None)
    of_area = dict(zip(known, unknown, strict=True))
    empty = sum(isinstance(figure, str) for figure in unknown)
    assert cells(of_area | elsewhere)["a", "08"] == (None, empty, reason)


def test_only_areas_that_are_measured_as_asked_hold_anything() -> None:
    otherwise: dict[str, dict[str, Any]] = {
        "series": {"series": "OWN"},
        "year": {"year": 2023},
        "level": {"level": "2"},
    }
    members = [*MEMBERS, *(member(area, "1", 1) for area in otherwise)]
    more = [section(area, **other) for area, other in otherwise.items()]
    figures = {("08", "11"): 3, ("08", "31"): 5}
    assert cells(figures, members=members, more=more) == cells(figures)
