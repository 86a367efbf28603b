"""A table of the document on a slide: as many rows as a room can read, widths after what the columns hold.
Title and labels stand outside it and belong to ``slides``."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from pipelines.profiles.document import Table
from pipelines.profiles.office.package import marked
from pipelines.profiles.office.slide_charts import Place
from pipelines.profiles.office.slide_deck import Deck
from pipelines.profiles.office.slide_text import Text, cell
from pipelines.profiles.office.widths import column_widths

EMU_PER_POINT = 12_700


def add_table(deck: Deck, slide: Any, content: Table, place: Place) -> list[str]:
    """Put ``content`` in its place and return what is to be said of rows left out. Rows grow with what they hold."""
    shown, title = _shortened(content, deck.size["rows"]), marked(content.caption, deck.document)
    row_height = round(1.5 * deck.size["table"] * EMU_PER_POINT)
    frame = slide.shapes.add_table(1, len(shown.columns), place.left, place.top, place.width, row_height)
    made = frame.table
    made.first_row, made.horz_banding = True, False
    widths = column_widths(shown, place.width, deck.size["table"] * EMU_PER_POINT)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    heading = made.rows[0]._tr
    empty = deepcopy(heading)
    _fill(deck, heading, shown, [column.heading for column in shown.columns], strong=True, heading=True)
    for row in shown.rows:
        line = deepcopy(empty)
        _fill(deck, line, shown, [each.text for each in row.cells], strong=row.strong)
        made._tbl.append(line)
    deck.named(frame, title, title)
    if len(shown.rows) == len(content.rows):
        return []
    name = f"{deck.document.name}.{deck.document.language}.docx"
    return [deck.words("office.rows", shown=len(shown.rows), all=len(content.rows), file=name)]


def _shortened(table: Table, most: int) -> Table:
    """The first rows, and the region's own wherever it stands."""
    own = tuple(row for row in table.rows[most:] if row.strong)
    return replace(table, rows=(*table.rows[: most - len(own)], *own))


def _fill(deck: Deck, line: Any, table: Table, texts: list[str], *, strong: bool, heading: bool = False) -> None:
    for old in list(line.tc_lst):
        line.remove(old)
    for position, (text, column) in enumerate(zip(texts, table.columns, strict=True)):
        side, colour = "r" if column.numeric else "l", "soft" if heading else "ink"
        said = Text(text, deck.size["table"], colour, strong=strong, alignment=side)
        line.insert(position, cell(said, deck.locale, heading=heading, tinted=strong and not heading))
