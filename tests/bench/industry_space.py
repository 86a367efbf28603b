"""Quotients, proximity, density and complexity of 290 × 800 × 15: `python -m tests.bench industry_space`.
Only measuring belongs here; the contenders' programs are in ``industry_space_contenders``.

A quarter of the cells are not zero, and only these are in the file. Each contender reads the one Parquet file and ends
with every year's results in memory; ``floor`` reads it and multiplies fifteen matrices, which nobody can do without.
The results are compared where all compute the same: location quotients, proximity, and |ECI|.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

from tests.bench import industry_space_contenders as contenders
from tests.bench import runs, written

YEARS = 15
REPEATS = 3
# The package takes minutes; one run of it says enough.
ONCE = ("ecomplexity",)
TOLERANCE = 1e-9


def main() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = written.sparse(folder, YEARS)
        found = {
            each: runs.medians(
                [runs.run(contenders.__name__, each, folder) for _ in range(1 if each in ONCE else REPEATS)]
            )
            for each in contenders.MODULES
        }
        runs.report(rows, found)
        compare(folder)
    styrka = found["styrka"]
    return {
        "times_the_floor": styrka.seconds / found["floor"].seconds,
        "times_as_fast_as_ecomplexity": found["ecomplexity"].seconds / styrka.seconds,
        "times_as_fast_as_pandas": found["pandas"].seconds / styrka.seconds,
        "megabytes": styrka.megabytes,
    }


def compare(folder: Path) -> None:
    """Of the last year, every figure of the others is Styrka's."""
    ours = np.load(folder / "styrka.npz")
    for name in ("pandas", "ecomplexity"):
        theirs = np.load(folder / f"{name}.npz")
        for figure in ours.files:
            off = np.abs(np.abs(ours[figure]) - np.abs(theirs[figure]))
            if not np.nanmax(off) < TOLERANCE:
                sys.exit(f"{name} and Styrka differ in {figure} by {np.nanmax(off)}: the work is not equal")
    print("  location quotients, proximity and |ECI| are the same")
