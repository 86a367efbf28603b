"""Which published series and year jobs are held against, and what of it: on two counties of two and of one
municipality, with figures of two groups."""

from itertools import product
from typing import Any

import pyarrow as pa
import pytest

from pipelines.warehouse import engine
from tests.jobs.world import CODES, regions

# Not declared to be held against: OTHER.
PREFERRED = ["BAS", "PREL"]
SERIES = ("OTHER", "PREL", "BAS")
GROUPS = ("A", "B+C")


def figure(region: str, group: str = "A", employees: int | None = 1, **other: Any) -> dict[str, Any]:
    found = {"region_code": region, "industry_code": group, "level": "group", "series": "BAS", "year": 2024}
    return found | {"sex": "total", "employees": employees} | other


def taken(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    relations = {
        "employment": pa.Table.from_pylist(rows),
        "target_series": pa.table({"series": PREFERRED, "preference": list(range(len(PREFERRED)))}),
        "region": regions(),
    }
    found = engine.select("published_employment", relations).to_pylist()
    names = ("series", "year", "region_code", "level", "industry_code", "employees")
    return sorted(tuple(row[name] for name in names) for row in found)


def test_groups_and_totals_of_both_sexes_together_are_taken_of_one_series_and_year() -> None:
    rows, expected = [], []
    cells = product(SERIES, (2023, 2024), CODES, [("group", "A"), ("group", "B+C"), ("total", "A-U"), ("2", "01")])
    for number, (series, year, region, (level, code)) in enumerate(cells):
        one = figure(region, code, number, series=series, year=year, level=level)
        rows += [one, one | {"sex": "men", "employees": -number}]
        if (series, year) == ("BAS", 2024) and level != "2":
            expected.append((series, year, region, level, code, number))
    assert taken(rows) == sorted(expected)


@pytest.mark.parametrize(
    ("known", "chosen"),
    [
        # In the most counties, before the declared order and the newest year.
        ({("BAS", 2024): ["08"], ("PREL", 2023): ["08", "09"]}, ("PREL", 2023)),
        ({("BAS", 2024): ["08"], ("BAS", 2023): ["08", "09"]}, ("BAS", 2023)),
        # Then by the declared order, then the newest year.
        ({("BAS", 2023): ["08"], ("PREL", 2024): ["08"]}, ("BAS", 2023)),
        ({("BAS", 2023): ["08"], ("PREL", 2024): ["09"]}, ("BAS", 2023)),
        ({("PREL", 2023): ["08"], ("PREL", 2024): ["08"]}, ("PREL", 2024)),
        ({("BAS", 2023): ["09"], ("BAS", 2024): ["08"]}, ("BAS", 2024)),
        # A county is there itself, or with all its municipalities; with one of two it is not.
        ({("BAS", 2024): ["0880"], ("PREL", 2023): ["0980"]}, ("PREL", 2023)),
        ({("BAS", 2024): ["0880"], ("PREL", 2023): ["0880", "0881"]}, ("PREL", 2023)),
        ({("BAS", 2024): ["0880", "0980"], ("PREL", 2023): ["0880", "0881", "0980"]}, ("PREL", 2023)),
        ({("BAS", 2024): ["0980"], ("PREL", 2023): ["0880", "0881"]}, ("BAS", 2024)),
        ({("BAS", 2024): ["0880"], ("PREL", 2023): ["08", "0880"]}, ("PREL", 2023)),
        ({("BAS", 2024): ["0880", "0980"], ("PREL", 2023): ["08", "0880", "09"]}, ("PREL", 2023)),
        # Counties are counted, not their municipalities; the nation is none.
        ({("BAS", 2024): ["08", "0880", "0881"], ("PREL", 2023): ["08", "09"]}, ("PREL", 2023)),
        ({("BAS", 2024): ["00"], ("PREL", 2023): ["09"]}, ("PREL", 2023)),
        ({("BAS", 2024): ["00", "0880"], ("PREL", 2023): ["08"]}, ("PREL", 2023)),
        # What is not declared is never taken.
        ({("OTHER", 2024): ["08", "09"], ("BAS", 2023): ["0880"]}, ("BAS", 2023)),
    ],
)
def test_the_series_and_year_of_the_most_whole_counties_is_taken(
    known: dict[tuple[str, int], list[str]], chosen: tuple[str, int]
) -> None:
    rows = [
        figure(region, group, series=series, year=year)
        for (series, year), found in known.items()
        for region, group in product(found, GROUPS)
    ]
    series, year = chosen
    assert taken(rows) == sorted(
        (series, year, region, "group", group, 1) for region, group in product(known[chosen], GROUPS)
    )


def test_a_region_with_an_empty_group_is_left_out_wherever_else_it_is_whole() -> None:
    """Kalmar lacks a group of the year that is taken for its counties; of it there are another year and series. That
    the total or the men are empty in the county says nothing of its groups."""
    rows = [figure(region, group) for region, group in product(("08", "0881", "09"), GROUPS)]
    rows += [figure("0880"), figure("0880", "B+C", None), figure("0880", "A-U", 5, level="total")]
    rows += [figure("08", "A-U", None, level="total"), figure("08", "A", None, sex="men")]
    elsewhere: list[dict[str, Any]] = [{"year": 2023}, {"series": "PREL"}, {"series": "PREL", "year": 2023}]
    rows += [figure("0880", group, 7, **other) for group, other in product(GROUPS, elsewhere)]
    assert taken(rows) == [
        ("BAS", 2024, "08", "group", "A", 1),
        ("BAS", 2024, "08", "group", "B+C", 1),
        ("BAS", 2024, "08", "total", "A-U", None),
        *(("BAS", 2024, region, "group", group, 1) for region, group in product(("0881", "09"), GROUPS)),
    ]


def test_a_county_with_an_empty_group_is_not_counted() -> None:
    rows = [figure(region, group) for region, group in product(("08", "0980"), GROUPS)]
    rows[-1] |= {"employees": None}
    preliminary = [figure(region, series="PREL", year=2023) for region in ("08", "0980")]
    assert {row[:2] for row in taken(rows + preliminary)} == {("PREL", 2023)}
    rows[-1] |= {"employees": 0}
    assert {row[:2] for row in taken(rows + preliminary)} == {("BAS", 2024)}
