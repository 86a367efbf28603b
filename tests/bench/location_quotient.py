"""Location quotients by Styrka, polars and plain pandas: `python -m tests.bench location_quotient`.
Only measuring belongs here; the contenders' programs are in ``location_quotient_contenders``.

290 regions × 800 industries × 15 years by all three, 50 million rows by Styrka and polars, and two more sizes by Styrka
alone. Equal work: each reads
the same Parquet file and writes the same table to Parquet (all columns of ``location_quotient``: sums, share, quotient,
bounds under noise, decision on integers, rank, note; zstd level 1), and the small tables are compared cell by cell.
Each run is a process of its own, timed from after its imports; on the small table contenders take turns and medians
count.
"""

import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests.bench import location_quotient_contenders as contenders
from tests.bench import runs, written

SMALL_YEARS = 15
# Between the small and the large table, for the growth of Styrka alone.
BETWEEN_YEARS = (4, 54)
LARGE_YEARS = 216
REPEATS = 3
TOLERANCE = 1e-12
MODULE = contenders.__name__


def main() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = written.relations(folder, SMALL_YEARS)
        turns = [{each: runs.run(MODULE, each, folder) for each in contenders.CONTENDERS} for _ in range(REPEATS)]
        small = {each: runs.medians([turn[each] for turn in turns]) for each in contenders.CONTENDERS}
        runs.report(rows, small)
        compare(folder)
        for years in BETWEEN_YEARS:
            runs.report(written.relations(folder, years), {"styrka": runs.run(MODULE, "styrka", folder)})
        rows = written.relations(folder, LARGE_YEARS)
        large = {each: runs.run(MODULE, each, folder) for each in ("styrka", "polars")}
        runs.report(rows, large)
    styrka = large["styrka"]
    return {
        "times_polars": styrka.seconds / large["polars"].seconds,
        "megabytes": styrka.megabytes,
        "growth_per_row": styrka.seconds / small["styrka"].seconds / (LARGE_YEARS / SMALL_YEARS),
    }


def compare(folder: Path) -> None:
    """Every column of every contender's table is Styrka's, floats but for the last digits."""
    ours = pq.read_table(folder / "styrka.parquet")
    for name in contenders.CONTENDERS[1:]:
        theirs = pq.read_table(folder / f"{name}.parquet")
        for column in ours.column_names:
            mine, other = ours[column], theirs[column].cast(ours.schema.field(column).type)
            if pa.types.is_floating(mine.type):
                off = pc.greater(pc.abs(pc.subtract(mine, other)), pc.multiply(mine, TOLERANCE))
                same = mine.is_null().equals(other.is_null()) and not pc.any(off).as_py()
            else:
                same = mine.equals(other)
            if not same:
                sys.exit(f"{name} and Styrka differ in column {column}: the work is not equal")
    print("  every column is the same")
