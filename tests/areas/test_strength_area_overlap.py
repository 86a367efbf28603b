"""What two areas share, industry by industry, listed in both editions and measured where a series can."""

from typing import Any

import pyarrow as pa

from pipelines.areas import measures
from pipelines.warehouse.classification import SNI2007
from tests.areas import written
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
    figures = {("00", "16101"): "suppressed", ("00", "16102"): 5, ("00", "47112"): 70}
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
