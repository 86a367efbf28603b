"""Editions of a few rows, written by hand as an edition holds them.
What is said of them is asserted in the tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines import schema
from pipelines.differences.editions import Edition
from pipelines.verdicts import tables
from pipelines.warehouse import engine

# What a row holds where a test does not say otherwise.
USUAL: dict[str, dict[str, Any]] = {
    "region": {"type": "county", "name_sv": "Kalmar län", "name_en": "Kalmar county"},
    "verdict": {"subject_type": "industry", "series": "BAS", "year": 2024, "reason": "strong_in_most", "lq": 2.0},
    "claim": {"subject_type": "industry", "series": "BAS", "year": 2024, "grade": "B", "verdict": "styrka"},
    "location_quotient": {"series": "BAS", "year": 2024, "reference": "nation"},
    "employment": {"series": "BAS", "year": 2024, "sex": "total", "status": "observed"},
}
READ = tuple(
    dict.fromkeys(
        (*("region", "industry", "snapshot", "strength_area", "employment", "verdict", "claim"), *tables.READS)
    )
)


def edition(folder: Path, identity: str, **content: Sequence[dict[str, Any]]) -> Edition:
    """An edition with these rows; columns that none of them names hold what is usual, or their type's least."""
    for name in READ:
        declared = schema.table(name).arrow_schema()
        empty = {field.name: _least(field) for field in declared}
        rows = [empty | USUAL.get(name, {}) | row for row in content.get(name, ())]
        path = folder / identity / "parquet" / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        engine.write_table(name, pa.Table.from_pylist(rows, schema=declared), path, identity)
    return Edition(folder / identity, identity, [])


def claim(claim_id: str, sv: str = "Sant.", en: str = "True.", **more: Any) -> dict[str, Any]:
    region, kind = claim_id.split("-")[:2]
    texts = {"text_sv": sv, "text_en": en, "caveat_sv": "Preliminära siffror.", "caveat_en": "Preliminary figures."}
    labels = {"label_sv": "Källa: SCB, tabell TAB1", "label_en": "Source: Statistics Sweden (SCB), table TAB1"}
    return {"claim_id": claim_id, "region_code": region, "kind": kind, "subject_code": "A", **texts, **labels, **more}


def _least(field: pa.Field) -> Any:
    if field.nullable:
        return None
    return "" if pa.types.is_string(field.type) else 0
