"""Hand-made rows of the firm tables, in the declared schemas, and the SQL run on them.
No expected result is written here."""

from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.schema import table
from pipelines.warehouse import engine

Rows = list[dict[str, Any]]


def arrow(name: str, rows: Rows) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=table(name).arrow_schema())


def parquet(folder: Path, name: str, rows: Rows) -> Path:
    path = folder / f"{name}.parquet"
    engine.write_table(name, arrow(name, rows), path, "test")
    return path


def account(measure: str, value: float | None, status: str = "observed", **changes: Any) -> dict[str, Any]:
    """A row of ``regional_account``: Örebro county's producers of goods in 2024 unless told otherwise."""
    return {
        "region_code": "18",
        "industry_code": "A01-F43",
        "year": 2024,
        "measure": measure,
        "level": "aggregate",
        "industry_sv": "Varuproducenter",
        "industry_en": "Producers of goods",
        "value": value,
        "unit": "thousand persons" if measure == "average_employed" else "SEK million",
        "status": status,
        "table_id": "NR0105ENS2010T03A",
        **changes,
    }


def unit(measure: str, value: float | None, status: str = "observed", **changes: Any) -> dict[str, Any]:
    """A row of ``local_unit``: manufacturing in Kalmar county in 2022 unless told otherwise."""
    given = {"region_code": "08", "industry_code": "C", "year": 2022, "level": "section", "table_id": "TAB6329"}
    named = {"industry_sv": "Tillverkning", "industry_en": "Manufacturing", "unit": "SEK million"}
    return account(measure, value, status, **{**given, **named, **changes})


def pair(
    residence: str, workplace: str, commuters: int | None, status: str = "observed", year: int = 2024
) -> dict[str, Any]:
    """A row of ``commuting``."""
    return {
        "residence_code": residence,
        "workplace_code": workplace,
        "year": year,
        "commuters": commuters,
        "status": status,
        "table_id": "TAB1830",
    }
