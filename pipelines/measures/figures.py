"""What a notebook's data frame may hold, checked row by row, and its values counted on a decimal grid.
What is measured of them is ``frames``' and ``plants``' matter."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from pipelines.errors import StyrkaError
from pipelines.measures.conventions import conventions


@dataclass(frozen=True)
class Figures:
    """Values on a decimal grid: ``counts / 10 ** decimals``, of no meaning where ``missing``."""

    counts: npt.NDArray[np.int64]
    missing: npt.NDArray[np.bool_]
    decimals: int

    @property
    def column(self) -> pa.Array:
        """The counts, empty where missing."""
        return pa.array(self.counts, pa.int64(), mask=self.missing)


def columns_of(df: pd.DataFrame, columns: Sequence[str], name: str = "the frame") -> pd.DataFrame:
    """The ``columns`` of a frame; StyrkaError names those that it lacks."""
    absent = [column for column in columns if column not in df.columns]
    if absent:
        raise StyrkaError(f"{name} has no column {', '.join(absent)}; it needs {', '.join(columns)}")
    cells = df.loc[:, list(columns)]
    objects = [column for column in columns if cells[column].dtype == object]
    return cells.assign(**{column: cells[column].map(_within_floats) for column in objects})


def codes(cells: pd.DataFrame, key: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """``cells`` with ``columns`` as text; StyrkaError names the first row where one is empty."""
    for column in columns:
        refuse(cells, cells[column].isna(), f"{column} is empty", key)
    return cells.assign(**{column: cells[column].astype(str) for column in columns})


def numbers(cells: pd.DataFrame, column: str, key: Sequence[str]) -> pd.Series:
    """Float values, NaN where missing; StyrkaError names the row of one that is no number, infinite or negative."""
    values = pd.to_numeric(cells[column], errors="coerce")
    told = f"{column} {{{column}}}"
    refuse(cells, values.isna() & cells[column].notna(), f"{told} is not a number", key)
    values = values.astype("float64")
    refuse(cells, values.abs() == np.inf, f"{told} is not finite", key)
    refuse(cells, values < 0, f"{told} is negative", key)
    return values


def refuse(cells: pd.DataFrame, wrong: pd.Series, fault: str, key: Sequence[str]) -> None:
    """StyrkaError on the first row that is ``wrong``, named by its index and the columns of ``key``."""
    if wrong.any():
        row = cells.loc[wrong.to_numpy(dtype=bool)].iloc[0]
        place = ", ".join(f"{column} {row[column]}" for column in key)
        raise StyrkaError(f"row {row.name} ({place}): {fault.format(**row)}")


def _within_floats(value: Any) -> Any:
    """An integer beyond every float as the infinity that it is to numpy, which would fail on it."""
    try:
        float(value)
    except OverflowError:
        return np.inf if value > 0 else -np.inf
    except (TypeError, ValueError):
        pass
    return value


def counted(cells: pd.DataFrame, column: str, key: Sequence[str]) -> Figures:
    """A column's values on the finest decimal grid on which their sum can be counted.

    StyrkaError when the sum is too large, or names the row of a value that is too small to be counted beside the rest.
    """
    values = cells[column]
    missing = values.isna().to_numpy()
    known = values.fillna(0.0).to_numpy()
    total, largest = float(known.sum()), conventions().largest_total
    if total > largest:
        raise StyrkaError(f"the values sum to {total:.3g}, more than {largest:.0e} can be counted; use a larger unit")
    whole = bool((known == np.floor(known)).all())
    grid = 0.0 if whole else np.floor(np.log10(largest) - np.log10(total))
    decimals = min(int(grid), sys.float_info.max_10_exp)
    counts = np.rint(known * 10.0**decimals).astype("int64")
    lost = pd.Series((known > 0) & (counts == 0), cells.index)
    refuse(
        cells,
        lost,
        f"{column} {{{column}}} is too small to be counted with the others, on a grid of 1e-{decimals}",
        key,
    )
    return Figures(counts, missing, decimals)
