"""Who does what: contributions that sum to the county's quotient, and a municipality's part of its county.

In BAS 2021 Kalmar county has 100 in A and 60 in B+C of 165, Kalmar 30 and 20 of 52, Oskarshamn 70 and 40 of 113."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.profiles.context import Context
from pipelines.profiles.mart import Mart, Moment
from pipelines.profiles.sections import contributions
from tests.profiles.parts import cells, gaps, headings, read, said, shown

BAS = Moment(2021, "BAS", "group")


def complete(folder: Path, **made: Any) -> Mart:
    """The mart without Nybro, which BAS lacks: then Kalmar county has all its municipalities."""
    of = read(folder, {}, **made)
    of.regions["0881"] = {**of.regions["0881"], "valid_to": 2019}
    return of


def test_contributions_sum_to_the_county_s_quotient(tmp_path: Path) -> None:
    section = shown(complete(tmp_path), contributions.section, "08")
    assert headings(section, "contributions-industries") == ["Kommun", "Jordbruk", "Tillverkning"]
    # 70/165/0.2 and 30/165/0.2 are 2.12 and 0.91 of 3.03; 40/165/0.3 and 20/165/0.3 are 0.81 and 0.40 of 1.21.
    assert cells(section, "contributions-industries") == [
        ["Oskarshamn", "2,12 (70,0\u00a0%)", "0,81 (66,7\u00a0%)"],
        ["Kalmar", "0,91 (30,0\u00a0%)", "0,40 (33,3\u00a0%)"],
        ["Kalmar län", "3,03 (100,0\u00a0%)", "1,21 (100,0\u00a0%)"],
    ]
    assert not gaps(section)


def test_what_the_source_s_noise_leaves_is_a_row_of_its_own(tmp_path: Path) -> None:
    of = complete(tmp_path)
    quotients = of.quotients(BAS)
    row = quotients["0882"]["A"]
    quotients["0882"]["A"] = {**row, "employees": 69, "lq": 69 / 113 / 0.2}
    lines = cells(shown(of, contributions.section, "08", "en"), "contributions-industries")
    # 1/165/0.2.
    assert lines[-2] == ["Difference from the county's figure (the source's noise)", "0.0303", "0.0000"]


def test_an_industry_with_a_figure_that_is_not_known_is_left_out(tmp_path: Path) -> None:
    """Kalmar's A is suppressed in 2021; its B+C is known, and so is what it contributes."""
    of = complete(tmp_path, statuses={("0880", "A"): "suppressed"})
    section = shown(of, contributions.section, "08")
    assert headings(section, "contributions-industries") == ["Kommun", "Tillverkning"]
    assert cells(section, "contributions-industries")[1] == ["Kalmar", "0,40 (33,3\u00a0%)"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Ingen serie i utgåvan har både Kalmar län och alla dess kommuner"),
        ("en", "No series of the edition has both Kalmar county and all its municipalities"),
    ],
)
def test_a_county_without_all_its_municipalities_is_a_gap(tmp_path: Path, language: Any, text: str) -> None:
    (told,) = gaps(shown(read(tmp_path, {}), contributions.section, "08", language)).values()
    assert told.startswith(text)


def test_strength_areas_are_split_as_the_mart_splits_them(tmp_path: Path) -> None:
    section = shown(read(tmp_path, {}, register="REGISTER"), contributions.section, "08")
    assert headings(section, "contributions-areas-1") == ["Kommun", "Trä", "Livsmedel"]
    assert cells(section, "contributions-areas-1") == [
        ["Kalmar", "1,50 (75,0\u00a0%)", "0,00 (0,0\u00a0%)"],
        ["Oskarshamn", "0,50 (25,0\u00a0%)", "0,50 (100,0\u00a0%)"],
        ["Kalmar län", "2,00 (100,0\u00a0%)", "0,50 (100,0\u00a0%)"],
    ]


def test_municipalities_beyond_the_declared_rows_stand_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(contributions.settings()["industries"], "shown", 1)
    lines = cells(shown(complete(tmp_path), contributions.section, "08"), "contributions-industries")
    assert lines == [
        ["Övriga 2 kommuner", "3,03 (100,0\u00a0%)", "1,21 (100,0\u00a0%)"],
        ["Kalmar län", "3,03 (100,0\u00a0%)", "1,21 (100,0\u00a0%)"],
    ]


def test_a_municipality_is_told_its_part_of_its_county(tmp_path: Path) -> None:
    section = shown(read(tmp_path, {}, register="REGISTER"), contributions.section, "0880")
    assert "Vad Kalmar har av det som finns i Kalmar län" in said(section)
    assert cells(section, "county-part-industries")[:2] == [
        ["Jordbruk, skogsbruk och fiske", "30", "100", "30,0\u00a0%", "0,91", "3,03"],
        ["Tillverkning och utvinning", "20", "60", "33,3\u00a0%", "0,40", "1,21"],
    ]
    assert cells(section, "county-part-areas-1") == [["Trä", "30", "40", "75,0\u00a0%", "1,50", "2,00"]]


def test_a_municipality_whose_county_is_not_known_is_a_gap(tmp_path: Path) -> None:
    section = shown(read(tmp_path, {}, absent=("BAS", "08")), contributions.section, "0880", "en")
    assert "has both Kalmar and Kalmar county" in gaps(section)["No part of the county to tell"]


def test_an_edition_without_municipalities_and_a_region_of_no_county_have_no_section(tmp_path: Path) -> None:
    of = read(tmp_path, {}, extracts={"EGEN": ("00", "Kust 1")})
    assert contributions.section(Context(of, "Kust 1", "sv")) is None
    for key in of.present:
        of.present[key] = {"00", "08", "18"}
    assert contributions.section(Context(of, "08", "sv")) is None
