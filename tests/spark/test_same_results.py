"""Every table of 290 × 800 × 15 by Spark and by DuckDB, column by column: integers, texts and nulls the same, and
floats to 1e-12 of the larger of the two, or of 1."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipelines import schema
from pipelines.measures import dataset
from tests.bench import written

pytest.importorskip("pyspark", reason="Spark has an environment of its own: make test-spark")

YEARS = 15
TOLERANCE = 1e-12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, spark: Any) -> Iterator[Path]:
    from pipelines.spark import measures

    place = tmp_path_factory.mktemp("dataset")
    assert written.dataset(place, YEARS) > 870_000
    assert list(dataset.measure(place, place / "duckdb")) == [*dataset.MEASURES, *dataset.MATRICES]
    assert list(measures.measure(spark, str(place), str(place / "spark"))) == [*dataset.MEASURES, *dataset.MATRICES]
    return place


def by_key(name: str, content: pa.Table) -> pa.Table:
    declared = schema.table(name)
    return content.select(declared.column_names).sort_by([(column, "ascending") for column in declared.key])


@pytest.mark.parametrize("name", [*dataset.MEASURES, *dataset.MATRICES])
def test_spark_gives_what_duckdb_gives(folder: Path, name: str) -> None:
    ours = by_key(name, pq.read_table(folder / "duckdb" / f"{name}.parquet"))
    parted = ds.partitioning(dataset.PARTED_BY, flavor="hive")
    declared = schema.table(name).arrow_schema().remove_metadata()
    theirs = by_key(name, ds.dataset(folder / "spark" / name, declared, partitioning=parted).to_table())
    assert ours.num_rows == theirs.num_rows > 0
    for column in ours.column_names:
        one, other = ours[column], theirs[column]
        if not pa.types.is_floating(one.type):
            assert one.equals(other.cast(one.type)), column
            continue
        assert one.is_null().equals(other.is_null()), column
        mine, their = (pc.fill_null(each, 0.0).to_numpy() for each in (one, other))
        scale = np.maximum(np.maximum(np.abs(mine), np.abs(their)), 1.0)
        assert (np.abs(mine - their) <= TOLERANCE * scale).all(), column


def test_nothing_that_was_written_is_overwritten(folder: Path, spark: Any) -> None:
    from pipelines.errors import StyrkaError
    from pipelines.spark import measures

    before = sorted(path.name for path in (folder / "spark" / "specialisation").rglob("*"))
    with pytest.raises(StyrkaError, match=r"spark/location_quotient is there already; give another folder"):
        next(measures.measure(spark, str(folder), str(folder / "spark")))
    assert sorted(path.name for path in (folder / "spark" / "specialisation").rglob("*")) == before
