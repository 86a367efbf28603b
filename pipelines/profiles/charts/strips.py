"""Lays out a strip chart: all peers as dots on one line per industry, the region itself apart.
Peers whose dots would cover each other to the half unit share one."""

from dataclasses import dataclass
from itertools import pairwise

from pipelines.export.numbers import Numbers
from pipelines.profiles.chart import Strip, StripChart
from pipelines.profiles.charts.frame import Frame, Tick, quotient_ticks
from pipelines.profiles.charts.scale import LogScale

TOP = 58.0
TEXT_WIDTH = 76.0
DIAMOND = 6.5


@dataclass(frozen=True)
class StripRow:
    """One line; ``dots`` is a path of points, ``own`` a path round the region's place, empty without a quotient."""

    name: str
    name_x: float
    name_y: float
    text: str
    text_x: float
    y: float
    dots: str
    own: str


@dataclass(frozen=True)
class StripLayout:
    """A strip chart in drawing units; ``one`` is the position of LQ = 1."""

    width: int
    height: float
    left: float
    right: float
    top: float
    bottom: float
    one: float
    ticks: tuple[Tick, ...]
    own: str
    others: str
    others_x: float
    diamond: str
    rows: tuple[StripRow, ...]
    named_above: bool


def layout(chart: StripChart, frame: Frame, numbers: Numbers) -> StripLayout:
    """Positions of everything in ``chart`` on ``frame``."""
    above = frame.labels == 0
    step = 38.0 if above else 28.0
    left = 8.0 if above else frame.labels + 16.0
    right = frame.width - (8.0 if above else TEXT_WIDTH)
    values = [value for strip in chart.strips for value in (*strip.peers, strip.value) if value is not None]
    scale = LogScale.over(values, left, right)
    rows = tuple(_row(strip, TOP + index * step, scale, frame, above=above) for index, strip in enumerate(chart.strips))
    bottom = TOP + step * len(rows)
    own = frame.fitted(chart.own, frame.width * 0.42)
    return StripLayout(
        width=frame.width,
        height=bottom + 6,
        left=left,
        right=right,
        top=TOP - 6,
        bottom=bottom,
        one=scale(1.0),
        ticks=quotient_ticks(scale, frame, numbers, min(values, default=1.0)),
        own=own,
        others=frame.fitted(chart.others, frame.width * 0.42),
        others_x=left + 40 + 8.0 * len(own),
        diamond=_diamond(left + 7, 13),
        rows=rows,
        named_above=above,
    )


def _row(strip: Strip, top: float, scale: LogScale, frame: Frame, *, above: bool) -> StripRow:
    y = top + (28.0 if above else 14.0)
    return StripRow(
        name=frame.fitted(strip.name),
        name_x=0.0 if above else float(frame.labels),
        name_y=top + (13.0 if above else 18.5),
        text=strip.text,
        text_x=float(frame.width),
        y=y,
        dots=_dots([scale(value) for value in strip.peers], y),
        own="" if strip.value is None else _diamond(scale(strip.value), y),
    )


def _dots(positions: list[float], y: float) -> str:
    """A path of points, each given by its distance from the one before: a nation of municipalities stays small."""
    halves = sorted({round(2 * position) for position in positions})
    steps = [f"m{(after - before) / 2:g} 0h0" for before, after in pairwise(halves)]
    return f"M{halves[0] / 2:g} {y:g}h0" + "".join(steps) if halves else ""


def _diamond(x: float, y: float) -> str:
    return f"M{x:.1f} {y - DIAMOND:.1f}l{DIAMOND} {DIAMOND}l{-DIAMOND} {DIAMOND}l{-DIAMOND} {-DIAMOND}z"
