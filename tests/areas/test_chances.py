"""Table ``strength_area_uncertainty`` by hand: whole workplaces, the larger of two chances, what is tested together."""

from math import comb
from typing import Any

import pytest

from pipelines.areas import chances
from tests.areas.written import Cells, area, every_relation, extract, workplace_count

# 20 workplaces: 5 in Kalmar (0880), 15 in Oskarshamn (0882), both in county 08.
CELLS: Cells = {
    ("0880", "01110", "1"): 3,
    ("0882", "01110", "1"): 1,
    ("0880", "16112", "1"): 1,
    ("0882", "16112", "1"): 5,
    ("0880", "56110", "1"): 1,
    ("0882", "56110", "1"): 9,
}


def rows(*areas: Any, **more: Any) -> dict[tuple[str, str], dict[str, Any]]:
    relations = every_relation(areas, counts=workplace_count(CELLS), **more)
    found = chances.strength_area_uncertainty(relations).to_pylist()
    return {(row["region_code"], row["area_id"]): row for row in found}


def tail(least: int, plants: int, share: float) -> float:
    """P(X >= least), term by term."""
    return sum(comb(plants, k) * share**k * (1 - share) ** (plants - k) for k in range(least, plants + 1))


def test_all_members_and_those_of_weight_one_have_to_speak_for_an_area() -> None:
    """Kalmar has a quarter of all workplaces: 3 of 4 of 01110, 4 of 10 with 16112, of which the area takes a half."""
    row = rows(area("mixed", {"01110": 1, "16112": 0.5}))["0880", "mixed"]
    assert (row["workplaces_whole"], row["workplaces_whole_reference"]) == (4, 10)
    assert (row["workplaces_core"], row["workplaces_core_reference"]) == (3, 4)
    assert row["region_share"] == 0.25
    core, whole = tail(3, 4, 0.25), tail(4, 10, 0.25)
    assert core < whole
    assert (row["p_value"], row["note"]) == (pytest.approx(whole, rel=1e-12), None)
    # And the reverse: the other industries alone would be a find, those of weight 1 are none.
    row = rows(area("mixed", {"01110": 0.5, "56110": 1}))["0880", "mixed"]
    assert row["p_value"] == pytest.approx(tail(1, 10, 0.25), rel=1e-12)


def test_without_a_member_of_weight_one_all_are_tested_and_it_is_said() -> None:
    row = rows(area("half", {"01110": 0.5}))["0880", "half"]
    assert row["p_value"] == pytest.approx(tail(3, 4, 0.25), rel=1e-12)
    assert (row["workplaces_core_reference"], row["note"]) == (0, "no_member_of_weight_one")


def test_areas_of_all_levels_and_regions_of_one_type_are_tested_together() -> None:
    """Two areas on two levels × two municipalities: four tests; the smallest of four p-values counts four times."""
    found = rows(area("fine", {"01110": 1}), area("coarse", {"56": 1}))
    assert {row["level"] for row in found.values()} == {"5", "2"}
    least = found["0880", "fine"]
    assert least["q_value"] == pytest.approx(4 * tail(3, 4, 0.25), rel=1e-12)
    # The county has everything: chance gives it no less, and it is tested with counties only.
    assert (found["08", "fine"]["p_value"], found["08", "fine"]["q_value"]) == (1.0, 1.0)


def test_an_area_that_the_nation_lacks_has_no_chance_and_the_employed_are_not_tested() -> None:
    row = rows(area("nowhere", {"01120": 1}))["0880", "nowhere"]
    assert (row["p_value"], row["q_value"], row["note"]) == (None, None, "no_industry_in_reference")
    employed = extract({("08", "01110"): 10, ("00", "01110"): 100}, level="5")
    found = rows(area("fine", {"01110": 1}), employment=employed, editions={"HAND": "SNI2025"})
    assert {row["series"] for row in found.values()} == {"REGISTER"}
