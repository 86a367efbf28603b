"""Products and eigenvectors that are the same to the last bit whatever the number of threads.
What is multiplied, and what it means, does not belong here."""

from contextlib import AbstractContextManager
from functools import cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import scipy.linalg
from threadpoolctl import ThreadpoolController

Floats = npt.NDArray[np.float64]
Width = TypeVar("Width", np.float32, np.float64)


def one_thread() -> AbstractContextManager[Any]:
    """While the block runs, the linear algebra libraries use one thread: with more they may add in another order."""
    limited: AbstractContextManager[Any] = _controller().limit(limits=1)
    return limited


def product(one: npt.NDArray[Width], other: npt.NDArray[Width]) -> npt.NDArray[Width]:
    """``one @ other`` by one thread."""
    with one_thread():
        found: npt.NDArray[Width] = one @ other
    return found


def largest_eigenvectors(symmetric: Floats, number: int) -> tuple[Floats, Floats]:
    """The ``number`` largest eigenvalues of a symmetric matrix, largest first, and their vectors as columns.

    Only these are computed, which takes an eighth of the time of a whole decomposition; fewer when there are fewer.
    """
    size = symmetric.shape[0]
    with one_thread():
        values, vectors = scipy.linalg.eigh(symmetric, subset_by_index=[max(size - number, 0), size - 1])
    return values[::-1], vectors[:, ::-1]


@cache
def _controller() -> ThreadpoolController:
    # Finding the libraries takes a millisecond; numpy's and scipy's are loaded by the imports above.
    return ThreadpoolController()
