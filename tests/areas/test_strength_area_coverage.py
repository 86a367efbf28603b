"""How much the areas hold together, each industry once, and what a series cannot measure."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from pipelines.areas import measures
from pipelines.warehouse import engine
from pipelines.warehouse.classification import SNI2007
from tests.areas import small, written
from tests.areas.small import Figures, Row, member, section
from tests.areas.written import area

# Ten workplaces in sawmills, four in timber wholesale, six elsewhere.
CELLS = {("0880", "16112", "2"): 10, ("0880", "46831", "2"): 4, ("0880", "47112", "2"): 6, ("0780", "47112", "2"): 5}


def coverage(*areas: Any, **more: Any) -> dict[tuple[str, str], dict[str, Any]]:
    rows = measures.strength_area_coverage(written.every_relation(areas, **more)).to_pylist()
    return {(row["area_set"], row["region_code"]): row for row in rows}


def test_an_industry_counts_once_however_many_areas_hold_it() -> None:
    """Both areas hold sawmills; all of wholesale is covered, and with its larger weight half of it."""
    one, other = area("tra", {"16": 1, "4683": 0.5}), area("sag", {"161": 0.75, "468": 0.25})
    row = coverage(one, other, counts=written.workplace_count(CELLS))["all", "0880"]
    assert (row["total"], row["covered"], row["covered_share"]) == (20, 14, 0.7)
    assert (row["covered_weighted"], row["covered_by_several"]) == (10 + 2, 14)
    assert (row["areas"], row["areas_measured"], row["level"], row["note"]) == (2, 2, "4", None)


def test_sets_are_counted_each_by_itself_and_together() -> None:
    one, other = area("tra", {"16": 1}, area_set="mine"), area("handel", {"46": 1}, area_set="yours")
    rows = coverage(one, other, counts=written.workplace_count(CELLS))
    assert [rows[name, "0880"]["covered"] for name in ("mine", "yours", "all")] == [10, 4, 14]
    assert [rows[name, "0780"]["covered"] for name in ("mine", "yours", "all")] == [0, 0, 0]


def test_what_a_series_cannot_measure_is_left_out_and_said() -> None:
    """A series of three digits measures one of the two areas; the other needs five."""
    figures = {("00", "161"): 30, ("00", "471"): 70}
    areas = [area("tra", {"16": 1}, SNI2007), area("hyvel", {"16102": 1}, SNI2007)]
    row = coverage(*areas, employment=written.extract(figures, level="3"))["all", "00"]
    assert (row["covered"], row["areas"], row["areas_measured"]) == (30, 2, 1)
    assert (row["level"], row["needed_level"], row["note"]) == ("3", "5", "level_too_coarse")


def test_a_series_of_sixteen_groups_measures_nothing() -> None:
    figures = {("00", "C"): 60, ("00", "G"): 40}
    employment = written.extract(figures, level="group")
    rows = coverage(area("tra", {"16": 1}, SNI2007), employment=employment, editions={"HAND": "SNI2007-16"})
    row = rows["all", "00"]
    assert (row["covered"], row["covered_share"], row["areas_measured"], row["total"]) == (None, None, 0, 100)
    assert (row["level"], row["needed_level"], row["note"]) == ("group", "2", "level_too_coarse")


def test_an_unknown_figure_is_counted_and_said() -> None:
    figures: dict[tuple[str, str], int | str] = {("00", "16101"): "suppressed", ("00", "47112"): 70}
    row = coverage(area("tra", {"16": 1}, SNI2007), employment=written.extract(figures))["all", "00"]
    assert (row["covered"], row["total"], row["unknown_cells"], row["note"]) == (0, 70, 1, "incomplete_total")


def test_only_the_newest_year_is_counted() -> None:
    employment = pa.concat_tables([written.extract({("00", "16101"): year}, year=year) for year in (2023, 2024)])
    row = coverage(area("tra", {"16": 1}, SNI2007), employment=employment)["all", "00"]
    assert (row["year"], row["covered"]) == (2024, 2024)


SETS = {"a": "mine", "b": "mine", "c": "yours"}
# Two areas of one set and one of another: 12 is in all three, 21 in two, 11 and 22 in one each, 31 in none.
MEMBERS = [
    *(member("a", "1", 1), member("a", "21", 0.25)),
    *(member("b", "12", 0.5), member("b", "21", 0.75)),
    *(member("c", "12", 0.25), member("c", "22", 1)),
]
SECTIONS = [section("a", needed_level="2"), section("b", needed_level="5"), section("c", needed_level="3")]
HELD = ("covered", "covered_share", "covered_weighted", "covered_by_several")


def covered(
    figures: Figures, sections: Iterable[Row] = SECTIONS, members: Iterable[Row] = MEMBERS, **other: Any
) -> dict[tuple[str, str], Row]:
    """Rows by set and region, of areas a and b in set mine and c in yours."""
    areas = [{"area_id": each, "area_set": area_set} for each, area_set in SETS.items()]
    relations = small.relations(figures, members, sections, strength_area=small.table("strength_area", areas))
    rows = engine.select("strength_area_coverage", relations, small.ASKED | other).to_pylist()
    found = {(row["area_set"], row["region_code"]): row for row in rows}
    assert len(found) == len(rows), "one set and region told more than once"
    return found


def held(figures: Figures, sections: Iterable[Row] = SECTIONS) -> dict[tuple[str, str], tuple[Any, ...]]:
    return {key: tuple(row[name] for name in HELD) for key, row in covered(figures, sections).items()}


def test_every_set_and_region_has_sums_of_its_own() -> None:
    """In mine 12 and 21 are in both areas and 21 counts three quarters; in yours 12 counts a quarter."""
    figures = {("07", code): 2**n for n, code in enumerate(("11", "12", "21", "22", "31"))}
    figures |= {("08", "12"): 100, ("08", "22"): 300, ("0880", "31"): 7}
    assert held(figures) == {
        ("mine", "07"): (7, 7 / 31, 1 + 2 + 3, 6),
        ("yours", "07"): (10, 10 / 31, 0.5 + 8, 0),
        ("all", "07"): (15, 15 / 31, 1 + 2 + 3 + 8, 6),
        ("mine", "08"): (100, 1 / 4, 100, 100),
        ("yours", "08"): (400, 1, 25 + 300, 0),
        ("all", "08"): (400, 1, 100 + 300, 100),
        **dict.fromkeys(((each, "0880") for each in ("mine", "yours", "all")), (0, 0, 0, 0)),
    }


def test_a_region_of_one_person_has_a_share_and_one_of_none_has_not() -> None:
    assert held({("08", "11"): 1})["mine", "08"] == (1, 1, 1, 0)
    assert held({("08", "11"): 0})["mine", "08"] == (0, None, 0, 0)


def test_a_set_is_told_with_the_areas_it_has_and_the_finest_level_that_one_of_them_needs() -> None:
    rows = covered({("08", "11"): 1}, register_date=date(2024, 2, 1))
    names = ("areas", "areas_measured", "needed_level", "level", "series", "year", "register_date", "note")
    same = ("5", "HAND", 2024, date(2024, 2, 1), None)
    assert {key: tuple(row[name] for name in names) for key, row in rows.items()} == {
        ("mine", "08"): (2, 2, "5", *same),
        ("yours", "08"): (1, 1, "3", *same),
        ("all", "08"): (3, 3, "5", *same),
    }


COARSE, UNDECLARED = {"note": "level_too_coarse"}, {"note": "edition_not_declared", "needed_level": None}


@pytest.mark.parametrize(
    ("a", "b", "measured", "needed", "note"),
    [
        ({}, COARSE, 1, "5", "level_too_coarse"),
        ({}, UNDECLARED, 1, "2", "edition_not_declared"),
        (COARSE, UNDECLARED, 0, "2", "level_too_coarse"),
        (COARSE, COARSE, 0, "5", "level_too_coarse"),
        (UNDECLARED, UNDECLARED, 0, None, "edition_not_declared"),
    ],
)
def test_what_is_not_measured_is_said_and_holds_nothing(
    a: Row, b: Row, measured: int, needed: str | None, note: str
) -> None:
    """11 is held by a alone, 21 by both; of the areas that are not measured nothing is counted."""
    sections = [
        SECTIONS[0] | ({"level": None} | a if a else {}),
        SECTIONS[1] | {"level": None} | b,
        SECTIONS[2],
    ]
    row = covered({("08", "11"): 2, ("08", "21"): 4, ("08", "31"): 4}, sections)["mine", "08"]
    assert (row["areas"], row["areas_measured"], row["needed_level"], row["note"]) == (2, measured, needed, note)
    assert tuple(row[name] for name in HELD) == ((6, 0.6, 3, 0) if measured else (None,) * 4)
    assert row["total"] == 10


def test_unknown_figures_are_counted_and_said_after_what_is_not_measured() -> None:
    figures: dict[tuple[str, str], int | str] = {("08", "11"): 3, ("08", "21"): "missing", ("07", "22"): "suppressed"}
    rows = covered(figures)
    names = ("total", "covered", "unknown_cells", "note")
    told = {key: tuple(row[name] for name in names) for key, row in rows.items() if key[0] == "mine"}
    assert told == {("mine", "08"): (3, 3, 1, "incomplete_total"), ("mine", "07"): (None, 0, 1, "incomplete_total")}
    row = covered(figures, [SECTIONS[0], SECTIONS[1] | {"level": None} | UNDECLARED, SECTIONS[2]])["mine", "08"]
    assert (row["unknown_cells"], row["note"]) == (1, "edition_not_declared")


def test_areas_are_those_of_the_series_and_year() -> None:
    """Areas b and c are measured in another series and year alone, and a in those too."""
    other = [section(area, **where) for area in SETS for where in ({"series": "OWN"}, {"year": 2023})]
    rows = covered({("08", "11"): 1}, [SECTIONS[0], *other])
    assert {key: (row["areas"], row["areas_measured"]) for key, row in rows.items()} == {
        ("mine", "08"): (1, 1),
        ("all", "08"): (1, 1),
    }
