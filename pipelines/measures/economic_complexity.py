"""How complex a region's structure is, and an industry's place in all structures: ECI and PCI from presence.
What must hold for the index to mean anything is checked here; thresholds are declared in ``relatedness.toml``."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.measures.linear_algebra import largest_eigenvectors, product
from pipelines.measures.relatedness import Present

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Limits:
    """Below ``eigen_gap`` (λ₂ − λ₃) or |corr(ECI, diversity)| of ``correlation`` there is no index."""

    eigen_gap: float
    correlation: float


@dataclass(frozen=True)
class Complexity:
    """``eci`` per region and ``pci`` per industry, NaN where there is none; ``note`` says why nobody has one.

    Regions and industries without any presence are ``kept`` out. ``components`` are the unconnected parts of the rest,
    ``eigen_gap`` is the second eigenvalue less the third, ``correlation`` that of ECI with diversity.
    """

    eci: Vector
    pci: Vector
    regions_kept: Present
    industries_kept: Present
    components: int
    eigen_gap: float | None
    correlation: float | None
    note: str | None


def complexity(present: Present, limits: Limits, ddof: int = 0) -> Complexity:
    """ECI and PCI of ``present`` (regions × industries), standardised to mean 0 and standard deviation 1 (``ddof``).

    B = D_d^-½ M D_u^-½ = U S Vᵀ; ECI = U₂/√d, PCI = V₂/√u, each standardised over those kept by its own mean, with
    the sign that makes corr(ECI, diversity) > 0. Source: Hidalgo & Hausmann (2009); Mealy, Farmer & Teytelboym (2019)
    for the eigenvectors. Packages differ in ddof and scaling; ``ecomplexity`` subtracts the regions' mean from the PCI.
    """
    regions, industries = _kept(present)
    matrix = present[np.ix_(regions, industries)].astype(np.float64)
    components = _components(matrix)

    def none(note: str, gap: float | None = None, correlation: float | None = None) -> Complexity:
        eci, pci = np.full(len(regions), np.nan), np.full(len(industries), np.nan)
        return Complexity(eci, pci, regions, industries, components, gap, correlation, note)

    if min(matrix.shape) < 2:
        return none("too_few_present")
    if components > 1:
        return none("disconnected")
    diversity, ubiquity = matrix.sum(axis=1), matrix.sum(axis=0)
    balanced = matrix / np.sqrt(diversity)[:, None] / np.sqrt(ubiquity)[None, :]
    second, third, left, right = _second(balanced) if matrix.shape[0] <= matrix.shape[1] else _turned(balanced)
    gap = second - third
    if gap < limits.eigen_gap:
        return none("small_eigen_gap", gap)
    eci, pci = left / np.sqrt(diversity), right / np.sqrt(ubiquity)
    correlation = _correlation(eci, diversity)
    if correlation is None or abs(correlation) < limits.correlation:
        return none("sign_undecided", gap, correlation)
    sign = np.sign(correlation)
    return Complexity(
        _placed(_standardised(sign * eci, ddof), regions),
        _placed(_standardised(sign * pci, ddof), industries),
        regions,
        industries,
        components,
        gap,
        abs(correlation),
        None,
    )


def _second(balanced: Vector) -> tuple[float, float, Vector, Vector]:
    """The second and the third eigenvalue of B·Bᵀ, and the second's left and right vector, of any length."""
    values, vectors = largest_eigenvectors(product(balanced, balanced.T), 3)
    left = vectors[:, 1]
    return float(values[1]), float(values[2]) if len(values) > 2 else 0.0, left, product(left, balanced)


def _turned(balanced: Vector) -> tuple[float, float, Vector, Vector]:
    """As ``_second``, of more regions than industries."""
    second, third, right, left = _second(balanced.T)
    return second, third, left, right


def _kept(present: Present) -> tuple[Present, Present]:
    """Regions and industries that have any presence; dropping an empty one empties no other."""
    return np.asarray(present.any(axis=1)), np.asarray(present.any(axis=0))


def _components(matrix: Vector) -> int:
    """Into how many unconnected parts the regions and industries fall."""
    unseen = np.ones(matrix.shape[0], dtype=np.bool_)
    linked = matrix > 0
    parts = 0
    while unseen.any():
        parts += 1
        reached = np.zeros(matrix.shape[0], dtype=np.bool_)
        reached[int(np.argmax(unseen))] = True
        while True:
            wider = linked[:, linked[reached].any(axis=0)].any(axis=1)
            if (wider <= reached).all():
                break
            reached |= wider
        unseen &= ~reached
    return parts


def _correlation(one: Vector, other: Vector) -> float | None:
    a, b = one - one.mean(), other - other.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale > 0 else None


def _standardised(values: Vector, ddof: int) -> Vector:
    return np.asarray((values - values.mean()) / values.std(ddof=ddof), dtype=np.float64)


def _placed(values: Vector, where: Present) -> Vector:
    placed = np.full(len(where), np.nan)
    placed[where] = values
    return placed
