"""What a reader meets in a document, piece by piece: sentences, lines of tables, marks of charts.
Where the numbers in them come from is not asked here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Sentence:
    """Running text of a section."""

    section: str
    text: str

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text,)

    def changed(self, _: int, text: str) -> "Sentence":
        return replace(self, text=text)


@dataclass(frozen=True)
class Line:
    """A line of a table, its cells beside the headings of their columns. ``kind`` is ``table`` for displayed figures,
    ``chart`` for unrounded ones behind a chart, ``axis`` for the ticks of one axis, else a sheet of the workbook."""

    section: str
    headings: tuple[str, ...]
    cells: tuple[str, ...]
    kind: str = "table"

    @property
    def texts(self) -> tuple[str, ...]:
        return self.cells

    def changed(self, place: int, text: str) -> "Line":
        return replace(self, cells=(*self.cells[:place], text, *self.cells[place + 1 :]))


Unit = Sentence | Line


def lines(section: str, rows: Sequence[Sequence[str]], kind: str = "table") -> list[Unit]:
    """A table whose first row heads its columns; the headings are read as running text too."""
    first, *rest = (tuple(row) for row in rows)
    return [*(Sentence(section, each) for each in first), *(Line(section, first, row, kind) for row in rest)]
