"""The order of a user's rows by region, industry and year, and the refusal of a key that stands twice.
What a single value may be does not belong here; `checking` has applied the rules before."""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.errors import StyrkaError
from pipelines.snapshots.extracts.body import Order, Values
from pipelines.snapshots.extracts.reading import Reading

# NumPy and Arrow let go of the interpreter; what is computed does not depend on who is first.
THREADS = 2
# One int32 for each possible key: 512 MB at most, and only where keys are dense.
MOST_SLOTS = 1 << 27
SLOTS_PER_ROW = 16
STRETCH = 1 << 18


def order(reading: Reading, keys: Sequence[Values]) -> Order:
    """Rows in ascending order of ``keys`` (region, industry, year); StyrkaError when two rows have the same."""
    slots = math.prod(len(column.distinct) for column in keys)
    if slots <= min(MOST_SLOTS, SLOTS_PER_ROW * reading.rows):
        by_slots = _order_by_slots(keys, slots, reading.rows)
        if by_slots is not None:
            return by_slots
    key = _key(keys, slice(None), np.int64)
    if _ascending(key):
        return slice(None)
    sorted_rows = np.argsort(key, kind="stable").astype(np.int32)
    repeats = np.flatnonzero(np.diff(key[sorted_rows]) == 0)
    if len(repeats):
        second = int(sorted_rows[repeats + 1].min())
        first = int(np.flatnonzero(key == key[second])[0])
        region, industry, year = (column.distinct[column.ranks[second]] for column in keys)
        here, there = reading.place([second, first])
        more = f" ({len(repeats)} rows repeat a key)" if len(repeats) > 1 else ""
        raise StyrkaError(
            f"{reading.file} {here}: region {region}, industry {industry}, year {year} stands already on {there}; "
            f"keep one{more}"
        )
    return sorted_rows


def _order_by_slots(keys: Sequence[Values], slots: int, rows: int) -> Order | None:
    """The order by a slot for each possible key, without ever holding all keys; None when a key is repeated."""
    row_of = np.full(slots, -1, dtype=np.int32)

    def place(start: int) -> tuple[int, int, bool]:
        key = _key(keys, slice(start, start + STRETCH), np.int32)
        row_of[key] = np.arange(start, start + len(key), dtype=np.int32)
        return int(key[0]), int(key[-1]), _ascending(key)

    with ThreadPoolExecutor(THREADS) as pool:
        firsts, lasts, ascending = zip(*pool.map(place, range(0, rows, STRETCH)), strict=True)
    if all(ascending) and all(last < first for last, first in zip(lasts, firsts[1:], strict=False)):
        return slice(None)
    filled = row_of >= 0
    return row_of[filled] if np.count_nonzero(filled) == rows else None


def _key(keys: Sequence[Values], rows: slice, kind: type[np.integer[Any]]) -> npt.NDArray[Any]:
    """Per row the number of its region, industry and year among all that could be, in their order."""
    key = np.zeros(1, dtype=kind)
    for column in keys:
        key = key * kind(len(column.distinct)) + column.ranks[rows].astype(kind)
    return key


def _ascending(key: npt.NDArray[Any]) -> bool:
    return bool(np.all(key[1:] > key[:-1]))
