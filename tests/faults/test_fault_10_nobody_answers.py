"""Fault 10: a storm of 503, or nobody who answers. The last good answers are used, and every output says of when they
are."""

import re
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.warehouse import edition, manifest, publication
from tests.conftest import Workplace
from tests.fake_scb import FakeScb, faults

# What the label of the bundled answers says, in every format.
OF_WHEN = "uppdateringsdatum"


@pytest.fixture
def place(published_kalmar: Workplace, tmp_path: Path) -> Workplace:
    shutil.copytree(published_kalmar.mart, tmp_path / "mart", symlinks=True)
    return Workplace(published_kalmar.raw, tmp_path / "mart", tmp_path / "home")


def stays(place: Workplace, before: dict[str, bytes], url: str) -> str:
    """The one line of a refresh that gets no answer, after which everything is as it was."""
    done = place.styrka("refresh", "--api", url)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert place.files == before
    assert re.search(r"edition [0-9a-f]{12} stays: its newest answer was fetched 2026", line)
    return line


def test_a_storm_of_503_leaves_what_was_published_and_the_line_says_how_old_it_is(place: Workplace) -> None:
    with FakeScb() as scb:
        scb.inject(faults.Status(503, retry_after="0"), path="", times=None)
        assert "503" in stays(place, place.files, scb.url)


def test_nobody_at_home_is_told_likewise(place: Workplace) -> None:
    with FakeScb() as gone:
        url = gone.url
    assert "refused" in stays(place, place.files, url)


def test_every_output_says_of_when_its_figures_are(published_kalmar: Workplace) -> None:
    folder = published_kalmar.mart / "profiles" / "08"
    for path in (folder / "profile.sv.html", *(folder / "charts" / "sv").glob("*.csv")):
        assert OF_WHEN in path.read_text("utf-8-sig"), path
    for name in ("profile.sv.docx", "profile.sv.pptx", "tables.xlsx"):
        with zipfile.ZipFile(folder / name) as archive:
            assert any(OF_WHEN.encode() in archive.read(each) for each in archive.namelist()), name


@pytest.mark.parametrize(
    ("retrieved", "said"),
    [
        ("2026-06-13T08:15:00Z", "its newest answer was fetched 2026-06-13, 3 days ago"),
        ("2026-06-15T08:15:00Z", "its newest answer was fetched 2026-06-15, 1 day ago"),
        ("2026", "its newest answer was fetched 2026"),
    ],
)
def test_the_age_of_an_edition_is_that_of_its_newest_answer(tmp_path: Path, retrieved: str, said: str) -> None:
    build = edition.Build(tmp_path)
    build.begin({"edition": "aaa", "snapshots": [{"retrieved": "2025-01-01T00:00:00Z"}, {"retrieved": retrieved}]})
    publication.publish(build)
    assert manifest.age(tmp_path, datetime(2026, 6, 16, tzinfo=UTC)) == f"edition aaa stays: {said}"
    assert manifest.age(tmp_path / "elsewhere", datetime(2026, 6, 16, tzinfo=UTC)) == ""


def test_a_table_of_the_users_own_makes_no_answer_newer(tmp_path: Path) -> None:
    fetched = {"retrieved": "2026-06-13T08:15:00Z", "origin": "client"}
    taken_in = {"retrieved": "2026-06-16T08:15:00Z", "origin": "import"}
    for number, (snapshots, day) in enumerate([([fetched, taken_in], "2026-06-13"), ([taken_in], "2026-06-16")]):
        build = edition.Build(tmp_path)
        build.begin({"edition": f"e{number}", "snapshots": snapshots})
        publication.publish(build)
        assert f"was fetched {day}," in manifest.age(tmp_path, datetime(2026, 6, 16, tzinfo=UTC))
