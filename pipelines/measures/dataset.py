"""The measures of employment that is larger than an edition: a folder of partitioned Parquet in, tables out.
Nothing of an edition is needed or touched; the same measures on Spark are ``pipelines/spark``'s matter."""

from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

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


def declared() -> dict[str, pa.Table]:
    """What a dataset need not hold: the declared classifications, and no noise, series or further tables.

    A file ``<name>.parquet`` beside the folder of employment takes the place of the first five.
    """
    tables_without = ("workplace_quotient", "density_backtest", "skill_relatedness")
    return {
        "region": classification.regions(),
        "industry": classification.industries(),
        "series_break": classification.series_breaks(),
        "snapshot": pa.table({name: pa.array([], pa.string()) for name in ("series", "industry_edition")}),
        "table_noise": pa.table({"table_id": pa.array([], pa.string()), "noise": pa.array([], pa.int64())}),
        **{name: schema.table(name).arrow_schema().empty_table() for name in tables_without},
    }


def measure(folder: Path, out: Path) -> list[str]:
    """Write ``<table>.parquet`` of MEASURES and MATRICES to ``out`` by DuckDB; returns the names.

    ``folder`` holds ``employment/year=…/*.parquet`` with the declared columns of table ``employment``. StyrkaError when
    there is none. ``relatedness`` has no back-test and no skill relatedness beside it.
    """
    if not any((folder / EMPLOYMENT).glob("**/*.parquet")):
        raise StyrkaError(f"{folder / EMPLOYMENT} has no Parquet files; it is to hold year=2024/… of table employment")
    columns = schema.table(EMPLOYMENT).arrow_schema().remove_metadata()
    parts = ds.dataset(folder / EMPLOYMENT, columns, partitioning=ds.partitioning(PARTED_BY, flavor="hive"))
    own = {name: folder / f"{name}.parquet" for name in declared() if (folder / f"{name}.parquet").is_file()}
    relations: dict[str, Relation] = {**declared(), **own, EMPLOYMENT: parts}
    relations["series_segment"] = engine.select("series_segment", relations)
    out.mkdir(parents=True, exist_ok=True)
    for name in MEASURES:
        getattr(tables, name)(relations, out / f"{name}.parquet", EDITION)
    relations["location_quotient"] = out / "location_quotient.parquet"
    for name in MATRICES:
        matrices.write(name, relations, out / f"{name}.parquet", EDITION)
    return [*MEASURES, *MATRICES]
