"""A table of the document as a Word table: heading row on every page, widths after what the columns hold.
Caption and labels stand outside it and belong to ``word``."""

from typing import Any

from docx.oxml.ns import qn

from pipelines.profiles.document import Column, Row, Table
from pipelines.profiles.office.look import look
from pipelines.profiles.office.widths import column_widths
from pipelines.profiles.office.word_xml import element, paragraph, run
from pipelines.profiles.plain import legal

TWIPS = 567  # to the centimetre


def table(content: Table, title: str) -> Any:
    """``content`` as a table; ``title`` is its name for those who do not see it."""
    page, wide = look()["page"], is_wide(content)
    points = page["wide_table" if wide else "table"]
    room = (page["height"] if wide else page["width"]) - 2 * page["margin"]
    widths = column_widths(content, round(room * TWIPS), 20 * points)
    size = str(round(2 * points))
    shape = element(
        "tblPr",
        element("tblStyle", val="Figures"),
        element("tblW", w=str(sum(widths)), type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="00A0", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0", noHBand="1"),
        element("tblCaption", val=legal(title)),
    )
    grid = element("tblGrid", *(element("gridCol", w=str(width)) for width in widths))
    heading = element("tr", element("trPr", element("cantSplit"), element("tblHeader")))
    for column, width in zip(content.columns, widths, strict=True):
        heading.append(_cell(column.heading, column, width, "Table Heading", size))
    return element("tbl", shape, grid, heading, *(_row(row, content.columns, widths, size) for row in content.rows))


def is_wide(content: Table) -> bool:
    """Whether the table needs a page on its side."""
    return len(content.columns) > int(look()["page"]["columns"])


def _row(row: Row, columns: tuple[Column, ...], widths: list[int], size: str) -> Any:
    cells = zip(row.cells, columns, widths, strict=True)
    made = [_cell(cell.text, column, width, "Table Text", size, strong=row.strong) for cell, column, width in cells]
    return element("tr", element("trPr", element("cantSplit")), *made)


def _cell(text: str, column: Column, width: int, style: str, size: str, *, strong: bool = False) -> Any:
    shape = element("tcPr", element("tcW", w=str(width), type="dxa"))
    if strong:
        shape.append(element("shd", val="clear", color="auto", fill=look()["colour"]["tint"]))
    if style == "Table Heading":
        shape.append(element("vAlign", val="bottom"))
    content = run(text, strong=strong)
    if size != str(round(2 * look()["page"]["table"])):
        format_ = content.find(qn("w:rPr"))
        if format_ is None:
            format_ = element("rPr")
            content.insert(0, format_)
        format_.append(element("sz", val=size))
    return element("tc", shape, paragraph(style, content, alignment="right" if column.numeric else ""))
