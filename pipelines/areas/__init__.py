"""Strength areas: declared bundles of weighted industries, users' own beside them, their checks and their measures.
What an area's figures mean for a verdict does not belong here."""
