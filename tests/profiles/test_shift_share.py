"""What a change is made of, on the worked case of the literature: (90, 20, 10, 60) → (100, 40, 10, 55) in a nation of
(400, 150, 150, 400) → (440, 210, 135, 480), which is 25 = 27 + 1 − 3."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.profiles.context import Context
from pipelines.profiles.sections import shift_share
from tests.profiles.parts import cells, gaps, headings, labels, notes, read, said, shown

# Industry: at the start, change, and its national, mix, regional, competitive and allocation part.
WORKED: dict[str, tuple[int, int, float, float, float, float, float]] = {
    "A": (90, 10, 13.5, -4.5, 1.0, 8 / 11, 3 / 11),
    "B+C": (20, 20, 3.0, 5.0, 12.0, 162 / 11, -30 / 11),
    "J": (10, 0, 1.5, -2.5, 1.0, 27 / 11, -16 / 11),
    "US": (60, -5, 9.0, 3.0, -17.0, -204 / 11, 17 / 11),
}
COLUMNS = ("employees_start", "change", "national", "mix", "regional", "competitive", "allocation")


def rows(region: str, series: str, first: int, last: int) -> list[dict[str, Any]]:
    shared = {"region_code": region, "series": series, "start_year": first, "end_year": last, "level": "group"}
    return [
        shared
        | {"industry_code": code, "note": "unknown_industry" if code == "US" else None}
        # A dict of the columns in their order.
        | dict(zip(COLUMNS, worked, strict=True))
        for code, worked in WORKED.items()
    ]


def segment(series: str, first: int, last: int, ended_by: str, broken: int | None = None) -> dict[str, Any]:
    years = {"series": series, "level": "group", "start_year": first, "end_year": last}
    return years | {"ended_by": ended_by, "break_year": broken}


def test_the_worked_case_is_told_in_plain_words(tmp_path: Path) -> None:
    of = read(tmp_path, {"shift_share": rows("08", "BAS_PREL", 2021, 2022)})
    assert said(shown(of, shift_share.section, "08")).startswith(
        "Från 2021 till 2022 ökade antalet sysselsatta i Kalmar län, som summan av näringsgrenarna, med 25 "
        "(BAS preliminär). Om varje näringsgren här hade vuxit som all sysselsättning i riket hade förändringen blivit "
        "27. Att näringsgrenarna växte olika snabbt i riket bidrar med 1. Resten, −3, är regionens egen del: 3 färre "
        "sysselsatta än om varje näringsgren här hade vuxit som samma näringsgren i riket. Den egna delen är störst i "
        "tillverkning och utvinning (12) och minst i informations- och kommunikationsverksamhet (1)."
    )
    assert said(shown(of, shift_share.section, "08", "en")).startswith(
        "From 2021 to 2022 the number employed in Kalmar county, as the sum of its industries, rose by 25 "
        "(BAS preliminary). If every industry here had grown like all employment in Sweden, the change would have been "
        "27. That industries grew at different rates in Sweden contributes 1. The rest, −3, is the region's own part: "
        "3 fewer employed than if every industry here had grown as the same industry in Sweden."
    )


def test_the_table_has_every_part_and_their_sums(tmp_path: Path) -> None:
    of = read(tmp_path, {"shift_share": rows("08", "BAS_PREL", 2021, 2022)})
    section = shown(of, shift_share.section, "08")
    assert headings(section, "shift-share-table")[1:4] == ["Sysselsatta 2021", "Förändring", "Riksdelen"]
    lines = cells(section, "shift-share-table")
    assert lines[0] == ["Tillverkning och utvinning", "20", "20", "3", "5", "12", "15", "−3"]
    assert [line[0] for line in lines[1:4]] == [
        "Jordbruk, skogsbruk och fiske", "Informations- och kommunikationsverksamhet", "Okänd näringsgren",
    ]  # fmt: skip
    # −7/11 and −26/11: −0.64 and −2.36.
    assert lines[4] == ["Summa, 4 näringsgrenar", "180", "25", "27", "1", "−3", "−1", "−2"]
    assert labels(section, "shift-share-table")[0].startswith("Egen beräkning på SCB:s tabell TAB3785")


def test_what_is_suppressed_leaves_no_sum(tmp_path: Path) -> None:
    listed = rows("08", "BAS_PREL", 2021, 2022)
    listed[2] |= dict.fromkeys(COLUMNS[1:]) | {"note": "suppressed"}
    section = shown(read(tmp_path, {"shift_share": listed}), shift_share.section, "08")
    assert "är någon uppgift om Kalmar län inte känd" in gaps(section)["Förändringen går inte att summera"]
    lines = cells(section, "shift-share-table")
    assert next(line for line in lines if line[0].startswith("Information"))[1:3] == ["10", "ej redovisad (..)"]
    assert lines[-1][1:3] == ["180", "ofullständig summa"]


def test_an_industry_that_was_not_there_has_no_competitive_part_and_says_so(tmp_path: Path) -> None:
    listed = rows("08", "BAS_PREL", 2021, 2022)
    listed[2] |= {"employees_start": 0, "competitive": None, "note": "no_industry_at_start"}
    lines = cells(shown(read(tmp_path, {"shift_share": listed}), shift_share.section, "08"), "shift-share-table")
    assert next(line for line in lines if line[0].startswith("Information"))[6] == "fanns inte här första året"
    assert lines[-1][5:7] == ["−3", "ofullständig summa"]


def test_breaks_are_named_and_no_change_is_told_across_them(tmp_path: Path) -> None:
    """Page 0880 is of BAS, which here has no segment: the newest of the other series is told, with its breaks."""
    listed = rows("0880", "RAMS", 2009, 2010) + rows("0880", "RAMS", 2011, 2012)
    segments = [
        segment("RAMS", 2009, 2010, "break", 2011),
        segment("RAMS", 2011, 2012, "break", 2013),
        segment("RAMS", 2013, 2013, "missing_years"),
        segment("RAMS", 2015, 2015, "newest_figures"),
    ]
    of = read(tmp_path, {"shift_share": listed, "series_segment": segments})
    section = shown(of, shift_share.section, "0880")
    assert said(section).startswith("Från 2011 till 2012")
    assert list(gaps(section)) == ["Ingen förändring över brotten"]
    assert notes(section) == [
        ("2011", "Ny inkomstkälla."),
        ("2013", "Gäller bara J."),
        ("2013", "År saknas efter 2013."),
    ]


@pytest.mark.parametrize(("language", "title"), [("sv", "Ingen förändring att dela upp"), ("en", "No change to split")])
def test_a_region_without_a_segment_is_a_gap_and_an_edition_without_any_has_no_section(
    tmp_path: Path, language: Any, title: str
) -> None:
    of = read(tmp_path / "some", {"shift_share": rows("18", "BAS_PREL", 2021, 2022)})
    assert list(gaps(shown(of, shift_share.section, "08", language))) == [title]
    assert shift_share.section(Context(read(tmp_path / "none", {}), "08", language)) is None
