"""Renders a document as one self-contained web page: no script, no request, readable on a phone and on paper.
What the page says is in the document; how it looks is in ``templates``."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipelines.export.numbers import Numbers
from pipelines.profiles import downloads
from pipelines.profiles.charts import bars, lines, maps, strips
from pipelines.profiles.charts.frame import FRAMES
from pipelines.profiles.document import (
    BarChart,
    Cell,
    Chart,
    Document,
    Figure,
    Label,
    LineChart,
    MapChart,
    StripChart,
    Table,
)
from pipelines.profiles.words import Words
from pipelines.schema.table import Language

TEMPLATES = Path(__file__).with_name("templates")
# A table with more columns than this, or with cells of running text, has its rows as cards on a phone.
COLUMNS_ON_A_PHONE, LETTERS_IN_A_CELL = 4, 30
OTHER: dict[Language, Language] = {"sv": "en", "en": "sv"}


def render(document: Document) -> str:
    """The page of ``document``."""
    words, numbers = Words(document.language), Numbers(document.language)

    def drawings(figure: Figure) -> list[dict[str, Any]]:
        return _drawings(figure.chart, numbers)

    def download(figure: Figure) -> str:
        marks = (Label(document.mark),) if document.mark else ()
        content = downloads.csv(figure.data, (*marks, *figure.labels), words("page.label_column"))
        return downloads.data_uri(content)

    template = environment(TEMPLATES).get_template("page.html.j2")
    return template.render(
        document=document,
        words=words,
        other=Words(OTHER[document.language]),
        drawings=drawings,
        download=download,
        style=Markup((TEMPLATES / "page.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        chart_style=Markup((TEMPLATES / "chart.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
    )


def _drawings(chart: Chart, numbers: Numbers) -> list[dict[str, Any]]:
    """The chart laid out for each surface, with the template that draws it."""
    if isinstance(chart, MapChart):
        return [{"name": "any", "template": "map.svg.j2", "layout": maps.layout(chart)}]
    return [
        {"name": frame.name, "template": template, "layout": layout}
        for frame in FRAMES
        for template, layout in [_laid_out(chart, frame, numbers)]
    ]


def _laid_out(chart: BarChart | StripChart | LineChart, frame: Any, numbers: Numbers) -> tuple[str, Any]:
    if isinstance(chart, BarChart):
        return "bars.svg.j2", bars.layout(chart, frame, numbers)
    if isinstance(chart, StripChart):
        return "strips.svg.j2", strips.layout(chart, frame, numbers)
    return "lines.svg.j2", lines.layout(chart, frame, numbers)


def _wordy(cell: Cell) -> bool:
    return len(cell.text) > LETTERS_IN_A_CELL


def _as_cards(table: Table) -> bool:
    return len(table.columns) > COLUMNS_ON_A_PHONE or any(_wordy(cell) for row in table.rows for cell in row.cells[1:])


@cache
def environment(*folders: Path) -> Environment:
    """What renders the templates of ``folders``, the first that has one: everything is text unless a template says."""
    made = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.tests |= {"wordy": _wordy, "as_cards": _as_cards}
    made.filters["kind"] = lambda block: type(block).__name__.lower()
    made.filters["px"] = lambda value: f"{value:.1f}".removesuffix(".0")
    return made
