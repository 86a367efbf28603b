"""The measures of employment that is larger than an edition: a folder of partitioned Parquet in, tables out.
Nothing of an edition is needed or touched; the same measures on Spark are ``pipelines/spark``'s matter."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from pipelines import schema
from pipelines.errors import StyrkaError
from pipelines.measures import matrices, tables
from pipelines.warehouse import classification, engine
from pipelines.warehouse.engine import Relation

EMPLOYMENT = "employment"
PARTED_BY = pa.schema({"year": pa.int64()})
EDITION = "dataset"
# Measured of employment, section by section, and of the location quotients that come of it.
MEASURES = ("location_quotient", "specialisation", "concentration", "shift_share")
MATRICES = tuple(matrices.RELATIONS)
# What a file <name>.parquet beside the folder of employment may say in the place of what is declared.
BESIDE = ("region", "industry", "series_break", "snapshot", "table_noise")


def declared() -> dict[str, pa.Table]:
    """What the measures read besides employment: BESIDE as declared or empty, and what no dataset has, empty.

    Without the latter ``relatedness`` has no back-test and no skill relatedness beside it.
    """
    without = ("workplace_quotient", "density_backtest", "skill_relatedness")
    return {
        "region": classification.regions(),
        "industry": classification.industries(),
        "series_break": classification.series_breaks(),
        "snapshot": pa.table({name: pa.array([], pa.string()) for name in ("series", "industry_edition")}),
        "table_noise": pa.table({"table_id": pa.array([], pa.string()), "noise": pa.array([], pa.int64())}),
        **{name: schema.table(name).arrow_schema().empty_table() for name in without},
    }


def measure(folder: Path, out: Path) -> Iterator[str]:
    """Write ``<table>.parquet`` of MEASURES and MATRICES to ``out`` by DuckDB, and yield each name when it is written.

    ``folder`` holds ``employment/year=…/*.parquet`` with the declared columns of table ``employment``. StyrkaError when
    there is none.
    """
    files = sorted((folder / EMPLOYMENT).glob("**/*.parquet"))
    if not files:
        raise StyrkaError(f"{folder / EMPLOYMENT} has no Parquet files; it is to hold year=2024/… of table employment")
    for file in files:
        _check(file)
    columns = schema.table(EMPLOYMENT).arrow_schema().remove_metadata()
    parts = ds.dataset(folder / EMPLOYMENT, columns, partitioning=ds.partitioning(PARTED_BY, flavor="hive"))
    own = {name: folder / f"{name}.parquet" for name in BESIDE if (folder / f"{name}.parquet").is_file()}
    relations: dict[str, Relation] = {**declared(), **own, EMPLOYMENT: parts}
    relations["series_segment"] = engine.select("series_segment", relations)
    out.mkdir(parents=True, exist_ok=True)
    for name in MEASURES:
        getattr(tables, name)(relations, out / f"{name}.parquet", EDITION)
        yield name
    relations["location_quotient"] = out / "location_quotient.parquet"
    for name in MATRICES:
        matrices.write(name, relations, out / f"{name}.parquet", EDITION)
        yield name


def _check(file: Path) -> None:
    try:
        names = pq.read_schema(file).names
    except (OSError, pa.ArrowInvalid) as error:
        raise StyrkaError(f"{file} is not a Parquet file that can be read: {error}") from error
    absent = [name for name in schema.table(EMPLOYMENT).column_names if name not in (*names, *PARTED_BY.names)]
    if absent:
        raise StyrkaError(f"{file} has no column {', '.join(absent)} of table employment")
