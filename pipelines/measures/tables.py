"""The measures of the pipeline: every series, year and level in turn, so that memory holds one of them at a time.
The formulas are in ``sql/``, the conventions in ``conventions.toml``; data frames are ``frames``' matter."""

from collections.abc import Generator, Mapping
from contextlib import nullcontext
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.measures.conventions import conventions
from pipelines.warehouse import engine
from pipelines.warehouse.ahead import ahead
from pipelines.warehouse.engine import Relation

# A wide result comes in parts of about so many cells, so that sorting one takes little memory.
IN_PARTS = ("location_quotient",)
PART_CELLS = 80_000
# Selecting and writing run side by side; a second thread for each small step would cost more than it gives, and memory.
THREADS = 1


def location_quotient(
    relations: Mapping[str, Relation], target: Path, edition: str, connection: duckdb.DuckDBPyConnection | None = None
) -> int:
    """Write table ``location_quotient`` to ``target`` and return its number of rows.

    LQ = (e_ir/E_r)/(E_i/E) against the nation, the county and the SKR group, with ranks and bounds under noise.
    ``relations`` are ``employment``, ``region``, ``industry`` and ``snapshot`` (of which ``series, industry_edition``)
    in their declared schemas and ``table_noise`` with columns ``table_id, noise`` (persons that a published cell may be
    off); without ``connection`` a new one is made.
    Source: Florence (1939); conventions in ``conventions.toml``, the bounds in ``sql/location_quotient.sql``.
    """
    return _write("location_quotient", relations, target, edition, connection)


def specialisation(
    relations: Mapping[str, Relation], target: Path, edition: str, connection: duckdb.DuckDBPyConnection | None = None
) -> int:
    """Write table ``specialisation`` to ``target`` and return its number of rows; ``relations`` as above.

    Krugman index (Krugman 1991) and Hachman index against the nation including the region, Herfindahl–Hirschman index,
    its normalised form and equivalent number, Shannon entropy in bits; one row per region, year, series and level.
    """
    return _write("specialisation", relations, target, edition, connection)


def measured(
    name: str, relations: Mapping[str, Relation], connection: duckdb.DuckDBPyConnection
) -> Generator[pa.Table, None, None]:
    """Rows of the measure ``name`` in its declared order, section by section (a series, year and level)."""
    declared = conventions()
    employment = {"employment": relations["employment"]}
    found = engine.select("measured_section", employment, connection=connection).to_pylist()
    sections = [section for section in found if section["level"] in declared.levels]
    for section in sorted(sections, key=lambda each: (each["series"], each["year"], each["level"])):
        parts = 1 + section.pop("cells") // PART_CELLS if name in IN_PARTS else 1
        parameters = section | {"unknown_in_totals": declared.unknown_in_totals, "parts": parts}
        numbered = [{"part": part + 1} for part in range(parts)]
        yield from engine.select_each(name, relations, parameters, numbered, connection)


def _write(
    name: str,
    relations: Mapping[str, Relation],
    target: Path,
    edition: str,
    connection: duckdb.DuckDBPyConnection | None,
) -> int:
    with engine.connect(THREADS) if connection is None else nullcontext(connection) as active:
        return engine.write_stream(name, ahead(measured(name, relations, active)), target, edition)
