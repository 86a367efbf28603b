"""Twins: the regions of one type whose industry structures are nearest to each other.
The measure of similarity and how many twins a region has stand in ``conventions.toml``; sums are whole numbers."""

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines import schema
from pipelines.measures.conventions import conventions
from pipelines.measures.presence import SECTION, numbered, rows_of
from pipelines.warehouse import engine
from pipelines.warehouse.engine import Relation

NEAREST = pa.schema(
    {"region_code": pa.string(), "rank": pa.int64(), "twin_code": pa.string(), "similarity": pa.float64()}
    | {"compared": pa.int64(), "note": pa.string()}
)
# Sums of twice a product of totals stay below this, or whole numbers of Python's are taken.
LARGEST = 2**62


def write(relations: Mapping[str, Relation], target: Path, edition: str) -> int:
    """Write table ``twin`` to ``target`` and return its number of rows; ``relations`` are
    ``presence.READS``."""
    with engine.connect(threads=1) as connection:
        return engine.write_stream("twin", twins_of(relations, connection), target, edition)


def twins_of(
    relations: Mapping[str, Relation], connection: duckdb.DuckDBPyConnection
) -> Generator[pa.Table, None, None]:
    """Rows of ``twin``: the types of region of one series, year and level together."""
    cells = engine.select("structure_cell", relations, connection=connection)
    found = engine.select("structure_section", {"structure_cell": cells}, connection=connection).to_pylist()
    parts: dict[tuple[Any, ...], list[pa.Table]] = {}
    for section in sorted(found, key=lambda row: [row[name] for name in SECTION]):
        rows = engine.select("twin", {"nearest": nearest(rows_of(cells, section))}, section, connection)
        parts.setdefault(tuple(section[name] for name in SECTION[:3]), []).append(rows)
    if not parts:
        yield schema.table("twin").arrow_schema().empty_table()
    for together in parts.values():
        yield pa.concat_tables(together).sort_by([("region_code", "ascending"), ("rank", "ascending")])


def nearest(cells: pa.Table) -> pa.Table:
    """The nearest regions of every region of rows ``region_code, industry_code, number`` (empty: unknown).

    Similarity is 1 − Σ|s_ir − s_it|/2, the share of their structures that two regions have in common: 1 less half the
    Krugman index of the two. An industry that a region does not list counts as none there. Source: Krugman (1991),
    Geography and Trade; decided on whole numbers, Σ|e_ir·E_t − e_it·E_r|, so that equals are equal.
    """
    regions = sorted(set(cells["region_code"].to_pylist()))
    unknown = set(cells.filter(pc.is_null(cells["number"]))["region_code"].to_pylist())
    counts = _counts(cells)
    totals = counts.sum(axis=1)
    notes = dict.fromkeys(unknown, "incomplete_total")
    notes |= {code: "no_employment_in_region" for code, total in zip(regions, totals, strict=True) if not total} | notes
    able = [place for place, code in enumerate(regions) if code not in notes]
    rows: list[dict[str, Any]] = []
    for place, code in enumerate(regions):
        others = [other for other in able if other != place]
        if code in notes or not others:
            note = notes.get(code, "no_other_region")
            rows.append({"region_code": code, "rank": 1, "compared": 0, "note": note})
            continue
        apart = np.abs(counts[others] * totals[place] - counts[place] * totals[others, None]).sum(axis=1)
        scored = [
            (int(difference) / (2 * int(totals[place]) * int(totals[other])), regions[other])
            for other, difference in zip(others, apart, strict=True)
        ]
        rows += [
            {"region_code": code, "rank": rank, "twin_code": twin, "similarity": 1 - half, "compared": len(others)}
            for rank, (half, twin) in enumerate(sorted(scored)[: conventions().twins], start=1)
        ]
    return pa.Table.from_pylist(rows, schema=NEAREST)


def _counts(cells: pa.Table) -> Any:
    """Regions × industries; whole numbers of Python's where products of totals would not fit into 64 bits."""
    row, regions = numbered(cells["region_code"])
    column, industries = numbered(cells["industry_code"])
    counts = np.zeros((len(regions), len(industries)), dtype=np.int64)
    counts[row, column] = pc.fill_null(cells["number"], 0).to_numpy()
    largest = int(counts.sum(axis=1).max())
    return counts if 2 * largest**2 < LARGEST else counts.astype(object)
