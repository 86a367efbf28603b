"""Applying the rules to whole columns: distinct texts once, rows by their indices; the first fault named by its place.
How files are read and what a single value may be does not belong here."""

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.errors import StyrkaError
from pipelines.schema.signs import Status
from pipelines.snapshots.extracts import rules
from pipelines.snapshots.extracts.body import Body, Order, Values, constant, ranked, spread
from pipelines.snapshots.extracts.reading import Reading, taken

# One int32 for each possible key: 512 MB at most, and only where keys are dense.
MOST_SLOTS = 1 << 27
STRETCH = 1 << 18


@dataclass
class _Faults:
    """Rows at fault and why; the first one becomes the message."""

    reading: Reading
    first: dict[int, str] = field(default_factory=dict)
    count: int = 0

    def add(self, rows: npt.NDArray[np.intp], reason: Callable[[int], str]) -> None:
        if len(rows):
            self.count += len(rows)
            self.first.setdefault(int(rows[0]), reason(int(rows[0])))

    def refuse(self) -> None:
        if self.first:
            row = min(self.first)
            (place,) = self.reading.place([row])
            more = f" (the first of {self.count} faults)" if self.count > 1 else ""
            raise StyrkaError(f"{self.reading.file} {place}, {self.first[row]}{more}")


def body(reading: Reading, foreign: Mapping[str, str]) -> Body:
    """The checked table; StyrkaError naming line (or row) and column of the first value that breaks a rule.

    Keys are region, industry and year; a repeated key is named with both its lines. ``foreign`` are the regions of
    other imported tables, by what their folders have in common with those of codes written otherwise.
    """
    if not reading.rows:
        raise StyrkaError(f"{reading.file}: there is a header but no row below it")
    faults = _Faults(reading)
    values = {name: _parsed(reading, name, rule, faults) for name, rule in rules.BY_COLUMN.items()}
    faults.refuse()
    _one_folder_per_region(values["region_code"], foreign, faults)
    statuses = _statuses(values["employees"], values["status"], faults)
    _one_level_per_industry(values["industry_code"], values["level"], faults)
    faults.refuse()
    values |= {"status": statuses, "employees": _figures(values["employees"], statuses)}
    return Body(reading.rows, values, _order(reading, values["region_code"], values["industry_code"], values["year"]))


def _parsed(reading: Reading, name: str, rule: Callable[[str], Any], faults: _Faults) -> Values:
    if name not in reading.columns:
        return constant(None, reading.rows)
    column = reading.columns[name]
    parsed: dict[str, Any] = {}
    reasons: dict[str, str] = {}
    for text in column.texts():
        try:
            parsed[text] = rule(text)
        except ValueError as error:
            parsed[text] = None
            reasons[text] = str(error)
    if reasons:
        wrong = list(reasons)
        position = {text: number for number, text in enumerate(wrong)}
        reason_of = column.spread({text: position.get(text, -1) for text in parsed})
        faults.add(np.flatnonzero(reason_of >= 0), lambda row: f"column {name}: {reasons[wrong[reason_of[row]]]}")
    rank = ranked(parsed.values())
    if len(rank) == 1:
        return constant(next(iter(rank)), reading.rows)
    return Values(tuple(rank), column.spread({text: rank[value] for text, value in parsed.items()}))


def _statuses(figures: Values, words: Values, faults: _Faults) -> Values:
    """The status of each row from its figure and its status word; any two positive figures are alike here."""
    alike = [min(value, 1) if isinstance(value, int) else value for value in figures.distinct]
    kinds = list(dict.fromkeys(alike))
    statuses: list[Status | None] = []
    reasons: dict[int, str] = {}
    for position, (figure, word) in enumerate(itertools.product(kinds, words.distinct)):
        try:
            statuses.append(rules.resolved(figure, word))
        except ValueError as error:
            statuses.append(None)
            reasons[position] = str(error)
    if len(set(statuses)) == 1 and not reasons:
        return constant(statuses[0], len(figures.ranks))
    kind = np.array([kinds.index(value) * len(words.distinct) for value in alike], dtype=np.int32)
    pair = taken(kind, figures.ranks) + words.ranks
    wrong = np.flatnonzero(np.isin(pair, list(reasons))) if reasons else np.empty(0, dtype=np.intp)
    faults.add(wrong, lambda row: f"column employees: {reasons[int(pair[row])]}")
    return spread(statuses, pair)


def _figures(figures: Values, statuses: Values) -> Values:
    """The figure of each row: a source's sign for nothing counts 0, the other signs and words leave it empty."""
    if statuses.distinct == ("observed",):
        return figures
    zero = statuses.ranks == (statuses.distinct.index("zero") if "zero" in statuses.distinct else -1)
    parsed = [value if isinstance(value, int) else None for value in figures.distinct]
    return spread([*parsed, 0], np.where(zero, np.int32(len(parsed)), figures.ranks))


def _one_folder_per_region(regions: Values, foreign: Mapping[str, str], faults: _Faults) -> None:
    """No code that differs only in case from another of the table, or from the ``foreign`` one of its folder."""
    # Blank lines leave an empty value that no row has.
    folders = [rules.folder(code or "") for code in regions.distinct]
    strange = {rank for rank, code in enumerate(regions.distinct) if foreign.get(folders[rank], code) != code}
    if len(set(folders)) == len(folders) and not strange:
        return
    first: dict[str, int] = {}
    ranks, rows = np.unique(regions.ranks, return_index=True)
    for row, rank in sorted(zip(rows.tolist(), ranks.tolist(), strict=True)):
        earlier = first.setdefault(folders[rank], row)
        if earlier != row:
            (place,) = faults.reading.place([earlier])
            other = f"{regions.distinct[regions.ranks[earlier]]} on {place}"
        elif rank in strange:
            other = f"{foreign[folders[rank]]} of another imported table"
        else:
            continue
        told = (
            f"column region_code: {regions.distinct[rank]} differs only in case from {other}, and some disks "
            f"would take their folders for one; write both alike, or call one otherwise"
        )
        faults.add(np.flatnonzero(regions.ranks == rank), lambda _, told=told: told)  # type: ignore[misc]


def _one_level_per_industry(industries: Values, levels: Values, faults: _Faults) -> None:
    if len(levels.distinct) == 1:
        return
    rows = len(levels.ranks)
    first = np.zeros(len(industries.distinct), dtype=np.intp)
    first[industries.ranks[::-1]] = np.arange(rows - 1, -1, -1)

    def told(row: int) -> str:
        industry = industries.ranks[row]
        (place,) = faults.reading.place([int(first[industry])])
        return f"column level: industry {industries.distinct[industry]} has another level on {place}; keep one"

    faults.add(np.flatnonzero(levels.ranks != levels.ranks[first][industries.ranks]), told)


def _order(reading: Reading, regions: Values, industries: Values, years: Values) -> Order:
    """Rows in ascending order of region, industry, year; StyrkaError when two rows have the same key."""
    sizes = len(regions.distinct), len(industries.distinct), len(years.distinct)
    slots = math.prod(sizes)
    # In 32 bits where they suffice: half the memory and twice the speed.
    key: npt.NDArray[Any] = regions.ranks.astype(np.int32 if slots <= MOST_SLOTS else np.int64)
    for column, size in ((industries, sizes[1]), (years, sizes[2])):
        np.multiply(key, size, out=key)
        np.add(key, column.ranks, out=key)
    if bool(np.all(key[1:] > key[:-1])):
        return slice(None)
    if slots <= MOST_SLOTS:
        row_of = np.full(slots, -1, dtype=np.int32)
        for start in range(0, len(key), STRETCH):
            part = key[start : start + STRETCH]
            row_of[part] = np.arange(start, start + len(part), dtype=np.int32)
        taken_slots = row_of >= 0
        if np.count_nonzero(taken_slots) == len(key):
            # Into the memory of the key, which is not needed any more: fresh memory costs more than the work.
            return np.compress(taken_slots, row_of, out=key)
    order = np.argsort(key, kind="stable").astype(np.int32)
    repeats = np.flatnonzero(np.diff(key[order]) == 0)
    if len(repeats):
        second = int(order[repeats + 1].min())
        first = int(np.flatnonzero(key == key[second])[0])
        region, industry, year = (each.distinct[each.ranks[second]] for each in (regions, industries, years))
        here, there = reading.place([second, first])
        more = f" ({len(repeats)} rows repeat a key)" if len(repeats) > 1 else ""
        raise StyrkaError(
            f"{reading.file} {here}: region {region}, industry {industry}, year {year} stands already on {there}; "
            f"keep one{more}"
        )
    return order
