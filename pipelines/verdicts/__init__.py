"""Verdicts: what the measures together allow to be called a strength, and what they do not.
Measures are not computed here, and nothing is put into sentences."""
