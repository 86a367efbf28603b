"""How well a score tells two groups apart: the area under the ROC curve with its interval.
Arrays in, figures out; which scores are tried, and on what, does not belong here."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Discrimination:
    """``auc`` is None where a group is empty, ``standard_error`` where one has fewer than two.

    The bounds are None there too, and where the error is 0: two groups that are wholly apart do not say how far.
    """

    auc: float | None
    standard_error: float | None
    low: float | None
    high: float | None


def discrimination(scores: Vector, positive: npt.NDArray[np.bool_], z: float) -> Discrimination:
    """AUC = U/(m·n): how often a positive has the higher score, ties as half, with AUC ∓ z standard errors in 0..1.

    By mid-ranks (Mann & Whitney 1947). The standard error is DeLong, DeLong & Clarke-Pearson's (1988), √(S₁₀/m + S₀₁/n)
    from the variances (ddof 1) of the placements, computed as in Sun & Xu (2014). It takes the cases as independent.
    """
    one, other = scores[positive], scores[~positive]
    m, n = len(one), len(other)
    if not m or not n:
        return Discrimination(None, None, None, None)
    ranks = rankdata(np.concatenate([one, other]))
    # Mid-ranks are halves: their doubled sum is a whole number, and the area does not depend on the order of the cases.
    auc = (int((2 * ranks[:m]).sum()) - m * (m + 1)) / (2 * m * n)
    if min(m, n) < 2:
        return Discrimination(auc, None, None, None)
    # The share of negatives below each positive and of positives above each negative; sorted, so that sums stay.
    below = np.sort((ranks[:m] - rankdata(one)) / n)
    above = np.sort(1 - (ranks[m:] - rankdata(other)) / m)
    error = float(np.sqrt(below.var(ddof=1) / m + above.var(ddof=1) / n))
    if error == 0:
        return Discrimination(auc, error, None, None)
    return Discrimination(auc, error, max(0.0, auc - z * error), min(1.0, auc + z * error))
