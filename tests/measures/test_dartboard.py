"""The dartboard test by exact fractions, and its calibration: it holds where nobody has an advantage."""

from fractions import Fraction
from math import comb

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measures.dartboard import chance_of, false_discovery


def tail(region: int, plants: int, share: Fraction) -> Fraction:
    return sum(
        (comb(plants, k) * share**k * (1 - share) ** (plants - k) for k in range(region, plants + 1)), Fraction(0)
    )


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(1, 99))
def test_the_chance_is_the_binomial_tail(counts: tuple[int, int], hundredths: int) -> None:
    region, plants = counts
    share = Fraction(hundredths, 100)
    found = chance_of(np.array([region]), np.array([plants]), np.array([float(share)]))
    assert found[0] == pytest.approx(float(tail(region, plants, share)), rel=1e-10)


def test_by_hand() -> None:
    """Two of two plants in a fifth of the country: 1/25. One or two of two: 1 − 16/25."""
    found = chance_of(np.array([2, 1, 0]), np.array([2, 2, 2]), np.array([0.2, 0.2, 0.2]))
    np.testing.assert_allclose(found, [1 / 25, 9 / 25, 1], rtol=1e-14)


def test_false_discovery_of_benjamini_and_hochberg() -> None:
    """Their own example (1995, table 1): fifteen p-values, of which four are finds at 0.05."""
    published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    published += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    found = false_discovery(np.array(published), 15)
    assert (found <= 0.05).sum() == 4
    assert found[3] == pytest.approx(0.0095 * 15 / 4)
    # Tests that are not listed count: with a hundred in all fewer are finds.
    assert (false_discovery(np.array(published), 100) <= 0.05).sum() == 2


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 50))
def test_a_rate_is_no_smaller_than_its_p_value_and_keeps_their_order(p_values: list[float], more: int) -> None:
    p = np.array(p_values)
    found = false_discovery(p, len(p) + more)
    assert ((found >= p) & (found <= 1)).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(found[order]) >= 0).all()


REGIONS, INDUSTRIES = 100, 300


def drawn(rng: np.random.Generator, favoured: int = 0) -> tuple[npt.NDArray[np.float64], ...]:
    """Plants that choose regions by their size alone, but for so many industries whose home draws a third of them."""
    share = rng.lognormal(0, 1, REGIONS)
    share /= share.sum()
    plants = np.ceil(rng.lognormal(4, 1, INDUSTRIES)).astype(np.int64)
    counts = np.zeros((REGIONS, INDUSTRIES), dtype=np.int64)
    home = rng.integers(0, REGIONS, INDUSTRIES)
    for industry in range(INDUSTRIES):
        chance = share.copy()
        if industry < favoured:
            chance[home[industry]] += 0.5
            chance /= chance.sum()
        counts[:, industry] = rng.multinomial(plants[industry], chance)
    return share, plants, counts, home


def chances_in(
    share: npt.NDArray[np.float64], plants: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    shape = counts.shape
    return chance_of(counts, np.broadcast_to(plants, shape), np.broadcast_to(share[:, None], shape))


def test_without_any_advantage_p_values_are_uniform_enough() -> None:
    """Discrete p-values are conservative; drawn between their own and the next possible one they are uniform."""
    share, plants, counts, _ = drawn(np.random.default_rng(1))
    p = chances_in(share, plants, counts)
    beyond = chances_in(share, plants, np.minimum(counts + 1, plants))
    beyond = np.where(counts == plants, 0.0, beyond)
    drawn_between = beyond + np.random.default_rng(2).random(p.shape) * (p - beyond)
    for level in (0.01, 0.05, 0.1, 0.25, 0.5):
        assert (p <= level).mean() <= level
        assert (drawn_between <= level).mean() == pytest.approx(level, rel=0.1)


def test_false_finds_are_as_few_as_promised() -> None:
    """Sixty of three hundred industries have a home; everything else that is found is false."""
    rates, power = [], []
    for seed in range(10):
        share, plants, counts, home = drawn(np.random.default_rng(seed), favoured=60)
        p = chances_in(share, plants, counts)
        finds = false_discovery(p.ravel(), p.size).reshape(p.shape) <= 0.1
        true = np.zeros_like(finds)
        true[home[:60], np.arange(60)] = True
        rates.append((finds & ~true).sum() / max(finds.sum(), 1))
        power.append((finds & true).sum() / 60)
    assert np.mean(rates) <= 0.1
    assert np.mean(power) > 0.9


def test_the_interval_of_workers_fails_where_plants_choose() -> None:
    """Plants of very different sizes, no advantage anywhere: a 95 % interval of workers misses 1 far too often."""
    rng = np.random.default_rng(3)
    share = rng.lognormal(0, 1, REGIONS)
    share /= share.sum()
    missed, cells = 0, 0
    for _ in range(100):
        sizes = np.ceil(rng.lognormal(2, 1.5, rng.integers(20, 400)))
        jobs = np.bincount(rng.choice(REGIONS, len(sizes), p=share), weights=sizes, minlength=REGIONS)
        everyone = share * 1e6
        own, nation = jobs / everyone, jobs.sum() / everyone.sum()
        quotient = own / nation
        within = (jobs * (1 - own)).sum()
        variance = own * (1 - own) / everyone - 2 * quotient * own * (1 - own) / everyone.sum()
        variance = (variance + quotient**2 * within / everyone.sum() ** 2) / nation**2
        known = jobs > 0
        missed += int((np.abs(quotient - 1)[known] > 1.96 * np.sqrt(variance[known])).sum())
        cells += int(known.sum())
    assert missed / cells > 0.5
