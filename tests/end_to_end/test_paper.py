"""Profiles on paper: of the bundled edition, and where every table of SCB's has been fetched, with all series, 290
municipalities and a warning on top."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Workplace, empty
from tests.fake_scb import FakeScb
from tests.fake_scb.generated import all_full_size

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PDFTOTEXT = shutil.which("pdftotext")
pytestmark = pytest.mark.skipif(not PDFTOTEXT, reason="pdftotext is not installed (apt-get install poppler-utils)")


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """An edition of the fake server's answers, with the profiles of Kalmar county and Kalmar."""
    place = empty(tmp_path_factory.mktemp("complete"))
    with FakeScb(all_full_size()) as scb:
        done = place.styrka("refresh", "--api", scb.url, "--region", "08", "--region", "0880")
    assert done.returncode == 0, done.stderr
    return place


def ends(path: Path) -> list[float]:
    """Where the last word of each printed page ends, in parts of the page."""
    told = subprocess.run(
        [str(PDFTOTEXT), "-bbox", str(path), "-"], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    found = []
    for page in told.split("<page ")[1:]:
        height = float(page.split('height="')[1].split('"')[0])
        found.append(max(map(float, re.findall(r'yMax="([\d.]+)"', page))) / height)
    return found


def printed(browser: "Browser", place: Workplace, code: str, language: str, target: Path) -> list[float]:
    page = browser.new_page()
    page.goto((place.mart / "profiles" / code / f"profile.{language}.html").as_uri())
    page.pdf(path=target, prefer_css_page_size=True)
    page.close()
    return ends(target)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("code", ["08", "0880"])
def test_two_sheets_hold_it_and_the_first_is_full(
    browser: "Browser", complete: Workplace, tmp_path: Path, code: str, language: str
) -> None:
    first, last = printed(browser, complete, code, language, tmp_path / "profile.pdf")
    assert first > 2 / 3
    assert last > 1 / 2


@pytest.mark.parametrize("language", ["sv", "en"])
def test_two_sheets_hold_every_region_of_the_bundled_edition(
    browser: "Browser", published: Workplace, tmp_path: Path, language: str
) -> None:
    codes = sorted(path.name for path in (published.mart / "profiles").iterdir() if path.is_dir())
    assert len(codes) == 33
    sheets = {code: len(printed(browser, published, code, language, tmp_path / f"{code}.pdf")) for code in codes}
    assert {code: count for code, count in sheets.items() if count != 2} == {}
