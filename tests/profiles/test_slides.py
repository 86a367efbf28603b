"""The presentation as who shows it, edits it or listens to it gets it, read from its bytes."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import openpyxl
import pptx
import pytest
from PIL import ImageFont
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from pipelines.profiles import chart_files
from pipelines.profiles.chart import BarChart
from pipelines.profiles.document import Cards, Cell, Chapter, Column, Document, Facts, Figure, Gap, Row, Section, Table
from pipelines.profiles.office import slides
from pipelines.profiles.office.slide_deck import declared
from pipelines.schema.table import Language
from tests.profiles import office
from tests.profiles.conftest import Documents

LANGUAGES = ("sv", "en")


def opened(pages: Path, language: str, code: str = "08") -> Any:
    return pptx.Presentation(str(pages / code / f"profile.{language}.pptx"))


def charts(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def slide_of(presentation: Any, heading: str) -> Any:
    return next(slide for slide in presentation.slides if slide.shapes.title.text_frame.text == heading)


def heading(profile: Document, section: str) -> str:
    return next(each.heading for each in profile.sections if each.id == section)


@pytest.mark.parametrize("language", LANGUAGES)
def test_six_to_eight_slides_with_the_sections_headings_as_titles(
    pages: Path, documents: Documents, language: str
) -> None:
    presentation, profile = opened(pages, language), documents("08", language)
    titles = [slide.shapes.title.text_frame.text for slide in presentation.slides]
    sections = ("size", "specialisation", "verdicts", "joint-offer", "map", "development", "sources")
    assert titles == [profile.title, *(heading(profile, each) for each in sections)]
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, abs=0.001)
    kinds = {slide.shapes.title.placeholder_format.type for slide in presentation.slides}
    assert kinds == {PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.TITLE}
    cover = "\n".join(shape.text_frame.text for shape in presentation.slides[0].shapes if shape.has_text_frame)
    assert all(text in cover for text in (profile.summary, profile.edition, profile.kind))


def test_the_bar_chart_is_native_with_its_numbers_and_colours(pages: Path, documents: Documents) -> None:
    profile = documents("08", "sv")
    figure = next(each for each in chart_files.figures(profile) if each.id == "specialisation-chart")
    assert isinstance(figure.chart, BarChart)
    (chart,) = charts(slide_of(opened(pages, "sv"), heading(profile, "specialisation")))
    assert chart.chart_type is XL_CHART_TYPE.BAR_CLUSTERED
    assert chart.plots[0].series[0].values == tuple(bar.value for bar in figure.chart.bars)
    assert [str(each) for each in chart.plots[0].categories] == [bar.name for bar in figure.chart.bars]
    assert chart.chart_title.text_frame.text == figure.title
    assert chart.value_axis.crosses_at == 1
    colours = [str(chart.plots[0].series[0].points[index].format.fill.fore_color.rgb) for index in range(4)]
    sides = ["D5DAE0" if bar.muted else "1D5F92" if bar.over else "F3C096" for bar in figure.chart.bars]
    assert colours == sides
    assert len(set(sides)) == 3
    book = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = list(book["Sheet1"].iter_rows(values_only=True))
    assert rows[1] == (figure.chart.bars[0].name, pytest.approx(figure.chart.bars[0].value))
    assert any("TAB3785" in str(row[0]) for row in rows)


@pytest.mark.parametrize(
    ("language", "linear", "other"),
    [
        ("sv", "Skalan är linjär: från 1 till 2", "logaritmisk"),
        ("en", "The scale is linear: from 1 to 2", "logarithmic"),
    ],
)
def test_what_is_said_of_the_bar_charts_scale_is_true_of_it(
    pages: Path, documents: Documents, language: Language, linear: str, other: str
) -> None:
    slide = slide_of(opened(pages, language), heading(documents("08", language), "specialisation"))
    (frame,) = (shape for shape in slide.shapes if shape.has_chart)
    assert not frame.chart._chartSpace.xpath(".//c:logBase")
    for said in (frame._element.xpath(".//p:cNvPr")[0].get("descr"), slide.notes_slide.notes_text_frame.text):
        assert linear in said
        assert other not in said


def test_no_line_crosses_a_break(pages: Path, documents: Documents) -> None:
    profile = documents("08", "en")
    figure = next(each for each in chart_files.figures(profile) if each.id == "development-chart")
    drawn = charts(slide_of(opened(pages, "en"), heading(profile, "development")))
    panels = figure.chart.panels  # type: ignore[union-attr]
    assert [chart.chart_title.text_frame.text for chart in drawn] == [panel.name for panel in panels]
    # RAMS breaks in 2011, between two years that have figures: the same style twice, not one line.
    assert [len(line.segments) for line in panels[0].lines if line.style == "rams"] == [2]
    for chart, panel in zip(drawn, panels, strict=True):
        years = [int(str(each)) for each in chart.plots[0].categories]
        assert years == list(range(years[0], years[-1] + 1))
        shown = [
            tuple((year, value) for year, value in zip(years, series.values, strict=True) if value is not None)
            for series in chart.plots[0].series
        ]
        assert shown == [segment for line in panel.lines for segment in line.segments]
        assert list(chart._chartSpace.xpath(".//c:dispBlanksAs/@val")) == ["gap"]
        assert not any(series.smooth for series in chart.plots[0].series)
        listed = len(shown) - len(chart._chartSpace.xpath(".//c:legendEntry/c:delete[@val='1']"))
        assert listed == len(panel.lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_pictures_and_tables_have_their_texts_and_notes_their_sources(
    pages: Path, documents: Documents, language: str
) -> None:
    presentation, profile = opened(pages, language), documents("08", language)
    # The dots of the peers are on the page and in the Word file.
    shown = [figure for figure in chart_files.figures(profile) if figure.id != "peers-chart"]
    found = set()
    for slide in presentation.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type == 13:
                found.add(shape._element.xpath(".//p:cNvPr")[0].get("descr"))
        assert slide.notes_slide.notes_text_frame.text.strip()
    assert None not in found
    assert all(any(str(each).startswith(figure.alternative) for each in found) for figure in shown)
    for section in profile.sections:
        for block in section.blocks:
            if block in shown and isinstance(block, Figure):
                said = slide_of(presentation, section.heading).notes_slide.notes_text_frame.text
                assert all(label.text in said for label in block.labels)


@pytest.mark.parametrize(("language", "locale"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_language_and_properties_are_the_profiles_own(pages: Path, language: str, locale: str) -> None:
    properties = opened(pages, language).core_properties
    assert (properties.language, properties.author, properties.comments) == (locale, "Styrka", "")
    assert (properties.created.year, properties.modified.year) == (2020, 2020)
    content = office.parts(pages / "08" / f"profile.{language}.pptx")
    on_slides = "".join(text for name, text in content.items() if re.search(r"/slides/slide\d+\.xml$", name))
    assert set(re.findall(r'<a:rPr lang="([^"]+)"', on_slides)) == {locale}
    assert not any(re.search("python|Steve Canny", text) for text in content.values())
    made = [text for name, text in content.items() if name.endswith("core.xml")]
    assert len(made) == 1 + 1 + 3
    assert all("2020-01-01T00:00:00Z" in text for text in made)


def test_nothing_stands_outside_a_slide_and_nothing_shares_its_number(pages: Path) -> None:
    for language in LANGUAGES:
        presentation = opened(pages, language)
        for slide in presentation.slides:
            numbers = [shape.shape_id for shape in slide.shapes]
            assert len(numbers) == len(set(numbers))
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.top >= 0
                assert shape.left + shape.width <= presentation.slide_width
                assert shape.top + shape.height <= presentation.slide_height


def profile(*sections: Section) -> Document:
    return Document("sv", "08", "", "x", "", (), (), "", (Chapter("x", "x", sections),))


def made(*sections: Section) -> list[str]:
    presentation = pptx.Presentation(BytesIO(slides.render(profile(*sections), {})))
    return [
        "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in presentation.slides
    ]


def test_a_slide_without_its_block_says_why_or_is_left_out() -> None:
    gap = Section("map", "På kartan", (Gap("Ensamt", "Inget att jämföra med."),))
    _, only = made(gap, Section("size", "Storlek", ()))
    assert "På kartan" in only
    assert "Ensamt\nInget att jämföra med." in only


def test_a_declared_slide_that_does_not_fit_its_block_is_refused(documents: Documents) -> None:
    figure = next(each for each in chart_files.figures(documents("08", "sv")) if each.id == "map-chart")
    with pytest.raises(TypeError, match="asks for a BarChart where the document has a MapChart"):
        made(Section("specialisation", "x", (replace(figure, id="specialisation-chart"),)))


def test_facts_stand_large(documents: Documents) -> None:
    facts = Facts((("1", "a"), ("2", "b")), ())
    assert "1\na" in made(Section("size", "Storlek", (facts,)))[1]


def test_what_may_not_be_said_is_no_part_of_what_is_said(documents: Documents) -> None:
    """Whoever reads the notes aloud hears where it begins."""
    section = next(each for each in documents("08", "sv").sections if each.id == "claims")
    cards = next(block for block in section.blocks if isinstance(block, Cards))
    presentation = pptx.Presentation(BytesIO(slides.render(profile(section), {})))
    said = slide_of(presentation, section.heading).notes_slide.notes_text_frame.text.splitlines()
    for card in cards.items:
        assert f"{card.text} {card.caveat}" in said
        assert f"Får inte sägas: {card.may_not_say}" in said


def test_a_slide_says_how_many_claims_it_leaves_out(documents: Documents) -> None:
    section = next(each for each in documents("08", "sv").sections if each.id == "claims")
    cards = next(block for block in section.blocks if isinstance(block, Cards))
    room = declared()["size"]["claims"]
    for count in (room, room + 1):
        some = replace(section, blocks=(replace(cards, items=(cards.items[0],) * count),))
        said = "\n".join(made(some))
        assert (f"{room} av {count} påståenden; alla finns i profile.sv.docx." in said) == (count > room)


# Points, of the font that stands in where Arial is missing: as a program without it would break the lines.
def measured(text: str, points: float, face: str = "DejaVuSans-Bold") -> float:
    font = ImageFont.truetype(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{face}.ttf"), 1000)
    return font.getlength(text) * points / 1000


def broken(text: str, points: float, room: float) -> int:
    count, line = 1, ""
    for word in text.split(" "):
        if line and measured(f"{line} {word}", points) > room:
            count, line = count + 1, word
        else:
            line = f"{line} {word}".strip()
    return count


def judged(rows: int, own: int) -> Table:
    """A table of verdicts whose rows are of two lines and more, one of them strong."""
    headings = (
        "Näringsgren eller styrkeområde",
        "Utslag",
        "Sätt",
        "LQ, lägst–högst bland sätten",
        "Sätt som säger emot",
        "Samma utslag",
    )
    columns = tuple(Column(each, numeric=number in (2, 3)) for number, each in enumerate(headings))
    subject = "Maskiner, fordon och annan metallbearbetning"
    against = "Riket i övrigt, 2021, anställda, utan okänd näringsgren"
    said = ("ingen styrka", "0 av 12", "0,84–1,12", against, "9 av 21 regioner")
    content = tuple(
        Row(tuple(Cell(each, each) for each in (f"{number}. {subject}", *said)), strong=number == own)
        for number in range(rows)
    )
    return Table("sources-table", "Utslag", columns, content)


def test_a_table_of_long_rows_ends_above_the_foot_and_tells_what_is_left_out() -> None:
    content = judged(rows=15, own=14)
    presentation = pptx.Presentation(BytesIO(slides.render(profile(Section("sources", "Källor", (content,))), {})))
    slide = presentation.slides[1]
    (frame,) = (shape for shape in slide.shapes if shape.has_table)
    drawn = frame.table
    widths = [column.width / Pt(1) - 110_000 / 12_700 for column in drawn.columns]
    texts = [[cell.text for cell in row.cells] for row in drawn.rows]
    heights = [max(map(broken, row, [12] * len(row), widths)) * 14 + 50_000 / 12_700 for row in texts]
    assert max(heights) > 30
    assert frame.top / Pt(1) + sum(heights) <= 6.3 * 72
    # The region's own row is kept wherever it stands.
    assert texts[-1][0].startswith("14.")
    shown = len(texts) - 1
    assert 5 < shown < 15
    said = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert f"{shown} av 15 rader; alla finns i profile.sv.docx." in said


def test_a_short_table_of_short_rows_stays_whole() -> None:
    content = judged(rows=4, own=2)
    said = made(Section("sources", "Källor", (content,)))
    assert "rader" not in said[1]


def test_no_figure_of_a_slide_is_broken_over_two_lines() -> None:
    facts = Facts(tuple((each, "x") for each in ("35\u00a0471", "29,1\u00a0%", "0,67\u00a0%", "262 av 290")), ())
    presentation = pptx.Presentation(BytesIO(slides.render(profile(Section("size", "Storlek", (facts,))), {})))
    boxes = [
        shape
        for shape in presentation.slides[1].shapes
        if shape.has_text_frame and shape.text_frame.text.endswith("\nx")
    ]
    assert len(boxes) == 4
    for box in boxes:
        (run,) = box.text_frame.paragraphs[0].runs
        inside = (box.width - box.text_frame.margin_left - box.text_frame.margin_right) / Pt(1)
        assert measured(run.text, run.font.size / Pt(1), "DejaVuSerif") <= inside
        assert run.font.size >= Pt(26)
