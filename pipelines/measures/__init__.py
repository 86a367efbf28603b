"""The measures, for a notebook (``location_quotient(df)``, ``specialisation(df)``) and for the pipeline (``tables``).
Formulas are in ``sql/`` and conventions in ``conventions.toml``; what a figure means for a reader is said elsewhere."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipelines.measures import tables

if TYPE_CHECKING:
    from pipelines.measures.frames import concentration, location_quotient, specialisation, variety
    from pipelines.measures.plants import cluster_index, ellison_glaeser

__all__ = [
    "cluster_index",
    "concentration",
    "ellison_glaeser",
    "location_quotient",
    "specialisation",
    "tables",
    "variety",
]
FROM_PLANTS = ("cluster_index", "ellison_glaeser")


def __getattr__(name: str) -> Any:
    # Only a notebook needs pandas; a run is spared its half second and 50 MB.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "plants" if name in FROM_PLANTS else "frames"
    return getattr(import_module(f"{__name__}.{module}"), name)
