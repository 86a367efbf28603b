"""Drawing the workplaces of one municipality and industry group so that their employees add up to a given number.
Which numbers they add up to, and the form of a register, do not belong here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.simulation.settings import Settings

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """A group's industries in the nation: ``codes`` (5 digits), relative ``size`` and ``mean_log`` of their plants."""

    code: str
    codes: Sequence[str]
    size: Floats
    mean_log: Floats


@dataclass(frozen=True)
class Plants:
    """Workplaces in one order: ``industry`` is an index into the group's codes, ``employees`` are persons."""

    industry: Integers
    employees: Integers


def groups(members: Mapping[str, Sequence[str]], settings: Settings, rng: np.random.Generator) -> list[Group]:
    """The nation's industries, drawn once: ``members`` lists the industry codes of every group."""
    drawn = []
    for code in sorted(members):
        codes = sorted(members[code])
        size = rng.lognormal(0.0, settings.industry.nation_spread, len(codes))
        mean = settings.plant.mean_log[code] + rng.normal(0.0, settings.plant.industry_spread, len(codes))
        drawn.append(Group(code, codes, size / size.sum(), mean))
    return drawn


def shares(weights: Floats, total: int) -> Integers:
    """``total`` split in whole numbers by ``weights`` (largest remainders, the first of equal ones)."""
    exact = weights / weights.sum() * total
    whole: Integers = np.floor(exact).astype(np.int64)
    rest = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:rest]] += 1
    return whole


def plants(group: Group, jobs: int, settings: Settings, rng: np.random.Generator) -> Plants:
    """Workplaces of one municipality in ``group``: those with employees add up to ``jobs``, then those without any."""
    likely = _local(group, jobs, settings, rng)
    industry, employees = _with_employees(group, likely, jobs, settings, rng)
    empty = int(rng.poisson(settings.without_employees.ratio[group.code] * max(len(employees), 1)))
    return Plants(
        np.concatenate([industry, rng.choice(len(likely), empty, p=likely)]),
        np.concatenate([employees, np.zeros(empty, dtype=np.int64)]),
    )


def _local(group: Group, jobs: int, settings: Settings, rng: np.random.Generator) -> Floats:
    """How likely each industry is here: many of the group's industries do not occur in a small municipality."""
    strays = rng.lognormal(0.0, settings.industry.place_spread, len(group.codes))
    occurs = rng.random(len(group.codes)) < jobs / (jobs + settings.industry.jobs_for_half)
    occurs[int(rng.choice(len(group.codes), p=group.size))] = True
    weight = group.size * strays * occurs
    likely: Floats = weight / weight.sum()
    return likely


def _with_employees(
    group: Group, likely: Floats, jobs: int, settings: Settings, rng: np.random.Generator
) -> tuple[Integers, Integers]:
    declared = settings.plant
    industry, employees, total = [], [], 0
    while total < jobs:
        count = 16 + (jobs - total) // 8
        drawn = rng.choice(len(likely), count, p=likely)
        size = rng.lognormal(group.mean_log[drawn], declared.spread)
        size *= np.where(rng.random(count) < declared.large.share, declared.large.times, 1)
        whole = np.clip(size, 1, declared.largest).astype(np.int64)
        industry.append(drawn)
        employees.append(whole)
        total += int(whole.sum())
    if not employees:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    all_industry, all_employees = np.concatenate(industry), np.concatenate(employees)
    kept = int(np.searchsorted(np.cumsum(all_employees), jobs)) + 1
    found = all_employees[:kept].copy()
    # The last workplace is cut so that the sum is met.
    found[-1] -= int(found.sum()) - jobs
    return all_industry[:kept], found
