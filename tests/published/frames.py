"""Frames of regions and industries as a notebook has them.
No test belongs here."""

from collections.abc import Mapping, Sequence

import pandas as pd


def frame(rows: Mapping[str, Sequence[float]], year: int = 2024) -> pd.DataFrame:
    """Values of industries I0, I1, … by region; 00 is the nation."""
    cells = [(region, f"I{n}", year, value) for region, row in rows.items() for n, value in enumerate(row)]
    return pd.DataFrame(cells, columns=["region", "industry", "year", "value"])
