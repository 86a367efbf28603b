"""Table ``verdict`` from the measures and the declared grid and thresholds (``verdicts.toml``).
The grid, the counting and the reasons are in ``sql/verdict.sql`` and the statements it builds on."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.register.config import INDUSTRY_EDITION
from pipelines.warehouse import engine
from pipelines.warehouse.engine import Relation

DECLARED = Path(__file__).with_name("verdicts.toml")
READS = (
    *("region", "industry", "snapshot", "series_break"),
    *("location_quotient", "workplace_quotient", "job_quotient", "plant_concentration", "uncertainty"),
    *("strength_area", "strength_area_member", "strength_area_quotient", "job_interval"),
)


@cache
def settings() -> Mapping[str, Any]:
    """The declared grid and thresholds."""
    with DECLARED.open("rb") as stream:
        return tomllib.load(stream)


def verdict(relations: Mapping[str, Relation], declared: Mapping[str, Any] | None = None) -> pa.Table:
    """Table ``verdict``; ``relations`` are the mart tables READS in their declared schemas.

    One row per region, subject (industry or strength area) and series, of its newest year. The method is that of a
    specification curve (Simonsohn, Simmons & Nelson 2020): the same question put in every declared way.
    """
    return _select("verdict", relations, declared)


def specification(relations: Mapping[str, Relation], declared: Mapping[str, Any] | None = None) -> pa.Table:
    """Every way of asking and its answer, from the same tables or only one region's rows of them.

    Columns ``subject_type, region_code, subject_code, year, series``, ``specification`` (reference area, compared year,
    what is counted, and ``without_unknown``, with blanks between), ``measured``, the quotients ``lq, lq_low, lq_high,
    lq_estimate`` as far as there are any, and ``strong``: 1, 0, or empty where the answer is open.
    """
    return _select("specification", relations, declared)


def _select(name: str, relations: Mapping[str, Relation], declared: Mapping[str, Any] | None) -> pa.Table:
    chosen = declared or settings()
    levels = pa.table({"level": pa.array(chosen["levels"], pa.string())})
    parameters = {**chosen["thresholds"], "years_back": chosen["years_back"], "industry_edition": INDUSTRY_EDITION}
    return engine.select(name, {**relations, "verdict_level": levels}, parameters)
