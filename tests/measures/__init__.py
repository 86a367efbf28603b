"""The measures held against hand-made tables and invariants; published numbers stand in ``tests/published``."""
