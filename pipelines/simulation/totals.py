"""The real figures that a simulated register adds up to: jobs of every county and industry group, newest year.
How they are spread over municipalities, industries and workplaces does not belong here."""

from dataclasses import dataclass

import pyarrow.compute as pc

from pipelines.errors import StyrkaError
from pipelines.scb import cells
from pipelines.scb.catalogue import declaration
from pipelines.snapshots.store import Store
from pipelines.warehouse import classification


@dataclass(frozen=True)
class Totals:
    """``jobs`` by county and group of SNI2007-16 (unknown ``US`` included), of ``year``."""

    table_id: str
    year: int
    jobs: dict[tuple[str, str], int]


def totals(store: Store, table_id: str) -> Totals:
    """Jobs per county and group in the newest year of a stored table; StyrkaError when the store lacks a county."""
    declared = declaration(table_id)
    found = cells.read(store, declared, store.newest(table_id))
    found = found.filter(
        (pc.field("measure") == "workplace")
        & (pc.field("level") == "group")
        & (pc.utf8_length(pc.field("region_code")) == 2)
    )
    if not found.num_rows:
        raise StyrkaError(
            f"{store.root}: there is no snapshot of {table_id}, whose figures a simulation adds up to; "
            "copy data_raw/bundled of the project there, or run styrka refresh"
        )
    year = pc.max(found["year"]).as_py()
    jobs: dict[tuple[str, str], int] = {}
    for row in found.filter(pc.field("year") == year).to_pylist():
        key = (row["region_code"], row["industry_code"])
        jobs[key] = jobs.get(key, 0) + (row["employees"] or 0)
    regions = classification.regions()
    counties = regions.filter(pc.field("type") == "county")["region_code"].to_pylist()
    absent = sorted(set(counties) - {county for county, _ in jobs})
    if absent:
        raise StyrkaError(f"{table_id}: county {absent[0]} has no figures of {year}; a simulation needs all counties")
    return Totals(table_id, year, {key: value for key, value in sorted(jobs.items()) if key[0] in counties})
