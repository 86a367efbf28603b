"""The measures, for a notebook (functions of a data frame, such as ``location_quotient(df)``) and a run (``tables``).
Formulas are in ``sql/`` and conventions in ``conventions.toml``; what a figure means for a reader is said elsewhere."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipelines.measures import tables

if TYPE_CHECKING:
    from pipelines.measures.frames import location_quotient, shift_share, specialisation
    from pipelines.measures.matrix_frames import complexity, density, proximity

__all__ = ["complexity", "density", "location_quotient", "proximity", "shift_share", "specialisation", "tables"]
MODULES = {
    "location_quotient": "frames",
    "specialisation": "frames",
    "shift_share": "frames",
    "proximity": "matrix_frames",
    "density": "matrix_frames",
    "complexity": "matrix_frames",
}


def __getattr__(name: str) -> Any:
    # Only a notebook needs pandas; a run is spared its half second and 50 MB.
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{MODULES[name]}"), name)
