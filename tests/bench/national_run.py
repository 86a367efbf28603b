"""The whole run on a simulated national register and on an eighth, a quarter and a half of it: time and memory.
Only measuring belongs here; that the results hold the truth is tested in ``tests/end_to_end/test_simulation.py``.

Each run is a process of its own, from interpreter start to the published edition with one county's profile. A part is
the first firm numbers of the whole, which say nothing of place or industry.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from pipelines import places
from pipelines.register.config import PAGE_LIMIT
from pipelines.register.intake import Source, take_in
from pipelines.simulation import simulate
from pipelines.simulation.pages import pages
from pipelines.snapshots.store import Store

SEED = 1
PARTS = (8, 4, 2, 1)
GIGABYTE = 1024 * 1024
RUN = """
import time
from pipelines.definitions import assemble
from pipelines.orchestration import launching
from pipelines.orchestration.resources import RegisterApi
from pipelines.snapshots.store import SIMULATED
from tests.bench import memory

register = RegisterApi(url=SIMULATED, pull=False)
launching.launch("run", lambda loggers: assemble(api=None, regions=["08"], register=register, loggers=loggers))
print(time.process_time(), memory.peak())
"""


def run(raw: Path, folder: Path) -> tuple[float, float]:
    """Processor seconds, and gigabytes at the peak."""
    moved = {"STYRKA_DATA_RAW": raw, "STYRKA_DATA_MART": folder / "mart", "DAGSTER_HOME": folder / "home"}
    environment = {**os.environ, **{name: str(path) for name, path in moved.items()}}
    done = subprocess.run([sys.executable, "-c", RUN], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    seconds, peak = done.stdout.split()[-2:]
    return float(seconds), float(peak) / GIGABYTE


def store_in(folder: Path) -> Store:
    raw = folder / "raw"
    raw.mkdir(parents=True)
    (raw / "bundled").symlink_to(places.PROJECT / "data_raw" / "bundled")
    return Store(raw)


def main() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        whole = store_in(Path(name) / "whole")
        simulate.simulate(SEED, whole)
        drawn = pq.read_table(simulate.truth(whole))
        rows, seconds, gigabytes = [], [], []
        for part in PARTS:
            folder = Path(name) / str(part)
            store, count = store_in(folder), drawn.num_rows // part
            source = Source("simulated", "2025-12-31", {"workplaces": count}, "", "", (count,))
            take_in(pages(drawn.slice(0, count), PAGE_LIMIT), source, store)
            spent, peak = run(store.root, folder)
            print(f"{count:9,} workplaces {spent:7.1f} s processor {peak:6.2f} GB at the peak", flush=True)
            rows.append(count)
            seconds.append(spent)
            gigabytes.append(peak)
    cost = [(seconds[n + 1] - seconds[n]) / (rows[n + 1] - rows[n]) for n in range(len(rows) - 1)]
    return {"gigabytes": max(gigabytes), "growth_per_workplace": cost[-1] / cost[0]}
