"""ECI and PCI: published and hand-made cases, the field's package, and every reason to refuse."""

from typing import Any

import ecomplexity
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from pipelines import measures
from pipelines.measures.economic_complexity import Complexity, Limits, complexity
from tests.measures.test_relatedness import drawn, theirs

LIMITS = Limits(eigen_gap=1e-6, correlation=0.05)
NESTED = np.array([[column < 4 - row for column in range(4)] for row in range(4)], dtype=np.bool_)
matrices = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=8))


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


def test_an_empty_region_and_an_empty_industry_are_left_out_and_spoil_nobody() -> None:
    wider = np.zeros((5, 5), dtype=np.bool_)
    wider[np.ix_([0, 1, 3, 4], [0, 2, 3, 4])] = NESTED
    found = complexity(wider, LIMITS)
    assert np.isnan(found.eci[2])
    assert np.isnan(found.pci[1])
    np.testing.assert_allclose(found.eci[[0, 1, 3, 4]], complexity(NESTED, LIMITS).eci, rtol=1e-12)


def test_nothing_and_next_to_nothing_have_no_index() -> None:
    assert of("00", "00").note == "too_few_present"
    assert of("10", "00").note == "too_few_present"


@pytest.mark.parametrize("seed", range(5))
def test_eci_is_that_of_the_package_but_for_the_sign(seed: int) -> None:
    df = drawn(seed)
    regions, industries = measures.complexity(df)
    other = theirs(ecomplexity.ecomplexity, df, verbose=False, check_logsupermodularity=False)
    eci = other.drop_duplicates("region").set_index("region")["eci"].sort_index().to_numpy()
    ours = regions.set_index("region_code")["eci"].sort_index().to_numpy()
    assert np.abs(np.abs(eci) - np.abs(ours)).max() < 1e-9
    # Ours rises with diversity, whatever the package made of the sign.
    assert np.corrcoef(ours, regions.set_index("region_code")["diversity"].sort_index())[0, 1] > 0
    # The package standardises the PCI by the regions' moments; by the industries' own it has mean 0 and deviation 1.
    assert industries["pci"].mean() == pytest.approx(0, abs=1e-12)
    assert industries["pci"].std(ddof=0) == pytest.approx(1, abs=1e-12)
    pci = other.drop_duplicates("industry").set_index("industry")["pci"].sort_index()
    mine = industries.set_index("industry_code")["pci"].sort_index()
    assert abs(np.corrcoef(pci, mine)[0, 1]) == pytest.approx(1, abs=1e-9)


@settings(max_examples=200)
@given(matrices, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_moves_no_index_and_no_sign(present: npt.NDArray[np.bool_], random: Any) -> None:
    limits = Limits(eigen_gap=1e-3, correlation=0.05)
    found = complexity(present, limits)
    rows, columns = list(range(present.shape[0])), list(range(present.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    shuffled = complexity(present[np.ix_(rows, columns)], limits)
    assert shuffled.components == found.components
    if found.note is None and shuffled.note is None:
        np.testing.assert_allclose(shuffled.eci, found.eci[rows], atol=1e-6)
        np.testing.assert_allclose(shuffled.pci, found.pci[columns], atol=1e-6)


@settings(max_examples=200)
@given(matrices)
def test_an_index_is_standardised_and_rises_with_diversity(present: npt.NDArray[np.bool_]) -> None:
    found = complexity(present, LIMITS)
    if found.note is not None:
        assert np.isnan(found.eci).all()
        assert np.isnan(found.pci).all()
        return
    eci = found.eci[found.regions_kept]
    assert eci.mean() == pytest.approx(0, abs=1e-9)
    assert eci.std() == pytest.approx(1, abs=1e-9)
    assert np.corrcoef(eci, present.sum(axis=1)[found.regions_kept])[0, 1] > 0
