"""Native charts of PowerPoint from those of the document, each with its numbers in a workbook of its own.
A gap stays a gap: no line crosses a break, and what has no quotient has no bar."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml.ns import qn
from pptx.util import Pt

from pipelines.profiles.chart import Bar, BarChart, LineChart, Panel
from pipelines.profiles.charts.scale import round_ticks
from pipelines.profiles.office.look import look
from pipelines.profiles.office.slide_numbers import FORMAT, Data, Numbers
from pipelines.profiles.office.slide_template import declared
from pipelines.profiles.office.slide_text import Text, element, fill

TICK = "0.0;;0.0"
FEW_STEPS, FEW_YEARS = 5, 6
LINES = {
    "rams": (MSO_LINE_DASH_STYLE.SOLID, XL_MARKER_STYLE.CIRCLE),
    "bas": (MSO_LINE_DASH_STYLE.DASH, XL_MARKER_STYLE.SQUARE),
    "prel": (MSO_LINE_DASH_STYLE.ROUND_DOT, XL_MARKER_STYLE.TRIANGLE),
    "other": (MSO_LINE_DASH_STYLE.DASH_DOT, XL_MARKER_STYLE.DIAMOND),
}


@dataclass(frozen=True)
class Place:
    """Left, top, width and height in PowerPoint's units."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Heading:
    """What a chart is called, in the language of ``locale``."""

    text: str
    locale: str


def add_bars(slide: Any, chart: BarChart, place: Place, heading: Heading, labels: Sequence[str]) -> Any:
    """A bar per industry that starts at LQ = 1, coloured by its side; a row without a quotient says why."""
    names = [bar.name if bar.value is not None else f"{bar.name}: {bar.text}" for bar in chart.bars]
    numbers = Numbers.of(names, [("LQ", [bar.value for bar in chart.bars])], labels)
    frame, made = _add(slide, XL_CHART_TYPE.BAR_CLUSTERED, numbers, place)
    _title(made, heading)
    made.has_legend = False
    plot = made.plots[0]
    plot.gap_width = 45
    plot.has_data_labels = True
    _format(plot.data_labels, FORMAT, heading)
    for point, bar in enumerate(chart.bars):
        _coloured(plot.series[0].points[point].format, _side(bar))
    # In a bar chart the categories stand on end: first on top, names outside, crossing the values at 1.
    made.category_axis.reverse_order = True
    made.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    made.category_axis.format.line.color.rgb = colour("ink")
    values = made.value_axis
    _format(values.tick_labels, TICK, heading)
    # One empty step below zero, its number hidden, keeps the figures of the shortest bars off the names.
    step = 0.5 * math.ceil(max([1.0, *(bar.value for bar in chart.bars if bar.value is not None)]) / FEW_STEPS)
    values.minimum_scale, values.major_unit = -step, step
    values.major_gridlines.format.line.color.rgb = colour("line")
    values.format.line.fill.background()
    values.crosses_at = 1
    return frame


def add_lines(
    slide: Any, chart: LineChart, panel: Panel, place: Place, *, heading: Heading, labels: Sequence[str]
) -> Any:
    """One panel: a line for each unbroken stretch of each series, over the years of all panels."""
    points = [point for each in chart.panels for line in each.lines for segment in line.segments for point in segment]
    years = list(range(min(year for year, _ in points), max(year for year, _ in points) + 1))
    names = dict(chart.series)
    series: list[tuple[str, list[float | None]]] = []
    styles: list[tuple[str, bool]] = []
    for line in panel.lines:
        for segment in line.segments:
            first, known = segment is line.segments[0], dict(segment)
            span = "" if first else f" {segment[0][0]}–{segment[-1][0]}"
            series.append((names[line.style] + span, [known.get(year) for year in years]))
            styles.append((line.style, first))
    numbers = Numbers.of(map(str, years), series, labels)
    frame, made = _add(slide, XL_CHART_TYPE.LINE_MARKERS, numbers, place)
    _title(made, heading)
    for shown, (style, _) in zip(made.plots[0].series, styles, strict=True):
        _line(shown, style)
    step = math.ceil(len(years) / FEW_YEARS)
    for name in ("c:tickLblSkip", "c:tickMarkSkip"):
        made.category_axis._element.find(qn("c:noMultiLvlLbl")).addprevious(element(name, val=str(step)))
    made.has_legend = True
    made.legend.position = XL_LEGEND_POSITION.BOTTOM
    made.legend.include_in_layout = False
    _one_entry_each(made.legend, [first for _, first in styles])
    drawn = [value for _, column in series for value in column if value is not None]
    ticks = round_ticks(min([1.0, *drawn]), max([1.0, *drawn]))
    values = made.value_axis
    values.minimum_scale, values.maximum_scale, values.major_unit = ticks[0], ticks[-1], ticks[1] - ticks[0]
    _format(values.tick_labels, FORMAT, heading)
    values.major_gridlines.format.line.color.rgb = colour("line")
    values.format.line.fill.background()
    return frame


def _add(slide: Any, kind: Any, numbers: Numbers, place: Place) -> Any:
    data = Data(numbers)
    frame = slide.shapes.add_chart(kind, place.left, place.top, place.width, place.height, data)
    frame.chart.font.size = Pt(declared()["size"]["chart"])
    frame.chart.font.color.rgb = colour("ink")
    return frame, frame.chart


def _format(labels: Any, pattern: str, heading: Heading) -> None:
    """Let numbers be written as ``pattern`` in the language of ``heading``."""
    spoken = look()["spoken_number"][heading.locale]
    labels.number_format = ";".join(part and spoken + part for part in pattern.split(";"))
    labels.number_format_is_linked = False


def _title(chart: Any, heading: Heading) -> None:
    chart.has_title = True
    said = Text(heading.text, declared()["size"]["chart"] + 1, strong=True, alignment="ctr")
    fill(chart.chart_title.text_frame, [said], heading.locale)
    chart.chart_title.include_in_layout = False


def _side(bar: Bar) -> str:
    return "muted" if bar.muted else "over" if bar.over else "under"


def _coloured(shape: Any, side: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(side)
    # A pale bar needs an edge on paper.
    if side != "over":
        shape.line.color.rgb = colour({"under": "gap", "muted": "soft"}[side])


def _line(series: Any, style: str) -> None:
    drawn = RGBColor.from_string(look()["colour"]["series"][style])
    dash, marker = LINES[style]
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = drawn, Pt(2)
    series.format.line.dash_style = dash
    series.marker.style, series.marker.size = marker, 6
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = drawn
    series.marker.format.line.fill.background()


def _one_entry_each(legend: Any, shown: Sequence[bool]) -> None:
    """A series is named once, however many stretches it has."""
    position = legend._element.find(qn("c:legendPos"))
    for index, first in reversed(list(enumerate(shown))):
        if not first:
            entry = element("c:legendEntry")
            entry.extend((element("c:idx", val=str(index)), element("c:delete", val="1")))
            position.addnext(entry)


def colour(name: str) -> Any:
    return RGBColor.from_string(look()["colour"][name])
