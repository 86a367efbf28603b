"""Talent and commuting: a municipality's balance and catchment, a county's municipalities, and what is lacking."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.profiles.context import Context
from pipelines.profiles.document import Facts, Table
from pipelines.profiles.sections import commuting
from tests.profiles.parts import blocks, cells, gaps, labels, read, shown, source

SNAPSHOTS = [source("TAB_P", "COMMUTING"), source("TAB_F", "POPULATION"), source("TAB_U", "EDUCATION")]


def balance(code: str, residents: int, jobs: int | None, home: int, year: int = 2023) -> dict[str, Any]:
    known = jobs is not None
    return (
        {"region_code": code, "year": year, "employed_residents": residents, "jobs": jobs, "live_and_work": home}
        | {"commuters_in": jobs - home if jobs is not None else None, "commuters_out": residents - home}
        | {"net_commuting": jobs - residents if jobs is not None else None, "share_at_home": home / residents}
        | {"self_sufficiency": jobs / residents if jobs is not None else None}
        | {"note": None if known else "suppressed", "table_id": "TAB_P"}
    )


def caught(residence: str, commuters: int | None, share: float | None) -> dict[str, Any]:
    shared = {"workplace_code": "0880", "residence_code": residence, "year": 2023, "jobs": 1250, "table_id": "TAB_P"}
    return shared | {"commuters": commuters, "share": share, "note": None if share else "suppressed"}


def educated(code: str, level: str, persons: int | None) -> dict[str, Any]:
    return (
        {"region_code": code, "education_code": level, "year": 2024, "persons": persons, "table_id": "TAB_U"}
        | {"education_sv": f"nivå {level}", "education_en": f"level {level}"}
        | {"status": "suppressed" if persons is None else "observed"}
    )


def counted(sex: str, population: int, year: int = 2025) -> dict[str, Any]:
    shared = {"region_code": "0880", "year": year, "sex": sex, "status": "observed", "table_id": "TAB_F"}
    return shared | {"population": population}


ROWS: dict[str, list[dict[str, Any]]] = {
    "snapshot": SNAPSHOTS,
    "commuting_balance": [
        balance("0880", 900, 900, 700, year=2022),
        balance("0880", 1000, 1250, 800),
        balance("0882", 500, None, 400),
    ],
    "catchment": [caught("0882", 125, 0.1), caught("0880", 800, 0.64), caught("0881", None, None)],
    "education": [
        *(educated("0880", level, persons) for level, persons in {"21": 100, "6": 300}.items()),
        *(educated("08", level, persons) for level, persons in {"21": None, "6": 500}.items()),
        *(educated("00", level, persons) for level, persons in {"21": 5000, "6": 5000}.items()),
    ],
    "population": [counted("total", 72_000, year=2024), counted("total", 72_500), counted("men", 36_000)],
}


def test_a_municipality_has_its_newest_balance_and_where_people_come_from(tmp_path: Path) -> None:
    section = shown(read(tmp_path, ROWS), commuting.section, "0880")
    (facts,) = blocks(section, Facts)
    assert facts.items == (("72\u00a0500", "invånare den 31 december 2025"),)
    assert [label.text for label in facts.labels] == ["Källa: SCB, tabell TAB_F"]
    assert cells(section, "commuting-balance") == [
        ["Kalmar", "1\u00a0000", "1\u00a0250", "450", "200", "250", "1,25", "80,0\u00a0%"],
    ]
    assert cells(section, "commuting-catchment") == [
        ["Kalmar", "800", "64,0\u00a0%"],
        ["Oskarshamn", "125", "10,0\u00a0%"],
        ["Nybro", "ej redovisad (..)", "ej redovisad (..)"],
    ]
    assert labels(section, "commuting-catchment") == ["Egen beräkning på SCB:s tabell TAB_P (uppdaterad 2026-06-30)"]


def test_shares_of_education_are_taken_only_where_every_level_is_known(tmp_path: Path) -> None:
    section = shown(read(tmp_path, ROWS), commuting.section, "0880", "en")
    assert cells(section, "commuting-education") == [
        ["level 21", "100", "25.0%", "incomplete total", "50.0%"],
        ["level 6", "300", "75.0%", "incomplete total", "50.0%"],
    ]


def test_a_county_is_told_of_by_its_municipalities_the_most_jobs_first(tmp_path: Path) -> None:
    section = shown(read(tmp_path, ROWS), commuting.section, "08")
    assert cells(section, "commuting-balance") == [
        ["Kalmar", "1\u00a0000", "1\u00a0250", "450", "200", "250", "1,25", "80,0\u00a0%"],
        [
            "Oskarshamn",
            "500",
            "ej redovisad (..)",
            "ej redovisad (..)",
            "100",
            "ej redovisad (..)",
            "ej redovisad (..)",
            "80,0\u00a0%",
        ],
    ]
    assert "saknar för Kalmar län: folkmängd. Det" in "".join(gaps(section).values())


@pytest.mark.parametrize(
    ("kalmar", "oskarshamn", "told", "shown_of"),
    [
        ((2022, 2023), (2021, 2022), "2022", ["Kalmar", "Oskarshamn"]),
        ((2022, 2023), (2023,), "2023", ["Kalmar", "Oskarshamn"]),
        ((2023,), (2021, 2022), "2023", ["Kalmar"]),
    ],
)
def test_a_countys_municipalities_are_of_the_year_that_the_caption_tells(
    kalmar: tuple[int, ...], oskarshamn: tuple[int, ...], told: str, shown_of: list[str], tmp_path: Path
) -> None:
    """As many live there as the year says, so that the cells tell whose year they are of."""
    rows = [
        balance(code, year, 900, 700, year)
        for code, years in (("0880", kalmar), ("0882", oskarshamn))
        for year in years
    ]
    section = shown(read(tmp_path, ROWS | {"commuting_balance": rows}), commuting.section, "08")
    (table,) = (block for block in blocks(section, Table) if block.id == "commuting-balance")
    assert table.caption == f"Pendling och självförsörjning, Kalmar län {told}"
    assert [row.cells[0].text for row in table.rows] == shown_of
    assert {row.cells[1].value for row in table.rows} == {int(told)}


def test_what_a_region_lacks_is_named_and_an_edition_without_any_has_no_section(tmp_path: Path) -> None:
    section = shown(read(tmp_path / "some", ROWS), commuting.section, "18")
    text = "folkmängd, pendling mellan kommuner och utbildningsnivå"
    assert text in gaps(section)["Kompetens och pendling: det som saknas"]
    assert commuting.section(Context(read(tmp_path / "none", {}), "0880", "sv")) is None
