"""Lays out a line chart: one panel per industry over common years, a line per unbroken stretch of each series.
A break interrupts the line and is marked by its number; nothing crosses it."""

from dataclasses import dataclass

from pipelines.export.numbers import Numbers
from pipelines.profiles.charts.frame import Frame, Tick
from pipelines.profiles.charts.scale import LinearScale, round_ticks
from pipelines.profiles.document import Line, LineChart, Panel

PLOT_HEIGHT = 112.0
PANEL_GAP = 26.0
LEGEND_ROW = 22.0
BREAK_ROW = 26.0
# Marker of each style round its point, as path steps; told apart without colour.
MARKERS = {
    "rams": "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
    "bas": "m-3-3h6v6h-6z",
    "prel": "m0-3.8l3.8 6.6h-7.6z",
    "other": "m0-4l4 4l-4 4l-4-4z",
}


@dataclass(frozen=True)
class DrawnLine:
    """One series: its unbroken stretches as one path, and a marker on every year."""

    style: str
    path: str
    markers: str


@dataclass(frozen=True)
class DrawnPanel:
    """One industry; ``latest`` are each series' last value in words, where there is room for them."""

    name: str
    name_y: float
    latest: tuple[str, ...]
    top: float
    bottom: float
    one: float
    ticks: tuple[Tick, ...]
    lines: tuple[DrawnLine, ...]


@dataclass(frozen=True)
class Legend:
    """How one series is drawn, and its name."""

    style: str
    text: str
    x: float
    y: float
    marker: str


@dataclass(frozen=True)
class BreakMark:
    """A numbered line between the last year before a break and the first after it, through the panels that it breaks;
    ``tag`` is the middle of its number."""

    number: int
    at: float
    top: float
    bottom: float
    tag: float


@dataclass(frozen=True)
class LineLayout:
    """A line chart in drawing units."""

    width: int
    height: float
    left: float
    right: float
    legend: tuple[Legend, ...]
    breaks: tuple[BreakMark, ...]
    panels: tuple[DrawnPanel, ...]
    years: tuple[Tick, ...]
    years_y: float
    named_above: bool


def layout(chart: LineChart, frame: Frame, numbers: Numbers) -> LineLayout:
    """Positions of everything in ``chart`` on ``frame``."""
    above = frame.labels == 0
    left = 34.0 if above else frame.labels + 36.0
    right = frame.width - 12.0
    years = _years(chart)
    along = LinearScale(min(years) - 0.3, max(years) + 0.3, left, right)
    legend = _legend(chart, frame, above=above)
    partial = [mark for mark in chart.breaks if chart.broken_by(mark)]
    start = legend[-1].y + 14 + (BREAK_ROW if len(chart.breaks) > len(partial) else 8.0)
    pitch = PLOT_HEIGHT + PANEL_GAP + (14.0 if above else 0.0)
    tops = [start + index * pitch + (14.0 if above else 0.0) for index in range(len(chart.panels))]
    names = dict(chart.series)
    panels = tuple(
        _panel(panel, top, along, frame, latest=_latest(panel, names, numbers), numbers=numbers)
        for panel, top in zip(chart.panels, tops, strict=True)
    )
    bottom = panels[-1].bottom
    tops_of_all = legend[-1].y + 24
    whole = [
        BreakMark(number, along(year - 0.5), tops_of_all, bottom, tops_of_all - 2)
        for year, number in chart.breaks
        if (year, number) not in partial
    ]
    # A number above the panel would cover its name on a phone; below it there is room, and the years give way.
    some = [
        BreakMark(number, along(year - 0.5), drawn.top, drawn.bottom, drawn.bottom + 9)
        for panel, drawn in zip(chart.panels, panels, strict=True)
        for year, number in panel.breaks
        if (year, number) in partial
    ]
    end = bottom + (BREAK_ROW - 10 if any(mark in partial for mark in chart.panels[-1].breaks) else 0.0)
    return LineLayout(
        width=frame.width,
        height=end + 26,
        left=left,
        right=right,
        legend=legend,
        breaks=(*whole, *some),
        panels=panels,
        years=_year_ticks(years, along),
        years_y=end + 19,
        named_above=above,
    )


def _years(chart: LineChart) -> list[int]:
    points = [point for panel in chart.panels for line in panel.lines for segment in line.segments for point in segment]
    return sorted({year for year, _ in points})


def _year_ticks(years: list[int], along: LinearScale) -> tuple[Tick, ...]:
    first, last = years[0], years[-1]
    per_year = along(1) - along(0)
    step = next(step for step in (1, 2, 3, 5, 10, 20, 50, 100) if step * per_year >= 40 or step == 100)
    # Counted back from the newest year, which is the one the profile is about.
    return tuple(Tick(along(year), str(year)) for year in range(last, first - 1, -step))


def _legend(chart: LineChart, frame: Frame, *, above: bool) -> tuple[Legend, ...]:
    entries: list[Legend] = []
    x, y = (0.0 if above else frame.labels + 36.0), 14.0
    for style, name in chart.series:
        text = frame.fitted(name, frame.width * 0.5)
        if above and entries:
            y += LEGEND_ROW
        entries.append(Legend(style, text, x, y, f"M{x + 16:.1f} {y - 4:.1f}{MARKERS[style]}"))
        x += 0.0 if above else 56 + 7.4 * len(text)
    return tuple(entries)


def _latest(panel: Panel, names: dict[str, str], numbers: Numbers) -> tuple[str, ...]:
    ends = [(names[line.style], line.segments[-1][-1]) for line in panel.lines if line.segments]
    return tuple(f"{name} {year}: {numbers.ratio(value)}" for name, (year, value) in ends)


def _panel(
    panel: Panel, top: float, along: LinearScale, frame: Frame, *, latest: tuple[str, ...], numbers: Numbers
) -> DrawnPanel:
    values = [value for line in panel.lines for segment in line.segments for _, value in segment]
    ticks = round_ticks(min([1.0, *values]), max([1.0, *values]))
    up = LinearScale(ticks[0], ticks[-1], top + PLOT_HEIGHT, top)
    above = frame.labels == 0
    return DrawnPanel(
        name=frame.fitted(panel.name),
        name_y=top - 8 if above else top + 11,
        latest=() if above else tuple(frame.fitted(text) for text in latest),
        top=top,
        bottom=top + PLOT_HEIGHT,
        one=up(1.0),
        ticks=tuple(Tick(up(tick), numbers.compact(tick), tick == 1) for tick in ticks),
        lines=tuple(_line(line, along, up) for line in panel.lines),
    )


def _line(line: Line, along: LinearScale, up: LinearScale) -> DrawnLine:
    paths, markers = [], []
    for segment in line.segments:
        points = [f"{along(year):.1f} {up(value):.1f}" for year, value in segment]
        paths.append("M" + "L".join(points))
        markers += [f"M{point}{MARKERS[line.style]}" for point in points]
    return DrawnLine(line.style, "".join(paths), "".join(markers))
