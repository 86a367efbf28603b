"""The site: the edition as pages that open from disk, entered by question, map, search or comparison.
No measure is computed here, and what a profile says in full is only led to."""

from pipelines.site.writing import build

__all__ = ["build"]
