"""Bounds of the index of Ellison & Glaeser and of its z (statement ``dartboard``), against every corner of what is
known of an industry: G and H between two ends each, and so the fourth powers over the square of H."""

from itertools import product
from math import sqrt
from typing import Any

import pyarrow as pa
import pytest

from pipelines.warehouse import engine

HHI, PEAK = (0.25, 0.5), (0.4, 0.8)


def bounds(shares: tuple[int, ...], **spread: tuple[float | None, float | None] | float) -> dict[str, Any]:
    known: dict[str, Any] = {"region_type": "pair", "industry_code": "I", "g_estimate": spread.pop("estimate", None)}
    for name, ends in {"hhi": HHI, "peak": PEAK, **spread}.items():
        known |= dict(zip((f"{name}_low", f"{name}_high"), ends, strict=True))  # type: ignore[arg-type]
    parts = [{"region_type": "pair", "region_code": f"R{place}", "size": size} for place, size in enumerate(shares)]
    # Of another set of regions, whose shares are others.
    parts += [{"region_type": "other", "region_code": f"R{place}", "size": 1} for place in range(4)]
    relations = {"region_share": pa.Table.from_pylist(parts), "spread": pa.Table.from_pylist([known])}
    (row,) = engine.select("dartboard", relations).to_pylist()
    return row


# Two halves; nine parts and one, where the variance rises with the fourth powers.
@pytest.mark.parametrize("shares", [(1, 1), (9, 1)])
# Less than plants thrown like darts would give, about as much, and more than regions have room for.
@pytest.mark.parametrize("g", [(0.001, 0.002), (0.05, 0.15), (0.2, 0.3), (0.6, 0.9)])
def test_the_bounds_are_the_least_and_the_most_of_all_corners(shares: tuple[int, ...], g: tuple[float, float]) -> None:
    x = [share / sum(shares) for share in shares]
    x2, x3 = sum(each**2 for each in x), sum(each**3 for each in x)
    a, c, d = 1 - x2, x2 - 2 * x3 + x2**2, x2 - 4 * x3 + 3 * x2**2

    def gamma(g: float, h: float) -> float:
        return (g - a * h) / (a * (1 - h))

    middle = sum(g) / 2
    row = bounds(shares, g=g, estimate=middle)
    gammas = [gamma(*ends) for ends in product(g, HHI)]
    assert [row["gamma_low"], row["gamma_high"]] == pytest.approx([min(gammas), max(gammas)])
    estimates = [gamma(middle, h) for h in HHI]
    assert [row["gamma_estimate_low"], row["gamma_estimate_high"]] == pytest.approx([min(estimates), max(estimates)])
    variances = [2 * h**2 * (c - d * peak) for h, peak in product(HHI, PEAK)]
    variance = min(variances), max(variances)
    assert [row["variance_low"], row["variance_high"]] == pytest.approx(variance)
    scores = [(end - a * h) / sqrt(each) for end, h in product(g, HHI) for each in variance]
    assert [row["z_low"], row["z_high"]] == pytest.approx([min(scores), max(scores)])


def test_fourth_powers_without_an_upper_end_leave_a_variance_of_none_at_least() -> None:
    row = bounds((1, 1), g=(0.05, 0.3), peak=(0.4, None))
    # Two halves: 2 · .5² (.25 - .25 · .4) at most.
    assert (row["variance_low"], row["variance_high"]) == (0, pytest.approx(0.075))
    assert (row["z_low"], row["z_high"]) == (None, None)


@pytest.mark.parametrize("hhi", [(1.0, 1.0), (0.5, 1.0)])
def test_what_may_be_a_single_plant_has_no_index(hhi: tuple[float, float]) -> None:
    row = bounds((1, 1), g=(0.5, 0.5), hhi=hhi, peak=(1.0, 1.0), estimate=0.5)
    ends = ("gamma_low", "gamma_high", "gamma_estimate_low", "gamma_estimate_high")
    assert [row[name] for name in ends] == [None] * 4
