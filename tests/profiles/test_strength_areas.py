"""Strength areas on a page: exact workplaces beside intervals of jobs, who does what, and the mark of a simulation."""

import base64
import re
from pathlib import Path

import docx
import pptx
import pytest

from pipelines import profiles
from pipelines.profiles import chart_files, html
from pipelines.profiles.context import Context
from pipelines.profiles.document import Document, Gap, Table
from pipelines.profiles.mart import Mart
from pipelines.profiles.office import slides, word
from pipelines.profiles.sections import document
from pipelines.schema.table import Language
from tests.profiles import mart, office
from tests.profiles.test_document import gaps_of, texts

MARK: dict[Language, str] = {"sv": "SIMULERAT", "en": "SIMULATED"}


def shown(folder: Path, code: str, language: Language = "sv") -> Document:
    return document(Context(Mart(folder, mart.EDITION), code, language))


def tables(read: Document, identity: str = "strength-areas") -> dict[str, list[list[str]]]:
    (section,) = (each for each in read.sections if each.id == identity)
    found = [block for block in section.blocks if isinstance(block, Table)]
    return {each.id: [[cell.text for cell in row.cells] for row in each.rows] for each in found}


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mart.write(tmp_path_factory.mktemp("registered"), register="REGISTER")


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mart.write(tmp_path_factory.mktemp("simulated"), register="SIMULATED")


def test_an_estimate_of_jobs_stands_beside_its_interval_and_never_without(registered: Path) -> None:
    food, wood = tables(shown(registered, "08"))["strength-areas-1"]
    assert food == ["Livsmedel", "10", "2,5\u00a0%", "0,50", "1 av 21", "100–250 (uppskattat 154)", "0,20–1,25", "0"]
    assert wood[5] == "400–1\u00a0000 (uppskattat 616)"
    assert [row[5] for row in tables(shown(registered, "0882"))["strength-areas-1"]] == ["100–250", "100–250"]


def test_how_many_workplaces_of_unknown_size_an_interval_rests_on_stands_beside_it(registered: Path) -> None:
    food, wood = tables(shown(registered, "08"))["strength-areas-1"]
    assert (food[-1], wood[-1]) == ("0", "1,5")


def test_areas_declared_for_the_county_come_first(registered: Path) -> None:
    names = [row[0] for row in tables(shown(registered, "08", "en"))["strength-areas-1"]]
    assert names == ["Food", "Wood"]
    assert [row[0] for row in tables(shown(registered, "0882", "en"))["strength-areas-1"]] == ["Food", "Wood"]


def test_a_county_shows_its_municipalities_beside_each_other(registered: Path) -> None:
    found = tables(shown(registered, "08"))
    # Kalmar, Nybro, Oskarshamn: no workplace is no row in the mart, and said to be none here.
    assert found["strength-areas-1-lq"] == [
        ["Livsmedel", "inga", "inga", "0,50"],
        ["Trä", "1,50", "inga", "0,50"],
    ]
    assert found["strength-areas-1-county-share"][1] == ["Trä", "75,0\u00a0%", "inga", "25,0\u00a0%"]
    assert set(tables(shown(registered, "0880"))) == {"strength-areas-1"}


def test_what_cannot_be_measured_is_a_gap(tmp_path: Path) -> None:
    read = shown(mart.write(tmp_path), "08")
    (section,) = (each for each in read.sections if each.id == "strength-areas")
    (gap,) = (block for block in section.blocks if isinstance(block, Gap))
    assert "sexton grupper" in gap.text
    assert "styrka refresh --register" in gap.text


def test_gaps_do_not_deny_what_a_register_shows(registered: Path) -> None:
    gaps = {gap.title: gap.text for gap in gaps_of(shown(registered, "08"))}
    assert "Det som är finare på sidan kommer ur företagsregistret" in gaps["Finare näringsgrenar än sexton grupper"]
    assert "Arbetsställen finns på sidan bara i styrkeområdena, ur företagsregistret" in gaps["Arbetsställen"]
    # BAS has Kalmar and Oskarshamn but not Nybro, and the register has no workplace of Nybro in an area.
    municipalities = gaps["Sysselsatta i kommunerna"]
    assert "har utgåvan 2 av de 3 kommunerna i Kalmar län. SCB:s" in municipalities


def test_a_register_stands_among_the_sources_with_its_checksum(registered: Path, simulated: Path) -> None:
    for folder, series in ((registered, "REGISTER"), (simulated, "SIMULATED")):
        rows = tables(shown(folder, "08"), "sources")["sources-table"]
        assert [row[-1] for row in rows if row[0] == series] == ["e" * 64]
    assert not any(row[0] == "REGISTER" for row in tables(shown(registered, "18"), "sources")["sources-table"])


def test_a_third_label_is_told_of_where_there_is_one(registered: Path, simulated: Path) -> None:
    sayings = {folder: texts(shown(folder, "08")) for folder in (registered, simulated)}
    assert any(text.startswith("Två slags märkning används, och bara de.") for text in sayings[registered])
    assert any("En tredje står vid det som är simulerat." in text for text in sayings[simulated])
    assert not any("och bara de" in text for text in sayings[simulated])
    assert any("Egen beräkning på ett simulerat företagsregister" in text for text in sayings[simulated])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_simulated_edition_is_marked_on_the_page_and_on_every_table_chart_and_download(
    simulated: Path, language: Language
) -> None:
    page, mark = html.render(shown(simulated, "08", language)), MARK[language]
    assert re.search(rf"<title>{mark} · ", page)
    assert re.search(rf'<p class="marked" role="note">{mark}\. ', page)
    captions = re.findall(r"<caption[^>]*>(.*?)</caption>", page)
    titles = re.findall(r"<figcaption>(.*?)</figcaption>", page)
    charts = re.findall(r'<svg class="chart.*?</svg>', page, re.DOTALL)
    downloads = re.findall(r"base64,([A-Za-z0-9+/=]+)\" download", page)
    assert min(map(len, (captions, titles, charts, downloads))) > 2
    assert all(caption.startswith(f"{mark}: ") for caption in captions + titles)
    assert all(f">{mark}</text>" in chart and f">{mark}: " in chart for chart in charts)
    for download in downloads:
        _, *lines = base64.b64decode(download).decode("utf-8").strip().splitlines()
        assert all(mark in line for line in lines)


def test_a_real_edition_bears_no_mark(registered: Path, tmp_path: Path) -> None:
    for path in profiles.build(registered, tmp_path / "profiles", mart.EDITION, ["08"]):
        assert not any(mark in text for mark in MARK.values() for text in office.parts(path).values()), path.name


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_simulated_edition_is_marked_on_every_page_slide_chart_and_row_of_its_files(
    simulated: Path, tmp_path: Path, language: Language
) -> None:
    folder, mark = tmp_path / "08", MARK[language]
    profile = shown(simulated, "08", language)
    charts, pictures = chart_files.write(profile, folder)
    for path in charts:
        if path.suffix == ".svg":
            drawn = path.read_text("utf-8")
            assert f">{mark}</text>" in drawn
            assert f'<title id="title">{mark}: ' in drawn
            # What is drawn later lies above: no area of the map covers the mark.
            assert "<title>Kalmar" not in drawn.partition(f">{mark}</text>")[2]
        elif path.suffix == ".csv":
            assert all(mark in line for line in path.read_text("utf-8").strip().splitlines()[1:])
    (folder / "x.docx").write_bytes(word.render(profile, pictures))
    (folder / "x.pptx").write_bytes(slides.render(profile, pictures))
    document = docx.Document(str(folder / "x.docx"))
    assert all(mark in section.header.paragraphs[0].text for section in document.sections)
    captions = [each.text for each in document.paragraphs if each.style and each.style.name == "Caption"]
    assert len(captions) > 10
    assert all(f". {mark}: " in caption for caption in captions)
    made = pptx.Presentation(str(folder / "x.pptx"))
    assert len(made.slides) > 5
    for slide in made.slides:
        assert any(shape.has_text_frame and shape.text_frame.text.startswith(f"{mark}. ") for shape in slide.shapes)
        assert slide.notes_slide.notes_text_frame.text.startswith(f"{mark}. ")
        for shape in slide.shapes:
            if shape.has_chart:
                assert shape.chart.chart_title.text_frame.text.startswith(f"{mark}: ")
    books = [text for name, text in office.parts(folder / "x.pptx").items() if name.endswith("sharedStrings.xml")]
    assert len(books) > 1
    assert all(mark in text for text in books)


def test_on_paper_a_county_has_one_matrix_of_its_areas_and_no_command(registered: Path, parquet: Path) -> None:
    def printed(read: Document) -> list[str]:
        (chapter,) = (each for each in read.chapters if each.id == "specialisation")
        (section,) = (each for each in read.sections if each.id == "strength-areas")
        return [getattr(each, "id", "") for each in section.blocks if chapter.on_paper(section, each)]

    assert printed(shown(registered, "08")) == ["strength-areas-1-lq"]
    assert printed(shown(parquet, "08")) == []
