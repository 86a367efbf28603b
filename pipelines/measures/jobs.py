"""What the register's newest editions tell of jobs and workplaces, one table after the other, from the SQL of its name.
Formulas are in ``sql/``, the fitting in ``raking``, declared settings in ``jobs.toml``."""

import math
import tomllib
from collections.abc import Generator, Mapping
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.measures import raking
from pipelines.measures.conventions import conventions
from pipelines.register.config import INDUSTRY_EDITION, size_classes
from pipelines.warehouse import engine
from pipelines.warehouse.engine import Relation

DECLARED = Path(__file__).with_name("jobs.toml")
# What is measured of the employed level by level is so of workplaces and jobs.
BY_LEVEL = ("workplace_quotient", "workplace_concentration", "job_quotient")


@cache
def settings() -> Mapping[str, Any]:
    """The declared settings."""
    with DECLARED.open("rb") as stream:
        return tomllib.load(stream)


def write(
    name: str,
    relations: Mapping[str, Relation],
    target: Path,
    edition: str,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> int:
    """Write table ``name`` (one that ``sql/<name>.sql`` makes of a register edition) and return its number of rows.

    ``relations`` are the mart tables that the statement reads, in their declared schemas, ``workplace_count`` always
    among them; without any row there the table is empty.
    """
    with engine.connect() if connection is None else nullcontext(connection) as active:
        return engine.write_stream(name, measured(name, relations, active), target, edition)


def measured(
    name: str, relations: Mapping[str, Relation], connection: duckdb.DuckDBPyConnection
) -> Generator[pa.Table, None, None]:
    """Rows of table ``name`` in its declared order, one register edition (of some tables one level) at a time."""
    known = {**_declared(), **relations}
    for section in _sections(name, relations["workplace_count"], connection):
        parameters = section | {
            "met_within": settings()["margin"]["met_within"],
            "industry_edition": INDUSTRY_EDITION,
        }
        if name in BY_LEVEL:
            year = section["register_date"].year
            parameters |= {
                **dict.fromkeys(("year", "start_year", "end_year"), year),
                "unknown_in_totals": conventions().unknown_in_totals,
            }
        if name == "job_allocation":
            known["fitted_job"] = fitted_jobs(known, parameters, connection)
        yield engine.select(name, known, parameters, connection)


def fitted_jobs(
    relations: Mapping[str, Relation], parameters: Mapping[str, Any], connection: duckdb.DuckDBPyConnection
) -> pa.Table:
    """Columns ``region_code, industry_code, group_code, jobs, settled``: what ``raking`` makes of ``fitted_variable``.

    ``settled`` tells whether the fitting of the variable's area and group has converged.
    """
    variables = engine.select("fitted_variable", relations, parameters, connection)
    cell, column = variables["cell_id"].to_numpy(), variables["column_id"].to_numpy()
    problem = raking.Problem(
        cell=cell,
        column=column,
        start=variables["jobs_start"].to_numpy(),
        low=_each(cell, variables["jobs_low"]).astype(np.float64),
        high=_each(cell, pc.fill_null(pc.cast(variables["jobs_high"], pa.float64()), math.inf)),
        target=_each(column, variables["target"]).astype(np.float64),
        area=_each(column, variables["area_id"]),
        family=_each(column, variables["family_id"]),
    )
    found = raking.fit(problem, raking.Settings(**settings()["fitting"]))
    jobs, settled = pa.array(found.jobs), pa.array(found.settled[column])
    key = variables.select(["region_code", "industry_code", "group_code"])
    return key.append_column("jobs", jobs).append_column("settled", settled)


def _each(number: raking.Numbers, values: pa.ChunkedArray) -> npt.NDArray[Any]:
    """One value per number, from a column in which rows of one number have one value."""
    content = values.to_numpy()
    result = np.empty(1 + number.max(initial=-1), dtype=content.dtype)
    result[number] = content
    return result


def _sections(name: str, workplace_count: Relation, connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """What is measured one after the other, as parameters: the newest edition of every series, and its levels."""
    found = engine.select("register_section", {"workplace_count": workplace_count}, connection=connection).to_pylist()
    columns = ["series", "register_date", *(["level"] if name in BY_LEVEL else [])]
    return [dict(zip(columns, each, strict=True)) for each in sorted({tuple(row[c] for c in columns) for row in found})]


def _declared() -> dict[str, pa.Table]:
    """Relations of what is declared: size classes, series to fit to, sizes of cells; and that no table has noise."""
    targets, sizes = settings()["targets"], settings()["width"]["sizes"]
    return {
        "size_class": size_class_bounds(),
        "target_series": pa.table({"series": targets, "preference": list(range(len(targets)))}),
        "width_size": pa.table({"jobs": sizes}),
        "table_noise": pa.table({"table_id": pa.array([], pa.string()), "noise": pa.array([], pa.int64())}),
    }


def size_class_bounds() -> pa.Table:
    """Relation ``size_class``: bounds and typical size (employees); of unknown size no bounds, where open no high."""
    typical = settings()["typical"]
    return pa.Table.from_pylist(
        [
            {
                "size_class": each.code,
                "low": each.low,
                "high": each.high,
                "typical": typical[each.code],
                "open": each.low is not None and each.high is None,
                "unknown": each.low is None,
            }
            for each in size_classes()
        ]
    )
