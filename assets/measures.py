"""Measures: what is computed from employment, each table by the SQL file of its own name.
Formulas and conventions are in ``pipelines/measures`` and ``sql``."""
