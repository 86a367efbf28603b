"""The location quotient keeps its plan: five million rows in bounded memory, in a process of their own.
Speed and the comparison with other engines are measured in ``tests/bench/location_quotient.py``."""

import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq

from tests.bench import written

ROWS = 5_000_000
YEARS = 22
LARGEST = 250 * 1024
MEASURE = """
import sys
from pathlib import Path
from pipelines.measures import tables
from tests.bench.memory import peak

folder = Path(sys.argv[1])
read = ("employment", "region", "industry", "snapshot", "table_noise")
relations = {name: folder / f"{name}.parquet" for name in read}
before = peak()
rows = tables.location_quotient(relations, folder / "location_quotient.parquet", "memory")
print(rows, before, peak())
"""


def test_five_million_rows_fit_in_250_megabytes(tmp_path: Path) -> None:
    assert written.relations(tmp_path, years=YEARS) >= ROWS
    output = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)], check=True, capture_output=True, text=True, timeout=600
    ).stdout
    rows, before, peak = map(int, output.split())
    assert rows >= ROWS
    assert peak - before <= LARGEST, f"{(peak - before) // 1024} MB more than the {before // 1024} MB before"
    assert pq.read_metadata(tmp_path / "location_quotient.parquet").num_rows == rows
