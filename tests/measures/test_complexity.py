"""ECI and PCI of hand-made cases, and every reason to refuse."""

import numpy as np

from pipelines.measures.economic_complexity import Complexity, Limits, complexity

LIMITS = Limits(eigen_gap=1e-6, correlation=0.05)
NESTED = np.array([[column < 4 - row for column in range(4)] for row in range(4)], dtype=np.bool_)


def of(*rows: str, limits: Limits = LIMITS) -> Complexity:
    return complexity(np.array([[sign == "1" for sign in row] for row in rows]), limits)


def test_ddof_scales_and_nothing_else() -> None:
    one, other = complexity(NESTED, LIMITS), complexity(NESTED, LIMITS, ddof=1)
    np.testing.assert_allclose(other.eci, one.eci * np.sqrt(3 / 4), rtol=1e-12)


def test_two_components_have_no_index() -> None:
    found = of("1100", "1000", "0011", "0010")
    assert (found.note, found.components) == ("disconnected", 2)
    assert np.isnan(found.eci).all()


def test_eigenvalues_that_lie_together_have_no_index() -> None:
    """Three regions around a ring: the second eigenvalue is double, its vectors are arbitrary."""
    assert of("110", "011", "101").note == "small_eigen_gap"


def test_a_sign_that_diversity_does_not_decide_is_refused() -> None:
    """A chain of regions, all as diverse: both ends are alike but for their names."""
    found = of("1100", "0110", "0011")
    assert found.note == "sign_undecided"
    assert found.eigen_gap is not None


def test_nothing_and_next_to_nothing_have_no_index() -> None:
    assert of("00", "00").note == "too_few_present"
    assert of("10", "00").note == "too_few_present"
