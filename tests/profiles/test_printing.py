"""``styrka pdf``: a tagged file of the published page, and every way in which none can be printed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import CHROMIUM, Workplace

PDFINFO, PDFTOTEXT = shutil.which("pdfinfo"), shutil.which("pdftotext")


def told(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(not CHROMIUM.is_file(), reason="Chromium is not installed (apt-get install chromium)")
@pytest.mark.skipif(not (PDFINFO and PDFTOTEXT), reason="pdfinfo is not installed (apt-get install poppler-utils)")
def test_a_published_profile_becomes_a_tagged_pdf_with_the_page_s_title_and_words(
    published: Workplace, tmp_path: Path
) -> None:
    ended = published.styrka("pdf", "--region", "1880", "--lang", "en", "--out", str(tmp_path))
    assert ended.returncode == 0, ended.stderr
    (path,) = ended.stdout.splitlines()
    assert Path(path) == tmp_path / "1880" / "profile.en.pdf"
    facts = dict(line.split(":", 1) for line in told(str(PDFINFO), path).splitlines())
    assert (facts["Tagged"].strip(), facts["Pages"].strip()) == ("yes", "2")
    assert facts["Title"].strip() == "Örebro · Municipal profile · Styrka"
    assert "location quotient" in told(str(PDFTOTEXT), path, "-").lower()
    assert [each.name for each in (tmp_path / "1880").iterdir()] == ["profile.en.pdf"]


@pytest.mark.parametrize("region", ["9999", "../profiles/1880", "1880/claims"])
def test_a_region_without_a_profile_is_one_line(published: Workplace, tmp_path: Path, region: str) -> None:
    ended = published.styrka("pdf", "--region", region, "--out", str(tmp_path))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"styrka: the published edition has no profile of region '{region}', but of ")
    assert not list(tmp_path.iterdir())


def test_a_program_that_is_no_browser_writes_nothing_and_what_was_there_stays(
    published: Workplace, tmp_path: Path
) -> None:
    before = tmp_path / "1880" / "profile.sv.pdf"
    before.parent.mkdir()
    before.write_bytes(b"%PDF-before")
    for browser, reason in (
        ("/bin/true", "/bin/true: ended with 0 and printed no PDF"),
        ("/bin/false", "/bin/false: ended with 1 and printed no PDF"),
        ("/bin/nowhere", "STYRKA_BROWSER is /bin/nowhere"),
    ):
        ended = published.styrka("pdf", "--region", "1880", "--out", str(tmp_path), STYRKA_BROWSER=browser)
        assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)
        assert reason in ended.stderr
    assert [(each.name, each.read_bytes()) for each in before.parent.iterdir()] == [(before.name, b"%PDF-before")]


def test_without_any_browser_the_line_says_which_would_do(published: Workplace, tmp_path: Path) -> None:
    ended = published.styrka("pdf", "--region", "1880", "--out", str(tmp_path), PATH=str(tmp_path))
    assert ended.returncode == 1
    assert "a PDF needs Chromium, Chrome or Edge" in ended.stderr
    assert "STYRKA_BROWSER" in ended.stderr
