"""Reads a profile's files back, as another program would: the page, the Word file, the slides, the workbook.
What may stand in them is ``ledger``'s matter."""

import base64
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import docx
import lxml.html
import openpyxl
import pptx
from docx.oxml.ns import qn

from tests.tracing.displays import TOKEN
from tests.tracing.units import Line, Sentence, Unit, lines

# Parts of a page that are read as tables, charts or downloads, or not read at all.
APART = {"table", "svg", "style", "script"}
SPOKEN = ("aria-label", "data-copied")
CAPTION = re.compile(r"\w+ \d+\. ")
DATA = "data:text/csv;charset=utf-8;base64,"
HEADING_ROW = 6
FIRST_YEAR = 1900


def page(path: Path) -> list[Unit]:
    """A page: its sections have their ids; what stands before the first has none."""
    root = lxml.html.document_fromstring(path.read_text("utf-8"))
    found: list[Unit] = [Sentence("", root.findtext(".//title"))]
    found += [Sentence("", each.get("content")) for each in root.iter("meta") if each.get("name") == "description"]
    return [*found, *_below(root.body, "")]


def _below(element: Any, section: str) -> Iterator[Unit]:
    if not isinstance(element.tag, str):
        return
    kinds = (element.get("class") or "").split()
    if "section" in kinds:
        section = element.get("id")
    if "number" in kinds:
        # A chapter's number is read with its heading.
        return
    for name in SPOKEN:
        if element.get(name):
            yield Sentence(section, element.get(name))
    if element.get("href", "").startswith(DATA):
        content = base64.b64decode(element.get("href").removeprefix(DATA)).decode("utf-8-sig")
        yield from lines(section, list(csv.reader(io.StringIO(content), delimiter=";")), "data")
    if element.tag == "table":
        yield from lines(section, [[_text(cell) for cell in row] for row in element.iter("tr")])
        yield from (Sentence(section, _text(each)) for each in element.iter("caption"))
    elif element.tag == "svg":
        yield from _chart(element, section)
    elif element.tag not in APART:
        if len(element) == 0 or any((each or "").strip() for each in (element.text, *(e.tail for e in element))):
            yield Sentence(section, _text(element))
        for child in element:
            yield from _below(child, section)


def _chart(svg: Any, section: str) -> Iterator[Unit]:
    """Titles and texts of a drawing; a mark beside its name as a line, the ticks of each axis together."""
    name = ""
    ticks: list[str] = []
    for each in svg.iter("title", "desc", "text"):
        kinds, text = (each.get("class") or "").split(), _text(each)
        tick = "tick" in kinds and TOKEN.fullmatch(text) is not None
        if ticks and not (tick and _goes_on(ticks[-1], text)):
            yield Line(section, (), tuple(ticks), "axis")
            ticks = []
        if tick:
            ticks.append(text)
        elif "value" in kinds:
            yield Line(section, ("", "mark"), (name, text))
        else:
            name = text if "name" in kinds else name
            yield Sentence(section, text)
    if ticks:
        yield Line(section, (), tuple(ticks), "axis")


def _goes_on(before: str, after: str) -> bool:
    """Whether a tick is of the same axis as the one before: values rise, years are counted back."""
    one, next_one = (float(each.replace(",", ".")) for each in (before, after))
    years = [each > FIRST_YEAR for each in (one, next_one)]
    return (all(years) and next_one < one) or (not any(years) and next_one > one)


def _text(element: Any) -> str:
    return " ".join(element.text_content().split(" ")).strip("\n ")


def word(path: Path, sections: Mapping[str, str]) -> list[Unit]:
    """A Word file; ``sections`` are ids by heading."""
    file = docx.Document(str(path))
    found: list[Unit] = []
    for part in (file.sections[0].header, file.sections[0].footer):
        found += [Sentence("", each.text) for each in part.paragraphs]
    section = ""
    counted: Counter[str] = Counter()
    for each in file.element.body:
        if each.tag == qn("w:p"):
            text = "".join(node.text or "" for node in each.iter(qn("w:t")))
            style = each.find(f".//{qn('w:pStyle')}")
            if style is not None and style.get(qn("w:val")) in ("Heading1", "Heading2"):
                section = sections.get(text, section)
            found.append(Sentence(section, _uncounted(text, counted)))
            found += [Sentence(section, node.get("descr")) for node in each.iter(qn("wp:docPr")) if node.get("descr")]
        elif each.tag == qn("w:tbl"):
            rows = docx.table.Table(each, file).rows
            found += lines(section, [[cell.text for cell in row.cells] for row in rows])
    return found


def _uncounted(text: str, counted: Counter[str]) -> str:
    """A caption without its number, where that is the next one."""
    kind = text.split(" ", 1)[0]
    counted[kind] += bool(CAPTION.match(text))
    return text.removeprefix(f"{kind} {counted[kind]}. ")


def slides(path: Path, sections: Mapping[str, str]) -> list[Unit]:
    """The slides, their notes, and the charts as drawn and in the workbook behind each."""
    found: list[Unit] = []
    for slide in pptx.Presentation(str(path)).slides:
        section = sections.get(slide.shapes.title.text, "")
        rows = [len(shape.table.rows) - 1 for shape in slide.shapes if shape.has_table]
        for shape in slide.shapes:
            if shape.has_text_frame:
                found += [Sentence(section, _unshown(each.text, rows)) for each in shape.text_frame.paragraphs]
            if shape.has_table:
                found += lines(section, [[cell.text for cell in row.cells] for row in shape.table.rows])
            if shape.has_chart:
                found += _native(shape.chart, section)
        found += [Sentence(section, each.text) for each in slide.notes_slide.notes_text_frame.paragraphs]
    return found


def _unshown(text: str, rows: list[int]) -> str:
    """What a slide says of its table, without how many rows it shows, where that is so."""
    return next((text.removeprefix(f"{count} ") for count in rows if text.startswith(f"{count} ")), text)


def _native(chart: Any, section: str) -> Iterator[Unit]:
    title = chart.chart_title.text_frame.text
    yield Sentence(section, title)
    names = list(chart.plots[0].categories)
    if all(TOKEN.fullmatch(name) for name in names):
        yield Line(section, (), tuple(names), "axis")
    for series in chart.plots[0].series:
        yield Sentence(section, series.name)
        for name, value in zip(names, series.values, strict=True):
            if value is not None:
                yield Line(section, ("", title, series.name), (name, repr(value)), "chart")
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).worksheets[0]
    heads, *rows = book.iter_rows(values_only=True)
    for row in rows:
        if len(row) > 1 and any(value is not None for value in row[1:]):
            for head, value in zip(heads[1:], row[1:], strict=True):
                if value is not None:
                    yield Line(section, ("", title, head), (row[0], repr(value)), "chart")
        elif row[0]:
            yield Sentence(section, row[0])


def workbook(path: Path) -> list[Unit]:
    """The workbook: a sheet of words, then sheets of values under Swedish headings."""
    found: list[Unit] = []
    for sheet in openpyxl.load_workbook(path):
        rows = [tuple("" if cell is None else str(cell) for cell in row) for row in sheet.iter_rows(values_only=True)]
        words = rows if sheet.title == "Läs mig" else rows[: HEADING_ROW - 1]
        found += [Sentence("workbook", cell) for row in words for cell in row if cell]
        if sheet.title != "Läs mig":
            found += lines("workbook", rows[HEADING_ROW - 1 :], sheet.title)
    return found
