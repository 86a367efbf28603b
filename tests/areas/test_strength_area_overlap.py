"""What two areas share, industry by industry, listed in both editions and measured where a series can."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pytest

from pipelines.areas import measures
from pipelines.warehouse import engine
from pipelines.warehouse.classification import SNI2007
from tests.areas import small, written
from tests.areas.small import Figures, Row, member, section
from tests.areas.written import area

CELLS = {("0880", "16112", "2"): 10, ("0880", "46831", "2"): 4, ("0880", "46832", "2"): 2, ("0780", "46831", "2"): 8}


def overlap(*areas: Any, **more: Any) -> dict[tuple[str, str, str, str, str], dict[str, Any]]:
    rows = measures.strength_area_overlap(written.every_relation(areas, **more)).to_pylist()
    key = ("area_a", "area_b", "industry_code", "edition", "series")
    found = {tuple(row[name] for name in key): row for row in rows}
    assert len(found) == len(rows)
    return found


def test_the_finer_code_is_shared_with_the_smaller_weight() -> None:
    """In the nation 4 + 8 + 2 workplaces in 4683, of which one area counts half and the other a quarter."""
    rows = overlap(
        area("b", {"16": 1, "4683": 0.5}), area("a", {"161": 1, "46": 0.25}), counts=written.workplace_count(CELLS)
    )
    assert set(rows) == {
        ("a", "b", code, "SNI2025", series) for code in ("161", "4683") for series in ("(none)", "REGISTER")
    }
    timber = rows["a", "b", "4683", "SNI2025", "REGISTER"]
    assert (timber["weight_a"], timber["weight_b"], timber["shared"]) == (0.25, 0.5, 3.5)
    assert (rows["a", "b", "161", "SNI2025", "REGISTER"]["shared"], timber["year"]) == (10, 2026)
    listed = rows["a", "b", "4683", "SNI2025", "(none)"]
    assert (listed["shared"], listed["year"], listed["level"]) == (None, None, "4")


def test_areas_that_share_nothing_are_not_listed() -> None:
    assert overlap(area("a", {"161": 1}), area("b", {"162": 1})) == {}


def test_the_same_code_in_both_is_listed_once() -> None:
    rows = overlap(area("a", {"16": 1}), area("b", {"16": 0.5}))
    assert list(rows) == [("a", "b", "16", "SNI2025", "(none)")]


def test_a_suppressed_figure_is_not_summed() -> None:
    figures: dict[tuple[str, str], int | str] = {("00", "16101"): "suppressed", ("00", "16102"): 5, ("00", "47112"): 70}
    areas = [area("a", {"16": 1}, SNI2007), area("b", {"161": 1}, SNI2007)]
    assert overlap(*areas, employment=written.extract(figures))["a", "b", "161", "SNI2007", "HAND"]["shared"] is None


def test_a_code_below_the_series_levels_is_listed_and_not_measured() -> None:
    """Three digits measure areas a and c, and what these share; b needs five, and so does what it shares with a."""
    areas = [area("a", {"16": 1}, SNI2007), area("b", {"16102": 1}, SNI2007), area("c", {"161": 1}, SNI2007)]
    rows = overlap(*areas, employment=written.extract({("00", "161"): 30, ("00", "471"): 70}, level="3"))
    assert rows["a", "c", "161", "SNI2007", "HAND"]["shared"] == 30
    assert rows["a", "b", "16102", "SNI2007", "HAND"]["shared"] is None


def test_an_area_shares_nothing_with_itself() -> None:
    assert overlap(area("a", {"16": 1, "4683": 0.5})) == {}
    assert overlap(area("a", {"16": 1, "161": 0.5})) == {}


def test_areas_of_two_editions_share_nothing() -> None:
    assert overlap(area("a", {"16": 1}, SNI2007), area("b", {"161": 1})) == {}


def test_each_series_and_year_is_measured_on_a_level_of_its_own() -> None:
    """HAND has five digits of 2024; three digits, which would do, are another series' or another year's."""
    areas = [area("a", {"16": 1}, SNI2007), area("c", {"161": 1}, SNI2007)]
    coarse = {("00", "161"): 30, ("00", "471"): 70}
    parts = [
        written.extract({("00", "16101"): 4, ("00", "16102"): 5, ("00", "47112"): 70}),
        written.extract(coarse, level="3", series="OWN"),
        written.extract(coarse, level="3", year=2023),
    ]
    rows = overlap(*areas, employment=pa.concat_tables(parts), editions={"OWN": SNI2007})
    told = {key[-1]: (row["year"], row["shared"]) for key, row in rows.items()}
    assert told == {"(none)": (None, None), "HAND": (2024, 9), "OWN": (2024, 30)}


# By both editions a and b share all of 1 and a and c share 21; b and c share 12 by the old edition.
MEMBERS = [
    *(member("a", "1", 0.29, edition) for edition in ("NEW", "OLD")),
    *(member("b", "1", 1, edition) for edition in ("NEW", "OLD")),
    *(member("a", "2", 1, edition) for edition in ("NEW", "OLD")),
    *(member("c", "21", 0.5, edition) for edition in ("NEW", "OLD")),
    member("c", "12", 0.75, "OLD"),
]
ALL = [
    *(("OLD", "a", "b", "1"), ("OLD", "a", "c", "12"), ("OLD", "a", "c", "21"), ("OLD", "b", "c", "12")),
    *(("NEW", "a", "b", "1"), ("NEW", "a", "c", "21")),
]


def shared(figures: Figures, sections: Iterable[Row], **other: Any) -> dict[tuple[str, ...], float | None]:
    """What areas a, b and c share by edition, areas and industry."""
    rows = engine.select(
        "strength_area_overlap", small.relations(figures, MEMBERS, sections), small.ASKED | other
    ).to_pylist()
    found = {
        tuple(row[name] for name in ("edition", "area_a", "area_b", "industry_code")): row["shared"] for row in rows
    }
    assert len(found) == len(rows), "one pair and industry told more than once"
    return found


def test_a_series_measures_what_is_shared_in_its_edition_in_the_nation_alone() -> None:
    """By the old edition 19 lies under 1: 11, 12 and 19 are 7 persons, of which 29 hundredths are 2.03."""
    figures = {("00", "11"): 1, ("00", "12"): 2, ("00", "19"): 4, ("00", "21"): 8, ("08", "11"): 100, ("08", "21"): 300}
    new = {("NEW", "a", "b", "1"): 0.87, ("NEW", "a", "c", "21"): 4}
    old = {("OLD", "a", "b", "1"): 2.03, ("OLD", "a", "c", "12"): 0.58, ("OLD", "a", "c", "21"): 4}
    old |= {("OLD", "b", "c", "12"): 1.5}
    other = [section("a", year=2023, edition="OLD"), section("a", series="OWN", edition="OLD")]
    assert shared(figures, [section("a"), section("b"), *other]) == new
    assert shared(figures, [section("a", edition="OLD"), section("b", edition="OLD")]) == old


def test_of_no_series_what_is_shared_in_either_edition_is_listed_and_not_measured() -> None:
    found = shared(
        {("00", "11"): 1}, [section("a"), section("a", year=2023, edition="OLD")], series="(none)", year=None
    )
    assert found == dict.fromkeys(ALL)


def test_without_a_figure_in_the_nation_there_is_none_of_what_is_shared_and_a_part_is_no_sum() -> None:
    """11 and 12 make up 1, and 11 is not known; nothing is listed under 21, and no zero is made up."""
    figures: dict[tuple[str, str], int | str] = {("00", "11"): "suppressed", ("00", "12"): 2, ("00", "31"): 1}
    assert shared(figures, [section("a")]) == {("NEW", "a", "b", "1"): None, ("NEW", "a", "c", "21"): 0}
    # What the counties have together is the nation's.
    figures = {("07", "21"): 3, ("08", "21"): 5}
    assert shared(figures, [section("a")]) == {("NEW", "a", "b", "1"): 0, ("NEW", "a", "c", "21"): 4}


@pytest.mark.parametrize(("level", "measured"), [("5", {"1", "21"}), ("4", {"1"}), ("2", {"1"}), ("section", set())])
def test_what_is_shared_is_measured_where_the_level_is_as_fine(level: str, measured: set[str]) -> None:
    """1 stands on two digits and 21 on five."""
    figures = written.extract({("00", "11"): 1, ("00", "21"): 8}, level=level)
    relations = small.relations(figures, MEMBERS, [section("a", level=level)])
    rows = engine.select("strength_area_overlap", relations, small.ASKED | {"level": level}).to_pylist()
    assert {row["industry_code"] for row in rows} == {"1", "21"}
    assert {row["industry_code"] for row in rows if row["shared"] is not None} == measured


def test_what_is_shared_is_told_with_both_weights() -> None:
    rows = engine.select("strength_area_overlap", small.relations({}, MEMBERS, [section("a")]), small.ASKED).to_pylist()
    names = ("area_a", "area_b", "industry_code", "level", "weight_a", "weight_b", "series", "year", "shared")
    assert sorted(tuple(row[name] for name in names) for row in rows) == [
        ("a", "b", "1", "2", 0.29, 1, "HAND", 2024, 0),
        ("a", "c", "21", "5", 1, 0.5, "HAND", 2024, 0),
    ]
