"""Fault 8: one thread or two, rows in any order: the same bytes.
Ragged figures on purpose: noise, gaps, ties and several series make every branch of the SQL run."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import schema
from pipelines.measures import tables
from pipelines.warehouse import classification, engine

READS = ("region", "industry", "snapshot", "table_noise", "series_segment")
MEASURES = ("concentration", "location_quotient", "shift_share", "specialisation")
WRITE = f"""
import sys
from pathlib import Path
from pipelines.measures import tables

threads, folder, content, target = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
relations = {{name: folder / f"{{name}}.parquet" for name in {READS}}}
relations["employment"] = content
target.mkdir()
tables.location_quotient(relations, target / "location_quotient.parquet", "same", threads)
tables.specialisation(relations, target / "specialisation.parquet", "same", threads)
tables.shift_share(relations, target / "shift_share.parquet", "same", threads)
tables.concentration(relations, target / "concentration.parquet", "same", threads)
"""


def employment(seed: int) -> pa.Table:
    """Counties, all 290 municipalities and the nation × 100 industries × 3 series and years, men and women."""
    generator = np.random.default_rng(seed)
    codes = classification.regions()["region_code"].to_pylist()
    industries = [f"{n:03}" for n in range(99)] + ["US"]
    parts = []
    for series, year, table_id in (("BAS", 2023, "NOISY"), ("BAS", 2024, "NOISY"), ("RAMS", 2020, "EXACT")):
        size = len(codes) * len(industries)
        persons = generator.negative_binomial(1, 0.02, size)
        status = generator.choice(["observed", "suppressed", "missing", "zero"], size, p=[0.94, 0.02, 0.02, 0.02])
        gap = np.isin(status, ["suppressed", "missing"])
        parts.append(
            {
                "region_code": np.repeat(codes, len(industries)),
                "industry_code": np.tile(industries, len(codes)),
                "year": pa.repeat(year, size),
                "series": pa.repeat(series, size),
                "sex": pa.repeat("total", size),
                "level": pa.repeat("3", size),
                "employees": pa.array(np.where(status == "zero", 0, persons), mask=gap),
                "workplaces": pa.nulls(size, pa.int64()),
                "status": status,
                "table_id": pa.repeat(table_id, size),
            }
        )
    declared = schema.table("employment").arrow_schema()
    return pa.concat_tables([pa.table(part).cast(declared) for part in parts])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("relations")
    pq.write_table(classification.regions(), folder / "region.parquet")
    pq.write_table(classification.industries(), folder / "industry.parquet")
    editions = pa.table({"series": ["BAS", "RAMS"], "industry_edition": ["SNI2007-16"] * 2})
    pq.write_table(editions, folder / "snapshot.parquet")
    pq.write_table(pa.table({"table_id": ["NOISY"], "noise": [5]}), folder / "table_noise.parquet")
    segment = {"series": ["BAS"], "level": ["3"], "start_year": [2023], "end_year": [2024]}
    pq.write_table(pa.table(segment), folder / "series_segment.parquet")
    return folder


def test_measures_have_the_same_bytes_on_any_threads_and_in_any_order(folder: Path, tmp_path: Path) -> None:
    content = employment(seed=8)
    shuffled = content.take(np.random.default_rng(9).permutation(len(content)))
    results = []
    for threads, rows in ((1, content), (2, content), (2, shuffled), (4, shuffled)):
        source, target = tmp_path / f"source{len(results)}.parquet", tmp_path / f"run{len(results)}"
        pq.write_table(rows, source, row_group_size=len(rows) // (3 + len(results)))
        subprocess.run(
            [sys.executable, "-c", WRITE, str(threads), str(folder), str(source), str(target)], check=True, timeout=300
        )
        results.append({path.name: path.read_bytes() for path in sorted(target.iterdir())})
    assert results[0].keys() == {f"{name}.parquet" for name in MEASURES}
    assert all(result == results[0] for result in results[1:])


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("threads", [1, 2, 4])
def test_a_connection_of_any_number_of_threads_gives_the_rows_that_are_written(
    name: str, threads: int, folder: Path, tmp_path: Path
) -> None:
    relations = {each: folder / f"{each}.parquet" for each in READS}
    relations["employment"] = tmp_path / "employment.parquet"
    content = employment(seed=8)
    pq.write_table(content, relations["employment"], row_group_size=len(content) // 5)
    getattr(tables, name)(relations, tmp_path / "written.parquet", "same")
    with engine.connect(threads) as connection:
        selected = pa.concat_tables(tables.measured(name, relations, connection))
    assert selected.equals(engine.read_table(tmp_path / "written.parquet"))


def test_the_table_that_is_compared_is_not_empty_of_hard_cases(folder: Path, tmp_path: Path) -> None:
    relations = {name: folder / f"{name}.parquet" for name in READS}
    tables.location_quotient({**relations, "employment": employment(seed=8)}, tmp_path / "lq.parquet", "same")
    result = engine.read_table(tmp_path / "lq.parquet")
    assert set(result["note"].unique().to_pylist()) >= {"suppressed", "missing", "incomplete_total"}
    assert set(result["reference"].unique().to_pylist()) == {"nation", "county", "skr_group"}
    ties = result.group_by(["series", "year", "reference", "reference_code", "industry_code", "rank"]).aggregate(
        [([], "count_all")]
    )
    assert max(ties["count_all"].to_pylist()) > 1
