"""Fault 6: a notebook reads while runs publish: never an error, never a half table, never a mixture of editions."""

import subprocess
import sys
import threading
from pathlib import Path

import pyarrow as pa

from pipelines.schema import table
from pipelines.warehouse import edition, engine, manifest, publication

READER = """
import sys, time
from pathlib import Path
import duckdb, pandas as pd, pyarrow.parquet as pq
mart, until = Path(sys.argv[1]), time.monotonic() + 6
reads, seen = 0, set()
print("reading", flush=True)
while time.monotonic() < until:
    # pandas and DuckDB open a file more than once in one read: a reader pins the edition first (data_mart/README.md).
    path = (mart / "current").resolve() / "parquet" / "series_break.parquet"
    frame = pd.read_parquet(path)
    found = duckdb.sql(f"SELECT count(*), count(DISTINCT kind) FROM read_parquet('{path}')").fetchall()[0]
    assert found in {(1000, 1), (3000, 1)}, found
    assert len(frame) == found[0] == pq.read_table(path).num_rows
    assert frame["kind"].nunique() == 1
    seen.add(found)
    reads += 1
print(reads, len(seen))
"""


def publish(mart: Path, identity: str, rows: int, kind: str) -> None:
    build = edition.Build(mart)
    build.begin({"edition": identity, "snapshots": []})
    content = pa.table(
        {
            "series": ["BAS"] * rows,
            "year": range(rows),
            "kind": [kind] * rows,
            "region_codes": pa.nulls(rows, pa.string()),
            "industry_codes": pa.nulls(rows, pa.string()),
            "description_sv": ["x"] * rows,
            "description_en": ["x"] * rows,
            "source": ["x"] * rows,
            "own_check": [False] * rows,
        },
        schema=table("series_break").arrow_schema(),
    )
    engine.write_table("series_break", content, build.path("series_break"), identity)
    publication.publish(build)


def test_a_reader_in_a_loop_sees_only_whole_editions(tmp_path: Path) -> None:
    publish(tmp_path, "small", 1000, "start")
    reader = subprocess.Popen([sys.executable, "-c", READER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "reading\n"
    rounds = 0
    while reader.poll() is None:
        publish(tmp_path, "large", 3000, "population")
        publish(tmp_path, "small", 1000, "start")
        rounds += 1
    reads, seen = map(int, reader.stdout.read().split())
    reader.stdout.close()
    assert reader.returncode == 0
    assert (reads > 10, seen, rounds > 10) == (True, 2, True)


def test_whoever_asks_for_trusted_files_in_a_loop_gets_one_whole_edition_each_time(tmp_path: Path) -> None:
    publish(tmp_path, "small", 1000, "start")
    ended = threading.Event()

    def publish_in_a_loop() -> None:
        while not ended.is_set():
            publish(tmp_path, "large", 3000, "population")
            publish(tmp_path, "small", 1000, "start")

    writer = threading.Thread(target=publish_in_a_loop)
    writer.start()
    try:
        trusted = [manifest.trusted(tmp_path, "parquet") for _ in range(300)]
    finally:
        ended.set()
        writer.join()
    assert {folder.relative_to(tmp_path).as_posix() for folder in trusted} == {
        "editions/small/parquet",
        "editions/large/parquet",
    }
