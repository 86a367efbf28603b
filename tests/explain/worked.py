"""A worked location quotient (docs/methods.md) as a user's own table, taken in for real, and its mart written by hand.
No expected explanation is written here."""

from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines import schema
from pipelines.scb import inventory
from pipelines.snapshots import extracts
from pipelines.snapshots.store import Store
from pipelines.warehouse import engine

# LQ of 1,714 of 79,006 against 879,213 of 15,593,224: 0.3847623.
E_IR, E_R, E_I, E = 1_714, 79_006, 879_213, 15_593_224
LQ = 0.3847623
FIGURES = {
    ("R1", "X"): E_IR,
    ("R1", "Y"): E_R - E_IR,
    ("R2", "X"): E_I - E_IR,
    ("R2", "Y"): E - E_I - E_R + E_IR,
    ("R3", "Y"): 0,
}


def write(folder: Path, changed: dict[str, Any] | None = None) -> tuple[Path, Store]:
    """The mart's Parquet folder and the store; ``changed`` overrides columns of R1's location quotient in the mart."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{region};{industry};2024;{count};group" for (region, industry), count in FIGURES.items()]
    file = folder / "worked.csv"
    file.write_text(
        "region_code;industry_code;year;employees;level\n" + "\n".join([*lines, "R3;X;2024;..;group"]) + "\n"
    )
    store = Store(folder / "raw")
    snapshot = extracts.take_in(file, "WORKED", store)
    lq = {
        "region_code": "R1",
        "industry_code": "X",
        "year": 2024,
        "series": "WORKED",
        "reference": "nation",
        "reference_code": "00",
        "level": "group",
        "employees": E_IR,
        "employees_region": E_R,
        "employees_reference": E_I,
        "employees_reference_total": E,
        "lq": E_IR / E_R / (E_I / E),
        "note": "incomplete_total",
    }
    suppressed = lq | {"region_code": "R3", "employees": None, "employees_region": 0, "lq": None, "note": "suppressed"}
    content = {
        "location_quotient": [lq | (changed or {}), suppressed],
        "region": [
            {"region_code": f"R{n}", "name_sv": f"Region {n}", "name_en": f"Region {n}", "type": "imported"}
            for n in (1, 2, 3)
        ],
        "industry": [
            {"industry_code": code, "edition": "WORKED", "level": "group", "unknown": False}
            | {"name_sv": code, "name_en": code, "short_sv": code, "short_en": code}
            for code in ("X", "Y")
        ],
        "employment": [row | {"sex": "total"} for row in extracts.cells(snapshot).to_pylist()],
        "snapshot": inventory.table(store, [snapshot]).to_pylist(),
    }
    for name, rows in content.items():
        table = pa.Table.from_pylist(rows, schema=schema.table(name).arrow_schema())
        engine.write_table(name, table, folder / "parquet" / f"{name}.parquet", "edition")
    return folder / "parquet", store
