"""The figures that `make demo-refresh` serves: real where there are any, everything adding up, a story a year later."""

import numpy as np
import pytest

from tests.fake_scb import Table, two_years
from tests.fake_scb.bundled import bundled


def figures(table: Table, year: str) -> np.ndarray:
    """Axes region and industry, of both sexes and all births, of the first content."""
    codes = {"Kon": "1+2", "Fodelseregion": "tot", "Tid": year}
    place = [
        table.variable(each.code).codes.index(codes[each.code]) if each.code in codes else slice(None)
        for each in table.variables
    ]
    place[table.axis("ContentsCode")] = 0
    found: np.ndarray = table.values[tuple(place)]
    return found


def preliminary(tables: list[Table]) -> Table:
    (found,) = (table for table in tables if table.id == "TAB3785")
    return found


@pytest.fixture(scope="module")
def years() -> tuple[Table, Table]:
    return preliminary(two_years.year_one()), preliminary(two_years.year_two())


def test_what_is_real_is_served_as_it_is(years: tuple[Table, Table]) -> None:
    real, served = preliminary(bundled()), years[0]
    rows = [served.variable("Region").codes.index(code) for code in real.variable("Region").codes]
    assert (figures(served, "2025")[rows] == figures(real, "2025")).all()
    assert (figures(served, "2020")[rows] == figures(real, "2020")).all()


@pytest.mark.parametrize(("number", "year", "most"), [(0, "2024", 7), (1, "2025", 7), (1, "2026", 0)])
def test_parts_add_up_within_the_noise_of_the_real_figures(
    years: tuple[Table, Table], number: int, year: str, most: int
) -> None:
    table = years[number]
    regions, values = table.variable("Region").codes, figures(table, year)
    counties = [n for n, code in enumerate(regions) if len(code) == 2 and code != "00"]
    for county in counties:
        within = [n for n, code in enumerate(regions) if len(code) == 4 and code.startswith(regions[county])]
        assert (values[within, 1:].sum(axis=0) == values[county, 1:]).all()
    assert np.abs(values[counties, 1:].sum(axis=0) - values[regions.index("00"), 1:]).max() <= most
    assert np.abs(values[:, 1:].sum(axis=1) - values[:, 0]).max() <= most


def test_a_year_later_one_industry_of_kalmar_is_revised_and_then_falls(years: tuple[Table, Table]) -> None:
    first, second = years
    kalmar, energy = first.variable("Region").codes.index("08"), first.variable("SNI2007").codes.index("D+E")
    assert figures(second, "2025")[kalmar, energy] == pytest.approx(
        0.9 * figures(first, "2025")[kalmar, energy], abs=10
    )
    assert figures(second, "2026")[kalmar, energy] < 0.6 * figures(second, "2025")[kalmar, energy]
    assert (figures(first, "2024") == figures(second, "2024")).all()
    assert second.updated > first.updated
