"""The measures for a notebook: a data frame in, a data frame out, by the very SQL of the pipeline.
Checking what a frame may hold belongs here; formulas do not."""

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from pipelines import schema
from pipelines.errors import StyrkaError
from pipelines.measures.conventions import conventions
from pipelines.measures.tables import measured
from pipelines.warehouse import classification, engine

COLUMNS = ("region", "industry", "year", "value")
KEY = ["region", "industry", "year"]
NATION = "00"
LARGEST_YEAR = 2**63
# A frame is one series on one level; the names are never shown.
SECTION = {"series": "frame", "level": "group", "sex": "total", "table_id": "frame"}
PERSONS = ["employees", "employees_region", "employees_reference", "employees_reference_total"]


def location_quotient(df: pd.DataFrame) -> pd.DataFrame:
    """Location quotients of a frame ``region, industry, year, value`` against the nation.

    One row per region (but the nation), industry and year, columns as in mart table ``location_quotient``:
    LQ = (e_ir/E_r)/(E_i/E), decided and ranked as there. The nation is the rows of region ``00``, else the sum of the
    regions. A NaN value is a missing cell: its LQ is empty with a note, and others keep theirs. StyrkaError names the
    row of a negative or infinite value, a missing code or a repeated key.
    Source: Florence (1939); conventions in ``pipelines/measures/conventions.toml``.
    """
    return _measure("location_quotient", df)


def specialisation(df: pd.DataFrame) -> pd.DataFrame:
    """Specialisation of every region and year of a frame ``region, industry, year, value``, against the nation.

    Columns as in mart table ``specialisation``: ``krugman`` (0–2, Krugman 1991, against the nation including the
    region), ``hachman`` (0–1), ``hhi``, ``hhi_normalised``, ``equivalent_number``, ``entropy`` (bits). Nation, missing
    values and errors as in ``location_quotient``.
    """
    return _measure("specialisation", df)


@dataclass(frozen=True)
class _Figures:
    """Values on a decimal grid: ``counts / 10 ** decimals``, of no meaning where ``missing``."""

    counts: npt.NDArray[np.int64]
    missing: npt.NDArray[np.bool_]
    decimals: int


def _measure(name: str, df: pd.DataFrame) -> pd.DataFrame:
    cells = _checked(df)
    figures = _figures(cells)
    relations = {
        "employment": _employment(cells, figures),
        "region": _regions(cells["region"].unique().tolist()),
        "industry": classification.industries(),
        "snapshot": pa.table({"series": [SECTION["series"]], "industry_edition": [classification.GROUPS]}),
        "table_noise": pa.table({"table_id": pa.array([], pa.string()), "noise": pa.array([], pa.int64())}),
    }
    with engine.connect(threads=1) as connection:
        parts = [schema.table(name).arrow_schema().empty_table(), *measured(name, relations, connection)]
    table = pa.concat_tables(parts).drop_columns(["series", "level"])
    result: pd.DataFrame = table.to_pandas(types_mapper={pa.bool_(): pd.BooleanDtype()}.get)
    if "reference" in result:
        result = result[result["reference"] == "nation"].reset_index(drop=True)
    if figures.decimals:
        for column in result.columns.intersection(PERSONS):
            result[column] = result[column] / 10.0**figures.decimals
    return result


def _checked(df: pd.DataFrame) -> pd.DataFrame:
    """The four columns with text codes, whole years and float values (NaN where missing), index as given."""
    absent = [column for column in COLUMNS if column not in df.columns]
    if absent:
        raise StyrkaError(f"the frame has no column {', '.join(absent)}; it needs {', '.join(COLUMNS)}")
    cells = df.loc[:, list(COLUMNS)]
    for column in ("year", "value"):
        if cells[column].dtype == object:
            cells[column] = cells[column].map(_within_floats)
    for column in KEY:
        _refuse(cells, cells[column].isna(), f"{column} is empty")
    years, values = (pd.to_numeric(cells[column], errors="coerce") for column in ("year", "value"))
    _refuse(cells, years.isna() | (years % 1 != 0), "year is not a whole number")
    _refuse(cells, values.isna() & cells["value"].notna(), "value {value} is not a number")
    _refuse(cells, years.abs() >= LARGEST_YEAR, "year is beyond every calendar")
    values = values.astype("float64")
    _refuse(cells, values.abs() == np.inf, "value {value} is not finite")
    _refuse(cells, values < 0, "value {value} is negative")
    _refuse(cells, cells.duplicated(KEY), "the same region, industry and year stand on an earlier row")
    codes = {column: cells[column].astype(str) for column in ("region", "industry")}
    return cells.assign(**codes, year=years.astype("int64"), value=values)


def _refuse(cells: pd.DataFrame, wrong: pd.Series, fault: str) -> None:
    if wrong.any():
        row = cells.loc[wrong.to_numpy(dtype=bool)].iloc[0]
        place = ", ".join(f"{column} {row[column]}" for column in KEY)
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


def _figures(cells: pd.DataFrame) -> _Figures:
    values = cells["value"]
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
    _refuse(cells, lost, f"value {{value}} is too small to be counted with the others, on a grid of 1e-{decimals}")
    return _Figures(counts, missing, decimals)


def _employment(cells: pd.DataFrame, figures: _Figures) -> pa.Table:
    constant = {name: pa.repeat(pa.scalar(value), len(cells)) for name, value in SECTION.items()}
    return pa.table(
        {
            "region_code": pa.array(cells["region"], pa.string()),
            "industry_code": pa.array(cells["industry"], pa.string()),
            "year": pa.array(cells["year"], pa.int64()),
            "employees": pa.array(figures.counts, pa.int64(), mask=figures.missing),
            "status": pa.array(np.where(figures.missing, "missing", "observed"), pa.string()),
            **constant,
        }
    )


def _regions(codes: list[str]) -> pa.Table:
    """Declared regions where the frame speaks of nothing else; regions of one's own are all of one kind."""
    declared = classification.regions()
    if set(codes) <= set(declared["region_code"].to_pylist()):
        return declared
    kinds = ["nation" if code == NATION else "imported" for code in codes]
    return pa.Table.from_pylist(
        [{"region_code": code, "type": kind} for code, kind in zip(codes, kinds, strict=True)],
        schema=declared.schema,
    )
