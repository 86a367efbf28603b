"""Profiles: what a reader opens. One document model, its sections, its charts, and one renderer per format.
No measure is computed here."""

from pipelines.profiles.earlier import Earlier
from pipelines.profiles.writing import build, method_note

__all__ = ["Earlier", "build", "method_note"]
