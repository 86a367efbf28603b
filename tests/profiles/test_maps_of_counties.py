"""The map of every county on a slide and in Word: however wide a county lies, its table has room beside it."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pptx
import pytest

from pipelines.profiles import chart_files, pictures
from pipelines.profiles.chart import Area, MapChart
from pipelines.profiles.chart_files import Picture
from pipelines.profiles.document import Cell, Chapter, Document, Figure, Row, Section
from pipelines.profiles.office import slides, word
from pipelines.profiles.outlines import codes
from tests.profiles.conftest import Documents

MAP_OF_SWEDEN = "county"
EVERY = (MAP_OF_SWEDEN, *codes("county"))
# Inches that four columns of names and numbers need.
LEAST_TABLE, LEAST_PICTURE = 5.0, 2.5


def profile(documents: Documents, county: str) -> tuple[Document, dict[str, Picture]]:
    """A page with nothing but the map of a county's municipalities, or of all counties."""
    whole = documents("0880", "sv")
    figure = next(each for each in chart_files.figures(whole) if each.id == "map-chart")
    assert isinstance(figure.chart, MapChart)
    kind: Any = "county" if county == MAP_OF_SWEDEN else "municipality"
    shown = [code for code in codes(kind) if county in (MAP_OF_SWEDEN, code[:2])]
    areas = tuple(Area(code, f"Kommunen {code}", "c3", "1,25", code == shown[0]) for code in shown)
    texts = ("Kommunen", "1,25", "12 345", "1,25")
    rows = tuple(Row(tuple(Cell(f"{text} {code}", None) for text in texts)) for code in shown)
    made = replace(figure, chart=replace(figure.chart, kind=kind, areas=areas), table=replace(figure.table, rows=rows))
    document = replace(whole, chapters=(Chapter("x", "x", (Section("map", "På kartan", (made,)),)),))
    drawn, width, round_it = chart_files.svg(made, document)
    return document, {figure.id: Picture(pictures.png(drawn), width, round_it)}


def pictured(document: Document) -> Figure:
    (figure,) = chart_files.figures(document)
    return figure


@pytest.mark.parametrize("county", EVERY)
def test_the_map_and_its_table_share_the_slide(documents: Documents, county: str) -> None:
    document, pictures = profile(documents, county)
    presentation = pptx.Presentation(BytesIO(slides.render(document, pictures)))
    (shown,) = (slide for slide in presentation.slides if slide.shapes.title.text_frame.text == "På kartan")
    (picture,) = (shape for shape in shown.shapes if shape.shape_type == 13)
    (table,) = (shape for shape in shown.shapes if shape.has_table)
    assert picture.width / picture.height == pytest.approx(
        pictures["map-chart"].width / pictures["map-chart"].height, 0.01
    )
    assert picture.left + picture.width < table.left
    assert table.left + table.width <= presentation.slide_width
    assert sum(column.width for column in table.table.columns) == table.width
    assert table.width.inches > LEAST_TABLE
    assert picture.width.inches > LEAST_PICTURE


@pytest.mark.parametrize("county", EVERY)
def test_the_map_stands_inside_the_page(documents: Documents, county: str) -> None:
    document, pictures = profile(documents, county)
    file = docx.Document(BytesIO(word.render(document, pictures)))
    (shape,) = file.inline_shapes
    page = file.sections[0]
    assert 0 < shape.width <= page.page_width - page.left_margin - page.right_margin
    assert 0 < shape.height <= page.page_height - page.top_margin - page.bottom_margin
    assert shape._inline.docPr.get("descr") == pictured(document).alternative
