"""What an outsider checks us by: published numbers, other packages, their known faults, and the page of conventions.
Cases of our own belong to ``tests/measures``."""
