"""What is written where there is nothing to measure, and what stands in the way of writing at all."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipelines import schema
from pipelines.errors import StyrkaError
from pipelines.measures import dataset

pytest.importorskip("pyspark", reason="Spark has an environment of its own: make test-spark")


@pytest.fixture
def unmeasured(tmp_path: Path) -> Path:
    """A dataset of totals only, of which no measure is taken."""
    row = {"region_code": "a", "industry_code": "A", "employees": 20, "workplaces": None, "series": "HAND"}
    row |= {"sex": "total", "level": "total", "status": "observed", "table_id": "HAND"}
    declared = schema.table(dataset.EMPLOYMENT).arrow_schema().remove_metadata()
    columns = pa.schema([field for field in declared if field.name != "year"])
    part = tmp_path / dataset.EMPLOYMENT / "year=2024"
    part.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist([row], columns), part / "part.parquet")
    return tmp_path


def test_a_table_of_which_no_section_is_measured_is_empty_as_duckdb_writes_it(unmeasured: Path, spark: Any) -> None:
    from pipelines.spark import measures

    names = [*dataset.MEASURES, *dataset.MATRICES]
    assert list(dataset.measure(unmeasured, unmeasured / "duckdb")) == names
    assert list(measures.measure(spark, str(unmeasured), str(unmeasured / "spark"))) == names
    for name in names:
        assert pq.read_metadata(unmeasured / "duckdb" / f"{name}.parquet").num_rows == 0
        assert (unmeasured / "spark" / name / "_SUCCESS").is_file()
        assert ds.dataset(unmeasured / "spark" / name, schema.table(name).arrow_schema()).count_rows() == 0


@pytest.mark.parametrize("there", ["location_quotient", "location_quotient/notes.txt", "proximity/year=2024/x.parquet"])
def test_whatever_stands_where_a_table_is_to_be_written_is_there_already(
    unmeasured: Path, spark: Any, there: str
) -> None:
    from pipelines.spark import measures

    out = unmeasured / "out"
    (out / there).parent.mkdir(parents=True)
    (out / there).write_text("no Parquet")
    said = rf"^{out}/{there.partition('/')[0]} is there already; give another folder, or delete it first$"
    with pytest.raises(StyrkaError, match=said):
        next(measures.measure(spark, str(unmeasured), str(out)))


def test_a_path_that_spark_cannot_ask_for_is_not_said_to_be_there(unmeasured: Path, spark: Any) -> None:
    from pipelines.spark import measures

    with pytest.raises(StyrkaError, match=r"^Spark gave up: .*No FileSystem for scheme"):
        next(measures.measure(spark, str(unmeasured), "nowhere://out"))
