"""Lays out a line chart: one panel per industry over common years, a line per unbroken stretch of each series.
A break interrupts the line and is marked by its number; nothing crosses it."""

from dataclasses import dataclass

from pipelines.export.numbers import Numbers
from pipelines.profiles.chart import Line, LineChart, Panel
from pipelines.profiles.charts.frame import Frame, Tick
from pipelines.profiles.charts.scale import LinearScale, round_ticks

PLOT_HEIGHT = 112.0
PANEL_GAP = 26.0
LEGEND_ROW = 22.0
BREAK_ROW = 26.0
# What stands at a panel's left, for its ticks, and at its right.
TICKS, MARGIN = 34.0, 12.0
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
    """One industry from ``left`` to ``right``, its name from ``name_x``; ``latest`` are each series' last value in
    words, where there is room for them."""

    name: str
    name_x: float
    name_y: float
    latest: tuple[str, ...]
    left: float
    right: float
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
    legend: tuple[Legend, ...]
    breaks: tuple[BreakMark, ...]
    panels: tuple[DrawnPanel, ...]
    years: tuple[Tick, ...]
    years_y: float
    named_above: bool


def layout(chart: LineChart, frame: Frame, numbers: Numbers) -> LineLayout:
    """Positions of everything in ``chart`` on ``frame``."""
    above = frame.labels == 0
    years = _years(chart)
    legend = _legend(chart, frame)
    partial = [mark for mark in chart.breaks if chart.broken_by(mark)]
    start = legend[-1].y + 14 + (BREAK_ROW if len(chart.breaks) > len(partial) else 8.0)
    pitch = PLOT_HEIGHT + PANEL_GAP + (14.0 if above else 0.0)
    places = [_place(frame, index, start + (14.0 if above else 0.0), pitch) for index in range(len(chart.panels))]
    scales = [LinearScale(min(years) - 0.3, max(years) + 0.3, place.left, place.right) for place in places]
    names = dict(chart.series)
    panels = tuple(
        _panel(panel, place, along, frame, latest=_latest(panel, names, numbers), numbers=numbers)
        for panel, place, along in zip(chart.panels, places, scales, strict=True)
    )
    tops_of_all = legend[-1].y + 24
    # The lowest panel of each column, with its scale.
    lowest = {drawn.left: (drawn, along) for drawn, along in zip(panels, scales, strict=True)}
    whole = [
        BreakMark(number, along(year - 0.5), tops_of_all, drawn.bottom, tops_of_all - 2)
        for year, number in chart.breaks
        if (year, number) not in partial
        for drawn, along in lowest.values()
    ]
    # A number above the panel would cover its name on a phone; below it there is room, and the years give way.
    some = [
        BreakMark(number, along(year - 0.5), drawn.top, drawn.bottom, drawn.bottom + 9)
        for panel, drawn, along in zip(chart.panels, panels, scales, strict=True)
        for year, number in panel.breaks
        if (year, number) in partial
    ]
    numbered = {mark.bottom for mark in some}
    end = max(drawn.bottom + (BREAK_ROW - 10 if drawn.bottom in numbered else 0.0) for drawn, _ in lowest.values())
    return LineLayout(
        width=frame.width,
        height=end + 26,
        legend=legend,
        breaks=(*whole, *some),
        panels=panels,
        years=tuple(tick for _, along in lowest.values() for tick in _year_ticks(years, along)),
        years_y=end + 19,
        named_above=above,
    )


@dataclass(frozen=True)
class _Place:
    """Where a panel stands: its plot from ``left`` to ``right``, what names it from ``edge``."""

    edge: float
    left: float
    right: float
    top: float


def _place(frame: Frame, index: int, top: float, pitch: float) -> _Place:
    row, column = divmod(index, frame.columns)
    edge = column * frame.width / frame.columns
    left = edge + TICKS if frame.labels == 0 else frame.labels + 36.0
    return _Place(edge, left, edge + frame.width / frame.columns - MARGIN, top + row * pitch)


def _years(chart: LineChart) -> list[int]:
    points = [point for panel in chart.panels for line in panel.lines for segment in line.segments for point in segment]
    return sorted({year for year, _ in points})


def _year_ticks(years: list[int], along: LinearScale) -> tuple[Tick, ...]:
    first, last = years[0], years[-1]
    per_year = along(1) - along(0)
    step = next(step for step in (1, 2, 3, 5, 10, 20, 50, 100) if step * per_year >= 40 or step == 100)
    # Counted back from the newest year, which is the one the profile is about.
    return tuple(Tick(along(year), str(year)) for year in range(last, first - 1, -step))


def _legend(chart: LineChart, frame: Frame) -> tuple[Legend, ...]:
    """Beside each other, on a phone below each other."""
    entries: list[Legend] = []
    below = frame.labels == 0 and frame.columns == 1
    x, y = (0.0 if frame.labels == 0 else frame.labels + 36.0), 14.0
    for style, name in chart.series:
        text = frame.fitted(name, frame.width * 0.5)
        if below and entries:
            y += LEGEND_ROW
        entries.append(Legend(style, text, x, y, f"M{x + 16:.1f} {y - 4:.1f}{MARKERS[style]}"))
        x += 0.0 if below else 56 + 7.4 * len(text)
    return tuple(entries)


def _latest(panel: Panel, names: dict[str, str], numbers: Numbers) -> tuple[str, ...]:
    ends = [(names[line.style], line.segments[-1][-1]) for line in panel.lines if line.segments]
    return tuple(f"{name} {year}: {numbers.ratio(value)}" for name, (year, value) in ends)


def _panel(
    panel: Panel, place: _Place, along: LinearScale, frame: Frame, *, latest: tuple[str, ...], numbers: Numbers
) -> DrawnPanel:
    values = [value for line in panel.lines for segment in line.segments for _, value in segment]
    ticks, top = round_ticks(min([1.0, *values]), max([1.0, *values])), place.top
    up = LinearScale(ticks[0], ticks[-1], top + PLOT_HEIGHT, top)
    above = frame.labels == 0
    return DrawnPanel(
        name=frame.fitted(panel.name, (place.right - place.edge) if frame.columns > 1 else None),
        name_x=place.edge,
        name_y=top - 8 if above else top + 11,
        latest=() if above else tuple(frame.fitted(text) for text in latest),
        left=place.left,
        right=place.right,
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
