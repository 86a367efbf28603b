"""Skill relatedness as tables, in both editions of SNI, and as the proximity that a density can rest on.
How a user's file is read and normalised is ``skill_file``'s matter."""

from collections.abc import Mapping

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.measures.relatedness import Matrix
from pipelines.measures.skill_file import LEVEL, Pairs
from pipelines.warehouse import engine
from pipelines.warehouse.classification import SNI2007, SNI2025, unions
from pipelines.warehouse.classification.membership import CLASS
from pipelines.warehouse.engine import Relation

PAIR = pa.schema(
    {name: pa.string() for name in ("industry_a", "industry_b", "edition")} | {"relatedness": pa.float64()}
)
CODE = pa.schema({name: pa.string() for name in ("sni2007_code", "sni2025_code", "kind", "candidates")})


def skill_relatedness(pairs: Pairs, bridge: pa.Table) -> pa.Table:
    """Table ``skill_relatedness``: every pair in SNI 2007, and in SNI 2025 where both codes are one to one."""
    renamed = {row["sni2007_code"]: row["sni2025_code"] for row in _codes(pairs, bridge) if row["sni2025_code"]}
    carried = [(renamed[a], renamed[b], value) for (a, b), value in pairs.items() if a in renamed and b in renamed]
    rows = [(SNI2007, a, b, value) for (a, b), value in pairs.items()] + [(SNI2025, *each) for each in carried]
    names = ("edition", "industry_a", "industry_b", "relatedness")
    content = pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=PAIR)
    return engine.select("skill_relatedness", {"skill_pair": content})


def skill_bridge(pairs: Pairs, bridge: pa.Table) -> pa.Table:
    """Table ``skill_bridge``: every code of the matrix with its counterpart, or what it can have become."""
    return engine.select("skill_bridge", {"skill_code": pa.Table.from_pylist(_codes(pairs, bridge), schema=CODE)})


def proximity_by_skill(
    relations: Mapping[str, Relation],
    section: Mapping[str, str],
    industries: pa.Array,
    connection: duckdb.DuckDBPyConnection,
) -> Matrix | None:
    """Industries × industries, NaN for a pair that the matrix lacks; None where it does not speak of the series.

    ``relations`` are ``skill_relatedness`` and ``snapshot``. Below 0 is less labour than chance, which is no closeness:
    it counts as 0.
    """
    if section["level"] != LEVEL:
        return None
    pairs = engine.select("skill_pair", relations, {"series": section["series"]}, connection)
    row, column = (pc.index_in(pairs[name], industries) for name in ("industry_a", "industry_b"))
    known = pc.and_(row.is_valid(), column.is_valid())
    if not pc.any(known).as_py():
        return None
    close = np.full((len(industries), len(industries)), np.nan)
    values = np.maximum(pairs["relatedness"].filter(known).to_numpy(), 0.0)
    close[row.filter(known).to_numpy(), column.filter(known).to_numpy()] = values
    return close


def _codes(pairs: Pairs, bridge: pa.Table) -> list[dict[str, str | None]]:
    """The bridge's classes cut to three digits, which is what the classes lie in, and closed there."""
    classes = [row for row in bridge.to_pylist() if row["level"] == CLASS]
    groups = {(LEVEL, row["sni2007_code"][:3], row["sni2025_code"][:3]): row["source"] for row in classes}
    closed: dict[str, list[dict[str, str]]] = {}
    for row in unions.closed(groups).to_pylist():
        closed.setdefault(row["sni2007_code"], []).append(row)
    found: list[dict[str, str | None]] = []
    for code in sorted({code for pair in pairs for code in pair}):
        rows = closed.get(code, [])
        kind = rows[0]["kind"] if rows else "no_pair"
        after = " ".join(row["sni2025_code"] for row in rows) or None
        single = kind == "one_to_one"
        names = {"sni2025_code": after if single else None, "candidates": None if single else after}
        found.append({"sni2007_code": code, "kind": kind, **names})
    return found
