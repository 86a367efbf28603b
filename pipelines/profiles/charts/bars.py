"""Lays out a bar chart: bars that leave LQ = 1 on a log scale, with the bounds as whiskers.
A row without a quotient keeps its place and says why."""

from dataclasses import dataclass

from pipelines.export.numbers import Numbers
from pipelines.profiles.chart import Bar, BarChart
from pipelines.profiles.charts.frame import Frame, Tick, quotient_ticks
from pipelines.profiles.charts.scale import LogScale

TOP = 48.0
VALUE_WIDTH = 64.0


@dataclass(frozen=True)
class BarRow:
    """One row; ``side`` is ``over``, ``under``, ``muted`` or ``empty``. ``whisker`` is left and right, None without
    bounds."""

    name: str
    name_x: float
    name_y: float
    value: str
    value_x: float
    value_y: float
    side: str
    x: float
    y: float
    width: float
    height: float
    whisker: tuple[float, float] | None


@dataclass(frozen=True)
class BarLayout:
    """A bar chart in drawing units; ``one`` is the position of LQ = 1."""

    width: int
    height: float
    left: float
    right: float
    top: float
    bottom: float
    one: float
    ticks: tuple[Tick, ...]
    sides: tuple[str, str]
    rows: tuple[BarRow, ...]
    named_above: bool


def layout(chart: BarChart, frame: Frame, numbers: Numbers) -> BarLayout:
    """Positions of everything in ``chart`` on ``frame``."""
    above = frame.labels == 0
    step = frame.row
    left = 2.0 if above else frame.labels + 12.0
    right = frame.width - (2.0 if above else VALUE_WIDTH)
    bounds = [value for bar in chart.bars for value in (bar.value, bar.low, bar.high) if value is not None]
    scale = LogScale.over(bounds, left, right)
    rows = tuple(_row(bar, TOP + index * step, scale, frame, above=above) for index, bar in enumerate(chart.bars))
    bottom = TOP + step * len(rows)
    return BarLayout(
        width=frame.width,
        height=bottom + 6,
        left=left,
        right=right,
        top=TOP - 6,
        bottom=bottom,
        one=scale(1.0),
        ticks=quotient_ticks(scale, frame, numbers, min(bounds, default=1.0)),
        sides=chart.sides,
        rows=rows,
        named_above=above,
    )


def _row(bar: Bar, top: float, scale: LogScale, frame: Frame, *, above: bool) -> BarRow:
    one, height = scale(1.0), 12.0 if above else min(16.0, frame.row - 4.0)
    y = top + (20.0 if above else (frame.row - height) / 2)
    end = one if bar.value is None else scale(bar.value)
    whisker = None
    if bar.low is not None and bar.high is not None and bar.low < bar.high:
        whisker = (scale(bar.low), scale(bar.high))
    side = "empty" if bar.value is None else "muted" if bar.muted else "over" if bar.over else "under"
    text_y = top + (13.0 if above else frame.row / 2 + 4.5)
    return BarRow(
        name=frame.fitted(bar.name),
        name_x=0.0 if above else float(frame.labels),
        name_y=text_y,
        value=bar.text,
        value_x=float(frame.width),
        value_y=text_y,
        side=side,
        x=min(one, end),
        y=y,
        width=abs(end - one),
        height=height,
        whisker=whisker,
    )
