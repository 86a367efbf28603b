"""The Word document as a writer, a screen reader and Word's own navigation get it, read from its bytes."""

import itertools
import re
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from pipelines.profiles import chart_files
from pipelines.profiles.document import Block, Cards, Cell, Chapter, Column, Document, Figure, Row, Section, Table
from pipelines.profiles.office import word
from pipelines.profiles.office.widths import column_widths
from tests.profiles import office
from tests.profiles.conftest import Documents

LANGUAGES = ("sv", "en")


def opened(pages: Path, language: str, code: str = "08") -> Any:
    return docx.Document(str(pages / code / f"profile.{language}.docx"))


def texts(document: Any, style: str) -> list[str]:
    return [each.text for each in document.paragraphs if each.style.name == style]


def blocks(profile: Document) -> list[Block]:
    return [block for section in profile.sections for block in section.blocks]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_are_headings_and_the_title_is_a_title(pages: Path, documents: Documents, language: str) -> None:
    document, profile = opened(pages, language), documents("08", language)
    assert texts(document, "Title") == [profile.title]
    assert texts(document, "Heading 1") == [chapter.heading for chapter in profile.chapters]
    titled = [
        section.heading for chapter in profile.chapters for section in chapter.sections if chapter.titles(section)
    ]
    assert [each for each in texts(document, "Heading 2") if each in titled] == titled
    levels = [int(each.style.name[-1]) for each in document.paragraphs if re.fullmatch(r"Heading \d", each.style.name)]
    assert max(levels) == 3
    assert all(level <= before + 1 for before, level in itertools.pairwise([0, *levels])), "no level is left out"
    claims = [card.text for each in blocks(profile) if isinstance(each, Cards) for card in each.items]
    assert texts(document, "Claim") == claims
    assert texts(document, "Lead") == [profile.summary]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_and_figure_has_a_numbered_caption_and_every_head_repeats(
    pages: Path, documents: Documents, language: str
) -> None:
    document, profile = opened(pages, language), documents("08", language)
    figures = chart_files.figures(profile)
    tables = [block for section in profile.sections for block in section.blocks if isinstance(block, Table)]
    captions = [
        "".join(node.text for node in each._p.iter(qn("w:t")))
        for each in document.paragraphs
        if each.style.name == "Caption"
    ]
    kind = {"sv": ("Tabell", "Figur"), "en": ("Table", "Figure")}[language]
    assert [caption for caption in captions if caption.startswith(f"{kind[1]} ")] == [
        f"{kind[1]} {number}. {figure.title}" for number, figure in enumerate(figures, start=1)
    ]
    counted = [caption for caption in captions if caption.startswith(f"{kind[0]} ")]
    assert len(counted) == len(document.tables) == len(tables) + len(figures)
    assert [int(re.findall(r"\d+", caption)[0]) for caption in counted] == list(range(1, len(counted) + 1))
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table.style.name == "Figures"


def test_a_table_says_what_the_document_says(pages: Path, documents: Documents) -> None:
    figure = next(each for each in chart_files.figures(documents("08", "sv")) if each.id == "map-chart")
    expected = [[column.heading for column in figure.table.columns]]
    expected += [[cell.text for cell in row.cells] for row in figure.table.rows]
    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in opened(pages, "sv").tables]
    assert expected in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_have_their_texts_and_are_the_chart_files(pages: Path, documents: Documents, language: str) -> None:
    document, figures = opened(pages, language), chart_files.figures(documents("08", language))
    drawn = list(document.element.body.iter(qn("wp:docPr")))
    assert [each.get("descr") for each in drawn] == [figure.alternative for figure in figures]
    held = {part.blob for part in document.part.package.iter_parts() if part.content_type == "image/png"}
    assert held == {path.read_bytes() for path in (pages / "08" / "charts" / language).glob("*.png")}
    room = document.sections[0].page_width - 2 * document.sections[0].left_margin
    assert all(0 < int(each.get("cx")) <= room for each in document.element.body.iter(qn("wp:extent")))


@pytest.mark.parametrize(("language", "locale"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_language_and_properties_are_the_profiles_own(pages: Path, language: str, locale: str) -> None:
    document, path = opened(pages, language), pages / "08" / f"profile.{language}.docx"
    properties = document.core_properties
    assert (properties.language, properties.author, properties.comments) == (locale, "Styrka", "")
    assert (properties.created.year, properties.modified.year) == (2020, 2020)
    assert "Kalmar" in properties.title
    content = office.parts(path)
    assert set(re.findall(r'<w:lang [^>]*w:val="([^"]+)"', "".join(content.values()))) == {locale}
    assert not any(re.search("python|template|macintosh", text, re.IGNORECASE) for text in content.values())
    assert not any(name.endswith((".jpeg", "customXml/item1.xml")) for name in content)
    with zipfile.ZipFile(path) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_page_says_whose_it_is_its_edition_and_its_number(pages: Path, documents: Documents) -> None:
    section = opened(pages, "sv").sections[0]
    assert section.header.paragraphs[0].text == "Kalmar län · Länsprofil"
    foot = section.footer.paragraphs[0]._p
    assert documents("08", "sv").edition in "".join(node.text for node in foot.iter(qn("w:t")))
    assert [each.get(qn("w:instr")) for each in foot.iter(qn("w:fldSimple"))] == [" PAGE ", " NUMPAGES "]


def test_the_page_leads_to_every_format(pages: Path) -> None:
    page = (pages / "08" / "profile.en.html").read_text("utf-8")
    for name in ("profile.en.docx", "profile.en.pptx", "tables.xlsx"):
        assert f'href="{name}"' in page


def profile(*blocks: Any) -> Document:
    return Document("sv", "08", "", "x", "", (), (), "", (Chapter("s", "s", (Section("s", "s", blocks),)),))


def test_a_block_of_an_unknown_kind_is_refused() -> None:
    @dataclass(frozen=True)
    class Claim:
        text: str

    with pytest.raises(TypeError, match="Word has no way to show a Claim"):
        word.render(profile(Claim("x")), {})


def table(columns: int, text: str = "x") -> Table:
    row = Row(tuple(Cell(text, text) for _ in range(columns)))
    return Table("t", "t", tuple(Column("h", numeric=index > 0) for index in range(columns)), (row,))


def test_a_table_too_wide_for_a_page_gets_one_on_its_side(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(word.render(profile(table(3), table(13), table(14), table(3)), {}))
    document = docx.Document(str(tmp_path / "x.docx"))
    sides = [section.page_width > section.page_height for section in document.sections]
    assert sides == [False, True, False]
    assert all(section.header.paragraphs[0].text == "x · " for section in document.sections)
    upright, on_side = document.sections[0], document.sections[1]
    assert (upright.page_width, upright.page_height) == (on_side.page_height, on_side.page_width)


def test_columns_fill_the_width_and_no_number_is_cut() -> None:
    content = replace(table(3), rows=(Row((Cell("a b", "a"), Cell("1\u00a0234 av 290", 1), Cell("2", 2))),))
    widths = column_widths(content, 9000, 160)
    assert sum(widths) == 9000
    assert widths[1] > widths[2]
    assert widths[1] >= len("1 234 av 290") * 0.56 * 160
    crowded = column_widths(table(9, "oöversättligt"), 2000, 160)
    assert sum(crowded) == 2000
    assert min(crowded) > 0


def test_a_table_without_rows_is_a_heading(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(word.render(profile(replace(table(2), rows=())), {}))
    assert [len(each.rows) for each in docx.Document(str(tmp_path / "x.docx")).tables] == [1]


def test_every_kind_of_block_of_the_model_is_written(pages: Path, documents: Documents) -> None:
    kinds = {
        type(block).__name__ for code in ("08", "0880") for s in documents(code, "sv").sections for block in s.blocks
    }
    assert kinds >= {"Paragraph", "Heading", "Facts", "Notes", "Gap", "Command", "Link", "Table", Figure.__name__}
    for code in ("08", "0880"):
        written = "".join(node.text or "" for node in opened(pages, "sv", code).element.body.iter(qn("w:t")))
        for section in documents(code, "sv").sections:
            for block in section.blocks:
                assert getattr(block, "text", "") in written
