"""Fault 1: ``kill -9`` during a Parquet write, at many random moments."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq

from pipelines import files
from pipelines.warehouse import engine

WRITER = """
import sys
from pathlib import Path
import pyarrow as pa
from pipelines.schema import table
from pipelines.warehouse import engine

target, rows = Path(sys.argv[1]), 200_000
schema = table("employment").arrow_schema()
content = pa.table({
    "region_code": ["08"] * rows, "industry_code": [f"{n:06d}" for n in range(rows)], "year": [2024] * rows,
    "series": ["BAS"] * rows, "sex": ["total"] * rows, "level": ["5"] * rows, "employees": range(rows),
    "workplaces": pa.nulls(rows, pa.int64()), "status": ["observed"] * rows, "table_id": ["TAB3204"] * rows,
}, schema=schema)
engine.write_table("employment", content, target, "first")
print("written", flush=True)
while True:
    engine.write_table("employment", content, target, "next")
"""


def test_the_old_file_stays_whole_and_leftovers_are_removed(tmp_path: Path) -> None:
    target = tmp_path / "employment.parquet"
    chance = random.Random(1)
    interrupted = 0
    for _ in range(12):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "written\n"
        time.sleep(chance.uniform(0, 0.3))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert pq.read_table(target).num_rows == 200_000
        assert engine.edition_of(target) in {"first", "next"}
        interrupted += bool(files.remove_leftovers(tmp_path))
        assert [path.name for path in tmp_path.iterdir()] == ["employment.parquet"]
    assert interrupted, "no kill ever hit a write: the test proves nothing"
