"""One contender's run on the relations in a folder: `python -m tests.bench.location_quotient_contenders NAME FOLDER`.
Each reads ``employment.parquet`` and writes ``NAME.parquet``; prints seconds, processor seconds, peak and initial KB.

The others are written as their users would for this very table: one level of noise, no gaps, regions of one kind, and
input already in the order of the output, which their window expressions keep. Styrka's is the pipeline's own path.
"""

import sys
from pathlib import Path

from tests.bench import runs

MODULES = {"styrka": ["pipelines.measures.tables"], "polars": ["polars"], "pandas": ["pandas", "pyarrow.parquet"]}
CONTENDERS = tuple(MODULES)
SECTION = ["series", "year", "level"]
NOISE = 3
COLUMNS = [
    *("region_code", "industry_code", "year", "series", "reference", "reference_code", "level"),
    *("employees", "employees_region", "employees_reference", "employees_reference_total"),
    *("share", "lq", "lq_low", "lq_high", "overrepresented", "rank", "rank_of", "note"),
]
READ = ["region_code", "industry_code", "year", "series", "sex", "level", "employees", "status"]
SUMS = {"region": ["region_code"], "reference": ["industry_code"], "reference_total": []}


def styrka(folder: Path) -> None:
    from pipelines.measures import tables

    relations = {
        name: folder / f"{name}.parquet" for name in ("employment", "region", "industry", "snapshot", "table_noise")
    }
    tables.location_quotient(relations, folder / "styrka.parquet", "bench")


def polars(folder: Path) -> None:
    import polars as pl

    employees = pl.col("employees")
    cells = pl.scan_parquet(folder / "employment.parquet").filter(pl.col("sex") == "total").select(READ)
    cells = cells.with_columns(
        low=(employees - NOISE).clip(lower_bound=0), high=employees + NOISE, unknown=employees.is_null()
    )
    cells = cells.with_columns(
        pl.col(column).sum().over([*SECTION, *by]).alias(f"{column}_{area}")
        for column in ("employees", "low", "high", "unknown")
        for area, by in SUMS.items()
    )
    region, reference, total = (pl.col(f"employees_{area}") for area in SUMS)

    def share(one: str, other: str, of: str, suffix: str) -> pl.Expr:
        own = pl.col(f"{one}{suffix}")
        return own / (own + pl.col(f"{other}_{of}") - pl.col(f"{other}{suffix}"))

    cells = cells.with_columns(share=employees / region).with_columns(
        lq=pl.col("share") / (reference / total),
        lq_low=share("low", "high", "region", "") / share("high", "low", "reference_total", "_reference"),
        lq_high=share("high", "low", "region", "") / share("low", "high", "reference_total", "_reference"),
        overrepresented=employees * total >= reference * region,
        reference=pl.lit("nation"),
        reference_code=pl.lit("00"),
        note=pl.when(employees.is_null())
        .then(pl.col("status"))
        .when(region == 0)
        .then(pl.lit("no_employment_in_region"))
        .when(reference == 0)
        .then(pl.lit("no_industry_in_reference"))
        .when(pl.col("unknown_region") + pl.col("unknown_reference_total") > 0)
        .then(pl.lit("incomplete_total"))
        .otherwise(pl.lit(None, pl.String)),
    )
    finite = [pl.when(reference > 0).then(pl.col(name)).alias(name) for name in ("lq", "lq_low", "overrepresented")]
    high = pl.when(pl.col("low_reference") > 0).then(pl.col("lq_high")).alias("lq_high")
    industry = [*SECTION, "industry_code"]
    cells = cells.with_columns(*finite, high).with_columns(
        rank=pl.col("lq").rank("min", descending=True).over(industry), rank_of=pl.col("lq").count().over(industry)
    )
    cells.select(COLUMNS).sink_parquet(folder / "polars.parquet", compression="zstd", compression_level=1)


def pandas(folder: Path) -> None:
    import numpy as np
    import pandas as pd

    cells = pd.read_parquet(folder / "employment.parquet", columns=READ)
    cells = cells[cells["sex"] == "total"].copy()
    cells["low"] = (cells["employees"] - NOISE).clip(lower=0)
    cells["high"] = cells["employees"] + NOISE
    cells["unknown"] = cells["employees"].isna()
    for column in ("employees", "low", "high", "unknown"):
        for area, by in SUMS.items():
            cells[f"{column}_{area}"] = cells.groupby([*SECTION, *by], observed=True)[column].transform("sum")
    region, reference, total = (cells[f"employees_{area}"] for area in SUMS)

    def share(one: str, other: str, of: str, suffix: str) -> "pd.Series[float]":
        own = cells[f"{one}{suffix}"]
        return own / (own + cells[f"{other}_{of}"] - cells[f"{other}{suffix}"])

    cells["share"] = cells["employees"] / region
    cells["lq"] = cells["share"] / (reference / total).where(reference > 0)
    highest, lowest = (
        share("high", "low", "reference_total", "_reference"),
        share("low", "high", "reference_total", "_reference"),
    )
    cells["lq_low"] = (share("low", "high", "region", "") / highest).where(reference > 0)
    cells["lq_high"] = (share("high", "low", "region", "") / lowest.where(lowest > 0)).where(reference > 0)
    decided = cells["employees"] * total >= reference * region
    cells["overrepresented"] = decided.astype("boolean").where(reference > 0)
    cells["reference"], cells["reference_code"] = "nation", "00"
    incomplete = cells["unknown_region"] + cells["unknown_reference_total"] > 0
    reasons = [
        (cells["unknown"], cells["status"]),
        (region == 0, "no_employment_in_region"),
        (reference == 0, "no_industry_in_reference"),
        (incomplete, "incomplete_total"),
    ]
    cells["note"] = np.select([where for where, _ in reasons], [reason for _, reason in reasons], default=None)
    by_industry = cells.groupby([*SECTION, "industry_code"], observed=True)["lq"]
    cells["rank"] = by_industry.rank("min", ascending=False).astype("Int64")
    cells["rank_of"] = by_industry.transform("count").where(reference > 0).astype("Int64")
    cells[COLUMNS].to_parquet(folder / "pandas.parquet", compression="zstd", compression_level=1, index=False)


if __name__ == "__main__":
    chosen = sys.argv[1]
    runs.contend(globals()[chosen], MODULES[chosen], Path(sys.argv[2]))
