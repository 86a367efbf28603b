"""The form in which a user's table is stored: its schema, its columns as distinct values and ranks, its sorted parts.
Whether a table may be stored does not belong here; `checking` decides that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.snapshots.extracts.reading import TEXTS, Indices, taken

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


def constant(value: Any, rows: int) -> Values:
    """The same value in every row, without memory for each."""
    return Values((value,), np.broadcast_to(np.int32(0), rows))


def ranked(values: Iterable[Any]) -> dict[Any, int]:
    """Rank of each distinct value: integers before texts, ascending, None last."""
    distinct = sorted(set(values), key=lambda value: (value is None, isinstance(value, str), value))
    return {value: rank for rank, value in enumerate(distinct)}


def spread(values: list[Any], indices: Indices) -> Values:
    """The column whose rows are ``values[indices]``."""
    rank = ranked(values)
    if len(rank) == 1:
        return constant(values[0], len(indices))
    return Values(tuple(rank), taken(np.array([rank[value] for value in values], dtype=np.int32), indices))
