"""Which numbers of a document the mart does not hold.
What is read and what is held are ``reading``'s and ``ledger``'s matter."""

from itertools import pairwise

from tests.tracing import workbook
from tests.tracing.displays import MARKS, MINUS, TOKEN
from tests.tracing.ledger import Ledger
from tests.tracing.units import Line, Sentence, Unit

APART = {"axis", "data", "chart", "table"}


def untraced(unit: Unit, book: Ledger) -> list[str]:
    """The numbers in ``unit`` that come from nowhere; of a line of a sheet, the whole line."""
    if isinstance(unit, Sentence):
        return _running(unit.text, unit.section, book)
    if unit.kind == "axis":
        return [] if _even([_value(each, book) for each in unit.cells]) else list(unit.cells)
    if unit.kind not in APART and workbook.columns(unit.kind):
        return _sheet(unit, book)
    return [found for place in range(len(unit.cells)) for found in _cell(unit, place, book)]


def _cell(unit: Line, place: int, book: Ledger) -> list[str]:
    text = unit.cells[place]
    if not TOKEN.search(text):
        return []
    heads = (unit.cells[:1], unit.cells[:2])
    if unit.kind in ("data", "chart"):
        known = {unit.cells[0], " ".join(unit.cells[:2]), " ".join((unit.cells[0], *unit.headings[1:2]))}
        held = {value for head in known for value in book.values.get((unit.section, head), ())}
        if held and (
            place == 0
            or (text and workbook.kept(text.replace(",", ".")) in {workbook.kept(repr(value)) for value in held})
        ):
            return []
    for head in heads:
        if (held_texts := book.cells.get((unit.section, head, unit.headings[place]))) is not None:
            return [] if text in held_texts else [text]
    if place == 0 and any((unit.section, head) in book.heads for head in heads):
        return []
    return _running(text, unit.section, book, f"{unit.section} {unit.cells[0]}")


def _running(text: str, section: str, book: Ledger, *more: str) -> list[str]:
    if text in book.whole:
        return []
    held = {number for each in ("*", section, *more) for number in book.said.get(each, ())}
    return [token for token in TOKEN.findall(book.words.without(text)) if token not in held]


def _sheet(unit: Line, book: Ledger) -> list[str]:
    row = dict(zip(unit.headings, unit.cells, strict=True))
    subject = book.subject
    if unit.kind == "Variabler":
        return [found for cell in unit.cells for found in _running(cell, "workbook", book)]
    if not any(unit.cells) or workbook.held(unit.kind, row, subject.parquet, subject.code):
        return []
    return list(unit.cells)


def _value(text: str, book: Ledger) -> float | None:
    """``text``, as displayed in the document's language, as a number."""
    group, point = MARKS[book.subject.language]
    plain = text.replace(group, "").replace(point, ".").replace(MINUS, "-")
    try:
        return float(plain)
    except ValueError:
        return None


def _even(ticks: list[float | None]) -> bool:
    """Whether the ticks of an axis stand evenly: by the same step, or each so many times the one before; of two, both
    must be such as a scale has."""
    known = [tick for tick in ticks if tick is not None]
    if len(known) < len(ticks):
        return False
    if len(known) < 3:
        return all(tick in (0.25, 0.5, 1, 2, 4) for tick in known)
    steps = {round(after - before, 9) for before, after in pairwise(known)}
    times = {round(after / before, 9) for before, after in pairwise(known) if before}
    return len(steps) == 1 or len(times) == 1
