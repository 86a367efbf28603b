"""Bounded raking: jobs per cell fitted to published totals per column, inside the bounds of every cell.
Pure numbers; which cells, columns and totals there are is decided in ``sql/job_variable.sql`` and ``jobs``."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

# Halvings of the range of a weight's logarithm: to 2^-46 of a range of 60, finer than any tolerance.
HALVINGS = 52


@dataclass(frozen=True)
class Problem:
    """What is fitted. A variable is the jobs of one cell in one column; a cell may lie in several columns.

    ``cell``, ``column`` and ``start`` (> 0) have one item per variable; ``low`` and ``high`` (jobs, may be infinite)
    one per cell, bounds of the sum over the cell's variables; ``target`` (jobs), ``area`` and ``family`` (numbered
    from 0) one per column. Columns of one family share no cell, nor do columns of different areas.
    """

    cell: Numbers
    column: Numbers
    start: Floats
    low: Floats
    high: Floats
    target: Floats
    area: Numbers
    family: Numbers


@dataclass(frozen=True)
class Settings:
    """The declared settings (``jobs.toml``, section fitting)."""

    largest_weight: int
    tolerance: float
    cycles: int
    binary_places: int


@dataclass(frozen=True)
class Fitted:
    """``jobs`` per variable, on the declared binary grid; ``settled`` per column: its weight no longer moved."""

    jobs: Floats
    settled: Truths
    cycles: int


def fit(problem: Problem, settings: Settings) -> Fitted:
    """Jobs x of every variable v, as near to their start as the bounds and the targets allow.

    Iterative proportional fitting (Deming & Stephan 1940) with bounds (Deville & Särndal 1992): the x that minimise the
    relative entropy sum x ln(x / start) - x + start, with sums over a cell's variables within its bounds and sums over
    a column's variables equal to its target. They have the form ``x_v = y_v · clip(Y, low, high) / Y`` with
    ``y_v = start_v · w_column`` and Y the sum of y over v's cell. The weights w are found family after family, each so
    that its column meets its target with the others held (the root of a rising function, by halving), until in an area
    none moves any more.

    Convention: a weight stays within 2 to the power of ± ``largest_weight``. A target outside of what the bounds allow
    leaves the weight at that end and the column as near to the target as can be; nothing is forced. Rounded to the
    grid, a cell's variables still add up to within its bounds, which must be whole numbers or infinite. The result
    depends neither on the order of variables nor on the number of threads.
    """
    order = np.lexsort((problem.cell, problem.column, problem.family[problem.column]))
    cell, column, start = problem.cell[order], problem.column[order], problem.start[order]
    family, area = problem.family[column], problem.area[column]
    low, high = problem.low[cell], problem.high[cell]
    shared = np.bincount(cell, minlength=len(problem.low))[cell] > 1
    weight = np.zeros(len(problem.target))
    drift = np.zeros(len(problem.target))
    moving = np.ones(1 + problem.area.max(initial=-1), dtype=np.bool_)
    cycle = 0
    while cycle < settings.cycles and moving.any():
        cycle += 1
        active = moving[area]
        for each in range(1 + problem.family.max(initial=-1)):
            own = np.flatnonzero(active & (family == each))
            beside = np.flatnonzero(active & shared & (family != each))
            pull = start[beside] * np.exp2(weight[column[beside]])
            others = np.bincount(cell[beside], pull, minlength=len(problem.low)).astype(np.float64)[cell[own]]
            columns, place = np.unique(column[own], return_inverse=True)
            held = _Column(place, start[own], others, low[own], high[own], problem.target[columns])
            found = _root(held, settings.largest_weight)
            drift[columns] = np.abs(found - weight[columns])
            weight[columns] = found
        moving[:] = False
        moving[problem.area[drift > settings.tolerance]] = True
    jobs = np.empty(len(order))
    jobs[order] = _on_grid(cell, start * np.exp2(weight[column]), low, high, settings.binary_places)
    return Fitted(jobs, drift <= settings.tolerance, cycle)


@dataclass(frozen=True)
class _Column:
    """The variables of some columns of one family: which column each is in, and the pull of its cell's other ones."""

    place: Numbers
    start: Floats
    others: Floats
    low: Floats
    high: Floats
    target: Floats


def _root(held: _Column, largest: int) -> Floats:
    """Binary logarithms of the weights with which the columns meet their targets, or come nearest to them."""
    least, most = np.full(len(held.target), -float(largest)), np.full(len(held.target), float(largest))
    for _ in range(HALVINGS):
        middle = (least + most) / 2
        pull = held.start * np.exp2(middle)[held.place]
        total = held.others + pull
        jobs = pull * np.clip(total, held.low, held.high) / total
        short = np.bincount(held.place, jobs, minlength=len(held.target)) < held.target
        least, most = np.where(short, middle, least), np.where(short, most, middle)
    return np.asarray((least + most) / 2)


def _on_grid(cell: Numbers, pull: Floats, low: Floats, high: Floats, places: int) -> Floats:
    """The variables, rounded; the largest of a cell takes what rounding leaves over."""
    order = np.lexsort((-pull, cell))
    cell, pull = cell[order], pull[order]
    first = np.flatnonzero(np.diff(cell, prepend=-1))
    number = np.cumsum(np.diff(cell, prepend=-1) != 0) - 1
    total = np.add.reduceat(pull, first) if len(first) else pull
    whole = _rounded(np.clip(total, low[order][first], high[order][first]), places)
    jobs = _rounded(pull * (whole / total)[number], places)
    jobs[first] += whole - np.add.reduceat(jobs, first) if len(first) else 0
    result = np.empty(len(order))
    result[order] = jobs
    return result


def _rounded(values: Floats, places: int) -> Floats:
    return np.ldexp(np.rint(np.ldexp(values, places)), -places)
