"""What may stand in the rows of a table that a user hands over: its columns, codes, years and numbers, refused by row.
What is computed of them, and what a measure asks beyond that, does not belong here."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipelines.errors import StyrkaError

KEY = ["region", "industry", "year"]
COLUMNS = [*KEY, "value"]
LARGEST_YEAR = 2**63
LARGEST_INTEGER = np.iinfo("int64").max


def checked(df: pd.DataFrame, name: str = "the frame") -> pd.DataFrame:
    """Columns ``COLUMNS``: codes as text, years whole, values as ``numbers`` gives them, no key twice; index as given.

    StyrkaError names the first row that has something else, or the columns that ``name`` lacks.
    """
    cells = columns_of(df, COLUMNS, name)
    for column in KEY:
        refuse(cells, cells[column].isna(), f"{column} is empty", KEY)
    years = pd.to_numeric(cells["year"], errors="coerce")
    refuse(cells, years.isna() | (years % 1 != 0), "year is not a whole number", KEY)
    refuse(cells, years.abs() >= LARGEST_YEAR, "year is beyond every calendar", KEY)
    values = numbers(cells, "value", KEY)
    cells = codes(cells, KEY, ["region", "industry"]).assign(year=years.astype("int64"), value=values)
    # As they will be told apart: 8 and "8" are one region.
    refuse(cells, cells.duplicated(KEY), "the same region, industry and year stand on an earlier row", KEY)
    return cells


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
    """Int64 where all are integers, else floats; StyrkaError names the row of one that is no number or not finite."""
    values = pd.to_numeric(cells[column], errors="coerce")
    told = f"{column} {{{column}}}"
    refuse(cells, values.isna() & cells[column].notna(), f"{told} is not a number", key)
    floats = values.astype("float64")
    refuse(cells, floats.abs() == np.inf, f"{told} is not finite", key)
    if not pd.api.types.is_integer_dtype(values.dtype):
        return floats
    refuse(cells, (values > LARGEST_INTEGER).fillna(False), f"{told} is more than 64 bits hold", key)
    return values.astype("Int64")


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
