"""Employment as partitioned Parquet, measured apart from any edition; on Spark beside it in ``tests/spark``."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.errors import StyrkaError
from pipelines.measures import dataset
from tests.measures.written import employment

# A is 20 of 100 in a and 10 of 100 in b, so 30 of 200 together.
FIGURES = {("a", "A"): 20, ("a", "B"): 80, ("b", "A"): 10, ("b", "B"): 90}


def written(folder: Path, *years: int) -> Path:
    cells = pa.concat_tables([employment(FIGURES, year=year, level="5") for year in years])
    pq.write_to_dataset(cells, folder / "employment", partition_cols=["year"])
    return folder


def test_every_table_is_written_and_yielded_and_each_year_is_measured_by_itself(tmp_path: Path) -> None:
    out = tmp_path / "out"
    names = list(dataset.measure(written(tmp_path, 2023, 2024), out))
    assert names == [*dataset.MEASURES, *dataset.MATRICES]
    assert sorted(path.stem for path in out.iterdir()) == sorted(names)
    rows = pq.read_table(out / "location_quotient.parquet").to_pylist()
    found = {(row["year"], row["region_code"], row["industry_code"]): row["lq"] for row in rows}
    assert len(found) == 8
    assert found[2023, "a", "A"] == found[2024, "a", "A"] == 0.2 / 0.15


def test_what_stands_beside_takes_the_place_of_what_is_declared(tmp_path: Path) -> None:
    pq.write_table(pa.table({"table_id": ["HAND"], "noise": [2]}), tmp_path / "table_noise.parquet")
    list(dataset.measure(written(tmp_path, 2024), tmp_path / "out"))
    row = pq.read_table(tmp_path / "out" / "location_quotient.parquet").to_pylist()[0]
    assert row["lq_low"] < row["lq"] < row["lq_high"]


def test_a_file_that_is_no_such_table_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    part = next((written(tmp_path, 2024) / "employment").rglob("*.parquet"))
    table = pq.ParquetFile(part).read()
    pq.write_table(table.drop_columns(["status"]), part)
    with pytest.raises(StyrkaError, match=f"{part} has no column status of table employment"):
        list(dataset.measure(tmp_path, tmp_path / "out"))
    part.write_text("no Parquet")
    with pytest.raises(StyrkaError, match=f"{part} is not a Parquet file that can be read"):
        list(dataset.measure(tmp_path, tmp_path / "out"))
    assert not (tmp_path / "out").exists()
