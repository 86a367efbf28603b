"""The measures, for a notebook (functions of a data frame, such as ``location_quotient(df)``) and a run (``tables``).
Formulas are in ``sql/`` and conventions in ``conventions.toml``; what a figure means for a reader is said elsewhere."""

from typing import TYPE_CHECKING, Any

from pipelines.measures import tables

if TYPE_CHECKING:
    from pipelines.measures.frames import location_quotient, shift_share, specialisation

__all__ = ["location_quotient", "shift_share", "specialisation", "tables"]


def __getattr__(name: str) -> Any:
    # Only a notebook needs pandas; a run is spared its half second and 50 MB.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pipelines.measures import frames  # noqa: PLC0415

    return getattr(frames, name)
