"""Employment written by hand for the pipeline's measures, and the measures of it as rows.
No expected figure is written here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import schema
from pipelines.measures import tables
from pipelines.warehouse import classification, engine

Figure = int | str | None
Key = tuple[str, str]
NOISE_SCHEMA = pa.schema([("table_id", pa.string()), ("noise", pa.int64())])


def employment(
    figures: Mapping[Key, Figure],
    *,
    year: int = 2024,
    series: str = "HAND",
    level: str = "group",
    status: str = "observed",
) -> pa.Table:
    """``figures`` maps (region, industry) to persons, or to the status of a cell that has none."""
    rows = [
        {
            "region_code": region,
            "industry_code": industry,
            "year": year,
            "series": series,
            "sex": "total",
            "level": level,
            "employees": figure if isinstance(figure, int) else None,
            "status": figure if isinstance(figure, str) else status,
            "table_id": series,
        }
        for (region, industry), figure in figures.items()
    ]
    return pa.Table.from_pylist(rows, schema=schema.table("employment").arrow_schema())


def relations(content: pa.Table, noise: Mapping[str, int] | None = None, region: pa.Table | None = None) -> Any:
    pairs = [{"table_id": table_id, "noise": persons} for table_id, persons in (noise or {}).items()]
    return {
        "employment": content,
        "region": classification.regions() if region is None else region,
        "industry": classification.industries(),
        "snapshot": pa.table({"series": ["HAND"], "industry_edition": [classification.SNI2007]}),
        "table_noise": pa.Table.from_pylist(pairs, schema=NOISE_SCHEMA),
    }


def quotients(folder: Path, content: pa.Table, **more: Any) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Rows of ``location_quotient`` by (region, industry, reference)."""
    target = folder / "location_quotient.parquet"
    tables.location_quotient(relations(content, **more), target, "hand")
    rows = pq.ParquetFile(target).read().to_pylist()
    return {(row["region_code"], row["industry_code"], row["reference"]): row for row in rows}


def segments(content: pa.Table, breaks: pa.Table | None = None) -> pa.Table:
    """Table ``series_segment`` of ``content``; without ``breaks`` none are declared."""
    none = schema.table("series_break").arrow_schema().empty_table()
    return engine.select("series_segment", {"employment": content, "series_break": none if breaks is None else breaks})


def declared(*breaks: tuple[str, int, str]) -> pa.Table:
    """Table ``series_break`` of (series, year, kind)."""
    rows = [
        {"series": series, "year": year, "kind": kind, "source": "hand", "own_check": True}
        | {"description_sv": f"Brott {year}.", "description_en": f"Break {year}."}
        for series, year, kind in breaks
    ]
    return pa.Table.from_pylist(rows, schema=schema.table("series_break").arrow_schema())


def shifts(
    folder: Path, content: pa.Table, breaks: pa.Table | None = None, **more: Any
) -> dict[tuple[str, str, int], dict[str, Any]]:
    """Rows of ``shift_share`` by (region, industry, first year)."""
    target = folder / "shift_share.parquet"
    read = relations(content, **more) | {"series_segment": segments(content, breaks)}
    tables.shift_share(read, target, "hand")
    rows = pq.ParquetFile(target).read().to_pylist()
    return {(row["region_code"], row["industry_code"], row["start_year"]): row for row in rows}


def concentrations(folder: Path, content: pa.Table, **more: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """Rows of ``concentration`` by (industry, region type)."""
    target = folder / "concentration.parquet"
    tables.concentration(relations(content, **more), target, "hand")
    rows = pq.ParquetFile(target).read().to_pylist()
    return {(row["industry_code"], row["region_type"]): row for row in rows}


def specialisations(folder: Path, content: pa.Table, **more: Any) -> dict[str, dict[str, Any]]:
    """Rows of ``specialisation`` by region."""
    target = folder / "specialisation.parquet"
    tables.specialisation(relations(content, **more), target, "hand")
    return {row["region_code"]: row for row in pq.ParquetFile(target).read().to_pylist()}
