"""Word documents, presentations and workbooks as an office program opens and prints them."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from pipelines.profiles import chart_files
from pipelines.profiles.chart import BarChart
from pipelines.profiles.context import Context
from pipelines.profiles.document import Document
from pipelines.profiles.mart import Mart
from pipelines.profiles.sections import document
from tests.conftest import Workplace

SOFFICE, PDFTOTEXT = shutil.which("soffice"), shutil.which("pdftotext")
pytestmark = pytest.mark.skipif(
    not (SOFFICE and PDFTOTEXT),
    reason="LibreOffice and poppler are not installed (apt-get install libreoffice-writer libreoffice-impress "
    "libreoffice-calc poppler-utils)",
)

BARS = "specialisation-chart"


@pytest.fixture(scope="module")
def printed(published_kalmar: Workplace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of Kalmar county as PDF, each in a folder of its kind."""
    folder = tmp_path_factory.mktemp("printed")
    home = f"-env:UserInstallation=file://{folder}/home"
    for kind in ("docx", "pptx", "xlsx"):
        files = sorted((published_kalmar.mart / "profiles" / "08").glob(f"*.{kind}"))
        assert files
        command = [
            str(SOFFICE),
            home,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder / kind),
            *map(str, files),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def profiles(published_kalmar: Workplace) -> dict[str, Document]:
    edition = json.loads((published_kalmar.mart / "edition.json").read_text("utf-8"))["edition"]
    mart = Mart(published_kalmar.mart / "parquet", edition)
    return {language: document(Context(mart, "08", language)) for language in ("sv", "en")}


def sheets(path: Path) -> list[str]:
    """The text of each page, its white space made one."""
    done = subprocess.run([str(PDFTOTEXT), "-layout", str(path), "-"], capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode("utf-8").split("\f")[:-1]]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_word_document_prints_with_every_figure_and_heading(
    printed: Path, profiles: dict[str, Document], language: str
) -> None:
    pages, profile = sheets(printed / "docx" / f"profile.{language}.pdf"), profiles[language]
    assert 10 <= len(pages) <= 20
    text = " ".join(pages)
    for figure in chart_files.figures(profile):
        assert " ".join(figure.title.split()) in text
    for chapter in profile.chapters:
        assert chapter.heading in text
        assert all(section.heading in text for section in chapter.sections if chapter.titles(section))
    for number, page in enumerate(pages, start=1):
        assert page.startswith(f"{profile.title} · {profile.kind}")
        assert page.endswith(f"{profile.edition} {number} / {len(pages)}")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_presentation_shows_every_slide_with_its_chart(
    printed: Path, profiles: dict[str, Document], language: str
) -> None:
    pages, profile = sheets(printed / "pptx" / f"profile.{language}.pdf"), profiles[language]
    assert len(pages) == 8
    titles = {figure.id: figure.title for figure in chart_files.figures(profile)}
    for page, figure in ((2, BARS), (5, "map-chart"), (6, "development-chart")):
        assert " ".join(titles[figure].split()) in pages[page]
    assert all(profile.edition in page for page in pages)
    # A native chart draws its own texts: the names of the bars, and their numbers as the language has them.
    chart = next(each.chart for each in chart_files.figures(profile) if each.id == BARS)
    assert isinstance(chart, BarChart)
    assert all(bar.name in pages[2] and bar.text in pages[2] for bar in chart.bars)
    assert {"sv": ",", "en": "."}[language] in chart.bars[0].text


def test_the_workbook_opens_with_every_sheet(printed: Path, published_kalmar: Workplace) -> None:
    text = " ".join(sheets(printed / "xlsx" / "tables.pdf"))
    book = openpyxl.load_workbook(published_kalmar.mart / "profiles" / "08" / "tables.xlsx", read_only=True)
    for name in book.sheetnames[1:]:
        title = str(book[name]["A1"].value)
        assert " ".join(re.split(r"\s+", title))[:40] in text
