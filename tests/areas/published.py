"""A mart of strength areas on a register and an extract that were taken in for real, small enough to add up by hand.
No expected figure is written here."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines import schema
from pipelines.areas import measures
from pipelines.areas.declaration import Area
from pipelines.export import csv
from pipelines.register import editions
from pipelines.register.intake import Source, take_in
from pipelines.scb import inventory
from pipelines.snapshots import extracts
from pipelines.snapshots.store import SIMULATED, Snapshot, Store
from pipelines.warehouse import classification, engine
from tests.areas import written
from tests.areas.written import Cells

PULLED = "2026-02-01"
EDITION = "edition"
TABLES = ("strength_area_quotient", "strength_area_coverage", "strength_area_overlap")


def documents(cells: Cells) -> Iterator[dict[str, Any]]:
    """One page of a register with as many workplaces as ``cells`` say, and a closed one that counts nowhere."""
    workplaces = [
        {
            "belagenhetsadress": {"kommun": municipality},
            "primarNaringsgren": {"naringsgren": code},
            "anstKl": size,
            "aeStat": "1",
        }
        for (municipality, code, size), count in cells.items()
        for _ in range(count)
    ]
    workplaces.append({**workplaces[0], "aeStat": "9"})
    yield {"arbetsstallen": workplaces, "pagination": {"limit": 5000, "hasMore": False}}


def write(folder: Path, areas: Sequence[Area], cells: Cells, extract: Sequence[str], level: str = "5") -> Store:
    """The mart below ``folder``: a simulated register of ``cells`` and series HAND of ``extract`` (CSV lines)."""
    store = Store(folder / "raw", register=SIMULATED)
    source = Source(origin="simulated", stamp=PULLED, query={"seed": 1}, licence="none", note="a test", limit=5000)
    kept = [take_in(documents(cells), source, store)]
    employment = written.NO_EMPLOYMENT
    if extract:
        file = folder / "hand.csv"
        lines = [f"{line};{level}" for line in extract]
        file.write_text("region_code;industry_code;year;employees;level\n" + "\n".join(lines) + "\n")
        kept.append(extracts.take_in(file, "HAND", store))
        employment = pa.Table.from_pylist(
            [row | {"sex": "total"} for row in extracts.cells(kept[1]).to_pylist()], schema=employment.schema
        )
    snapshots = inventory.table(store, kept)
    relations = written.every_relation(areas, counts=_counts(kept[0]), employment=employment)
    relations["snapshot"] = snapshots
    tables = {name: relations[name] for name in ("region", "industry", "strength_area", "strength_area_member")}
    tables |= {"snapshot": snapshots, "employment": employment}
    tables |= {name: getattr(measures, name)(relations) for name in TABLES}
    for name, content in tables.items():
        assert isinstance(content, pa.Table)
        engine.write_table(name, content, folder / "parquet" / f"{name}.parquet", EDITION)
    csv.write(TABLES[0], folder / "parquet" / f"{TABLES[0]}.parquet", folder / "csv" / f"{TABLES[0]}.csv")
    return store


def _counts(snapshot: Snapshot) -> pa.Table:
    body = pa.Table.from_batches(editions.cells([snapshot]), schema.table("register_cell").arrow_schema())
    relations = {
        "register_cell": body,
        "region": classification.regions(),
        "industry": classification.industries(),
    }
    return engine.select("workplace_count", relations, {"industry_edition": classification.SNI2025})
