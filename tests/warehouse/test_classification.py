"""Declared regions, industries and breaks: complete, spelled officially, and in step with the published figures."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.errors import StyrkaError
from pipelines.scb.catalogue import declarations
from pipelines.schema import table
from pipelines.warehouse import classification, engine
from pipelines.warehouse.classification.build.__main__ import main
from tests.shared import SHARED, needs_shared

NO_BREAK_SPACE = "\u00a0"


def regions() -> dict[str, dict[str, object]]:
    return {row["region_code"]: row for row in classification.regions().to_pylist()}


def industries(edition: str) -> dict[str, dict[str, Any]]:
    return {row["industry_code"]: row for row in classification.industries(edition).to_pylist()}


def published(file: str) -> Iterator[tuple[str, str, int, int]]:
    """(region, industry, year, persons) by workplace, men and women added."""
    sums: Counter[tuple[str, str, int]] = Counter()
    with (SHARED / "scb" / file).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["measure"] == "workplace":
                sums[row["region_code"], row["sni_code"], int(row["year"])] += int(row["value"])
    return ((*key, persons) for key, persons in sums.items())


def figures(file: str, region: str, industry: str) -> dict[int, int]:
    return {year: n for r, i, year, n in published(file) if (r, i) == (region, industry)}


@pytest.mark.parametrize("name", ["region", "industry", "series_break"])
def test_each_classification_has_its_declared_schema_key_and_domains(name: str) -> None:
    loaded = {
        "region": classification.regions,
        "industry": classification.industries,
        "series_break": classification.series_breaks,
    }[name]()
    declared = table(name)
    assert loaded.schema.equals(declared.arrow_schema(), check_metadata=True)
    keys = [tuple(row[column] for column in declared.key) for row in loaded.to_pylist()]
    assert len(set(keys)) == len(keys)
    for column in declared.columns:
        values = loaded[column.name].to_pylist()
        assert column.nullable or None not in values
        assert not column.domain or set(values) <= set(column.domain)


def test_the_nation_has_21_counties_and_290_municipalities() -> None:
    assert Counter(row["type"] for row in regions().values()) == {"nation": 1, "county": 21, "municipality": 290}


def test_codes_are_text_with_leading_zeros() -> None:
    kalmar = regions()["0880"]
    assert kalmar["name_sv"] == kalmar["name_en"] == "Kalmar"
    assert kalmar["county_code"] == "08"
    assert (kalmar["skr_group"], kalmar["skr_group_name_sv"]) == ("B3", "Större stad")
    assert (kalmar["fa_region"], kalmar["fa_region_name"]) == ("FA09", "Kalmar")
    assert (kalmar["la_region"], kalmar["la_region_name"]) == ("LA2210", "Kalmar")


def test_every_municipality_lies_in_a_declared_county_and_in_one_group_of_each_kind() -> None:
    counties = {code for code, row in regions().items() if row["type"] == "county"}
    for code, row in regions().items():
        if row["type"] == "municipality":
            assert row["county_code"] == code[:2]
            assert row["county_code"] in counties
            assert all(row[column] for column in ("skr_group", "skr_group_name_en", "la_region", "fa_region"))


def test_counties_have_their_english_names() -> None:
    names = {code: (row["name_sv"], row["name_en"]) for code, row in regions().items() if row["type"] == "county"}
    assert names["08"] == ("Kalmar län", "Kalmar county")
    assert names["01"] == ("Stockholms län", "Stockholm county")
    assert names["14"] == ("Västra Götalands län", "Västra Götaland county")
    assert names["12"] == ("Skåne län", "Skåne county")


def test_the_industries_are_the_sixteen_groups_and_their_total() -> None:
    rows = industries("SNI2007-16")
    groups = ["A", "B+C", "D+E", "F", "G", "H", "I", "J", "K", "L", "M+N", "O", "P", "Q", "R+S+T+U", "US"]
    assert list(rows) == ["A-U+US", *groups]
    assert [code for code, row in rows.items() if row["unknown"]] == ["US"]
    assert all(rows[code]["parent_code"] == "A-U+US" for code in groups)
    assert [row["group_code"] for row in rows.values()] == [None, *groups]
    assert (rows["I"]["name_sv"], rows["I"]["name_en"]) == (
        "Hotell- och restaurangverksamhet",
        "Accommodation and food service activities",
    )


LEVELS = ("section", "2", "3", "4", "5")
UNKNOWN = ["US", "00", "000", "0000", "00000"]


@pytest.mark.parametrize(
    ("edition", "counts"), [("SNI2007", (21, 88, 272, 615, 821)), ("SNI2025", (22, 87, 287, 651, 835))]
)
def test_every_level_of_an_edition_is_complete_and_leads_up_to_its_section(edition: str, counts: tuple[int]) -> None:
    rows = industries(edition)
    assert (
        tuple(Counter(row["level"] for row in rows.values() if not row["unknown"])[each] for each in LEVELS) == counts
    )
    for code, row in rows.items():
        level = LEVELS.index(row["level"])
        assert row["name_sv"]
        if level:
            parent = rows[row["parent_code"]]
            assert parent["level"] == LEVELS[level - 1]
            assert row["level"] == str(len(code))
            assert level == 1 or code.startswith(row["parent_code"])
        else:
            assert row["parent_code"] is None
    assert [code for code, row in rows.items() if row["unknown"]] == UNKNOWN
    assert list(rows)[:5] == ["A", "01", "011", "0111", "01110"]


def test_the_same_letter_is_not_the_same_section_in_both_editions() -> None:
    assert industries("SNI2007")["J"]["name_sv"] == "Informations- och kommunikationsverksamhet"
    assert industries("SNI2025")["K"]["name_en"].startswith("Telecommunication, computer programming")
    assert industries("SNI2007")["62"]["parent_code"] == "J"
    assert industries("SNI2025")["62"]["parent_code"] == "K"


@pytest.mark.parametrize(("edition", "sawmills"), [("SNI2007", "16101"), ("SNI2025", "16111")])
def test_english_names_stop_where_no_official_one_exists(edition: str, sawmills: str) -> None:
    rows = industries(edition)
    subclasses = Counter(row["parent_code"] for row in rows.values() if row["level"] == "5")
    for row in rows.values():
        if row["level"] != "5":
            assert row["name_en"]
        elif row["name_en"] is not None:
            parent = rows[row["parent_code"]]
            assert row["name_en"] == parent["name_en"]
            assert subclasses[row["parent_code"]] == 1 or row["name_sv"] == parent["name_sv"]
    assert rows[sawmills]["name_en"] is None
    assert rows["01110"]["name_en"] == rows["0111"]["name_en"]


def test_short_names_fit_beside_a_bar() -> None:
    for row in classification.industries().to_pylist():
        assert 0 < len(row["short_sv"]) <= 28
        assert 0 < len(row["short_en"]) <= 28
        assert row["name_en"] is not None or row["short_en"] == row["industry_code"]


def test_every_code_of_sni_2007_lies_in_one_of_the_sixteen_groups() -> None:
    rows = industries("SNI2007")
    assert {row["group_code"] for row in rows.values()} == set(industries("SNI2007-16")) - {"A-U+US"}
    assert [rows[code]["group_code"] for code in ("B", "10", "161", "1610", "16101")] == ["B+C"] * 5
    assert [rows[code]["group_code"] for code in ("39", "68201", "69", "77", "97", *UNKNOWN)] == [
        *("D+E", "L", "M+N", "M+N", "R+S+T+U"),
        *["US"] * 5,
    ]


def test_a_name_of_no_edition_is_refused() -> None:
    with pytest.raises(StyrkaError, match=r"no edition 'SNI2002' .* SNI2007-16, SNI2007, SNI2025"):
        classification.industries("SNI2002")


@needs_shared
def test_the_committed_files_are_what_the_script_builds(tmp_path: Path) -> None:
    main(SHARED / "classification", tmp_path)
    written = [path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv")]
    assert {str(path) for path in written} == {
        "industry_bridge.csv",
        "regions.csv",
        *(f"industries/{edition}.csv" for edition in classification.EDITIONS),
    }
    for path in written:
        assert (tmp_path / path).read_bytes() == (classification.FOLDER / path).read_bytes()


@needs_shared
def test_the_sections_of_sni_2025_are_those_of_scbs_own_hierarchy() -> None:
    """Ours come from NACE 2.1's order of sections and divisions."""
    listed = json.loads((SHARED / "classification" / "sni2025_sv.json").read_text(encoding="utf-8"))["items"]
    rows = industries("SNI2025")
    assert {each["code"]: each["parentCode"] for each in listed} == {
        code: row["parent_code"] for code, row in rows.items() if not row["unknown"]
    }


@needs_shared
@pytest.mark.parametrize(
    "file", ["tab3204_bas_register_2020_2024_orebro.csv", "tab3785_bas_preliminary_2020_2025_counties.csv"]
)
def test_the_published_tables_use_these_codes_and_names(file: str) -> None:
    declared = regions()
    with (SHARED / "scb" / file).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["sni_code"] for row in rows} == set(industries("SNI2007-16"))
    assert all(declared[row["region_code"]]["name_sv"] == row["region_name"] for row in rows)


def description(series: str, year: int, kind: str) -> str:
    (row,) = [
        row
        for row in classification.series_breaks().to_pylist()
        if (row["series"], row["year"], row["kind"]) == (series, year, kind)
    ]
    swedish = row["description_sv"].replace(NO_BREAK_SPACE, ",").replace("\u2212", "-")
    return f"{swedish} {row['description_en']}".replace("\u2212", "-")


def states(text: str, *numbers: int) -> None:
    for number in numbers:
        assert text.count(f"{number:,}") == 2, f"{number:,} in both languages"


def test_every_break_of_the_statistics_is_declared() -> None:
    assert {(row["series"], row["year"], row["kind"]) for row in classification.series_breaks().to_pylist()} == {
        ("RAMS", 2004, "source"),
        ("RAMS", 2011, "source"),
        ("RAMS", 2011, "level"),
        ("RAMS", 2016, "classification"),
        ("RAMS", 2019, "source"),
        ("RAMS", 2019, "population"),
        ("RAMS", 2019, "unknown_industry"),
        ("RAMS", 2022, "end"),
        ("BAS", 2020, "start"),
        ("BAS", 2024, "unknown_industry"),
        ("BAS_PREL", 2020, "start"),
        ("BAS_PREL", 2020, "level"),
    }


@needs_shared
def test_the_unknown_group_falls_in_bas_2024_and_not_in_the_preliminary_series() -> None:
    final = figures("tab3204_bas_register_2020_2024_orebro.csv", "00", "US")
    states(description("BAS", 2024, "unknown_industry"), final[2023], final[2024])
    assert final[2024] < final[2023] / 5
    preliminary = figures("tab3785_bas_preliminary_2020_2025_counties.csv", "00", "US")
    assert list(preliminary.values()) == sorted(preliminary.values())


@needs_shared
def test_the_levels_of_the_series_are_told_by_their_figures() -> None:
    final, preliminary = (
        "tab3204_bas_register_2020_2024_orebro.csv",
        "tab3785_bas_preliminary_2020_2025_counties.csv",
    )
    states(
        description("BAS_PREL", 2020, "level"),
        *(figures(file, "00", code)[2020] for file in (final, preliminary) for code in ("B+C", "US")),
    )
    rams = sum(n for r, _, year, n in published("tab5837_rams_2019_2021_orebro.csv") if (r, year) == ("00", 2020))
    states(description("BAS", 2020, "start"), figures(final, "00", "A-U+US")[2020], rams)


@needs_shared
def test_the_breaks_inside_rams_are_told_by_their_figures() -> None:
    counties = "tab900_rams_2008_2018_counties.csv"
    farming = figures(counties, "00", "A")
    states(description("RAMS", 2011, "level"), farming[2010], farming[2011])
    by_county = {(r, year): n for r, i, year, n in published(counties) if i == "A"}
    assert all(n > by_county[r, 2010] for (r, year), n in by_county.items() if year == 2011)

    changes = [
        figures(counties, region, industry)[2016] - figures(counties, region, industry)[2015]
        for region in ("01", "00")
        for industry in ("B+C", "J")
    ]
    states(description("RAMS", 2016, "classification"), *map(abs, changes))

    unknown_before = figures(counties, "00", "00")[2018]
    unknown_after = figures("tab5837_rams_2019_2021_orebro.csv", "00", "00")[2019]
    states(description("RAMS", 2019, "unknown_industry"), unknown_before, unknown_after)


def test_a_region_known_only_from_an_import_bears_the_name_that_the_import_gives() -> None:
    imported = pa.table(
        {
            "region_code": ["0880", "NJ013", "NJ013", "X1"],
            "name": ["Kalmar stad", "Essex, N.J.", "Essex", None],
        }
    )
    table = engine.select("region", {"classification_region": classification.regions(), "imported_region": imported})
    rows = {row["region_code"]: row for row in table.to_pylist()}
    assert len(rows) == table.num_rows == 314
    assert rows["0880"]["name_sv"] == "Kalmar", "the declared name wins"
    assert (rows["NJ013"]["name_sv"], rows["NJ013"]["type"]) == ("Essex", "imported")
    assert rows["NJ013"]["county_code"] is None
    assert rows["X1"]["name_en"] == "X1"


def test_an_import_keeps_its_own_names_only_of_codes_that_its_editions_do_not_have() -> None:
    longest = classification.longest_short_name()
    long, fits = "Tillverkning av andra metallvaror än maskiner", "Å" * longest
    imported = pa.table(
        {
            "industry_code": ["B+C", "25", "25", "00", "620", "640", "640", "B+C", "26"],
            "edition": ["KALMAR", "KALMAR", "NJ", "KALMAR", "KALMAR", "NY", "KALMAR", "NY", "NJ"],
            "level": ["group", "2", "2", "2", "3", "3", "3", "group", "2"],
            "name": [None, None, long, None, None, fits, fits + "Å", "Industri", None],
        }
    )
    spoken = pa.table(
        {"series": ["KALMAR", "KALMAR", "NY", "NJ"], "edition": ["SNI2007", "SNI2007-16", "SNI2025", "NJ"]}
    )
    relations = {"imported_industry": imported, "spoken_edition": spoken}
    relations["classification_industry"] = classification.industries()
    table = engine.select("industry", relations, {"longest": longest})
    rows = {(row["industry_code"], row["edition"]): row for row in table.to_pylist()}
    declared = len(classification.industries())
    assert len(rows) == table.num_rows == declared + 5
    own = {key for key in rows if key[1] not in classification.EDITIONS}
    assert own == {("25", "NJ"), ("26", "NJ"), ("640", "KALMAR"), ("640", "NY"), ("B+C", "NY")}
    metal = rows["25", "NJ"]
    assert (metal["name_sv"], metal["short_sv"], metal["level"], metal["parent_code"]) == (long, "25", "2", None)
    assert [rows["640", "NY"][f"short_{language}"] for language in ("sv", "en")] == [fits, fits]
    assert [rows["640", "KALMAR"][f"short_{language}"] for language in ("sv", "en")] == ["640", "640"]
    assert rows["640", "KALMAR"]["name_en"] == fits + "Å"
    assert rows["26", "NJ"]["name_en"] == "26"
    assert rows["B+C", "NY"]["short_en"] == "Industri"
    assert not any(rows[key]["unknown"] for key in own)


def test_a_table_of_groups_alone_follows_the_groups_and_any_other_what_its_owner_says() -> None:
    assert classification.followed("SNI2007", ["A", "B+C", "US"]) == "SNI2007-16"
    assert classification.followed("SNI2007", ["A", "B+C", "00"]) == "SNI2007"
    assert classification.followed("SNI2007", ["A", "M"]) == "SNI2007"
    assert classification.followed("SNI2025", ["A", "J"]) == "SNI2025"
    assert classification.spoken("SNI2007") == ("SNI2007", "SNI2007-16")
    assert classification.spoken("KALMAR") == ("KALMAR",)


def test_the_table_of_breaks_is_the_declared_breaks() -> None:
    declared = classification.series_breaks()
    table = engine.select("series_break", {"classification_series_break": declared})
    assert sorted(map(str, table.to_pylist())) == sorted(map(str, declared.to_pylist()))


def test_the_source_of_a_break_reads_the_same_in_both_languages() -> None:
    """Who states it, and tables or series: names only; what is our own comparison is told by a column of its own."""
    rows = classification.series_breaks().to_pylist()
    names = {"SCB"} | {row["series"] for row in rows} | {declared.table_id for declared in declarations()}
    assert all(set(row["source"].split(", ")) <= names for row in rows)
    assert {(row["year"], row["kind"]) for row in rows if row["own_check"] and row["series"] == "RAMS"} == {
        (2011, "level"),
        (2016, "classification"),
        (2019, "unknown_industry"),
    }
