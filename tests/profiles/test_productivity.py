"""Productivity on a page: two sources apart, a municipality's county, and what no table has."""

from pathlib import Path
from typing import Any

from pipelines.profiles.context import Context
from pipelines.profiles.document import Table
from pipelines.profiles.sections import productivity
from tests.profiles.parts import blocks, cells, gaps, headings, labels, read, shown, source

ACCOUNTS, UNITS, PRODUCT = "TAB_RK", "TAB_LV", "TAB_BRP"
SNAPSHOTS = [source(ACCOUNTS, "REGIONAL_ACCOUNTS"), source(UNITS, "LOCAL_UNITS"), source(PRODUCT, "GRP")]
NAMES = {"TOT": ("Hela ekonomin", "The whole economy"), "B-F": ("Varor", "Goods"), "C": ("Tillverkning", "Making")}


def produced(
    region: str, code: str, value: float, employed: int | None, year: int = 2023, **more: Any
) -> dict[str, Any]:
    """A row of ``productivity``: SEK million, persons, and SEK thousand per person."""
    sv, en = NAMES[code]
    level = "total" if code == "TOT" else "aggregate"
    return (
        {"region_code": region, "industry_code": code, "year": year, "source": "REGIONAL_ACCOUNTS", "level": level}
        | {"industry_sv": sv, "industry_en": en, "value_added": value, "employed": employed, "table_id": ACCOUNTS}
        | {"productivity": 1000 * value / employed if employed else None, "note": None if employed else "suppressed"}
        | more
    )


PRODUCED = [
    produced("08", "B-F", 30_000.0, 25_000),
    produced("08", "TOT", 110_000.0, 110_000),
    produced("08", "TOT", 90_000.0, 100_000, year=2022),
    produced("00", "TOT", 6_000_000.0, 5_000_000),
    produced("08", "C", 5_000.0, None),
    produced("08", "C", 26_000.0, 20_000, year=2022, source="LOCAL_UNITS", level="section", table_id=UNITS),
]
WAGES = {"region_code": "08", "industry_code": "TOT", "year": 2023, "measure": "wages", "level": "total"}
WAGES |= {"industry_sv": "", "industry_en": "", "value": 45_000.0, "unit": "SEK million", "status": "observed"}
ROWS = {"productivity": PRODUCED, "regional_account": [WAGES | {"table_id": ACCOUNTS}], "snapshot": SNAPSHOTS}


def grp(region: str, value: float | None, per_capita: float) -> list[dict[str, Any]]:
    shared = {"region_code": region, "year": 2022, "table_id": PRODUCT}
    status = "suppressed" if value is None else "observed"
    return [
        shared | {"measure": "gross_regional_product", "value": value, "unit": "SEK million", "status": status},
        shared
        | {"measure": "gross_regional_product_per_capita", "value": per_capita, "status": "observed"}
        | {"unit": "SEK thousand per inhabitant"},
    ]


def test_the_newest_year_of_each_source_stands_beside_the_nation(tmp_path: Path) -> None:
    section = shown(read(tmp_path, ROWS), productivity.section, "08")
    assert cells(section, "productivity-regional-accounts") == [
        ["Hela ekonomin", "110\u00a0000", "110\u00a0000", "1\u00a0000", "1\u00a0200", "45\u00a0000"],
        ["Varor", "30\u00a0000", "25\u00a0000", "1\u00a0200", "saknas", "saknas"],
        ["Tillverkning", "5\u00a0000", "ej redovisad (..)", "ej redovisad (..)", "saknas", "saknas"],
    ]
    assert cells(section, "productivity-local-units") == [
        ["Tillverkning", "26\u00a0000", "20\u00a0000", "1\u00a0300", "saknas"],
    ]
    assert headings(section, "productivity-local-units")[2] == "Anställda"
    assert labels(section, "productivity-regional-accounts") == [
        "Källa: SCB, tabell TAB_RK",
        "Egen beräkning på SCB:s tabell TAB_RK (uppdaterad 2026-06-30)",
    ]


def test_wages_and_skills_are_gaps_of_their_own(tmp_path: Path) -> None:
    assert list(gaps(shown(read(tmp_path, ROWS), productivity.section, "08"))) == ["Löner", "Kompetens"]


def test_skills_are_no_gap_where_education_is_known(tmp_path: Path) -> None:
    level = {"region_code": "08", "education_code": "6", "year": 2024, "education_sv": "Lång", "education_en": "Long"}
    level |= {"persons": 10, "status": "observed", "table_id": ACCOUNTS}
    of = read(tmp_path, ROWS | {"education": [level]})
    assert list(gaps(shown(of, productivity.section, "08"))) == ["Löner"]


def test_a_municipality_is_told_that_the_table_is_its_county_s(tmp_path: Path) -> None:
    product = [*grp("0880", 40_000.0, 550.0), *grp("00", None, 600.0)]
    section = shown(read(tmp_path, ROWS | {"gross_regional_product": product}), productivity.section, "0880", "en")
    assert "by county only. Shown here is Kalmar county" in gaps(section)["Productivity in the municipality"]
    assert cells(section, "productivity-regional-accounts")[0][:4] == [
        "The whole economy", "110,000", "110,000", "1,000",
    ]  # fmt: skip
    assert cells(section, "productivity-product") == [
        ["Kalmar", "40,000", "550"],
        ["Sweden", "not disclosed (..)", "600"],
    ]
    assert labels(section, "productivity-product") == ["Source: Statistics Sweden (SCB), table TAB_BRP"]


def test_a_county_that_the_accounts_lack_is_a_gap_and_an_edition_without_accounts_has_no_section(
    tmp_path: Path,
) -> None:
    section = shown(read(tmp_path / "some", ROWS), productivity.section, "18")
    assert "inget förädlingsvärde för Örebro län" in gaps(section)["Förädlingsvärde per sysselsatt"]
    assert not blocks(section, Table)
    assert productivity.section(Context(read(tmp_path / "none", {}), "08", "sv")) is None
