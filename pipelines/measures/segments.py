"""Whether growth may be asked for: only inside one unbroken segment of a series, else the break is named.
What a segment is stands in ``sql/series_segment.sql`` and ``conventions.toml``; growth itself is not computed here."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pyarrow as pa

from pipelines.errors import StyrkaError


def unbroken(series: str, level: str, start: int, end: int, *, segments: pa.Table, breaks: pa.Table) -> None:
    """StyrkaError unless ``series`` is comparable from year ``start`` to year ``end`` at ``level``.

    ``segments`` and ``breaks`` are the tables ``series_segment`` and ``series_break``. The error names each break
    between the two years, or the years that the series has no figures of, and the segments that may be asked for.
    """
    own = [each for each in segments.to_pylist() if (each["series"], each["level"]) == (series, level)]
    own.sort(key=lambda each: each["start_year"])
    if start >= end:
        raise StyrkaError(f"growth from {start} to {end}: the first year must come before the last")
    if any(each["start_year"] <= start and end <= each["end_year"] for each in own):
        return
    has = ", ".join(f"{each['start_year']}–{each['end_year']}" for each in own) or "none"
    absent = [year for year in (start, end) if not any(each["start_year"] <= year <= each["end_year"] for each in own)]
    if absent:
        years = " and ".join(map(str, absent))
        raise StyrkaError(f"series {series} has no figures of {years} at level {level}; its unbroken years are {has}")
    crossed = [(each, after) for each, after in pairwise(own) if start < after["start_year"] <= end]
    reasons = "; ".join(reason for each, after in crossed for reason in _reasons(each, after, breaks.to_pylist()))
    raise StyrkaError(f"series {series} is broken between {start} and {end}: {reasons}; its unbroken years are {has}")


def _reasons(segment: dict[str, Any], after: dict[str, Any], breaks: Sequence[dict[str, Any]]) -> list[str]:
    if segment["ended_by"] == "missing_years":
        return [f"no figures of {segment['end_year'] + 1}–{after['start_year'] - 1}"]
    place = (segment["series"], segment["break_year"])
    return [
        f"{each['year']} {each['kind']} ({each['description_en'].rstrip('.')})"
        for each in breaks
        if (each["series"], each["year"]) == place
    ]
