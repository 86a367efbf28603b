"""A table of employment as large as asked for, written to Parquet in the declared schema and order.
Nothing is measured here."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.warehouse import classification, engine

REGIONS = 290
INDUSTRIES = 800
EDITION = "bench"


def relations(folder: Path, years: int) -> int:
    """Write the relations of a measure of REGIONS × INDUSTRIES × ``years`` cells; returns the number of cells.

    The regions are a user's own: each is compared with the sum of all.
    """
    pq.write_table(classification.regions().slice(0, 0), folder / "region.parquet")
    pq.write_table(classification.industries(), folder / "industry.parquet")
    pq.write_table(pa.table({"series": ["BENCH"], "industry_edition": ["SNI2007-16"]}), folder / "snapshot.parquet")
    noise = pa.table({"table_id": ["BENCH"], "noise": [3]})
    pq.write_table(noise, folder / "table_noise.parquet")
    return engine.write_stream("employment", _years(years), folder / "employment.parquet", EDITION)


def sparse(folder: Path, years: int) -> int:
    """Write ``cells.parquet``: those of REGIONS × INDUSTRIES × ``years`` that are not zero, a quarter of all.

    Columns ``region, industry, year, value`` as in a notebook's frame; returns the number of rows.
    """
    generator = np.random.default_rng(2024)
    regions, industries = _codes()
    parts = []
    for year in range(years):
        size = np.outer(generator.lognormal(0, 1, REGIONS), generator.lognormal(0, 1.5, INDUSTRIES)).ravel()
        counts = generator.poisson(0.140 * size)
        cells = np.flatnonzero(counts)
        row, column = np.divmod(cells, INDUSTRIES)
        codes = {"region": regions.take(pa.array(row)), "industry": industries.take(pa.array(column))}
        parts.append(pa.table({**codes, "year": pa.repeat(2000 + year, len(cells)), "value": counts[cells]}))
    table = pa.concat_tables(parts)
    pq.write_table(table, folder / "cells.parquet", compression="zstd")
    return table.num_rows


def dataset(folder: Path, years: int) -> int:
    """Write the cells of ``sparse`` as ``employment/year=…/part.parquet`` of the declared table; returns the rows."""
    rows = sparse(folder, years)
    constant = {"series": "BENCH", "sex": "total", "level": "5", "status": "observed", "table_id": "BENCH"}
    cells = pq.read_table(folder / "cells.parquet").rename_columns(
        {"region": "region_code", "industry": "industry_code", "value": "employees"}
    )
    for name, text in constant.items():
        cells = cells.append_column(name, pa.repeat(text, rows))
    cells = cells.append_column("workplaces", pa.nulls(rows, pa.int64()))
    pq.write_to_dataset(cells, folder / "employment", partition_cols=["year"])
    pq.write_table(pa.table({"table_id": ["BENCH"], "noise": [3]}), folder / "table_noise.parquet")
    return rows


def _codes() -> tuple[pa.Array, pa.Array]:
    return pa.array([f"R{n:03}" for n in range(REGIONS)]), pa.array([f"{n:05}" for n in range(INDUSTRIES)])


def _years(years: int) -> Iterator[pa.Table]:
    generator = np.random.default_rng(2024)
    regions, industries = _codes()
    rows = REGIONS * INDUSTRIES
    place = np.outer(generator.lognormal(1, 1, REGIONS), generator.lognormal(1, 1.5, INDUSTRIES)).ravel()
    constant = {"series": "BENCH", "sex": "total", "level": "5", "status": "observed", "table_id": "BENCH"}
    for year in range(years):
        yield pa.table(
            {
                "region_code": regions.take(pa.array(np.repeat(np.arange(REGIONS), INDUSTRIES))),
                "industry_code": industries.take(pa.array(np.tile(np.arange(INDUSTRIES), REGIONS))),
                "year": pa.repeat(2000 + year, rows),
                "employees": pa.array(generator.poisson(3 * place)),
                "workplaces": pa.nulls(rows, pa.int64()),
                **{name: pa.repeat(text, rows) for name, text in constant.items()},
            }
        )
