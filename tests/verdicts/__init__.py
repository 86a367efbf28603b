"""Tests of ``pipelines.verdicts``."""
