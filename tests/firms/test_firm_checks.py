"""Checks of the firm tables: rounding is allowed, anything more is named; only whole families are compared."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.scb import catalogue
from pipelines.warehouse import checks, classification
from tests.firms.written import account, pair, parquet

KALMAR = [row["region_code"] for row in classification.regions().to_pylist() if row["county_code"] == "08"][1:]
ALL = [row["region_code"] for row in classification.regions().to_pylist() if row["type"] == "municipality"]


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return parquet(tmp_path, "region", classification.regions().to_pylist())


def product(region_code: str, value: float | None, status: str = "observed") -> dict[str, Any]:
    given = {"region_code": region_code, "year": 2024, "measure": "gross_regional_product", "unit": "SEK million"}
    return {**given, "value": value, "status": status, "table_id": "TAB3143"}


def parts(folder: Path, measure: str, total: float, *values: float | None) -> list[str]:
    whole = account(measure, total, level="total", industry_code="TOTAL")
    rows = [
        account(measure, value, "observed" if value is not None else "suppressed", industry_code=f"P{place}")
        for place, value in enumerate(values)
    ]
    path = parquet(folder, "regional_account", [whole, *rows])
    return checks.parts_of_total(path, catalogue.contents())


def test_industries_may_miss_their_total_by_rounding_and_no_more(tmp_path: Path) -> None:
    # Two parts and a total of whole millions: half a million each, 1.5 in all.
    assert parts(tmp_path, "gross_regional_product", 100, 30, 69) == []
    assert parts(tmp_path, "gross_regional_product", 100, 30, 68) == [
        "gross_regional_product of 18 2024 in NR0105ENS2010T03A: the industries sum to 98.0, not 100.0"
    ]


@pytest.mark.parametrize(("last", "wrong"), [(42, 0), (43, 1), (38, 0), (37, 1)])
def test_three_industries_and_their_total_may_miss_each_other_by_two_whole_units(
    tmp_path: Path, last: int, wrong: int
) -> None:
    assert len(parts(tmp_path, "gross_regional_product", 100, 30, 30, last)) == wrong


def test_the_grid_of_thousand_persons_is_finer(tmp_path: Path) -> None:
    assert parts(tmp_path, "average_employed", 126.1, 39.3, 86.9) == []
    (line,) = parts(tmp_path, "average_employed", 126.1, 39.3, 86.6)
    assert line.endswith("the industries sum to 125.9, not 126.1")


def test_industries_may_exceed_their_total_by_rounding_and_no_more(tmp_path: Path) -> None:
    assert parts(tmp_path, "gross_regional_product", 100, 30, 71) == []
    assert len(parts(tmp_path, "gross_regional_product", 100, 30, 72)) == 1
    # So may those that are known where one is empty.
    assert parts(tmp_path, "wages", 100, 101, None) == []
    assert len(parts(tmp_path, "wages", 100, 102, None)) == 1


def test_decimals_are_those_of_the_measure_in_its_own_table(tmp_path: Path) -> None:
    """Of wages in T1 a whole million is the last digit; in T2, and of persons, it is a tenth."""
    names = ("table_id", "measure", "decimals")
    published = [("T1", "wages", 0), ("T1", "average_employed", 1), ("T2", "wages", 1)]
    content = pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in published])
    rows = [
        account("wages", value, level=level, industry_code=code, table_id="T1")
        for value, level, code in ((100, "total", "TOTAL"), (30, "group", "P0"), (69, "group", "P1"))
    ]
    assert checks.parts_of_total(parquet(tmp_path, "regional_account", rows), content) == []
    finer = [row | {"table_id": "T2"} for row in rows]
    (line,) = checks.parts_of_total(parquet(tmp_path, "regional_account", [*rows, *finer]), content)
    assert line.startswith("wages of 18 2024 in T2: the industries sum to 99.0")


def test_with_an_empty_part_the_known_ones_must_only_not_exceed_the_total(tmp_path: Path) -> None:
    assert parts(tmp_path, "wages", 100, 30, None) == []
    assert len(parts(tmp_path, "wages", 100, 130, None)) == 1


def municipalities(folder: Path, region: Path, products: list[Any], accounts: list[Any], source: str) -> list[str]:
    paths = [parquet(folder, "gross_regional_product", products), parquet(folder, "regional_account", accounts)]
    return checks.product_by_municipality(*paths, region, source)


@pytest.mark.parametrize(("total", "wrong"), [(1200, 0), (1206, 0), (1207, 1), (1193, 1)])
def test_municipalities_add_up_to_their_county_within_rounding(
    tmp_path: Path, region: Path, total: int, wrong: int
) -> None:
    # Twelve municipalities and the county are rounded by half a million each: 6.5 in all.
    assert len(KALMAR) == 12
    rows = [product(code, 100) for code in KALMAR]
    # Of another measure, level or year nothing is added or compared.
    rows += [product(code, 7) | {"measure": "per_inhabitant"} for code in (*KALMAR, "08")]
    rows.append(product("08", 9) | {"year": 2023})
    own = municipalities(tmp_path, region, [*rows, product("08", total)], [], "gross_regional_product")
    accounts = [account("gross_regional_product", total, region_code="08", level="total", industry_code="TOTAL")]
    accounts += [account("wages", 9, region_code="08", level="total", industry_code="TOTAL")]
    accounts += [account("gross_regional_product", 9, region_code="08")]
    other = municipalities(tmp_path, region, rows, accounts, "regional_account")
    assert own == [f"municipalities of 08 2024 sum to 1200, gross_regional_product has {total}"] * wrong
    assert other == [f"municipalities of 08 2024 sum to 1200, regional_account has {total}"] * wrong


@pytest.mark.parametrize(("total", "wrong"), [(101, 0), (102, 1)])
def test_the_one_municipality_of_a_county_may_miss_it_by_one(
    tmp_path: Path, region: Path, total: int, wrong: int
) -> None:
    """Gotland and its county are rounded by half a million each."""
    rows = [product("0980", 100), product("09", total)]
    assert len(municipalities(tmp_path, region, rows, [], "gross_regional_product")) == wrong


def test_a_county_with_an_empty_municipality_is_not_compared(tmp_path: Path, region: Path) -> None:
    rows = [product(code, 100) for code in KALMAR[1:]] + [product(KALMAR[0], None, "suppressed"), product("08", 9)]
    assert municipalities(tmp_path, region, rows, [], "gross_regional_product") == []


def test_the_nation_is_all_municipalities_and_what_is_not_allocated(tmp_path: Path, region: Path) -> None:
    rows = [product(code, 100) for code in ALL]
    whole = [*rows, product("9900", 500), product("00", 29_500)]
    assert municipalities(tmp_path, region, whole, [], "gross_regional_product") == []
    off = [*rows, product("9900", 500), product("00", 29_700)]
    assert len(municipalities(tmp_path, region, off, [], "gross_regional_product")) == 1
    assert municipalities(tmp_path, region, [*rows, product("00", 29_700)], [], "gross_regional_product") == []


def jobs(folder: Path, employees: int, series: str = "BAS") -> Path:
    row = {"region_code": "0880", "industry_code": "A-U+US", "year": 2024, "series": series, "sex": "total"}
    row |= {"level": "total", "employees": employees, "workplaces": None, "status": "observed", "table_id": "TAB3204"}
    return parquet(folder, "employment", [row])


def test_commuting_pairs_that_miss_the_jobs_by_more_than_the_share_are_named(tmp_path: Path) -> None:
    commuting = parquet(tmp_path, "commuting", [pair("0880", "0880", 900), pair("0881", "0880", 100)])
    assert checks.commuting_against_jobs(commuting, jobs(tmp_path, 1015)) == []
    assert checks.commuting_against_jobs(commuting, jobs(tmp_path, 1100)) == [
        "0880 2024: commuting pairs sum to 1000 jobs, employment has 1100"
    ]
    assert checks.commuting_against_jobs(commuting, jobs(tmp_path, 1100, "RAMS")) == []
    gap = [pair("0880", "0880", 900), pair("0881", "0880", None, "suppressed")]
    assert checks.commuting_against_jobs(parquet(tmp_path, "commuting", gap), jobs(tmp_path, 1100)) == []


def test_pairs_are_held_against_all_jobs_of_their_own_municipality_and_year(tmp_path: Path) -> None:
    """980 of 1,000: two in a hundred are allowed. What is of another year, place, industry or of one sex is not it."""
    commuting = parquet(tmp_path, "commuting", [pair("0880", "0880", 900), pair("0881", "0880", 80)])
    row = {"region_code": "0880", "industry_code": "A-U+US", "year": 2024, "series": "BAS", "sex": "total"}
    row |= {"level": "total", "employees": 1000, "workplaces": None, "status": "observed", "table_id": "TAB3204"}
    others: list[dict[str, Any]] = [{"year": 2023}, {"region_code": "0881"}, {"sex": "women"}]
    others.append({"industry_code": "A", "level": "group"})
    rows = [row, *(row | other | {"employees": 9} for other in others)]
    assert checks.commuting_against_jobs(commuting, parquet(tmp_path, "employment", rows)) == []


def test_no_figures_give_no_findings(tmp_path: Path, region: Path) -> None:
    assert municipalities(tmp_path, region, [], [], "gross_regional_product") == []
    empty = parquet(tmp_path, "local_unit", [])
    assert checks.parts_of_total(empty, catalogue.contents()) == []
    assert isinstance(catalogue.contents(), pa.Table)
