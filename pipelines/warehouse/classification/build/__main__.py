"""``python -m pipelines.warehouse.classification.build FOLDER``: every file, from the source lists in FOLDER.
What a file holds belongs to the module of its name."""

import sys
import tomllib
from pathlib import Path

from pipelines.warehouse import classification
from pipelines.warehouse.classification.build import bridge, industries, regions
from pipelines.warehouse.classification.build.sources import write


def main(folder: Path, target: Path = classification.FOLDER) -> None:
    """Write the regions, a file per edition of the industries, and the bridge built on these, below ``target``."""
    wording = tomllib.loads((classification.FOLDER / "wording.toml").read_text(encoding="utf-8"))
    write("region", target / "regions.csv", regions.rows(folder, wording["skr_group"]))
    for edition, rows in industries.editions(folder, wording).items():
        write("industry", target / "industries" / f"{edition}.csv", rows)
    write("industry_bridge", target / "industry_bridge.csv", bridge.table(folder).to_pylist())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
