"""Applying the rules to whole columns: distinct texts once, rows by their indices; the first fault named by its place.
How files are read and what a single value may be does not belong here."""

import itertools
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.errors import StyrkaError
from pipelines.snapshots import extracts_rules as rules
from pipelines.snapshots.extracts_reading import TEXTS, Indices, Reading, taken

SCHEMA = pa.schema(
    [
        pa.field("region_code", TEXTS, nullable=False),
        pa.field("industry_code", TEXTS, nullable=False),
        pa.field("year", pa.int64(), nullable=False),
        pa.field("employees", pa.int64()),
        pa.field("workplaces", pa.int64()),
        pa.field("status", TEXTS, nullable=False),
        pa.field("level", TEXTS),
        pa.field("region_name", TEXTS),
        pa.field("industry_name", TEXTS),
    ]
)
# One int32 for each possible key: 512 MB at most, and only where keys are dense.
MOST_SLOTS = 1 << 27
STRETCH = 1 << 18

Order = npt.NDArray[np.int32] | slice


@dataclass(frozen=True)
class Values:
    """The distinct values of a column, integers before texts, ascending, None last; per row, which one."""

    distinct: tuple[Any, ...]
    ranks: Indices

    def array(self, kind: pa.DataType, order: Order) -> pa.Array:
        """The rows in ``order``, as TEXTS or integers."""
        rows = order.stop - order.start if isinstance(order, slice) else len(order)
        if self.distinct == (None,):
            return pa.nulls(rows, kind)
        if len(self.distinct) == 1:
            ranks = np.zeros(rows, dtype=np.int32)
        else:
            ranks = self.ranks[order] if isinstance(order, slice) else taken(self.ranks, order)
        known = self.distinct[:-1] if self.distinct[-1] is None else self.distinct
        empty = None if known is self.distinct else ranks == len(known)
        if kind != TEXTS:
            return pa.array(taken(np.array([*known, 0], dtype=np.int64), ranks), mask=empty)
        return pa.DictionaryArray.from_arrays(
            pa.array(ranks.astype(np.int32), mask=empty), pa.array(known, pa.string())
        )


@dataclass(frozen=True)
class Body:
    """A checked table: ``order`` sorts its rows by region, industry and year."""

    rows: int
    values: dict[str, Values]
    order: Order

    def groups(self, rows: int) -> Iterator[pa.Table]:
        """The sorted table in SCHEMA, in parts of ``rows`` rows."""
        for start in range(0, self.rows, rows):
            part = slice(start, min(start + rows, self.rows))
            order = part if isinstance(self.order, slice) else self.order[part]
            yield pa.table([self.values[column.name].array(column.type, order) for column in SCHEMA], schema=SCHEMA)


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


def body(reading: Reading) -> Body:
    """The checked table; StyrkaError naming line (or row) and column of the first value that breaks a rule.

    Keys are region, industry and year; a repeated key is named with both its lines.
    """
    if not reading.rows:
        raise StyrkaError(f"{reading.file}: there is a header but no row below it")
    faults = _Faults(reading)
    values = {name: _parsed(reading, name, rule, faults) for name, rule in rules.BY_COLUMN.items()}
    faults.refuse()
    statuses = _statuses(values["employees"], values["status"], faults)
    _one_level_per_industry(values["industry_code"], values["level"], faults)
    faults.refuse()
    values |= {"status": statuses, "employees": _figures(values["employees"], statuses)}
    return Body(reading.rows, values, _order(reading, values["region_code"], values["industry_code"], values["year"]))


def _parsed(reading: Reading, name: str, rule: Callable[[str], Any], faults: _Faults) -> Values:
    if name not in reading.columns:
        return _constant(None, reading.rows)
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
        wrong = sorted(reasons)
        reason_of = column.spread({text: wrong.index(text) if text in reasons else -1 for text in parsed})
        faults.add(np.flatnonzero(reason_of >= 0), lambda row: f"column {name}: {reasons[wrong[reason_of[row]]]}")
    distinct = _sorted(parsed.values())
    if len(distinct) == 1:
        return _constant(distinct[0], reading.rows)
    rank = {value: position for position, value in enumerate(distinct)}
    return Values(distinct, column.spread({text: rank[value] for text, value in parsed.items()}))


def _sorted(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(set(values), key=lambda value: (value is None, isinstance(value, str), value)))


def _ranked(values: list[Any], indices: Indices) -> Values:
    """The column whose rows are ``values[indices]``."""
    distinct = _sorted(values)
    if len(distinct) == 1:
        return _constant(distinct[0], len(indices))
    return Values(distinct, taken(np.array([distinct.index(value) for value in values], dtype=np.int32), indices))


def _constant(value: Any, rows: int) -> Values:
    """The same value in every row, without memory for each."""
    return Values((value,), np.broadcast_to(np.int32(0), rows))


def _statuses(figures: Values, words: Values, faults: _Faults) -> Values:
    """The status of each row from its figure and its status word; any two positive figures are alike here."""
    alike = [min(value, 1) if isinstance(value, int) else value for value in figures.distinct]
    kinds = list(dict.fromkeys(alike))
    statuses: list[rules.Status | None] = []
    reasons: dict[int, str] = {}
    for position, (figure, word) in enumerate(itertools.product(kinds, words.distinct)):
        try:
            statuses.append(rules.resolved(figure, word))
        except ValueError as error:
            statuses.append(None)
            reasons[position] = str(error)
    if len(set(statuses)) == 1 and not reasons:
        return _constant(statuses[0], len(figures.ranks))
    kind = np.array([kinds.index(value) * len(words.distinct) for value in alike], dtype=np.int32)
    pair = taken(kind, figures.ranks) + words.ranks
    wrong = np.flatnonzero(np.isin(pair, list(reasons))) if reasons else np.empty(0, dtype=np.intp)
    faults.add(wrong, lambda row: f"column employees: {reasons[int(pair[row])]}")
    return _ranked(statuses, pair)


def _figures(figures: Values, statuses: Values) -> Values:
    """The figure of each row: a source's sign for nothing counts 0, the other signs and words leave it empty."""
    if statuses.distinct == ("observed",):
        return figures
    zero = statuses.ranks == (statuses.distinct.index("zero") if "zero" in statuses.distinct else -1)
    parsed = [value if isinstance(value, int) else None for value in figures.distinct]
    return _ranked([*parsed, 0], np.where(zero, np.int32(len(parsed)), figures.ranks))


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
