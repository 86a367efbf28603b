"""Bounded raking against textbook fitting, an independent solution, and what must hold for every problem."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.measures.raking import Fitted, Problem, Settings, fit

FINE = Settings(largest_weight=30, tolerance=1e-10, cycles=200, binary_places=20)
few = settings(max_examples=40, deadline=None)


def one_column(low: Any, high: Any, start: Any, target: float) -> Problem:
    count = len(low)
    return Problem(
        cell=np.arange(count),
        column=np.zeros(count, np.int64),
        start=np.array(start, float),
        low=np.array(low, float),
        high=np.array(high, float),
        target=np.array([target], float),
        area=np.zeros(1, np.int64),
        family=np.zeros(1, np.int64),
    )


def crossed(start: Any, low: Any, high: Any, target: Any) -> Problem:
    """Every cell (row of ``start``) lies in every column."""
    rows, columns = np.shape(start)
    return Problem(
        cell=np.repeat(np.arange(rows), columns),
        column=np.tile(np.arange(columns), rows),
        start=np.array(start, float).ravel(),
        low=np.array(low, float),
        high=np.array(high, float),
        target=np.array(target, float),
        area=np.zeros(columns, np.int64),
        family=np.arange(columns),
    )


def test_inside_the_bounds_everything_is_scaled_alike() -> None:
    """14 and 31 in start, 90 in all: twice each, and 28 and 62 are within 10–50 and 20–100."""
    fitted = fit(one_column([10, 20], [50, 100], [14, 31], 90), FINE)
    assert fitted.jobs.tolist() == [28.0, 62.0]
    assert fitted.settled.all()


def test_what_a_bound_cuts_off_the_others_take() -> None:
    """90 in all: twice the start would be 28, above 19; the other takes 71."""
    assert fit(one_column([10, 20], [19, 100], [14, 31], 90), FINE).jobs.tolist() == [19.0, 71.0]


@pytest.mark.parametrize(("target", "expected"), [(29, [10, 20]), (30, [10, 20]), (150, [50, 100]), (999, [50, 100])])
def test_a_total_outside_the_bounds_leaves_the_nearest_and_forces_nothing(target: int, expected: list[int]) -> None:
    fitted = fit(one_column([10, 20], [50, 100], [14, 31], target), FINE)
    assert fitted.jobs.tolist() == expected
    assert fitted.settled.all()


def textbook(start: Any, rows: Any, columns: Any) -> Any:
    """Deming & Stephan: rows and columns scaled in turn until nothing changes."""
    x = np.array(start, float)
    for _ in range(5000):
        x *= (np.array(rows) / x.sum(1))[:, None]
        x *= np.array(columns) / x.sum(0)
    return x


def test_fixed_cells_in_several_columns_are_fitted_as_in_the_textbook() -> None:
    """Cells whose bounds meet have a fixed sum: rows and columns given, as Deming & Stephan adjust a table."""
    start, rows, columns = [[40.0, 30, 20], [35, 50, 100], [7, 9, 3]], [60, 190, 10], [70, 90, 100]
    fitted = fit(crossed(start, rows, rows, columns), FINE)
    assert fitted.settled.all()
    assert fitted.jobs.reshape(3, 3) == pytest.approx(textbook(start, rows, columns), abs=1e-5)
    assert (fitted.jobs.reshape(3, 3).sum(1) == rows).all(), "bounds hold on the grid"


def test_groups_that_share_too_few_jobs_share_them_evenly_and_neither_is_forced() -> None:
    fitted = fit(crossed([[1.0, 1]], [0], [10], [8, 8]), FINE)
    assert fitted.jobs == pytest.approx([5, 5], abs=1e-5)
    assert fitted.jobs.sum() == 10


def test_a_fitting_that_has_not_arrived_says_so() -> None:
    start, rows, columns = [[40.0, 30, 20], [35, 50, 100], [7, 9, 3]], [60, 190, 10], [70, 90, 100]
    fitted = fit(crossed(start, rows, rows, columns), replace(FINE, cycles=2))
    assert not fitted.settled.any()
    assert fitted.cycles == 2
    assert (fitted.jobs.reshape(3, 3).sum(1) == rows).all()


def test_nothing_to_fit_is_nothing() -> None:
    nothing = one_column([], [], [], 5)
    nothing = replace(nothing, target=np.array([]), area=nothing.cell, family=nothing.cell)
    assert fit(nothing, FINE).jobs.tolist() == []


@st.composite
def problems(draw: st.DrawFn) -> tuple[Problem, np.ndarray[Any, Any]]:
    """2 areas × 3 families; cells in one to three of them; targets are the sums of a truth inside the bounds."""
    cells = draw(st.integers(1, 14))
    rng = np.random.default_rng(draw(st.integers(0, 2**31)))
    low = rng.integers(1, 50, cells)
    high = low + rng.integers(0, 60, cells)
    cell, column, start, truth = [], [], [], []
    for each in range(cells):
        families = rng.choice(3, rng.choice([1, 1, 1, 2, 3]), replace=False)
        parts = rng.dirichlet(np.ones(len(families))) * rng.integers(low[each], high[each] + 1)
        for family, part in zip(families, parts, strict=True):
            cell.append(each)
            column.append(3 * (each % 2) + family)
            start.append(rng.uniform(low[each], high[each]) / len(families))
            truth.append(part)
    target = np.bincount(column, truth, minlength=6)
    area, family = np.repeat([0, 1], 3), np.tile([0, 1, 2], 2)
    arrays = np.array(cell), np.array(column), np.array(start), low.astype(float), high.astype(float)
    return Problem(*arrays, target, area, family), np.array(truth)


@few
@given(problems())
def test_totals_that_can_be_met_are_met_inside_the_bounds(drawn: tuple[Problem, Any]) -> None:
    problem, _ = drawn
    fitted = fit(problem, FINE)
    sums = np.bincount(problem.cell, fitted.jobs)
    assert ((problem.low <= sums) & (sums <= problem.high)).all()
    assert (fitted.jobs >= 0).all()
    assert (np.ldexp(fitted.jobs, 20) % 1 == 0).all()
    settled = fitted.settled
    gaps = np.bincount(problem.column, fitted.jobs, minlength=6) - problem.target
    # A truth at the very end of what is possible is reached only in the limit of ever larger weights.
    assert np.abs(gaps[settled]) == pytest.approx(0, abs=1e-3)
    assert settled.mean() >= 0.5


def entropy(jobs: Any, start: Any) -> float:
    positive = jobs > 0
    return float((jobs[positive] * np.log(jobs[positive] / start[positive])).sum() - jobs.sum() + start.sum())


@few
@given(problems())
def test_no_other_table_with_these_sums_is_nearer_to_the_start(drawn: tuple[Problem, Any]) -> None:
    """The truth has the same column sums inside the same bounds; so have all tables between it and the fitted one."""
    problem, truth = drawn
    fitted = fit(problem, FINE)
    if not fitted.settled.all():
        return
    best = entropy(fitted.jobs, problem.start)
    for share in (0.001, 0.1, 1.0):
        other = (1 - share) * fitted.jobs + share * truth
        assert best <= entropy(other, problem.start) + 1e-3


@few
@given(problems(), st.integers(0, 2**31))
def test_the_order_of_variables_changes_no_bit(drawn: tuple[Problem, Any], seed: int) -> None:
    problem, _ = drawn
    order = np.random.default_rng(seed).permutation(len(problem.cell))
    shuffled = replace(problem, cell=problem.cell[order], column=problem.column[order], start=problem.start[order])
    one, other = fit(problem, FINE), fit(shuffled, FINE)
    assert (one.jobs[order] == other.jobs).all()
    assert (one.settled == other.settled).all()


def test_many_areas_are_fitted_as_each_by_itself() -> None:
    both = crossed([[40.0, 30], [35, 50]], [10, 20], [60, 190], [70, 90])
    joint = Problem(
        cell=np.concatenate([both.cell, both.cell + 2]),
        column=np.concatenate([both.column, both.column + 2]),
        start=np.concatenate([both.start, 2 * both.start]),
        low=np.tile(both.low, 2),
        high=np.tile(both.high, 2),
        target=np.concatenate([both.target, [100, 20]]),
        area=np.array([0, 0, 1, 1]),
        family=np.array([0, 1, 0, 1]),
    )
    apart: Fitted = fit(both, FINE)
    assert (fit(joint, FINE).jobs[:4] == apart.jobs).all()
