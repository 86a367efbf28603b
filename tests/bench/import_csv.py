"""Ten million rows: `styrka import` beside a plain DuckDB read of the same file: `python -m tests.bench import_csv`.
Only measuring belongs here; that the rows are read right is tested in `tests/snapshots/` and `tests/faults/`.

Of the two orders of rows the worse counts. Every run is a process of its own, timed from after its
imports, so that neither side pays for the other's memory or page cache; the two take turns, and the medians count.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

ROWS = 10_000_000
REPEATS = 5
# A little more than ten million regions × industries × years, cut there.
GENERATE = """
    SELECT
        lpad(CAST(region + 114 AS VARCHAR), 4, '0') AS region_code,
        lpad(CAST(industry * 100 + 1110 AS VARCHAR), 5, '0') AS industry_code,
        1981 + year AS year,
        CAST(hash(region, industry, year) % 2000 AS INTEGER) AS employees
    FROM range(290) AS a(region), range(800) AS b(industry), range(44) AS c(year)
    ORDER BY {order}
    LIMIT {rows}
"""
ORDERS = {"sorted": "region, industry, year", "shuffled": "hash(year, industry, region)"}
MEASURE = """
import os, sys, tempfile, time
from pathlib import Path
import pandas, pyarrow.csv, duckdb
{setup}
before, start = os.times(), time.perf_counter()
{work}
seconds = time.perf_counter() - start
times = os.times()
# ru_maxrss would still hold the peak of the process that started this one.
(peak,) = (line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(seconds, times.user + times.system - before.user - before.system, int(peak) * 1024)
"""
STYRKA = MEASURE.format(
    setup="from pipelines.snapshots import extracts\nfrom pipelines.snapshots.store import Store",
    work="extracts.take_in(Path(sys.argv[1]), 'BENCH', Store(Path(tempfile.mkdtemp(dir=sys.argv[2]))))",
)
DUCKDB = MEASURE.format(
    setup="connection = duckdb.connect()\nconnection.execute('SET enable_progress_bar = false')",
    work="connection.execute('CREATE TABLE t AS SELECT * FROM read_csv(?)', [sys.argv[1]])",
)


def measured(program: str, file: Path, folder: Path) -> tuple[float, float, float]:
    """Seconds on the clock, seconds of processor time, bytes at the peak."""
    output = subprocess.run(
        [sys.executable, "-c", program, str(file), str(folder)], check=True, capture_output=True, text=True
    )
    seconds, processor, peak = map(float, output.stdout.split())
    return seconds, processor, peak


def main() -> dict[str, float]:
    times_duckdb, gigabytes = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for order, columns in ORDERS.items():
            file = folder / f"{order}.csv"
            with duckdb.connect() as connection:
                connection.sql(GENERATE.format(order=columns, rows=ROWS)).write_csv(str(file))
            runs = [(measured(STYRKA, file, folder), measured(DUCKDB, file, folder)) for _ in range(REPEATS)]
            ours, theirs = (
                [statistics.median(column) for column in zip(*side, strict=True)] for side in zip(*runs, strict=True)
            )
            print(
                f"{ROWS:,} rows, {order}, {file.stat().st_size / 1e6:.0f} MB: "
                f"Styrka {ours[0]:.2f} s ({ours[1]:.2f} s processor, {ours[2] / 1e6:.0f} MB), "
                f"DuckDB {theirs[0]:.2f} s ({theirs[1]:.2f} s processor, {theirs[2] / 1e6:.0f} MB), "
                f"{ours[0] / theirs[0]:.2f} × DuckDB's time"
            )
            times_duckdb.append(ours[0] / theirs[0])
            gigabytes.append(ours[2] / 1e9)
            file.unlink()
    return {"times_duckdb": max(times_duckdb), "gigabytes": max(gigabytes)}
