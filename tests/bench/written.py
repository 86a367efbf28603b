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


def _years(years: int) -> Iterator[pa.Table]:
    generator = np.random.default_rng(2024)
    regions = pa.array([f"R{n:03}" for n in range(REGIONS)])
    industries = pa.array([f"{n:05}" for n in range(INDUSTRIES)])
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
