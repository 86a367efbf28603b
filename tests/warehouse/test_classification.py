"""Declared regions, industries and breaks: complete, spelled officially, and in step with the published figures."""

import csv
from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pytest

from pipelines.scb.catalogue import declarations
from pipelines.schema import table
from pipelines.warehouse import classification, engine
from pipelines.warehouse.classification import build
from tests.shared import SHARED, needs_shared

NO_BREAK_SPACE = "\u00a0"


def regions() -> dict[str, dict[str, object]]:
    return {row["region_code"]: row for row in classification.regions().to_pylist()}


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
    rows = {row["industry_code"]: row for row in classification.industries().to_pylist()}
    groups = ["A", "B+C", "D+E", "F", "G", "H", "I", "J", "K", "L", "M+N", "O", "P", "Q", "R+S+T+U", "US"]
    assert list(rows) == ["A-U+US", *groups]
    assert [code for code, row in rows.items() if row["unknown"]] == ["US"]
    assert all(rows[code]["parent_code"] == "A-U+US" for code in groups)
    assert (rows["I"]["name_sv"], rows["I"]["name_en"]) == (
        "Hotell- och restaurangverksamhet",
        "Accommodation and food service activities",
    )
    for row in rows.values():
        assert len(row["short_sv"]) <= 28
        assert len(row["short_en"]) <= 28


@needs_shared
def test_the_committed_files_are_what_the_script_builds(tmp_path, monkeypatch) -> None:
    committed = {name: (build.FOLDER / name).read_bytes() for name in ("regions.csv", "industries.csv")}
    monkeypatch.setattr(build, "FOLDER", tmp_path)
    build.main([str(SHARED / "classification")])
    assert {name: (tmp_path / name).read_bytes() for name in committed} == committed


@needs_shared
@pytest.mark.parametrize(
    "file", ["tab3204_bas_register_2020_2024_orebro.csv", "tab3785_bas_preliminary_2020_2025_counties.csv"]
)
def test_the_published_tables_use_these_codes_and_names(file: str) -> None:
    industries = set(classification.industries()["industry_code"].to_pylist())
    declared = regions()
    with (SHARED / "scb" / file).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["sni_code"] for row in rows} == industries
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


def test_an_industry_known_only_from_an_import_has_the_import_as_its_edition() -> None:
    long = "Tillverkning av andra metallvaror än maskiner"
    imported = pa.table(
        {
            "industry_code": ["B+C", "25", "25", "00", "62"],
            "edition": ["KALMAR", "KALMAR", "OREBRO", "KALMAR", "KALMAR"],
            "level": ["group", "2", "2", "2", "2"],
            "name": [None, long, None, None, "Programmering"],
        }
    )
    table = engine.select(
        "industry", {"classification_industry": classification.industries(), "imported_industry": imported}
    )
    rows = {(row["industry_code"], row["edition"]): row for row in table.to_pylist()}
    assert len(rows) == table.num_rows == 17 + 4
    assert ("B+C", "KALMAR") not in rows, "a declared code is declared once"
    metal = rows["25", "KALMAR"]
    assert (metal["name_sv"], metal["short_sv"], metal["level"], metal["parent_code"]) == (long, "25", "2", None)
    assert rows["25", "OREBRO"]["name_en"] == "25"
    assert rows["62", "KALMAR"]["short_en"] == "Programmering"
    assert [key for key, row in rows.items() if row["unknown"]] == [("00", "KALMAR"), ("US", "SNI2007")]


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
