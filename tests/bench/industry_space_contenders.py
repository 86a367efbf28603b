"""One contender's run on ``cells.parquet`` of a folder: `python -m tests.bench.industry_space_contenders NAME FOLDER`.
Each returns the last year's location quotients, proximity and ECI, which are saved to be compared; no time is for that.

``pandas`` is what an analyst would write, with numpy's matrices; ``ecomplexity`` is called as its documentation says.
"""

import sys
from pathlib import Path
from typing import Any

from tests.bench import runs

MODULES = {
    "styrka": ["pipelines.measures.industry_spaces"],
    "floor": ["numpy", "pyarrow.parquet"],
    "pandas": ["pandas", "pyarrow.parquet"],
    "ecomplexity": ["ecomplexity", "pyarrow.parquet"],
}
CELLS = "cells.parquet"


def styrka(folder: Path) -> list[Any]:
    from pipelines import measures

    return measures.industry_space(folder / CELLS)


def floor(folder: Path) -> list[Any]:
    import numpy as np
    import pyarrow.parquet as pq

    from tests.bench.written import INDUSTRIES, REGIONS

    table = pq.read_table(folder / CELLS, read_dictionary=["region", "industry"])
    matrix = np.random.default_rng(1).random((REGIONS, INDUSTRIES))
    return [table, *(matrix.T @ matrix for _ in range(15))]


def pandas(folder: Path) -> list[Any]:
    import numpy as np
    import pandas as pd

    cells = pd.read_parquet(folder / CELLS)
    years = []
    for _, own in cells.groupby("year"):
        wide = own.pivot_table(index="region", columns="industry", values="value", aggfunc="sum", fill_value=0)
        lq = wide.div(wide.sum(axis=1), axis=0) / (wide.sum() / wide.to_numpy().sum())
        present = (lq >= 1).astype(float)
        together = present.T @ present
        ubiquity, diversity = present.sum(), present.sum(axis=1)
        proximity = together / np.maximum.outer(ubiquity.to_numpy(), ubiquity.to_numpy())
        around = proximity.to_numpy().copy()
        np.fill_diagonal(around, 0)
        density = (present @ around) / around.sum(axis=0)
        reflected = present.div(diversity, axis=0) @ present.div(ubiquity, axis=1).T
        values, vectors = np.linalg.eig(reflected.to_numpy())
        eci = vectors[:, np.argsort(values.real)[-2]].real
        years.append((lq, proximity, density, (eci - eci.mean()) / eci.std()))
    return years


def ecomplexity(folder: Path) -> list[Any]:
    import warnings

    import ecomplexity as package
    import pandas as pd

    cells = pd.read_parquet(folder / CELLS)
    columns = {"time": "year", "loc": "region", "prod": "industry", "val": "value"}
    with warnings.catch_warnings():
        # The package calls pandas in ways that pandas deprecates.
        warnings.simplefilter("ignore")
        indices = package.ecomplexity(cells, columns, verbose=False, check_logsupermodularity=False)
        pairs = package.proximity(cells, columns)
    return [indices, pairs]


def last_year(name: str, result: list[Any]) -> dict[str, Any]:
    """Location quotients and proximity with codes in order, and ECI by region."""
    if name == "styrka":
        space = result[-1]
        return {"lq": space.lq, "proximity": space.proximity, "eci": space.complexity.eci}
    if name == "pandas":
        lq, proximity, _, eci = result[-1]
        return {"lq": lq.to_numpy(), "proximity": proximity.to_numpy(), "eci": eci}
    indices, pairs = (each[each["year"] == each["year"].max()] for each in result)
    lq = indices.pivot(index="region", columns="industry", values="rca").fillna(0)
    # The package lists no pair of an industry with itself.
    proximity = pairs.pivot(index="industry_1", columns="industry_2", values="proximity")
    return {
        "lq": lq.to_numpy(),
        "proximity": proximity.sort_index().sort_index(axis=1).to_numpy(),
        "eci": indices.drop_duplicates("region").set_index("region")["eci"].sort_index().to_numpy(),
    }


if __name__ == "__main__":
    import numpy as np

    chosen, place = sys.argv[1], Path(sys.argv[2])
    found = runs.contend(globals()[chosen], MODULES[chosen], place)
    if chosen != "floor":
        np.savez(place / f"{chosen}.npz", **last_year(chosen, found))
