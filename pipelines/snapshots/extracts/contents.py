"""What a stored table of a user's holds: its cells in the one declared form, its regions and its industries.
How a file is taken in does not belong here; `intake` does that."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines import schema
from pipelines.errors import listed, short
from pipelines.snapshots.extracts.levels import levels
from pipelines.snapshots.store import Snapshot
from pipelines.warehouse import classification, engine

# Says that industry codes are of no edition of SNI.
OWN = "own"
# Where a sidecar's query keeps what a suppressed cell of the table can hold at most, if that is stated.
SUPPRESSED_MOST = "suppressed_most"
BATCH_ROWS = 1 << 17
# Distinct values are found in parts of this many rows, so that no column is in memory whole.
DISTINCT_ROWS = 1 << 20


def edition(snapshot: Snapshot) -> str:
    """The edition of the classification that an imported table follows; its own name where that is its own."""
    stated = str(snapshot.sidecar.query.get("classification", classification.SNI2007))
    return snapshot.sidecar.table_id if stated == OWN else stated


def undeclared(snapshot: Snapshot) -> list[str]:
    """The industry codes of an imported table that the edition it follows does not have; none if that is its own."""
    followed = edition(snapshot)
    if followed not in classification.EDITIONS:
        return []
    spoken = [classification.industries(each)["industry_code"].to_pylist() for each in classification.spoken(followed)]
    codes = _distinct(snapshot, ["industry_code"])["industry_code"].to_pylist()
    return sorted(set(codes).difference(*spoken))


def zero_lost(snapshot: Snapshot) -> list[str]:
    """The region codes of an imported table that are no declared region, but would be with a zero in front."""
    declared = set(classification.regions()["region_code"].to_pylist())
    codes = set(_distinct(snapshot, ["region_code"])["region_code"].to_pylist())
    return sorted(code for code in codes - declared if f"0{code}" in declared)


def larger_than_whole(snapshot: Snapshot) -> list[str]:
    """Cells of an imported table that have more employees than an industry above them, each in words with both."""
    followed = edition(snapshot)
    if followed not in classification.EDITIONS:
        return []
    spoken = pa.concat_tables([classification.industries(each) for each in classification.spoken(followed)])
    codes = _distinct(snapshot, ["industry_code"])["industry_code"]
    levels_there = spoken.filter(pc.is_in(spoken["industry_code"], codes.combine_chunks()))["level"].unique()
    # The two are never joined for nothing: a table can have millions of cells, and most have one level.
    if len(levels_there) < 2:
        return []
    found = engine.select("import_child_larger", {"imported": snapshot.body_path, "industry": spoken})
    keys = ("region_code", "year", "industry_code", "parent_code")
    line = "region {region_code} year {year}: {employees} in {industry_code} but {parent_employees} in {parent_code}"
    return [line.format_map(row) for row in found.sort_by([(key, "ascending") for key in keys]).to_pylist()]


def renamed(snapshot: Snapshot) -> list[str]:
    """The region and industry codes of an imported table that have several names, each in words with all of them."""
    found = []
    for kind in ("region", "industry"):
        if not any(_distinct(snapshot, [f"{kind}_name"])[f"{kind}_name"].to_pylist()):
            continue
        named: dict[str, list[str]] = {}
        for row in _distinct(snapshot, [f"{kind}_code", f"{kind}_name"]).to_pylist():
            if (name := row[f"{kind}_name"]) is not None:
                named.setdefault(row[f"{kind}_code"], []).append(short(name))
        found += [f"{kind} {code} is called {listed(names)}" for code, names in named.items() if len(names) > 1]
    return found


def without_nation(snapshot: Snapshot) -> bool:
    """Whether some year of a table has Swedish regions, but neither the nation nor all counties or municipalities."""
    listed = _distinct(snapshot, ["region_code", "year"])
    employment = listed.append_column("series", pa.repeat(snapshot.sidecar.table_id, listed.num_rows))
    found = engine.select("nation_by_sum", {"employment": employment, "region": classification.regions()})
    return bool(found.num_rows)


def cells(snapshot: Snapshot) -> pa.Table:
    """All cells of an imported table, in the schema of table ``cell``, sorted by its key."""
    return pa.Table.from_batches(batches(snapshot), schema=schema.table("cell").arrow_schema())


def batches(snapshot: Snapshot) -> Iterator[pa.RecordBatch]:
    """As ``cells``, batch by batch, for tables too large for memory. The checksum is the caller's to check."""
    declared = schema.table("cell").arrow_schema()
    name = snapshot.sidecar.table_id
    level_of = levels(_distinct(snapshot, ["industry_code"])["industry_code"].to_pylist(), edition(snapshot))
    with pq.ParquetFile(snapshot.body_path) as file:
        for batch in file.iter_batches(BATCH_ROWS):
            constants = {"table_id": name, "series": name, "sex": "total", "measure": "workplace"}
            columns = {key: pa.repeat(value, batch.num_rows) for key, value in constants.items()}
            columns |= {key: batch[key] for key in batch.schema.names}
            columns["level"] = pc.coalesce(batch["level"], _looked_up(batch["industry_code"], level_of))
            yield pa.record_batch([columns[field.name] for field in declared], schema=declared)


def regions(snapshot: Snapshot) -> pa.Table:
    """Distinct ``region_code`` and ``name`` (may be empty) of an imported table: relation ``imported_region``."""
    return _distinct(snapshot, ["region_code", "region_name"]).rename_columns(["region_code", "name"])


def industries(snapshot: Snapshot) -> pa.Table:
    """Distinct ``industry_code, edition, level, name`` of an imported table: relation ``imported_industry``."""
    found = _distinct(snapshot, ["industry_code", "level", "industry_name"])
    codes = found["industry_code"]
    return pa.table(
        {
            "industry_code": codes,
            "edition": pa.repeat(snapshot.sidecar.table_id, found.num_rows),
            "level": pc.coalesce(found["level"], _looked_up(codes, levels(codes.to_pylist(), edition(snapshot)))),
            "name": found["industry_name"],
        }
    )


def _distinct(snapshot: Snapshot, columns: list[str]) -> pa.Table:
    with pq.ParquetFile(snapshot.body_path, read_dictionary=columns) as file:
        parts = [
            pa.Table.from_batches([batch]).group_by(columns, use_threads=False).aggregate([])
            for batch in file.iter_batches(DISTINCT_ROWS, columns=columns)
        ]
    plain = [part.cast(pa.schema([(name, pa.string()) for name in columns])) for part in parts]
    found = pa.concat_tables(plain).group_by(columns, use_threads=False).aggregate([])
    return found.sort_by([(name, "ascending") for name in columns])


def _looked_up(codes: pa.Array | pa.ChunkedArray, level_of: dict[str, str]) -> pa.Array | pa.ChunkedArray:
    known = sorted(level_of)
    return pc.take(pa.array([level_of[code] for code in known], pa.string()), pc.index_in(codes, pa.array(known)))
