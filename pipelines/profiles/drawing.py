"""How a chart becomes SVG: which template draws it, on which surface, and the one environment of all templates.
Where things stand in it is decided in ``charts``; who wants it, a page or a file, decides what is put round it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipelines.export.numbers import Numbers
from pipelines.profiles.chart import BarChart, Chart, MapChart, StripChart
from pipelines.profiles.charts import bars, lines, maps, strips
from pipelines.profiles.charts.frame import Frame

TEMPLATES = Path(__file__).with_name("templates")
Layout = bars.BarLayout | strips.StripLayout | lines.LineLayout | maps.MapLayout


@dataclass(frozen=True)
class Drawing:
    """A chart laid out for the surface ``name``, with the template that draws it."""

    name: str
    template: str
    layout: Layout


def drawing(chart: Chart, frame: Frame, numbers: Numbers) -> Drawing:
    """``chart`` laid out on ``frame``; a map has one size for all surfaces."""
    if isinstance(chart, MapChart):
        return Drawing("any", "map.svg.j2", maps.layout(chart))
    if isinstance(chart, BarChart):
        return Drawing(frame.name, "bars.svg.j2", bars.layout(chart, frame, numbers))
    if isinstance(chart, StripChart):
        return Drawing(frame.name, "strips.svg.j2", strips.layout(chart, frame, numbers))
    return Drawing(frame.name, "lines.svg.j2", lines.layout(chart, frame, numbers))


@cache
def own(name: str) -> Markup:
    """A style sheet or script of ours, as it stands in a page or a file."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))  # noqa: S704 - our own file


@cache
def environment(*folders: Path) -> Environment:
    """The templates of ``folders``, the first that has one, and of the profiles; each is parsed once."""
    made = Environment(
        loader=FileSystemLoader((*folders, TEMPLATES)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["kind"] = lambda block: type(block).__name__.lower()
    made.filters["px"] = lambda value: f"{value:.1f}".removesuffix(".0")
    return made
