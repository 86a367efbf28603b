"""What stands round a chart in a file of its own, which is passed on without its page: title, meanings of its numbered
marks, labels with the source. The chart itself is laid out by the other modules."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.profiles.charts.frame import LETTER

HEADING, SMALL = 15.0, 12.0
# From one line's foot to the next, in parts of the letters' size; and between two paragraphs.
LEADING, APART = 1.35, 4.0


@dataclass(frozen=True)
class Said:
    """A line of text, from the left edge, its foot at ``y``; ``style`` names how it looks."""

    text: str
    y: float
    style: str


@dataclass(frozen=True)
class Surroundings:
    """Lines above and below a chart, which itself begins at ``top`` and ends at ``bottom``, in all ``height``."""

    lines: tuple[Said, ...]
    top: float
    bottom: float
    height: float


def layout(
    title: str, notes: Sequence[tuple[str, str]], labels: Iterable[str], size: tuple[float, float], margin: float
) -> Surroundings:
    """The texts round a chart of ``size`` (width, height), broken where they would run over its width."""
    width, height = size
    above, top = _set([title], "heading", HEADING, width, margin)
    bottom = top + margin / 2 + height
    below = [*(f"{mark}. {meaning}" for mark, meaning in notes), *labels]
    under, foot = _set(below, "tick", SMALL, width, bottom + margin / 2)
    return Surroundings((*above, *under), top + margin / 2, bottom, foot + margin)


def _set(texts: Iterable[str], style: str, size: float, width: float, top: float) -> tuple[list[Said], float]:
    """The lines of paragraphs below ``top``, and where the last one ends."""
    lines, at = [], top
    for text in texts:
        for line in textwrap.wrap(text, int(width / (size * LETTER)), break_on_hyphens=False):
            at += size * LEADING
            lines.append(Said(line, at - size * (LEADING - 1), style))
        at += APART
    return lines, at
