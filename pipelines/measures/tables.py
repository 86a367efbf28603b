"""The measures of the pipeline: series, level and year (or segment) in turn, no more than two at a time in memory.
The formulas are in ``sql/``, the conventions in ``conventions.toml``; data frames are ``frames``' matter."""

from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines import schema
from pipelines.measures.conventions import conventions
from pipelines.warehouse import engine
from pipelines.warehouse.ahead import ahead
from pipelines.warehouse.engine import Relation

# A wide result comes batch by batch, so that it takes little memory.
IN_BATCHES = ("location_quotient",)
# What is measured together is one year of a series and level, but for measures of change.
SECTIONS = {"shift_share": "shift_section"}
# So many sections are computed side by side while what came before is written, each by one thread of DuckDB: a second
# thread for its small steps would cost more than it gives. A third section would only take memory on two cores.
THREADS = 2
# Without a limit DuckDB takes half as much again. It grows with the largest section, for one that is far larger still
# has to fit.
LANE_BYTES = 120_000_000
LANE_BYTES_PER_CELL = 500


def location_quotient(relations: Mapping[str, Relation], target: Path, edition: str, threads: int = THREADS) -> int:
    """Write table ``location_quotient`` to ``target`` and return its number of rows.

    LQ = (e_ir/E_r)/(E_i/E) against the nation, the county and the SKR group, with ranks and bounds under noise.
    ``relations`` are ``employment``, ``region``, ``industry`` and ``snapshot`` (of which ``series, industry_edition``)
    in their declared schemas and ``table_noise`` with columns ``table_id, noise`` (persons that a published cell may be
    off); ``threads`` compute, and one more writes.
    Source: Florence (1939); conventions in ``conventions.toml``, the bounds in ``sql/location_quotient.sql``.
    """
    return _write("location_quotient", relations, target, edition, threads)


def specialisation(relations: Mapping[str, Relation], target: Path, edition: str, threads: int = THREADS) -> int:
    """Write table ``specialisation`` to ``target`` and return its number of rows; ``relations`` as above.

    Krugman index (Krugman 1991) against the nation including the region, the rest of the nation and the unweighted mean
    of its peers, Hachman index, Herfindahl–Hirschman index, its normalised form and equivalent number, Shannon entropy
    in bits, split into related and unrelated variety (Frenken, van Oort & Verburg 2007) by the level declared for that;
    one row per region, year, series and level.
    """
    return _write("specialisation", relations, target, edition, threads)


def concentration(relations: Mapping[str, Relation], target: Path, edition: str, threads: int = THREADS) -> int:
    """Write table ``concentration`` to ``target`` and return its number of rows; ``relations`` as above.

    Locational Gini (weighted; Krugman 1991), Theil T and mean log deviation (Theil 1967) in nats, over all counties and
    all municipalities; one row per industry, year, series, level and kind of region.
    """
    return _write("concentration", relations, target, edition, threads)


def shift_share(relations: Mapping[str, Relation], target: Path, edition: str, threads: int = THREADS) -> int:
    """Write table ``shift_share`` to ``target`` and return its number of rows; ``relations`` and ``series_segment``.

    Of every unbroken segment, from its first year to its last: national e0·G, industry mix e0(g_i - G), regional
    e1 - e0·E_i1/E_i0 (Dunn 1960), competitive e'(g_ir - g_i) and allocation (e0 - e')(g_ir - g_i) with e' = E_r·E_i/E
    (Esteban-Marquillas 1972), and the sums of the yearly shifts (Barff & Knight 1988), in persons.
    """
    return _write("shift_share", relations, target, edition, threads)


def suppression_interval(relations: Mapping[str, Relation], target: Path, edition: str, threads: int = THREADS) -> int:
    """Write table ``suppression_interval`` to ``target`` and return its number of rows; ``relations`` as above.

    Of ``snapshot`` columns ``table_id, suppressed_most`` are read too. The smallest and largest LQ against the nation
    that the cells which are not known allow, of the quotients that touch one; see ``sql/suppression_interval.sql``.
    """
    return _write("suppression_interval", relations, target, edition, threads)


def standardised_quotient(relations: Mapping[str, Relation]) -> pa.Table:
    """Table ``standardised_quotient``; ``relations`` are ``location_quotient``, ``region``, ``industry``, ``snapshot``.

    z of the logarithm of every quotient against the nation, within its industry over the regions of one type.
    Source: O'Donoghue & Gleave (2004); the limits in ``conventions.toml``.
    """
    with engine.connect(threads=1) as connection:
        found = engine.select("standardised_quotient", relations, conventions().standardised, connection)
    return found.sort_by([(column, "ascending") for column in schema.table("standardised_quotient").sort])


def series_link(relations: Mapping[str, Relation], target: Path, edition: str) -> int:
    """Write table ``series_link`` to ``target`` and return its number of rows: the declared links.

    ``relations`` are ``employment`` and ``series_segment``. A factor is the sum of the new series over that of the old
    one, over the years that both have, with the smallest and largest factor of a single year.
    """
    links = [{"series_from": series_from, "series_to": series_to} for series_from, series_to in conventions().links]
    with engine.connect(threads=1) as connection:
        rows = (engine.select("series_link", relations, link, connection) for link in links)
        return engine.write_stream("series_link", rows, target, edition)


def measured(
    name: str, relations: Mapping[str, Relation], connection: duckdb.DuckDBPyConnection
) -> Generator[pa.Table, None, None]:
    """Rows of the measure ``name`` in its declared order, section by section."""
    for section in _sections(name, relations, connection):
        yield from _section(name, relations, section, connection)


def sections(name: str, select: Callable[[str], pa.Table]) -> list[dict[str, Any]]:
    """The parameters of every section of measure ``name``, in the declared order; ``select`` runs a statement."""
    declared = conventions()
    found = select(SECTIONS.get(name, "measured_section")).to_pylist()
    measured = [section for section in found if section["level"] in declared.levels]
    for section in measured:
        section["unknown_in_totals"] = declared.unknown_in_totals
        section["parent_level"] = declared.variety_within.get(section["level"], "")
    order = [column for column in schema.table(name).sort if measured and column in measured[0]]
    return sorted(measured, key=lambda each: [each[column] for column in order])


def _sections(
    name: str, relations: Mapping[str, Relation], connection: duckdb.DuckDBPyConnection
) -> list[dict[str, Any]]:
    return sections(name, lambda statement: engine.select(statement, relations, connection=connection))


def _section(
    name: str,
    relations: Mapping[str, Relation],
    section: Mapping[str, Any],
    connection: duckdb.DuckDBPyConnection,
) -> Generator[pa.Table, None, None]:
    if name in IN_BATCHES:
        yield from engine.select_in_order(name, relations, section, connection)
    else:
        yield engine.select(name, relations, section, connection)


def _write(name: str, relations: Mapping[str, Relation], target: Path, edition: str, threads: int) -> int:
    with engine.connect(threads=1) as connection:
        found = _sections(name, relations, connection)
    with ExitStack() as open_until_written:
        limit = max([LANE_BYTES, *(section["cells"] * LANE_BYTES_PER_CELL for section in found)])
        lanes = [open_until_written.enter_context(engine.connect(1, f"{limit}B")) for _ in range(threads)]
        streams = (_section(name, relations, section, lanes[number % threads]) for number, section in enumerate(found))
        rows = open_until_written.enter_context(closing(ahead(streams, threads)))
        return engine.write_stream(name, rows, target, edition)
