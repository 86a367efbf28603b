"""Rows of three tables as one: quotients against the nation of employed, of workplaces and of strength areas.
What is shown of them, and beside what, is ``quotients``' matter."""

from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.export.reading import columns
from pipelines.site.settings import settings

AREA, GROUP = "area", "group"
NAMES = ("region_code", "subject_code", "year", "series", "level", "size", "share", "lq", "lq_low", "lq_high")
RANKED = ("rank", "rank_of", "note")
TYPES = {
    "year": pa.int64(),
    "rank": pa.int64(),
    "rank_of": pa.int64(),
    **dict.fromkeys(("size", "share", "lq", "lq_low", "lq_high"), pa.float64()),
}
# A quotient of the known cells alone: what it lacks can be anything.
INCOMPLETE_TOTAL = "incomplete_total"
AGAINST_NATION = pc.field("reference") == "nation"


def employed(parquet: Path) -> pa.Table:
    """Quotients of employed."""
    names = ["region_code", "industry_code", "year", "series", "level", "employees", "share", "lq", "lq_low", "lq_high"]
    found = columns(parquet, "location_quotient", [*names, *RANKED], _levels(parquet, "location_quotient"))
    return _uniform(found, {"industry_code": "subject_code", "employees": "size"})


def workplaces(parquet: Path) -> pa.Table:
    """Quotients of workplaces, from the newest pull of each register."""
    names = ["region_code", "industry_code", "register_date", "series", "level", "workplaces", "share", "lq"]
    found = columns(parquet, "workplace_quotient", [*names, *RANKED], _levels(parquet, "workplace_quotient"))
    newest = found.group_by("series").aggregate([("register_date", "max")])
    found = found.join(newest, "series").filter(pc.field("register_date") == pc.field("register_date_max"))
    found = found.append_column("year", pc.year(found["register_date"]))
    return _uniform(found, {"industry_code": "subject_code", "workplaces": "size"})


def areas(parquet: Path) -> pa.Table:
    """Quotients of the strength areas that a series measures in some region; one that is too coarse measures none."""
    names = ["region_code", "area_id", "year", "series", "workplaces", "employees", "share", "lq", *RANKED]
    found = columns(parquet, "strength_area_quotient", names, AGAINST_NATION)
    pairs = list(zip(found["series"].to_pylist(), found["area_id"].to_pylist(), strict=True))
    measured = {pair for pair, lq in zip(pairs, found["lq"].to_pylist(), strict=True) if lq is not None}
    found = found.filter(pa.array([pair in measured for pair in pairs], pa.bool_()))
    found = found.append_column("size", pc.coalesce(found["workplaces"], found["employees"]))
    found = found.append_column("level", pa.array([AREA] * len(found), pa.string()))
    return _uniform(found, {"area_id": "subject_code"})


def _levels(parquet: Path, table: str) -> pc.Expression:
    """Rows against the nation on the declared levels, and of a series that has none of these on its coarsest."""
    order: list[str] = settings()["comparison"]["levels"]
    shown: Collection[str] = settings()["map"]["levels"]
    found: dict[str, list[str]] = {}
    distinct = columns(parquet, table, ["series", "level"], AGAINST_NATION).group_by(["series", "level"]).aggregate([])
    for row in distinct.to_pylist():
        found.setdefault(row["series"], []).append(row["level"])
    chosen = pc.field("level").isin(pa.array(shown, pa.string()))
    for series, levels in sorted(found.items()):
        if not set(levels) & set(shown):
            coarsest = min(levels, key=order.index)
            chosen |= (pc.field("series") == series) & (pc.field("level") == coarsest)
    return AGAINST_NATION & chosen


def _uniform(found: pa.Table, renamed: dict[str, str]) -> pa.Table:
    """The columns of all three in one order and type; bounds are only known of employed."""
    named = found.rename_columns([renamed.get(name, name) for name in found.column_names])
    return pa.table(
        {
            name: named[name].cast(TYPES.get(name, pa.string()))
            if name in named.column_names
            else pa.nulls(len(named), TYPES[name])
            for name in (*NAMES, *RANKED)
        }
    )
