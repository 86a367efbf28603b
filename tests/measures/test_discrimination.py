"""The area under the ROC curve and its interval, by hand, against every pair, and against a second formula."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measures.discrimination import Discrimination, discrimination

CASES = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=30)


def area(positive: list[float], negative: list[float]) -> Discrimination:
    scores = np.array(positive + negative, dtype=np.float64)
    return discrimination(scores, np.arange(len(scores)) < len(positive), 1.96)


def test_by_hand_with_a_tie_as_half() -> None:
    """Positives 3, 2, negatives 2, 1, 0: of six pairs five are won and one is tied, 5.5/6.

    Placements of positives 1 and 5/6 (variance 1/72), of negatives 3/4, 1, 1 (variance 1/48):
    SE² = 1/144 + 1/144.
    """
    found = area([3, 2], [2, 1, 0])
    assert found.auc == 5.5 / 6
    assert found.standard_error == pytest.approx(np.sqrt(1 / 72), rel=1e-12)
    assert found.low == pytest.approx(5.5 / 6 - 1.96 * np.sqrt(1 / 72), rel=1e-12)
    assert found.high == 1.0


def test_where_all_scores_are_equal_it_is_chance_and_no_error_is_no_interval() -> None:
    assert area([1, 1], [1, 1]) == Discrimination(0.5, 0.0, None, None)
    assert area([3, 4], [0, 1, 2]) == Discrimination(1.0, 0.0, None, None)


def test_without_two_groups_there_is_no_area_and_of_one_case_no_interval() -> None:
    assert area([1], []) == area([], [1, 2]) == Discrimination(None, None, None, None)
    assert area([2], [1, 3]) == Discrimination(0.5, None, None, None)


@given(CASES)
def test_it_is_the_share_of_pairs_won_in_any_order_of_cases(cases: list[tuple[int, bool]]) -> None:
    scores = np.array([score for score, _ in cases], dtype=np.float64)
    positive = np.array([each for _, each in cases])
    one, other = scores[positive], scores[~positive]
    won = (one[:, None] > other[None, :]) + 0.5 * (one[:, None] == other[None, :])
    found = discrimination(scores, positive, 1.96)
    assert found == discrimination(scores[::-1], positive[::-1], 1.96)
    if won.size == 0:
        assert found.auc is None
        return
    assert found.auc == pytest.approx(won.mean(), abs=1e-12)
    if min(won.shape) > 1:
        variance = won.mean(axis=1).var(ddof=1) / len(one) + won.mean(axis=0).var(ddof=1) / len(other)
        assert found.standard_error == pytest.approx(np.sqrt(variance), abs=1e-9)
