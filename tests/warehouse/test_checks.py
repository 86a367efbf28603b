"""The checks find what they are there to find, on tables small enough to see it, and pass on what is right."""

import re
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.schema import table
from pipelines.warehouse import checks, classification, conformity, engine

NOISE = pa.table({"table_id": ["EXACT", "NOISY"], "noise": [0, 5], "deviation": [0.0, 1.0]})
GOTLAND = "0980"
KALMAR = ["0821", "0834", "0840", "0860", "0861", "0862", "0880", "0881", "0882", "0883", "0884", "0885"]


@pytest.fixture
def region(tmp_path: Path) -> Path:
    path = tmp_path / "region.parquet"
    engine.write_table("region", classification.regions(), path, "test")
    return path


def employment(folder: Path, rows: Sequence[Mapping[str, Any]], name: str = "employment") -> Path:
    usual = {"sex": "total", "level": "group", "workplaces": None, "status": "observed", "table_id": "EXACT"}
    content = pa.Table.from_pylist([{**usual, **row} for row in rows], schema=table("employment").arrow_schema())
    engine.write_table("employment", content, folder / f"{name}.parquet", "test")
    return folder / f"{name}.parquet"


def cell(region_code: str, industry_code: str, employees: int | None, **more: Any) -> dict[str, Any]:
    level = "total" if industry_code == "A-U+US" else "group"
    common = {"region_code": region_code, "industry_code": industry_code, "employees": employees, "level": level}
    return {"year": 2020, "series": "RAMS", **common, **more}


def gotland(total: int, table_id: str = "EXACT") -> list[dict[str, Any]]:
    parts = [cell("09", "A", 100), cell("09", "F", 200), cell("09", "A-U+US", total)]
    return [{**part, "table_id": table_id} for part in parts]


@pytest.mark.parametrize(
    ("total", "table_id", "found"),
    [(300, "EXACT", False), (301, "EXACT", True), (310, "NOISY", False), (311, "NOISY", True)],
)
def test_parts_may_miss_their_total_by_the_declared_noise_only(
    tmp_path: Path, region: Path, total: int, table_id: str, found: bool
) -> None:
    # Two parts and a total with deviation 1: six deviations of the difference are 6 * sqrt(3) = 10.4 persons.
    lines = checks.parts_against_totals(employment(tmp_path, gotland(total, table_id)), region, NOISE)
    expected = f"industries of 09 A-U+US 2020 in {table_id} sum to 300, the total is {total}"
    assert lines == ([expected] if found else [])


def test_how_much_noise_explains_is_told_with_what_it_does_not(tmp_path: Path, region: Path) -> None:
    """Of a table with twice the deviation, 6 · 2 · √3 = 20.8 persons."""
    noise = pa.table({"table_id": ["NOISY"], "deviation": [2.0]})
    relations = {"employment": employment(tmp_path, gotland(321, "NOISY")), "region": region, "table_noise": noise}
    (row,) = engine.select("check_parts_against_totals", relations, {"deviations": 6}).to_pylist()
    assert row["tolerance"] == pytest.approx(12 * 3**0.5)


def test_a_county_is_compared_with_its_municipalities_only_when_all_are_there(tmp_path: Path, region: Path) -> None:
    """Of one sex they are not compared, nor of another industry, year, series or table."""
    whole = [cell("08", "A", 13), *(cell(code, "A", 1) for code in KALMAR)]
    line = "municipalities of 08 A 2020 in EXACT sum to 12, the total is 13"
    assert checks.parts_against_totals(employment(tmp_path, whole), region, NOISE) == [line]
    assert checks.parts_against_totals(employment(tmp_path, whole[:-1]), region, NOISE) == []
    unknown = [row | ({"employees": None, "status": "suppressed"} if row is whole[-1] else {}) for row in whole]
    assert checks.parts_against_totals(employment(tmp_path, unknown), region, NOISE) == []
    others: list[dict[str, Any]] = [{"sex": "women"}, {"industry_code": "F"}, {"year": 2021}, {"series": "OWN"}]
    for other in (*others, {"table_id": "NOISY"}):
        apart = [whole[0] | other, *whole[1:]]
        assert checks.parts_against_totals(employment(tmp_path, apart), region, NOISE) == []


def test_industries_and_counties_are_held_against_a_total_of_their_own(tmp_path: Path, region: Path) -> None:
    """Of another region, year, series or table it is no total of theirs."""
    codes = [row["region_code"] for row in classification.regions().to_pylist() if row["type"] == "county"]
    counties = [cell("00", "A", 2099), *(cell(code, "A", 100) for code in codes)]
    others: list[dict[str, Any]] = [{"year": 2021}, {"series": "OWN"}, {"table_id": "NOISY"}]
    for other in (*others, {"region_code": "10"}):
        apart = [row | (other if row["level"] == "total" else {}) for row in gotland(301)]
        assert checks.parts_against_totals(employment(tmp_path, apart), region, NOISE) == []
    for other in (*others, {"industry_code": "F"}):
        apart = [counties[0] | other, *counties[1:]]
        assert checks.parts_against_totals(employment(tmp_path, apart), region, NOISE) == []


def test_the_only_municipality_of_a_county_must_equal_it(tmp_path: Path, region: Path) -> None:
    rows = [cell("09", "A", 100), cell(GOTLAND, "A", 99)]
    lines = checks.parts_against_totals(employment(tmp_path, rows), region, NOISE)
    assert lines == ["municipalities of 09 A 2020 in EXACT sum to 99, the total is 100"]


def test_counties_are_compared_with_the_nation_only_when_all_are_there(tmp_path: Path, region: Path) -> None:
    codes = [row["region_code"] for row in classification.regions().to_pylist() if row["type"] == "county"]
    whole = [cell("00", "A", 2099), *(cell(code, "A", 100) for code in codes)]
    assert checks.parts_against_totals(employment(tmp_path, whole), region, NOISE) == [
        "counties of 00 A 2020 in EXACT sum to 2100, the total is 2099"
    ]
    assert checks.parts_against_totals(employment(tmp_path, whole[:-1]), region, NOISE) == []


def test_a_missing_cell_and_a_missing_municipality_are_named(tmp_path: Path, region: Path) -> None:
    rows = [cell(code, industry, 1) for code in KALMAR for industry in ("A", "F")]
    assert checks.complete_grid(employment(tmp_path, rows), region, NOISE) == []
    lines = checks.complete_grid(employment(tmp_path, rows[1:-2]), region, NOISE)
    assert lines == [
        "cell missing in EXACT: region 0821, industry A, year 2020",
        "municipality missing in EXACT: region 0885, industry None, year None",
    ]
    # Cells of one sex do not stand for both. Each table has regions, industries and years of its own.
    one_sex = [row | ({"sex": "women"} if place == 0 else {}) for place, row in enumerate(rows)]
    assert checks.complete_grid(employment(tmp_path, one_sex), region, NOISE) == lines[:1]
    other = [cell("0980", "J", 1, year=2021, table_id="NOISY"), cell("09", "J", 1, year=2021, table_id="NOISY")]
    assert checks.complete_grid(employment(tmp_path, [*rows, *other]), region, NOISE) == []
    # Of a county without its municipalities none is missing.
    assert (
        checks.complete_grid(employment(tmp_path, [*rows, cell("07", "A", 1), cell("07", "F", 1)]), region, NOISE) == []
    )
    noisy = [row | {"table_id": "NOISY"} for row in rows]
    assert checks.complete_grid(employment(tmp_path, [*rows[1:], *noisy]), region, NOISE) == lines[:1]
    assert checks.complete_grid(employment(tmp_path, [*rows[:-2], *noisy]), region, NOISE) == lines[1:]
    newer = [row | {"year": 2021} for row in rows]
    assert checks.complete_grid(employment(tmp_path, [*rows[:-1], *newer]), region, NOISE) == [
        "cell missing in EXACT: region 0885, industry F, year 2020"
    ]
    own_extract = [{**row, "table_id": "EXTRACT", "series": "EXTRACT"} for row in rows[1:-2]]
    assert checks.complete_grid(employment(tmp_path, own_extract), region, NOISE) == []


def test_a_jump_warns_unless_a_break_explains_it(tmp_path: Path) -> None:
    rows = [
        cell("09", "A", 1000),
        cell("09", "A", 1600, year=2021),
        cell("09", "F", 100),
        cell("09", "F", 160, year=2021),
    ]
    texts = {
        "series": "RAMS",
        "kind": "source",
        "description_sv": "x",
        "description_en": "x",
        "source": "x",
        "own_check": False,
    }
    path = tmp_path / "series_break.parquet"
    schema = table("series_break").arrow_schema()
    jump = ["employed in region 09, industry A (series RAMS) go from 1000 to 1600 in 2021: look before you quote them"]
    for year, regions, industries, expected in [
        (2019, None, None, jump),
        (2021, None, None, []),
        (2021, "00 09", "A F", []),
        (2021, "09 10", None, []),
        (2021, "00 01", None, jump),
        (2021, None, "F", jump),
    ]:
        declared = {**texts, "year": year, "region_codes": regions, "industry_codes": industries}
        engine.write_table("series_break", pa.Table.from_pylist([declared], schema=schema), path, "test")
        assert checks.year_on_year(employment(tmp_path, rows), path) == expected


def no_breaks(folder: Path) -> Path:
    content = table("series_break").arrow_schema().empty_table()
    engine.write_table("series_break", content, folder / "series_break.parquet", "test")
    return folder / "series_break.parquet"


def test_a_jump_is_of_one_cell_from_one_year_to_the_next(tmp_path: Path) -> None:
    """Twice as many in another region, industry, series or sex, or two years later, is no jump; nor is it a cell's of
    one sex. Half as many more, or one less than the least of 200, is none either."""
    ways = (("09", "10"), ("A", "F"), ("RAMS", "OWN"), ("total", "women"))
    halves: tuple[list[Any], list[Any]] = ([], [])
    for key in product(*ways):
        halves[sum(way.index(value) for way, value in zip(ways, key, strict=True)) % 2].append(key)
    rows = [
        cell(region, code, count, year=year, series=series, sex=sex)
        for half, count, year in zip(halves, (1000, 2000), (2020, 2021), strict=True)
        for region, code, series, sex in half
    ]
    rows += [cell("12", "A", 1000), cell("12", "A", 2000, year=2022)]
    rows += [
        cell("13", code, count, sex="women", year=2020 + (count > 1000)) for code in "AF" for count in (1000, 2000)
    ]
    rows += [
        cell("14", "A", 200),
        cell("14", "A", 300, year=2021),
        cell("14", "F", 199),
        cell("14", "F", 400, year=2021),
    ]
    assert checks.year_on_year(employment(tmp_path, rows), no_breaks(tmp_path)) == []
    least = [
        cell("14", "A", 200),
        cell("14", "A", 301, year=2021),
        cell("14", "F", 301),
        cell("14", "F", 150, year=2021),
    ]
    assert [
        line.partition(":")[0] for line in checks.year_on_year(employment(tmp_path, least), no_breaks(tmp_path))
    ] == [
        "employed in region 14, industry A (series RAMS) go from 200 to 301 in 2021",
        "employed in region 14, industry F (series RAMS) go from 301 to 150 in 2021",
    ]


def test_a_break_of_another_series_explains_nothing(tmp_path: Path) -> None:
    rows = [cell("09", "A", 1000), cell("09", "A", 1600, year=2021)]
    texts = {"description_sv": "x", "description_en": "x", "source": "x", "own_check": False}
    declared = [{**texts, "series": "OWN", "year": 2021, "kind": "source"}]
    content = pa.Table.from_pylist(declared, schema=table("series_break").arrow_schema())
    engine.write_table("series_break", content, tmp_path / "series_break.parquet", "test")
    assert len(checks.year_on_year(employment(tmp_path, rows), tmp_path / "series_break.parquet")) == 1


def test_new_and_gone_codes_of_a_lasting_series_are_named(tmp_path: Path) -> None:
    before = employment(tmp_path, [cell("09", "A", 1), cell("12", "A", 1), cell("20", "A", 1, series="OLD")], "before")
    after = employment(tmp_path, [cell("09", "A", 1), cell("10", "X", 1), cell("20", "A", 1, series="NEW")])
    assert checks.changed_codes(after, before) == [
        "RAMS: gone region 12",
        "RAMS: new industry X",
        "RAMS: new region 10",
    ]
    # Each series has its own codes; a code may be a region's in one edition and an industry's in the other. However
    # many cells have it, it is told once.
    own = {"series": "OWN"}
    rows = [cell("10", "X", 1), cell("A", "F", 1), cell("A", "X", 1), cell("10", "F", 1), cell("09", "X", 1, **own)]
    before = employment(tmp_path, rows, "before")
    rows = [cell("10", "X", 1), cell("F", "A", 1), cell("F", "X", 1), cell("10", "A", 1), cell("09", "A", 1, **own)]
    after = employment(tmp_path, [*rows, cell("09", "X", 1)], "after")
    assert checks.changed_codes(after, before) == [
        *("OWN: gone industry X", "OWN: new industry A"),
        *("RAMS: gone industry F", "RAMS: gone region A"),
        *("RAMS: new industry A", "RAMS: new region 09", "RAMS: new region F"),
    ]


def test_a_table_that_a_series_has_no_figures_from_any_more_is_named(tmp_path: Path) -> None:
    rows = [cell("09", "A", 1), cell("09", "A", 1, year=2021, table_id="NOISY"), cell("09", "A", 1, series="OWN")]
    rows += [cell("09", "F", 1, year=2021, table_id="NOISY"), cell("09", "F", 1, series="OWN")]
    before = employment(tmp_path, rows, "before")
    assert checks.gone_tables(employment(tmp_path, [*rows, cell("09", "A", 1, series="NEW")]), before) == []
    lines = checks.gone_tables(employment(tmp_path, rows[:1]), before)
    assert [line.split(" any more")[0] for line in lines] == [
        "series OWN has no figures from table EXACT",
        "series RAMS has no figures from table NOISY",
    ]


def test_the_weighted_mean_over_all_counties_must_be_one_within_the_noise(tmp_path: Path, region: Path) -> None:
    codes = [row["region_code"] for row in classification.regions().to_pylist() if row["type"] == "county"]
    figures = {code: (10 * number, 1000) for number, code in enumerate(codes, start=1)}

    def means(nation: int, table_id: str, counties: list[str]) -> list[dict[str, Any]]:
        """LQ of industry A in counties of 1,000 employed each, in a nation that is said to have ``nation`` in A."""
        cells = [cell(code, "A", employed, table_id=table_id) for code, (employed, _) in figures.items()]
        # Another series and another year come from a table with other noise.
        other = "EXACT" if table_id == "NOISY" else "NOISY"
        cells += [cell("08", "A", 1, table_id=other, **more) for more in ({"series": "OWN"}, {"year": 2021})]
        rows = [
            {
                **dict.fromkeys(table("location_quotient").column_names),
                "region_code": code,
                "industry_code": "A",
                "year": 2020,
                "series": "RAMS",
                "level": "group",
                "reference": "nation",
                "reference_code": "00",
                "employees": figures[code][0],
                "employees_region": 1000,
                "employees_reference": nation,
                "employees_reference_total": 21_000,
                "lq": (figures[code][0] / 1000) / (nation / 21_000),
            }
            for code in counties
        ]
        rows += [row | {"reference": "county", "reference_code": row["region_code"], "lq": 1.0} for row in rows]
        content = pa.Table.from_pylist(rows, schema=table("location_quotient").arrow_schema())
        path = tmp_path / "location_quotient.parquet"
        engine.write_table("location_quotient", content, path, "test")
        return checks.weighted_means(path, employment(tmp_path, cells), region, NOISE)

    def lines(nation: int, table_id: str, counties: list[str]) -> list[str]:
        return checks.weighted_mean(means(nation, table_id, counties))

    total = sum(employed for employed, _ in figures.values())
    assert lines(total, "EXACT", codes) == []
    assert len(lines(total - 1, "EXACT", codes)) == 1
    # Deviation 1, 21 counties and the nation: six deviations are 6 * sqrt(22) = 28.1 persons.
    assert lines(total - 28, "NOISY", codes) == []
    assert len(lines(total - 29, "NOISY", codes)) == 1
    assert lines(total - 1, "EXACT", codes[:-1]) == []
    (mean,) = means(total - 28, "NOISY", codes)
    assert mean["weighted_mean"] == pytest.approx(total / (total - 28), rel=1e-15)
    assert (mean["difference"], mean["industry_code"], mean["year"]) == (28, "A", 2020)
    assert mean["tolerance"] == pytest.approx(6 * 22**0.5 / (total - 28), rel=1e-9)


def test_the_parts_of_a_shift_must_add_up(tmp_path: Path) -> None:
    whole = {"employees_start": 90, "employees_end": 100, "change": 10, "national": 13.5, "mix": -4.5, "regional": 1.0}
    whole |= {"competitive": 0.25, "allocation": 0.75}
    whole |= {"national_dynamic": 12.0, "mix_dynamic": -5.0, "regional_dynamic": 3.0}

    def lines(**wrong: float | None) -> list[str]:
        row = {**dict.fromkeys(table("shift_share").column_names), **whole, **wrong}
        row |= {"region_code": "08", "industry_code": "A", "start_year": 2008, "end_year": 2010}
        row |= {"series": "RAMS", "level": "group"}
        content = pa.Table.from_pylist([row], schema=table("shift_share").arrow_schema())
        engine.write_table("shift_share", content, tmp_path / "shift_share.parquet", "test")
        return checks.shift_parts(tmp_path / "shift_share.parquet")

    assert lines() == []
    assert lines(mix=-4.5 * (1 + 1e-13)) == []
    assert lines(competitive=None, allocation=None, mix_dynamic=None) == []
    assert lines(**dict.fromkeys(whole, 0)) == []
    # They may miss by 1e-12 of the size of what is summed: here of 1 + 1 + 1, and with the persons of 3 + 1 + 4.
    even = {"employees_start": 1, "employees_end": 4, "change": 3, "national": 1.0, "mix": 1.0, "competitive": None}
    even |= {"regional": 1 + 2.5e-12, "national_dynamic": 1.0, "mix_dynamic": 1.0, "regional_dynamic": 1 + 7e-12}
    assert lines(**even) == []
    assert len(lines(**even | {"regional": 1 + 3.5e-12, "regional_dynamic": 1 + 9e-12})) == 2
    assert lines(mix=-4.4999) == ["RAMS 2008–2010 08 A: parts sum to 10.0001, not to 10.0"]
    (line,) = lines(allocation=0.5)
    assert line.endswith("competitive and allocation parts sum to 0.75, not to 1.0")
    (line,) = lines(regional_dynamic=2.0)
    assert line.endswith("yearly parts sum to 9.0, not to 10.0")


def test_the_repeated_keys_that_are_shown_are_the_first_in_whatever_order_rows_stand() -> None:
    declared = table("employment")
    usual = {"sex": "total", "level": "group", "workplaces": None, "status": "observed", "table_id": "EXACT"}
    rows = [usual | cell(code, "A", count) for code in ("01", "03", "04", "05", "06") for count in (1, 2)]
    others = {"region": classification.regions(), "industry": classification.industries()}
    for order in (rows, rows[::-1]):
        content = pa.Table.from_pylist(order, schema=declared.arrow_schema())
        (line,) = conformity.faults(declared, content, others.__getitem__)
        assert "5 keys occur more than once" in line
        assert re.findall(r"'region_code': '(\d+)'", line) == ["01", "03", "04"]


def test_the_weighted_mean_is_the_same_to_its_last_bit_in_whatever_order_rows_stand() -> None:
    """Terms of 21 counties whose sum in floating point depends on which come first."""
    codes = [row["region_code"] for row in classification.regions().to_pylist() if row["type"] == "county"]
    terms = [{"lq": 1 / number, "employees": number, "employees_region": 10 ** (number % 7)} for number in range(1, 22)]
    common = {"industry_code": "A", "year": 2020, "series": "RAMS", "reference": "nation"}
    common |= {"employees_reference": 100, "employees_reference_total": 3}
    empty = dict.fromkeys(table("location_quotient").column_names)
    rows = [empty | common | {"region_code": code} | term for code, term in zip(codes, terms, strict=True)]
    content = pa.Table.from_pylist([cell(codes[0], "A", 1) | {"table_id": "EXACT"}])
    found = set()
    for order in (rows, rows[::-1], rows[7:] + rows[:7], sorted(rows, key=lambda row: str(row["lq"]))):
        quotients = pa.Table.from_pylist(order, schema=table("location_quotient").arrow_schema())
        relations = {"location_quotient": quotients, "employment": content, "region": classification.regions()}
        parameters = {"deviations": 6, "exactness": 0}
        (row,) = engine.select("check_weighted_mean", {**relations, "table_noise": NOISE}, parameters).to_pylist()
        found.add(row["weighted_mean"])
    assert len(found) == 1


def test_conformity_names_repeated_keys_strange_values_and_references_to_nowhere() -> None:
    declared = table("employment")
    usual = {"sex": "total", "level": "group", "workplaces": None, "status": "observed", "table_id": "EXACT"}
    rows = [cell("09", "A", 1), cell("09", "A", 2), cell("99", "A", 1, sex="both")]
    content = pa.Table.from_pylist([{**usual, **row} for row in rows], schema=declared.arrow_schema())
    others = {"region": classification.regions(), "industry": classification.industries()}
    lines = conformity.faults(declared, content, others.__getitem__)
    assert len(lines) == 3
    assert "1 keys occur more than once" in lines[0]
    assert "column sex holds ['both']" in lines[1]
    assert "column region_code holds ['99'], which region does not know" in lines[2]
