"""Verdicts and quotients written by hand for all 21 counties, and the claims made of them.
No expected sentence is written here."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from pipelines import schema
from pipelines.claims import table
from pipelines.warehouse import classification

COUNTIES = tuple(
    row["region_code"]
    for row in classification.regions().to_pylist()
    if row["type"] == "county" and not row["valid_to"]
)
Row = dict[str, Any]


def rows_of(name: str, rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema.table(name).arrow_schema())


def snapshot(series: str, **more: Any) -> Row:
    facts: Row = {"table_id": "TAB3204", "part": 1, "parts": 1, "series": series, "industry_edition": "SNI2007-16"}
    facts |= {"title_sv": "", "title_en": "", "updated": "2026-03-05T07:00:00Z", "retrieved": "2026-03-06T07:00:00Z"}
    facts |= {"origin": "client", "url": "", "licence": "CC0", "sha256": "ab" * 32, "path": "fetched/TAB3204/x"}
    return facts | more


def relations(
    quotients: Mapping[str, tuple[float, float, float]], *, series: str = "BAS", year: int = 2024, **verdict: Any
) -> dict[str, pa.Table]:
    """``quotients`` maps regions to the LQ of A with its bounds; Kalmar county's is granted, as ``verdict`` says."""
    common = {"industry_code": "A", "year": year, "series": series, "level": "group"}
    judged: Row = {"subject_code": "A", "subject_type": "industry", "year": year, "series": series, "level": "group"}
    judged |= {"verdict": "styrka", "reason": "strong_in_most", "specifications": 12, "specifications_strong": 11}
    judged |= {"specifications_open": 0, "questions": 3, "same_verdict": 3, "of_regions": 21, "region_code": "08"}
    given = {
        "region": classification.regions(),
        "industry": classification.industries(),
        "snapshot": rows_of("snapshot", [snapshot(series)]),
        "employment": rows_of(
            "employment",
            [
                {"region_code": code, **common, "sex": "total", "employees": 4995, "status": "observed"}
                | {"table_id": "TAB3204"}
                for code in quotients
            ],
        ),
        "location_quotient": rows_of(
            "location_quotient",
            [
                {"region_code": code, **common, "reference": "nation", "reference_code": "00", "employees": 4995}
                | {"lq": lq, "lq_low": low, "lq_high": high}
                for code, (lq, low, high) in quotients.items()
            ],
        ),
        "verdict": rows_of("verdict", [judged | verdict]),
    }
    return {name: given.get(name, rows_of(name, [])) for name in table.READS}


def claims(given: Mapping[str, pa.Table]) -> dict[str, Row]:
    """Rows of ``claim`` by kind."""
    rows = table.claim(given).to_pylist()
    assert len({row["kind"] for row in rows}) == len(rows)
    return {row["kind"]: row for row in rows}
