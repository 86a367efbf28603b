"""Renders a document as self-contained web pages: one small script, no request, readable on a phone and on paper.
What the page says is in the document; how it looks is in ``templates``."""

import base64
import hashlib
from dataclasses import replace
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
    Cards,
    Cell,
    Chapter,
    Chart,
    Document,
    Figure,
    Label,
    LineChart,
    MapChart,
    Section,
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

    return (
        environment(TEMPLATES)
        .get_template("page.html.j2")
        .render(
            document=document,
            words=words,
            drawings=drawings,
            download=download,
            chart_style=_own("chart.css"),
            **_common(document),
        )
    )


def claim_pages(document: Document) -> dict[str, str]:
    """A page for every claim of ``document``, by its address beside the profile."""
    template = environment(TEMPLATES).get_template("claim.html.j2")
    cards = [
        card
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Cards)
        for card in block.items
    ]
    return {
        card.address: template.render(
            document=document, words=Words(document.language), card=replace(card, address=""), **_common(document)
        )
        for card in cards
    }


def _common(document: Document) -> dict[str, Any]:
    """What every page is rendered with: its style, and the one script, known to the browser by its checksum."""
    script = _own("copy.js")
    checksum = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    other = Words(OTHER[document.language])
    return {"other": other, "style": _own("page.css"), "script": script, "script_hash": f"sha256-{checksum}"}


@cache
def _own(name: str) -> Markup:
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))  # noqa: S704 - our own file


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


def _on_paper_of(section: Section, chapter: Chapter) -> bool:
    return chapter.on_paper(section)


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
    made.tests |= {"wordy": _wordy, "as_cards": _as_cards, "on_paper_of": _on_paper_of}
    made.filters["kind"] = lambda block: type(block).__name__.lower()
    made.filters["px"] = lambda value: f"{value:.1f}".removesuffix(".0")
    return made
