"""Renders a document as self-contained web pages: one small script, no request, readable on a phone and on paper.
What the page says is in the document; how it looks is in ``templates``."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from pipelines.export.numbers import Numbers
from pipelines.profiles import downloads
from pipelines.profiles.chart import BarChart, Chart, LineChart, MapChart
from pipelines.profiles.charts.frame import FRAMES, SHEET, SHEET_OF_BARS, Frame
from pipelines.profiles.document import Cards, Cell, Document, Figure, Table
from pipelines.profiles.drawing import Drawing, drawing, environment, own
from pipelines.profiles.words import Words
from pipelines.schema.table import Language

# A table with more columns than this, or with cells of running text, has its rows as cards on a phone.
COLUMNS_ON_A_PHONE, LETTERS_IN_A_CELL = 4, 30
# A table with more columns than this takes the width of the window, and its headings stay in sight.
COLUMNS_ON_A_PAGE = 9
OTHER: dict[Language, Language] = {"sv": "en", "en": "sv"}


def render(document: Document) -> str:
    """The page of ``document``."""
    words, numbers = Words(document.language), Numbers(document.language)

    def drawings(figure: Figure) -> list[Drawing]:
        return [drawing(figure.chart, frame, numbers) for frame in _frames(figure.chart)]

    def download(figure: Figure) -> str:
        return downloads.data_uri(downloads.csv(figure, document.mark, words("page.label_column")))

    return (
        environment()
        .get_template("page.html.j2")
        .render(
            document=document,
            words=words,
            drawings=drawings,
            download=download,
            chart_style=own("chart.css"),
            **HELPERS,
            **_common(document),
        )
    )


def _frames(chart: Chart) -> tuple[Frame, ...]:
    """A map has one size for all surfaces; bars and lines have one more, for paper."""
    if isinstance(chart, MapChart):
        return FRAMES[:1]
    if isinstance(chart, BarChart):
        return (*FRAMES, SHEET_OF_BARS)
    return (*FRAMES, SHEET) if isinstance(chart, LineChart) else FRAMES


def claim_pages(document: Document) -> dict[str, str]:
    """A page for every claim of ``document``, by its address beside the profile."""
    template = environment().get_template("claim.html.j2")
    cards = [
        card
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Cards)
        for card in block.items
    ]
    return {
        card.address: template.render(
            document=document,
            words=Words(document.language),
            card=card,
            **HELPERS,
            **_common(document),
        )
        for card in cards
    }


def _common(document: Document) -> dict[str, Any]:
    """What every page is rendered with: its style, and the one script, known to the browser by its checksum."""
    script = own("copy.js")
    checksum = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    other = Words(OTHER[document.language])
    return {"other": other, "style": own("page.css"), "script": script, "script_hash": f"sha256-{checksum}"}


def _wordy(cell: Cell) -> bool:
    return len(cell.text) > LETTERS_IN_A_CELL


def _as_cards(table: Table) -> bool:
    return len(table.columns) > COLUMNS_ON_A_PHONE or any(_wordy(cell) for row in table.rows for cell in row.cells[1:])


def _broad(table: Table) -> bool:
    return len(table.columns) > COLUMNS_ON_A_PAGE


# What the templates of blocks ask of a cell and of a table.
HELPERS: dict[str, Callable[..., bool]] = {"wordy": _wordy, "as_cards": _as_cards, "broad": _broad}
