"""Immutable raw answers with sidecars, and users' own files as snapshots.
Parsing and measuring what they hold does not belong here."""
