"""Data frames as an analyst has them, from rows of figures that are short enough to read.
No expected figure is written here."""

import numpy as np
import pandas as pd

COLUMNS = ["region", "industry", "year", "value"]


def frame(year: int = 2024, /, **rows: tuple[float | None, ...]) -> pd.DataFrame:
    """``region=(values of industries I0, I1, …)``; ``nation`` is row 00, and ``None`` a cell that is not listed."""
    cells = [
        ("00" if region == "nation" else region, f"I{n}", year, value)
        for region, row in rows.items()
        for n, value in enumerate(row)
        if value is not None
    ]
    return pd.DataFrame(cells, columns=COLUMNS)


def present(*rows: str) -> pd.DataFrame:
    """Regions R0, R1, … that have the industries I0, I1, … marked 1, each LQ above 1, and no other.

    The nation has one person in each industry and a thousand in another, which no region has.
    """
    regions = {f"R{number}": tuple(map(int, row)) for number, row in enumerate(rows)}
    return frame(nation=(*(1 for _ in rows[0]), 1000), **regions)


def drawn(seed: int, regions: int = 40, industries: int = 60) -> pd.DataFrame:
    """A table of counts, lumpy, with a third of its cells empty."""
    rng = np.random.default_rng(seed)
    size = rng.lognormal(1, 1, (regions, 1)) * rng.lognormal(1, 1, (1, industries))
    counts = rng.poisson(size * rng.lognormal(0, 1, (regions, industries)) / 3)
    return pd.DataFrame(
        [
            (f"R{region:02}", f"I{industry:02}", 2020, float(counts[region, industry]))
            for region in range(regions)
            for industry in range(industries)
        ],
        columns=COLUMNS,
    )
