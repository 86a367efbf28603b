"""Imported tables carried to the other edition of SNI, one series, year and level at a time: relation ``carried``.
What carries over and what does not is decided in ``classification.bridge``."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines import schema
from pipelines.warehouse.classification import SNI2007, SNI2025, bridge

OTHER = {SNI2007: SNI2025, SNI2025: SNI2007}
NOT_LISTED = "members_not_listed"
SECTION = ["series", "year", "level"]
CELL = {"region_code": "region", "industry_code": "industry", "year": "year", "employees": "value"}


def carried(employment: Path, snapshot: Path, pairs: pa.Table) -> pa.Table:
    """Relation ``carried``, in the schema of table ``carried_employment``; ``pairs`` is the bridge in force.

    ``employment`` and ``snapshot`` are the mart's tables; only imports that follow SNI 2007 or SNI 2025 are carried.
    """
    editions = _editions(snapshot)
    imported = pc.field("series").isin(pa.array(list(editions), pa.string())) & pc.field("level").isin(bridge.LEVELS)
    sections = pq.read_table(employment, columns=SECTION, filters=imported).group_by(SECTION).aggregate([])
    parts = [schema.table("carried_employment").arrow_schema().empty_table()]
    for section in sections.to_pylist():
        chosen = pc.field("sex") == "total"
        for name in SECTION:
            chosen &= pc.field(name) == section[name]
        cells = pq.read_table(employment, columns=list(CELL), filters=chosen).rename_columns(list(CELL.values()))
        source = editions[section["series"]]
        found = bridge.carry(cells, section["level"], source, OTHER[source], pairs)
        whole = pc.equal(found.exact["absent"], "")
        exact, partial = found.exact.filter(whole), found.exact.filter(pc.invert(whole))
        parts.append(_part({**section, "outcome": "exact", "edition": OTHER[source]}, exact, "sources", "kind"))
        parts.append(
            _part({**section, "outcome": "ambiguous", "edition": source}, found.ambiguous, "candidates", "reason")
        )
        left = _not_listed(cells, partial)
        parts.append(_part({**section, "outcome": "ambiguous", "edition": source}, left, "candidates", "reason"))
    return pa.concat_tables(parts)


def _editions(snapshot: Path) -> dict[str, str]:
    """The edition that each imported series follows, of those that the bridge is between."""
    rows = pq.read_table(snapshot, columns=["series", "origin", "industry_edition"]).to_pylist()
    return {
        row["series"]: row["industry_edition"]
        for row in rows
        if row["origin"] == "import" and row["industry_edition"] in OTHER
    }


def _not_listed(cells: pa.Table, partial: pa.Table) -> pa.Table:
    """The cells of classes of which the table lists only a part anywhere: their sum is not the class on the other side.

    ``partial`` are the rows that would be exact if it listed the whole class.
    """
    classes = {
        code: {"union_id": row["union_id"], "candidates": row["industry"], "reason": NOT_LISTED}
        for row in partial.to_pylist()
        for code in row["sources"].split()
    }
    rows = [row | classes[row["industry"]] for row in cells.to_pylist() if row["industry"] in classes]
    texts = [(name, pa.string()) for name in ("union_id", "candidates", "reason")]
    return pa.Table.from_pylist(rows, schema=pa.schema([*cells.schema, *texts]))


def _part(constant: dict[str, object], rows: pa.Table, codes: str, reason: str) -> pa.Table:
    declared = schema.table("carried_employment").arrow_schema()
    columns = {name: pa.repeat(pa.scalar(value), rows.num_rows) for name, value in constant.items()}
    columns |= {"region_code": rows["region"], "industry_code": rows["industry"], "employees": rows["value"]}
    columns |= {"union_id": rows["union_id"], "other_codes": rows[codes], "reason": rows[reason]}
    return pa.table([columns[name] for name in declared.names], names=declared.names).cast(declared)
