"""Register cells and a classification small enough to add up by hand.
No test belongs here."""

from datetime import date
from typing import Any

import pyarrow as pa

from pipelines import schema
from pipelines.warehouse import classification, engine

EDITION = {"industry_edition": "SNI2025"}
JANUARY, MARCH, MAY = date(2026, 1, 15), date(2026, 3, 15), date(2026, 5, 15)
# Two subclasses of one class, one of another division of the same section, one of another section, and the unknown.
LEAVES = {"01110": "A", "01120": "A", "02100": "A", "16101": "C", "00000": "US"}


def industries() -> pa.Table:
    rows: dict[str, dict[str, Any]] = {}
    for leaf, section in LEAVES.items():
        chain = [leaf, leaf[:4], leaf[:3], leaf[:2], section]
        for place, (code, level) in enumerate(zip(chain, ["5", "4", "3", "2", "section"], strict=True)):
            rows[code] = {
                "industry_code": code,
                "edition": "SNI2025",
                "level": level,
                "parent_code": chain[place + 1] if place < 4 else None,
                "unknown": section == "US",
            }
    # Another edition with the same codes, and one with a level of its own, must not disturb.
    rows["other"] = {**rows["01110"], "edition": "SNI2007", "parent_code": "9999"}
    rows["group"] = {**rows["A"], "edition": "SNI2007-16", "level": "group"}
    return pa.Table.from_pylist(list(rows.values()))


def cells(*rows: tuple[Any, ...], series: str = "REGISTER") -> pa.Table:
    """Rows of ``register_cell`` from (date, municipality, industry, size class, status, workplaces)."""
    names = ("register_date", "municipality_code", "industry_code", "size_class", "status", "workplaces")
    content = [{"series": series, **dict(zip(names, row, strict=True))} for row in rows]
    return pa.Table.from_pylist(content, schema=schema.table("register_cell").arrow_schema())


def relations(content: pa.Table) -> dict[str, Any]:
    return {"register_cell": content, "region": classification.regions(), "industry": industries()}


def counted(content: pa.Table) -> pa.Table:
    return engine.select("workplace_count", relations(content), EDITION)
