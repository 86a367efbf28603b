"""The measures, for a notebook (``location_quotient(df)``, ``specialisation(df)``) and for the pipeline (``tables``).
Formulas are in ``sql/`` and conventions in ``conventions.toml``; what a figure means for a reader is said elsewhere."""

from pipelines.measures import tables
from pipelines.measures.frames import location_quotient, specialisation

__all__ = ["location_quotient", "specialisation", "tables"]
