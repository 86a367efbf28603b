"""Renders a document as one self-contained web page: no script, no request, readable on a phone and on paper.
What the page says is in the document; how it looks is in ``templates``."""

from pipelines.export.numbers import Numbers
from pipelines.profiles import downloads
from pipelines.profiles.charts.frame import FRAMES
from pipelines.profiles.document import Cell, Document, Figure, MapChart, Table
from pipelines.profiles.drawing import Drawing, drawing, environment, style
from pipelines.profiles.words import Words
from pipelines.schema.table import Language

# A table with more columns than this, or with cells of running text, has its rows as cards on a phone.
COLUMNS_ON_A_PHONE, LETTERS_IN_A_CELL = 4, 30
OTHER: dict[Language, Language] = {"sv": "en", "en": "sv"}


def render(document: Document) -> str:
    """The page of ``document``."""
    words, numbers = Words(document.language), Numbers(document.language)

    def drawings(figure: Figure) -> list[Drawing]:
        frames = FRAMES[:1] if isinstance(figure.chart, MapChart) else FRAMES
        return [drawing(figure.chart, frame, numbers) for frame in frames]

    def download(figure: Figure) -> str:
        return downloads.data_uri(downloads.csv(figure, document.mark, words("page.label_column")))

    template = environment().get_template("page.html.j2")
    return template.render(
        document=document,
        words=words,
        other=Words(OTHER[document.language]),
        drawings=drawings,
        download=download,
        style=style("page.css"),
        chart_style=style("chart.css"),
        wordy=_wordy,
        as_cards=_as_cards,
    )


def _wordy(cell: Cell) -> bool:
    return len(cell.text) > LETTERS_IN_A_CELL


def _as_cards(table: Table) -> bool:
    return len(table.columns) > COLUMNS_ON_A_PHONE or any(_wordy(cell) for row in table.rows for cell in row.cells[1:])
