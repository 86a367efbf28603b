"""Table ``verdict`` from the measures and the declared grid and thresholds (``verdicts.toml``).
The grid, the counting and the reasons are in ``sql/verdict.sql`` and the statements it builds on."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines import schema
from pipelines.measures import jobs
from pipelines.register.config import INDUSTRY_EDITION
from pipelines.warehouse import engine
from pipelines.warehouse.engine import Relation

DECLARED = Path(__file__).with_name("verdicts.toml")
READS = (
    *("region", "industry", "snapshot", "series_break", "employment"),
    *("location_quotient", "workplace_quotient", "job_quotient", "plant_concentration", "uncertainty"),
    *("strength_area", "strength_area_member", "strength_area_quotient"),
    *("strength_area_uncertainty", "job_interval", "workplace_count"),
)


@cache
def settings() -> Mapping[str, Any]:
    """The declared grid and thresholds."""
    with DECLARED.open("rb") as stream:
        return tomllib.load(stream)


def thresholds() -> dict[str, float]:
    """The declared thresholds by name."""
    return {name: line["value"] for name, line in settings()["thresholds"].items()}


def verdict(relations: Mapping[str, Relation], lines: Mapping[str, float] | None = None) -> pa.Table:
    """Table ``verdict``; ``relations`` are the mart tables READS in their declared schemas, ``lines`` other thresholds.

    One row per region, subject (industry or strength area) and series, of its newest year. The method is that of a
    specification curve (Simonsohn, Simmons & Nelson 2020): the same question put in every declared way.
    """
    return _select("verdict", relations, lines or {})


def specification(relations: Mapping[str, Relation]) -> pa.Table:
    """Every way of asking and its answer, from the same tables or only one region's rows of them.

    Columns ``subject_type, region_code, subject_code, year, series``, ``specification`` (reference area, compared year,
    what is counted, and ``without_unknown``, with blanks between), ``measured``, the quotients ``lq, lq_low, lq_high,
    lq_estimate`` as far as there are any, and ``strong``: 1, 0, or empty where the answer is open.
    """
    return _select("specification", relations, {})


def asked_of(regions: Iterable[str], read: Callable[[str, pc.Expression | None], pa.Table]) -> list[dict[str, Any]]:
    """The rows of ``specification`` of some regions; ``read`` gives the rows of one of READS that fit an expression."""
    own = pc.field("region_code").isin(pa.array(sorted(set(regions)), pa.string()))
    relations: dict[str, Relation] = {}
    for name in READS:
        has_regions = name != "region" and "region_code" in schema.table(name).column_names
        relations[name] = read(name, own if has_regions else None)
    asked: list[dict[str, Any]] = specification(relations).to_pylist()
    return asked


def _select(name: str, relations: Mapping[str, Relation], lines: Mapping[str, float]) -> pa.Table:
    grid = settings()
    levels = pa.table({"level": pa.array(grid["levels"], pa.string())})
    parameters = {**thresholds(), **lines, "years_back": grid["years_back"], "industry_edition": INDUSTRY_EDITION}
    declared = {"verdict_level": levels, "size_class": jobs.size_class_bounds()}
    return engine.select(name, {**relations, **declared}, parameters)
