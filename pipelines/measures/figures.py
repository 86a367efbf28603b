"""What can be counted of a notebook's data frame: values that are not negative, on a decimal grid.
What else its rows may hold is checked in ``pipelines.rows``; what is measured is ``frames``' and ``plants``' matter."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from pipelines import rows
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


def numbers(cells: pd.DataFrame, column: str, key: Sequence[str]) -> pd.Series:
    """Float values, NaN where missing; StyrkaError names the row of one that is no number, infinite or negative."""
    values = rows.numbers(cells, column, key).astype("float64")
    rows.refuse(cells, values < 0, f"{column} {{{column}}} is negative", key)
    return values


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
    rows.refuse(
        cells,
        lost,
        f"{column} {{{column}}} is too small to be counted with the others, on a grid of 1e-{decimals}",
        key,
    )
    return Figures(counts, missing, decimals)
