"""The files of a region's profiles written again by the document libraries alone, as their manuals show, from what is
read off the files themselves: what such pages cost without measures, sections, language or look."""

import csv
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import jinja2
import openpyxl
import pptx
import resvg_py
import xlsxwriter
from docx.oxml.ns import qn
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from pipelines.profiles import pictures

PAGE = jinja2.Environment(autoescape=True).from_string(
    "{% for kind, text, attributes in parts %}{% if kind == 'start' %}<{{ text }}{% for name, value in attributes %} "
    "{{ name }}=\"{{ value }}\"{% endfor %}>{% elif kind == 'end' %}</{{ text }}>{% else %}{{ text }}{% endif %}"
    "{% endfor %}"
)
WIDE, HIGH = Inches(6), Inches(4)
Writer = Callable[[Path], None]


def writers(folder: Path) -> Iterator[Writer]:
    """For every file below ``folder`` of a kind that profiles have, what writes one with the same content to a path."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        if path.suffix in READERS:
            yield READERS[path.suffix](path)


def _word(path: Path) -> Writer:
    source: Any = docx.Document(str(path))
    tables = {table._tbl: [[cell.text for cell in row.cells] for row in table.rows] for table in source.tables}
    pictures_of = {name: part.target_part.blob for name, part in source.part.rels.items() if "image" in part.reltype}
    blocks: list[tuple[str, Any]] = []
    for element in source.element.body:
        if element in tables:
            blocks.append(("table", tables[element]))
        elif element.tag == qn("w:p"):
            shown = [pictures_of[blip.get(qn("r:embed"))] for blip in element.iter(qn("a:blip"))]
            blocks += [("picture", blob) for blob in shown] or [("text", "".join(element.itertext()))]

    def write(target: Path) -> None:
        made: Any = docx.Document()
        for kind, content in blocks:
            if kind == "table":
                table = made.add_table(len(content), max(map(len, content)))
                for row, texts in zip(table.rows, content, strict=True):
                    for cell, text in zip(row.cells, texts, strict=False):
                        cell.text = text
            elif kind == "picture":
                made.add_picture(BytesIO(content), width=WIDE)
            else:
                made.add_paragraph(content)
        made.save(str(target))

    return write


def _slides(path: Path) -> Writer:
    source: Any = pptx.Presentation(str(path))
    slides: list[tuple[list[tuple[str, Any]], str]] = []
    for slide in source.slides:
        shapes: list[tuple[str, Any]] = []
        for shape in slide.shapes:
            if shape.has_chart:
                plot = shape.chart.plots[0]
                series = [(each.name, list(each.values)) for each in plot.series]
                shapes.append(("chart", (list(plot.categories), series)))
            elif shape.has_table:
                shapes.append(("table", [[cell.text for cell in row.cells] for row in shape.table.rows]))
            elif shape.shape_type == pptx.enum.shapes.MSO_SHAPE_TYPE.PICTURE:
                shapes.append(("picture", shape.image.blob))
            elif shape.has_text_frame:
                shapes.append(("text", shape.text_frame.text))
        slides.append((shapes, slide.notes_slide.notes_text_frame.text))

    def write(target: Path) -> None:
        made: Any = pptx.Presentation()
        for shapes, notes in slides:
            slide = made.slides.add_slide(made.slide_layouts[6])
            for kind, content in shapes:
                if kind == "chart":
                    data = CategoryChartData()
                    data.categories = content[0]
                    for name, values in content[1]:
                        data.add_series(name, values)
                    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, WIDE, HIGH, data)
                elif kind == "table":
                    table = slide.shapes.add_table(len(content), len(content[0]), 0, 0, WIDE, HIGH).table
                    for row, texts in zip(table.rows, content, strict=True):
                        for cell, text in zip(row.cells, texts, strict=True):
                            cell.text = text
                elif kind == "picture":
                    slide.shapes.add_picture(BytesIO(content), 0, 0, WIDE)
                else:
                    slide.shapes.add_textbox(0, 0, WIDE, HIGH).text_frame.text = content
            slide.notes_slide.notes_text_frame.text = notes
        made.save(str(target))

    return write


def _workbook(path: Path) -> Writer:
    source: Any = openpyxl.load_workbook(path)
    sheets = [(each.title, list(each.iter_rows(values_only=True)), len(each._charts)) for each in source]

    def write(target: Path) -> None:
        made = xlsxwriter.Workbook(target)
        for title, rows, charts in sheets:
            sheet = made.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for _ in range(charts):
                chart = made.add_chart({"type": "bar"})
                chart.add_series({"values": [title, 1, 1, len(rows), 1]})
                sheet.insert_chart(0, 0, chart)
        made.close()

    return write


class _Parts(HTMLParser):
    """The tags and texts of a page or a drawing, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(("start", tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(("end", tag, []))

    def handle_data(self, data: str) -> None:
        self.parts.append(("text", data, []))


def _page(path: Path) -> Writer:
    parser = _Parts()
    parser.feed(path.read_text("utf-8"))
    return lambda target: _put(target, PAGE.render(parts=parser.parts).encode())


def _drawing(path: Path) -> Writer:
    """A chart as a drawing and as the picture of it."""
    write, drawn = _page(path), path.read_text("utf-8")

    def both(target: Path) -> None:
        write(target)
        fonts = [str(each) for each in pictures.fonts()]
        picture = resvg_py.svg_to_bytes(svg_string=drawn, zoom=pictures.ZOOM, skip_system_fonts=True, font_files=fonts)
        _put(target, picture)

    return both


def _data(path: Path) -> Writer:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))

    def write(target: Path) -> None:
        with target.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)

    return write


def _put(target: Path, content: bytes) -> None:
    target.write_bytes(content)


READERS: dict[str, Callable[[Path], Writer]] = {
    ".docx": _word,
    ".pptx": _slides,
    ".xlsx": _workbook,
    ".html": _page,
    ".svg": _drawing,
    ".csv": _data,
}
