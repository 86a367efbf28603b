"""The measures, for a notebook (functions of a data frame, such as ``location_quotient(df)``) and a run (``tables``).
Formulas are in ``sql/`` and conventions in ``conventions.toml``; what a figure means for a reader is said elsewhere."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipelines.measures import tables

if TYPE_CHECKING:
    from pipelines.measures.frames import concentration, location_quotient, shift_share, specialisation, variety
    from pipelines.measures.industry_spaces import industry_space
    from pipelines.measures.matrix_frames import complexity, density, density_backtest, entry_exit, proximity, twins
    from pipelines.measures.plants import cluster_index, ellison_glaeser

__all__ = [
    "cluster_index",
    "complexity",
    "concentration",
    "density",
    "density_backtest",
    "ellison_glaeser",
    "entry_exit",
    "industry_space",
    "location_quotient",
    "proximity",
    "shift_share",
    "specialisation",
    "tables",
    "twins",
    "variety",
]
# Where a function is found; the other functions of a notebook are in ``frames``.
MODULES = {
    **dict.fromkeys(("complexity", "density", "density_backtest", "entry_exit", "proximity", "twins"), "matrix_frames"),
    "industry_space": "industry_spaces",
    **dict.fromkeys(("cluster_index", "ellison_glaeser"), "plants"),
}


def __getattr__(name: str) -> Any:
    # Only a notebook needs pandas; a run is spared its half second and 50 MB.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{MODULES.get(name, 'frames')}"), name)
