"""Relatedness and complexity for a notebook: a data frame in, data frames out, by the very kernels of the pipeline.
What a frame may hold is checked in ``frames``; formulas and thresholds do not belong here."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pyarrow as pa

from pipelines import schema
from pipelines.measures import matrices
from pipelines.measures.frames import quotients
from pipelines.measures.presence import Presence, sections
from pipelines.warehouse import engine


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
    ``relatedness``. A NaN value is an unknown cell: it counts as no presence, and its own ``present`` is empty.
    Source: Hidalgo et al. (2007).
    """
    return _rows("relatedness", df)


def complexity(df: pd.DataFrame, ddof: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """ECI of regions and PCI of industries, by year: two frames, with ``eci`` and with ``pci``.

    Standardised each by its own mean and standard deviation (``ddof``), signed so that ECI rises with diversity.
    Columns as in mart tables ``complexity_region`` and ``complexity_industry``; where the index means nothing it is
    empty and ``note`` says why. How many regions and industries are enough is left to the caller: the pipeline refuses
    fewer than ``relatedness.toml`` declares. Source: Hidalgo & Hausmann (2009).
    """
    return _rows("complexity_region", df, ddof), _rows("complexity_industry", df, ddof)


def _rows(name: str, df: pd.DataFrame, ddof: int | None = None) -> pd.DataFrame:
    parts = []
    for year, found in _presences(df):
        content = matrices.rows(name, found, ddof)
        parts.append(content.append_column("year", pa.repeat(pa.scalar(year), content.num_rows)))
    table = pa.concat_tables(parts)
    order = [column for column in schema.table(name).column_names if column in table.column_names]
    result: pd.DataFrame = table.select(order).to_pandas(types_mapper={pa.bool_(): pd.BooleanDtype()}.get)
    return result


def _presences(df: pd.DataFrame) -> Iterator[tuple[int, Presence]]:
    """Each year's presence, of the type of region that the frame has most of."""
    with engine.connect(threads=1) as connection:
        for section, found in sections(quotients(df), connection):
            yield section["year"], replace(found, refused=None)
