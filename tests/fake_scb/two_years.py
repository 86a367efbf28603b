"""The employment tables of two years for the fake server: real figures wherever the bundled edition has them, made-up
municipalities that add up to them, and a year later a revision and one year more. What a refresh does is not told here.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.fake_scb.bundled import bundled
from tests.fake_scb.generated import full_size
from tests.fake_scb.table import Table

Values = npt.NDArray[Any]
YEAR_ONE, YEAR_TWO = "2026-03-26T07:00:00Z", "2027-03-25T07:00:00Z"
EMPLOYMENT = ("TAB3204", "TAB3785", "TAB5837", "TAB900")
# How a year's figures become the next year's, by region and industry; all else grows by a hundredth.
GROWTH, STORY = 1.01, {("08", "D+E"): 0.55, ("08", "A"): 1.04, ("07", "B+C"): 0.9}
# What is revised of the newest year but one, by region and industry.
REVISED = {("08", "D+E"): 0.9, ("08", "L"): 1.2}
TOTAL = "A-U+US"
MEN, BORN_HERE = 0.52, 0.8


def year_one() -> list[Table]:
    """Employment as it was published, filled up to the whole country."""
    real = {table.id: table for table in bundled(YEAR_ONE)}
    return [_filled(table_id, real[table_id]) for table_id in EMPLOYMENT]


def year_two() -> list[Table]:
    """The same with the preliminary table revised, and one year longer."""
    tables = year_one()
    (table,) = (each for each in tables if each.id == "TAB3785")
    table.bump(YEAR_TWO)
    times = table.variable("Tid").codes
    newest, following = times[-1], str(int(times[-1]) + 1)
    _multiply(table, newest, newest, REVISED, 1.0)
    table.add("Tid", following, following)
    _multiply(table, newest, following, STORY, GROWTH)
    return tables


def _filled(table_id: str, real: Table) -> Table:
    table = full_size(table_id)
    table.bump(real.updated)
    regions, known = table.variable("Region").codes, real.variable("Region").codes
    rows = [regions.index(code) for code in known]
    for place in np.ndindex(real.values.shape[1:]):
        there = (slice(None), *_same(table, real, place))
        values = dict(zip(rows, real.values[(slice(None), *place)], strict=True))
        table.values[there] = _added_up(regions, table.values[there], values)
    _total(table, [row for row in range(len(regions)) if row not in rows])
    _parts(table)
    return table


def _same(table: Table, real: Table, place: tuple[int, ...]) -> tuple[int, ...]:
    """Where a cell of a table is in one with more codes; a variable with a single code in each is the same variable."""
    found = []
    for variable, other, number in zip(table.variables[1:], real.variables[1:], place, strict=True):
        single = len(variable.codes) == len(other.codes) == 1
        found.append(0 if single else variable.codes.index(other.codes[number]))
    return tuple(found)


def _added_up(regions: list[str], made_up: Values, known: Mapping[int, float]) -> Values:
    """Known figures as they are; the others in proportion to those made up, so that every part adds up to its whole."""
    values = made_up.copy()
    for number, figure in known.items():
        values[number] = figure
    nation = regions.index("00")
    counties = [number for number, code in enumerate(regions) if len(code) == 2 and number != nation]
    _share_out(values, nation, counties, known)
    for county in counties:
        within = [n for n, code in enumerate(regions) if code.startswith(regions[county]) and n != county]
        _share_out(values, county, within, known)
    return values


def _share_out(values: Values, whole: int, parts: list[int], known: Mapping[int, float]) -> None:
    free = [part for part in parts if part not in known]
    if not free:
        return
    rest = max(0.0, values[whole] - sum(known.get(part, 0.0) for part in parts))
    ends = np.floor(np.cumsum(values[free] + 1) / (values[free] + 1).sum() * rest + 0.5)
    values[free] = np.diff(ends, prepend=0.0)


def _multiply(table: Table, year: str, to: str, by: Mapping[tuple[str, str], float], otherwise: float) -> None:
    """Figures of one year times a factor, written as another year's; what is above a region is summed anew."""
    regions, industries = table.variable("Region").codes, table.variable("SNI2007").codes
    time = table.variable("Tid").codes
    before = table.values[..., time.index(year)]
    factors = np.full(before.shape, otherwise)
    for (region, industry), factor in by.items():
        within = [n for n, code in enumerate(regions) if code.startswith(region) and code != "00"]
        factors[np.ix_(within, range(before.shape[1]), [industries.index(industry)])] = factor
    table.values[..., time.index(to)] = np.floor(before * factors + 0.5)
    _sum_up(table, to)
    _parts(table)


def _sum_up(table: Table, year: str) -> None:
    """Counties, the nation and the total of all industries anew from municipalities and industries."""
    regions = table.variable("Region").codes
    values = table.values[..., table.variable("Tid").codes.index(year)]
    for number, code in enumerate(regions):
        if len(code) == 2:
            below = [n for n, each in enumerate(regions) if len(each) == 4 and (code == "00" or each.startswith(code))]
            values[number] = values[below].sum(axis=0)
    _total(table, list(range(len(regions))), year)


def _total(table: Table, rows: list[int], year: str | None = None) -> None:
    """The total of all industries of some regions anew, in one year or all, in tables that have one."""
    codes, axis = table.variable("SNI2007").codes, table.axis("SNI2007")
    if TOTAL in codes:
        values = np.moveaxis(table.values, axis, 0)
        parts = [place for place, code in enumerate(codes) if code != TOTAL]
        times = table.variable("Tid").codes
        chosen = slice(None) if year is None else slice(times.index(year), times.index(year) + 1)
        values[codes.index(TOTAL)][rows, ..., chosen] = values[parts][:, rows, ..., chosen].sum(axis=0)


def _parts(table: Table) -> None:
    """Men and women, and those born here and elsewhere, from their total, in tables that have one."""
    for name, whole, first, second, share in (
        ("Kon", "1+2", "1", "2", MEN),
        ("Fodelseregion", "tot", "in", "ut", BORN_HERE),
    ):
        if name not in [each.code for each in table.variables] or whole not in table.variable(name).codes:
            continue
        axis, codes = table.axis(name), table.variable(name).codes
        values = np.moveaxis(table.values, axis, 0)
        values[codes.index(first)] = np.floor(values[codes.index(whole)] * share)
        values[codes.index(second)] = values[codes.index(whole)] - values[codes.index(first)]
