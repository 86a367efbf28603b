"""Relatedness and complexity for a notebook: a data frame in, data frames out, by the very kernels of the pipeline.
What a frame may hold is checked in ``frames``; formulas and thresholds do not belong here."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from pipelines import schema
from pipelines.measures import backtests, entries, matrices, relatedness, similarity
from pipelines.measures.frames import SECTION, checked, comparable, quotients
from pipelines.measures.presence import Presence, cells, sections
from pipelines.warehouse import engine

# What a frame without rows is.
NOTHING = Presence(pa.array([], pa.string()), pa.array([], pa.string()), *(np.zeros((0, 0), dtype=np.bool_),) * 2)
# The series and level that every frame is.
SPAN = {name: SECTION[name] for name in ("series", "level")}


def proximity(df: pd.DataFrame) -> pd.DataFrame:
    """How often two industries of a frame ``region, industry, year, value`` are present in the same regions.

    Columns ``industry_a, industry_b, year, regions, proximity, association, cosine, jaccard`` as in mart table
    ``proximity``, every ordered pair of different industries. Present is LQ ≥ 1 against the nation, decided on
    integers. Source: Hidalgo et al. (2007); the other norms are explained in ``relatedness``.
    """
    return _rows("proximity", df)


def density(df: pd.DataFrame) -> pd.DataFrame:
    """How much of what is close to an industry each region has, the industry itself left out: a share of 0 to 1.

    Columns ``region_code, industry_code, year, present, density, pci, opportunity_gain`` as in mart table
    ``relatedness``. A NaN value is an unknown cell: the region's total is not known then, and its ``present`` and
    ``density`` are empty.
    Source: Hidalgo et al. (2007).
    """
    return _rows("relatedness", df).drop(columns="density_skill")


def complexity(df: pd.DataFrame, ddof: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """ECI of regions and PCI of industries, by year: two frames, with ``eci`` and with ``pci``.

    Standardised each by its own mean and standard deviation (``ddof``), signed so that ECI rises with diversity.
    Columns as in mart tables ``complexity_region`` and ``complexity_industry``; where the index means nothing it is
    empty and ``note`` says why. How many regions and industries are enough is left to the caller: the pipeline refuses
    fewer than ``relatedness.toml`` declares. Source: Hidalgo & Hausmann (2009).
    """
    return _rows("complexity_region", df, ddof), _rows("complexity_industry", df, ddof)


def entry_exit(df: pd.DataFrame, start: int, end: int, series: str | None = None) -> pd.DataFrame:
    """Which industries each region of the frame became or ceased to be specialised in, from ``start`` to ``end``.

    One row per region and industry, columns as in mart table ``entry_exit``: ``change`` is ``entry``, ``exit``,
    ``kept`` or ``absent``, empty with a ``note`` where one of the years is unknown. Years and ``series`` as in
    ``shift_share``: across a break of SCB's series it is a StyrkaError that names the break.
    """
    comparable(checked(df), start, end, series)
    with engine.connect(threads=1) as connection:
        table = entries.changes(
            cells(quotients(df), connection), SPAN | {"start_year": start, "end_year": end}, connection
        )
    return _frame(table.drop_columns(list(SPAN)))


def density_backtest(df: pd.DataFrame, start: int, end: int, series: str | None = None) -> pd.DataFrame:
    """How well density in year ``start`` told the entries until ``end`` from what remained absent, in one row.

    Columns ``start_year, end_year, absent, entries, auc, standard_error, auc_low, auc_high, smallest_auc, withheld,
    reason`` as in mart table ``density_backtest``. Years and ``series`` as in ``entry_exit``; how many regions and
    industries are enough is left to the caller. Source: Mann & Whitney (1947), DeLong et al. (1988).
    """
    comparable(checked(df), start, end, series)
    span = {**SPAN, "start_year": start, "end_year": end}
    with engine.connect(threads=1) as connection:
        found = cells(quotients(df), connection)
        section, first = next(each for each in sections(found, connection) if each[0]["year"] == start)
        changed = entries.changes(found, span, connection)
        outcome = backtests.result(backtests.tested(first, changed, relatedness.proximity(first.present)))
        names = {**span, "region_type": section["region_type"], "basis": "cooccurrence"}
        table = engine.select("density_backtest", {"discrimination": outcome}, names, connection)
    return _frame(table.drop_columns([*SPAN, "region_type", "basis"]))


def twins(df: pd.DataFrame) -> pd.DataFrame:
    """The regions whose industry structure is nearest to each region's, by year, as many as ``conventions.toml`` says.

    Columns ``region_code, year, rank, region_type, twin_code, similarity, compared, note`` as in mart table ``twin``:
    similarity is 1 less half the Krugman index of the two regions' shares. A region with a NaN value has no twin and is
    nobody's. Source: Krugman (1991).
    """
    with engine.connect(threads=1) as connection:
        parts = list(similarity.twins_of(quotients(df), connection))
    return _frame(pa.concat_tables(parts).drop_columns(list(SPAN)))


def _rows(name: str, df: pd.DataFrame, ddof: int | None = None) -> pd.DataFrame:
    parts = []
    for year, found in list(_presences(df)) or [(0, NOTHING)]:
        content = matrices.rows(name, found, ddof)
        parts.append(content.append_column("year", pa.repeat(pa.scalar(year), content.num_rows)))
    table = pa.concat_tables(parts)
    order = [column for column in schema.table(name).column_names if column in table.column_names]
    return _frame(table.select(order))


def _frame(table: pa.Table) -> pd.DataFrame:
    result: pd.DataFrame = table.to_pandas(types_mapper={pa.bool_(): pd.BooleanDtype()}.get)
    return result


def _presences(df: pd.DataFrame) -> Iterator[tuple[int, Presence]]:
    """Each year's presence, of the type of region that the frame has most of."""
    with engine.connect(threads=1) as connection:
        for section, found in sections(cells(quotients(df), connection), connection):
            yield section["year"], replace(found, refused=None)
