"""Which industries go together, from the regions in which both are present: co-occurrence, proximity, density.
Matrices in, matrices out; where presence comes from, and how complex a structure is, does not belong here."""

from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from pipelines.measures.linear_algebra import product

Matrix: TypeAlias = npt.NDArray[np.float64]
Present: TypeAlias = npt.NDArray[np.bool_]
Normalisation = Literal["association", "cosine", "jaccard"]

# Proximities are taken on this binary grid where they are summed: sums of a thousand of them are then exact, and a
# density does not depend on the order in which a linear algebra library adds. Off by 1e-12 at most.
GRID = float(1 << 40)


def cooccurrence(present: Present) -> Matrix:
    """In how many regions two industries are both present: C, industries × industries, whole numbers.

    ``present`` is regions × industries; the diagonal of C is the ubiquity u_i.
    """
    # Floats of half the width take a third of the time and hold every whole number up to 16.7 million regions.
    counts = present.astype(np.float32)
    return product(counts.T, counts).astype(np.float64)


def proximity(present: Present) -> Matrix:
    """φ_ij = C_ij / max(u_i, u_j), symmetric, 0 to 1, 1 on the diagonal; NaN where neither is present anywhere.

    It is the smaller of the two conditional probabilities that a region with the one has the other.
    Source: Hidalgo, Klinger, Barabási & Hausmann (2007).
    """
    together = cooccurrence(present)
    ubiquity = together.diagonal()
    return _divided(together, np.maximum.outer(ubiquity, ubiquity))


def normalised(present: Present, normalisation: Normalisation) -> Matrix:
    """Co-occurrence, its diagonal zeroed before the margins S_i and T are summed, normalised; NaN for 0/0.

    ``association`` (C/T)/((S_i/T)(S_j/T)); ``cosine`` C/√(S_i·S_j); ``jaccard`` C/(S_i + S_j − C).
    Source: van Eck & Waltman (2009), who call the first association strength.
    """
    together = cooccurrence(present)
    np.fill_diagonal(together, 0.0)
    margin = together.sum(axis=0)
    if normalisation == "association":
        return _divided(together * margin.sum(), np.multiply.outer(margin, margin))
    if normalisation == "cosine":
        return _divided(together, np.sqrt(np.multiply.outer(margin, margin)))
    return _divided(together, np.add.outer(margin, margin) - together)


def density(present: Present, close: Matrix) -> Matrix:
    """ω_ri = Σ_{j≠i} M_rj φ_ij / Σ_{j≠i} φ_ij, regions × industries, a share of 0 to 1; NaN without any neighbour.

    ``close`` is any symmetric proximity, NaN for none. The industry itself is left out of both sums: with it, density
    would predict presence by construction. Source: Hidalgo et al. (2007), self excluded.
    """
    weight = _neighbours(close)
    around = product(present.astype(np.float64), weight)
    return _divided(around, np.broadcast_to(weight.sum(axis=0), around.shape))


def outlook(absent: Present, around: Matrix, pci: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Complexity outlook of every region, Σ_i ω_ri (1 − M_ri) PCI_i; industries without a PCI are left out.

    Source: Hausmann, Hidalgo et al., The Atlas of Economic Complexity (2014).
    """
    found: npt.NDArray[np.float64] = np.where(absent, np.nan_to_num(around) * np.nan_to_num(pci), 0.0).sum(axis=1)
    return found


def opportunity_gain(absent: Present, close: Matrix, pci: npt.NDArray[np.float64]) -> Matrix:
    """What an absent industry would open, (1 − M_ri) Σ_{j≠i} (φ_ij/Σ_{k≠j} φ_jk)(1 − M_rj) PCI_j; NaN where present.

    The industry's own PCI is left out, as its own presence is of density. Source: The Atlas of Economic Complexity
    (2014), whose second term (the own PCI times 1 − density) stands in the outlook.
    """
    weight = _neighbours(close)
    share = _divided(weight, np.broadcast_to(weight.sum(axis=0), weight.shape))
    gain = product(np.where(absent, np.nan_to_num(pci), 0.0), np.nan_to_num(share).T)
    return np.asarray(np.where(absent, gain, np.nan), dtype=np.float64)


def _neighbours(close: Matrix) -> Matrix:
    """Proximities on the grid, none to itself."""
    weight = close * GRID
    np.rint(weight, out=weight)
    weight[np.isnan(weight)] = 0.0
    weight /= GRID
    np.fill_diagonal(weight, 0.0)
    return weight


def _divided(numerator: Matrix, denominator: Matrix) -> Matrix:
    found: Matrix = np.divide(numerator, denominator, out=np.full(numerator.shape, np.nan), where=denominator > 0)
    return found
