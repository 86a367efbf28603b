"""The measures for a notebook: a data frame in, a data frame out, by the very SQL of the pipeline.
Checking what a frame may hold belongs here; formulas do not."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from pipelines import schema
from pipelines.errors import StyrkaError
from pipelines.measures.conventions import conventions
from pipelines.measures.segments import unbroken
from pipelines.measures.tables import measured
from pipelines.warehouse import classification, engine

COLUMNS = ("region", "industry", "year", "value")
KEY = ["region", "industry", "year"]
NATION = "00"
# A frame is one series on one level; the names are never shown.
SECTION = {"series": "frame", "level": "group", "sex": "total", "table_id": "frame"}
PERSONS = [
    *("employees", "employees_region", "employees_reference", "employees_reference_total"),
    *("employees_start", "employees_end", "change", "national", "mix", "regional", "competitive", "allocation"),
    *("national_dynamic", "mix_dynamic", "regional_dynamic"),
]


def location_quotient(df: pd.DataFrame) -> pd.DataFrame:
    """Location quotients of a frame ``region, industry, year, value`` against the nation.

    One row per region (but the nation), industry and year, columns as in mart table ``location_quotient``:
    LQ = (e_ir/E_r)/(E_i/E), decided and ranked as there. The nation is the rows of region ``00``, else the sum of the
    regions. A NaN value is a missing cell: its LQ is empty with a note, and others keep theirs. StyrkaError names the
    row of a negative or infinite value, a missing code or a repeated key.
    Source: Florence (1939); conventions in ``pipelines/measures/conventions.toml``.
    """
    return _measure("location_quotient", _checked(df))


def specialisation(df: pd.DataFrame) -> pd.DataFrame:
    """Specialisation of every region and year of a frame ``region, industry, year, value``, against the nation.

    Columns as in mart table ``specialisation``: ``krugman`` (0–2, Krugman 1991, against the nation including the
    region), ``hachman`` (0–1), ``hhi``, ``hhi_normalised``, ``equivalent_number``, ``entropy`` (bits). Nation, missing
    values and errors as in ``location_quotient``.
    """
    return _measure("specialisation", _checked(df))


def shift_share(df: pd.DataFrame, start: int, end: int, series: str | None = None) -> pd.DataFrame:
    """Shift-share of a frame ``region, industry, year, value`` from year ``start`` to year ``end``, against the nation.

    One row per region (but the nation) and industry, columns as in mart table ``shift_share``: parts of the change, in
    the unit of ``value``, that add up to it. The yearly shifts go from each year that the frame has to its next. A year
    that it has no figures of is a StyrkaError. A frame has no breaks; ``series`` says that it holds figures of one of
    SCB's series (``RAMS``), and a request across a break of that series is a StyrkaError that names the break. Nation,
    missing values and other errors as in ``location_quotient``.
    Source: Dunn (1960), Esteban-Marquillas (1972), Barff & Knight (1988).
    """
    cells = _checked(df)
    years = cells["year"].unique().tolist()
    absent = [str(year) for year in (start, end) if year not in years]
    if absent:
        has = ", ".join(map(str, sorted(years))) or "none"
        raise StyrkaError(f"the frame has no figures of {' and '.join(absent)}; its years are {has}")
    if series is None:
        if start >= end:
            raise StyrkaError(f"growth from {start} to {end}: the first year must come before the last")
    else:
        _unbroken(series, start, end, years)
    segment = pa.table({name: [value] for name, value in (("start_year", start), ("end_year", end), *SECTION.items())})
    return _measure("shift_share", cells, series_segment=segment)


@dataclass(frozen=True)
class _Figures:
    """Values on a decimal grid: ``counts / 10 ** decimals``, of no meaning where ``missing``."""

    counts: npt.NDArray[np.int64]
    missing: npt.NDArray[np.bool_]
    decimals: int


def _measure(name: str, cells: pd.DataFrame, **more: pa.Table) -> pd.DataFrame:
    figures = _figures(cells["value"])
    relations = {
        "employment": _employment(cells, figures),
        "region": _regions(cells["region"].unique().tolist()),
        "industry": classification.industries(),
        "snapshot": pa.table({"series": [SECTION["series"]], "industry_edition": [classification.GROUPS]}),
        "table_noise": pa.table({"table_id": pa.array([], pa.string()), "noise": pa.array([], pa.int64())}),
        **more,
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


def _unbroken(series: str, start: int, end: int, years: list[int]) -> None:
    breaks = classification.series_breaks()
    known = breaks["series"].unique().to_pylist()
    if series not in known:
        raise StyrkaError(f"no breaks of series {series} are declared, only of {', '.join(known)}; leave series out")
    listed = pa.table({"year": years, **{name: [value] * len(years) for name, value in SECTION.items()}})
    listed = listed.set_column(listed.schema.get_field_index("series"), "series", [[series] * len(years)])
    segments = engine.select("series_segment", {"employment": listed, "series_break": breaks})
    unbroken(series, SECTION["level"], start, end, segments=segments, breaks=breaks)


def _checked(df: pd.DataFrame) -> pd.DataFrame:
    """The four columns with text codes, whole years and float values (NaN where missing), index as given."""
    absent = [column for column in COLUMNS if column not in df.columns]
    if absent:
        raise StyrkaError(f"the frame has no column {', '.join(absent)}; it needs {', '.join(COLUMNS)}")
    cells = df.loc[:, list(COLUMNS)]
    for column in KEY:
        _refuse(cells, cells[column].isna(), f"{column} is empty")
    years, values = (pd.to_numeric(cells[column], errors="coerce") for column in ("year", "value"))
    _refuse(cells, years.isna() | (years % 1 != 0), "year is not a whole number")
    _refuse(cells, values.isna() & cells["value"].notna(), "value {value} is not a number")
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


def _figures(values: pd.Series) -> _Figures:
    missing = values.isna().to_numpy()
    known = values.fillna(0.0).to_numpy()
    total, largest = float(known.sum()), conventions().largest_total
    if total > largest:
        raise StyrkaError(f"the values sum to {total:.3g}, more than {largest:.0e} can be counted; use a larger unit")
    whole = bool((known == np.floor(known)).all())
    decimals = 0 if whole else int(np.floor(np.log10(largest / total)))
    return _Figures(np.rint(known * 10.0**decimals).astype("int64"), missing, decimals)


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
