"""json-stat2 to cells on 150,000 cells, side by side with pxwebpy's parser: `python -m tests.bench jsonstat_parser`.
Only measuring belongs here; that both read the same values is a test (`tests/scb/test_jsonstat.py`)."""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from pxweb._internal.functions import unpack_table_data

from pipelines.scb import jsonstat
from tests.scb.answers import answer

SIZES = {"Region": 312, "Kon": 3, "SNI2007": 16, "ContentsCode": 2, "Tid": 5}
CELLS = 149_760
REPEATS = 5


def median_seconds(work: Callable[[], object]) -> float:
    """Median of five runs, after one that warms up."""
    work()
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def document() -> dict[str, Any]:
    codes = {name: [f"{name[0]}{place:03}" for place in range(size)] for name, size in SIZES.items()}
    made = answer("TAB3204", codes)
    made["value"] = [None if place % 97 == 0 else place * 7 % 100_003 for place in range(CELLS)]
    made["status"] = {str(place): ".." for place in range(0, CELLS, 97)}
    return made


def main() -> dict[str, float]:
    decoded = document()
    body = json.dumps(decoded).encode()
    ours = median_seconds(lambda: jsonstat.parse(decoded))
    theirs = median_seconds(lambda: unpack_table_data(decoded))
    ours_from_bytes = median_seconds(lambda: jsonstat.parse(jsonstat.load(body)))
    theirs_from_bytes = median_seconds(lambda: unpack_table_data(json.loads(body)))
    print(f"{CELLS:,} cells, {len(body):,} bytes, median of {REPEATS}")
    for step, own, other in (("parse", ours, theirs), ("decode and parse", ours_from_bytes, theirs_from_bytes)):
        print(f"{step:17} Styrka {own * 1000:6.1f} ms   pxwebpy {other * 1000:6.1f} ms   {other / own:5.1f} ×")
    return {"times_as_fast_as_pxwebpy": theirs / ours}
