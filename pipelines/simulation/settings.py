"""What is declared about drawing a simulated register, read from ``settings.toml`` where each value is explained.
Nothing is drawn here."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Totals(_Declared):
    """The source table whose figures of counties and groups the simulated jobs add up to."""

    table_id: str


class Municipality(_Declared):
    """Relative sizes by SKR group, and how far a municipality strays from its county (log scale)."""

    typical: Mapping[str, int]
    spread: float
    group_spread: float


class Industry(_Declared):
    """Spreads of industries' sizes (log scale), and the jobs at which half of a group's industries can occur."""

    nation_spread: float
    place_spread: float
    jobs_for_half: int


class Large(_Declared):
    """``share`` of the workplaces that are ``times`` as large as drawn."""

    share: float
    times: int


class Plant(_Declared):
    """Employees of a workplace: mean by group and spreads (log scale), the few large ones, the cap."""

    mean_log: Mapping[str, float]
    industry_spread: float
    spread: float
    large: Large
    largest: int


class WithoutEmployees(_Declared):
    """Workplaces without employees for each one with employees, by group."""

    ratio: Mapping[str, float]


class Faults(_Declared):
    """Shares of workplaces that are closed, were never active, or lack their size or municipality."""

    closed: float
    never_active: float
    size_unknown: float
    municipality_unknown: float


class Settings(_Declared):
    """Everything declared."""

    totals: Totals
    municipality: Municipality
    industry: Industry
    plant: Plant
    without_employees: WithoutEmployees
    faults: Faults


@cache
def settings() -> Settings:
    """The declared settings."""
    return Settings.model_validate(tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")))
