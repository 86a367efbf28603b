"""The measures of strength areas: every series and year in turn, on the level that each area needs.
The formulas are in ``sql/``; which areas there are, and whether their codes fit, does not belong here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipelines import schema
from pipelines.measures.conventions import conventions
from pipelines.register.config import INDUSTRY_EDITION
from pipelines.warehouse import engine
from pipelines.warehouse.engine import Relation

# As for the measures of industries: a second thread for each small step would cost more than it gives.
THREADS = 1
# From the coarsest to the finest, as in sql/level_depth.sql.
LEVELS = ("group", "section", "2", "3", "4", "5")

Relations = Mapping[str, Relation]
Row = dict[str, Any]
Section = tuple[str, int | None, str]
# Where sql/strength_area_overlap.sql lists what is shared without measuring it. No series can bear this name.
NO_SERIES: Section = ("(none)", None, LEVELS[0])


def strength_area_quotient(relations: Relations) -> pa.Table:
    """Table ``strength_area_quotient``: LQ = (area / region's all) / (area / reference's all), areas weighted sums.

    ``relations`` are ``strength_area``, ``strength_area_member``, ``industry``, ``region``, ``snapshot`` (of which
    ``series, industry_edition``), ``employment``, ``workplace_count``, ``job_allocation`` and ``job_interval`` in their
    declared schemas, and ``table_noise``. Workplaces and employed are exact; jobs are bounds, and so is their quotient.
    Source: Florence (1939); the bounds in ``sql/quotient_bounds.sql``, conventions beside ``pipelines/measures``.
    """
    return _measured("strength_area_quotient", relations, _every_level)


def strength_area_coverage(relations: Relations) -> pa.Table:
    """Table ``strength_area_coverage``: how much of each region the areas of each set hold; ``relations`` as above."""
    return _measured("strength_area_coverage", relations, _newest)


def strength_area_overlap(relations: Relations) -> pa.Table:
    """Table ``strength_area_overlap``: the industries that two areas share, and how much; ``relations`` as above."""
    return _measured("strength_area_overlap", relations, _newest_measured)


def _every_level(placed: Sequence[Row]) -> set[Section]:
    """Each level on which an area is measured, and the finest of a series' newest year, which may be too coarse."""
    measured = {(row["series"], row["year"], row["level"]) for row in placed if row["level"]}
    return measured | {(row["series"], row["year"], row["finest_level"]) for row in placed if row["newest"]}


def _newest(placed: Sequence[Row]) -> set[Section]:
    """The newest year of each series, on the finest level that one of its areas needs; else on what it has."""
    levels: dict[tuple[str, int], list[str]] = {}
    for row in placed:
        if row["newest"]:
            levels.setdefault((row["series"], row["year"]), []).append(row["level"] or LEVELS[0])
    finest = {(row["series"], row["year"]): row["finest_level"] for row in placed}
    return {
        (*key, finest[key] if set(needed) == {LEVELS[0]} else max(needed, key=LEVELS.index))
        for key, needed in levels.items()
    }


def _newest_measured(placed: Sequence[Row]) -> set[Section]:
    """The same of series that measure an area at all, and one section without a series."""
    measuring = {row["series"] for row in placed if row["newest"] and row["level"]}
    return {NO_SERIES} | {section for section in _newest(placed) if section[0] in measuring}


def of_registers(placed: Sequence[Row]) -> set[Section]:
    """Each level of a register on which an area is measured."""
    return {(row["series"], row["year"], row["level"]) for row in placed if row["level"] and row["register_date"]}


def _measured(name: str, relations: Relations, chosen: Callable[[Sequence[Row]], set[Section]]) -> pa.Table:
    found = [schema.table(name).arrow_schema().empty_table(), *parts(name, relations, chosen)]
    return pa.concat_tables(found).sort_by([(column, "ascending") for column in schema.table(name).sort])


def parts(name: str, relations: Relations, chosen: Callable[[Sequence[Row]], set[Section]]) -> list[pa.Table]:
    """The rows of statement ``name``, section by section of those ``chosen`` from the rows of ``area_section``."""
    with engine.connect(THREADS) as connection:
        ancestors = engine.select("industry_ancestor", relations, connection=connection)
        placed = engine.select("area_section", relations, connection=connection)
        common = {**relations, "industry_ancestor": ancestors, "area_section": placed}
        rows = placed.to_pylist()
        dates = {row["series"]: row["register_date"] for row in rows}
        found = []
        for series, year, level in chosen(rows):
            pulled = dates.get(series)
            parameters = {
                "series": series,
                **dict.fromkeys(("year", "start_year", "end_year"), year),
                "level": level,
                "register_date": pulled,
                "industry_edition": INDUSTRY_EDITION,
                "unit": "workplaces" if pulled else "employees",
                "unknown_in_totals": conventions().unknown_in_totals,
            }
            counted = {"employment": engine.select("counted_workplace", relations, parameters, connection)}
            found.append(engine.select(name, {**common, **(counted if pulled else {})}, parameters, connection))
    return found
