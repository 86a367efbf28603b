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
    chosen = declared or settings()
    levels = pa.table({"level": pa.array(chosen["levels"], pa.string())})
    parameters = {**chosen["thresholds"], "years_back": chosen["years_back"], "industry_edition": INDUSTRY_EDITION}
    return engine.select("verdict", {**relations, "verdict_level": levels}, parameters)
