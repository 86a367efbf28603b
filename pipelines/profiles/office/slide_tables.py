"""A table of the document on a slide: as many rows as its place holds and a room can read, widths after what the
columns hold. Title and labels stand outside it and belong to ``slides``."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from pipelines.profiles.document import Table
from pipelines.profiles.office.slide_charts import Place
from pipelines.profiles.office.slide_deck import Deck
from pipelines.profiles.office.slide_text import MARGINS, Text, cell
from pipelines.profiles.office.widths import column_widths, lines

EMU_PER_POINT = 12_700
# Height of a line of text in parts of the size of its letters.
LINE = 1.2


def add_table(deck: Deck, slide: Any, content: Table, place: Place) -> list[str]:
    """Put ``content`` in its place and return what is to be said of rows left out. Rows grow with what they hold."""
    title, size = deck.document.marked(content.caption), deck.size["table"]
    widths = column_widths(content, place.width, size * EMU_PER_POINT)
    shown = _shortened(content, widths, place.height, deck)
    frame = slide.shapes.add_table(1, len(shown.columns), place.left, place.top, place.width, _least(deck))
    made = frame.table
    made.first_row, made.horz_banding = True, False
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
    return [deck.words("office.rows", shown=len(shown.rows), all=len(content.rows), file=deck.word_file)]


def _shortened(table: Table, widths: Sequence[int], room: int, deck: Deck) -> Table:
    """The first rows that there is room for, and the region's own wherever it stands."""
    left = room - _height(deck, [column.heading for column in table.columns], widths)
    heights = [_height(deck, [each.text for each in row.cells], widths) for row in table.rows]
    chosen: list[int] = []
    for index in sorted(range(len(table.rows)), key=lambda each: (not table.rows[each].strong, each)):
        left -= heights[index]
        if chosen and (left < 0 or len(chosen) == deck.size["rows"]):
            break
        chosen.append(index)
    return replace(table, rows=tuple(table.rows[index] for index in sorted(chosen)))


def _least(deck: Deck) -> int:
    """The height of a row of one line."""
    return int(1.5 * deck.size["table"] * EMU_PER_POINT)


def _height(deck: Deck, texts: Sequence[str], widths: Sequence[int]) -> int:
    """The height of a row: that of the text with the most lines."""
    font, beside = int(deck.size["table"] * EMU_PER_POINT), int(MARGINS["marL"]) + int(MARGINS["marR"])
    most = max(lines(text, width - beside, font) for text, width in zip(texts, widths, strict=True))
    return max(_least(deck), round(most * LINE * font) + int(MARGINS["marT"]) + int(MARGINS["marB"]))


def _fill(deck: Deck, line: Any, table: Table, texts: list[str], *, strong: bool, heading: bool = False) -> None:
    for old in list(line.tc_lst):
        line.remove(old)
    for position, (text, column) in enumerate(zip(texts, table.columns, strict=True)):
        side, colour = "r" if column.numeric else "l", "soft" if heading else "ink"
        said = Text(text, deck.size["table"], colour, strong=strong, alignment=side)
        line.insert(position, cell(said, deck.locale, heading=heading, tinted=strong and not heading))
