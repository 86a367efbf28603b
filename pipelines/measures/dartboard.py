"""Whether so many plants in one region could be chance: the dartboard test, exactly, and how many such finds are false.
Numbers in, numbers out; which cells are tested together is decided in ``sql/tested_cell.sql``."""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

Numbers: TypeAlias = npt.NDArray[np.float64]
Counts: TypeAlias = npt.NDArray[np.int64]


def chance_of(plants_region: Counts, plants: Counts, region_share: Numbers) -> Numbers:
    """P(X >= plants_region), X binomial: each of ``plants`` falls into the region with chance ``region_share``.

    The null hypothesis of the dartboard: plants, not workers, choose places, and no region has an advantage. Exact, by
    the regularised incomplete beta function; discrete, so that p <= a happens no more often than a.
    Source: Ellison & Glaeser (1997); Guimaraes, Figueiredo & Woodward (2009).
    """
    none = plants_region == 0
    found = betainc(np.where(none, 1, plants_region), plants - np.where(none, 1, plants_region) + 1, region_share)
    return np.asarray(np.where(none, 1.0, found), dtype=np.float64)


def false_discovery(p_values: Numbers, tests: int) -> Numbers:
    """The smallest false-discovery rate at which each p-value is a find, among ``tests`` tests.

    Tests beyond those given have p = 1. Source: Benjamini & Hochberg (1995).
    """
    order = np.argsort(p_values, kind="stable")
    scaled = p_values[order] * (tests / np.arange(1, len(p_values) + 1))
    found = np.empty_like(p_values)
    found[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return found


def false_discovery_by_family(p_values: Numbers, families: Iterable[tuple[int, int]]) -> Numbers:
    """The same of families that stand one after the other: of each how many p-values it has, among how many tests."""
    found, start = np.empty_like(p_values), 0
    for size, tests in families:
        family = slice(start, start + size)
        found[family] = false_discovery(p_values[family], tests)
        start += size
    return found
