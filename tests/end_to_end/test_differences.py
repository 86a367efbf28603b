"""Two editions, the second with a table revised: what ``styrka diff`` and ``styrka claims check`` say of them."""

import csv
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from pipelines.profiles.context import Context
from pipelines.profiles.document import Paragraph
from pipelines.profiles.mart import Mart
from pipelines.profiles.sections import document
from pipelines.warehouse import manifest
from tests.conftest import Workplace, empty

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TOTALS = {"00": 1_000_000, "08": 100_000, "0880": 30_000, "07": 120_000}
SHARES = {"A": 0.03, "B+C": 0.15, "J": 0.05, "G": 0.77}
OWN = {"08": {"A": 0.06, "G": 0.74}, "0880": {"A": 0.05, "J": 0.10, "G": 0.70}, "07": {"B+C": 0.30, "G": 0.62}}
# Half of Kalmar county's farming was counted twice; Kalmar has a little more of J, and one cell is new.
REVISED = {**OWN, "08": {"A": 0.0305, "G": 0.7695}, "0880": {"A": 0.05, "J": 0.11, "G": 0.69}}
FARMING = (
    "I Kalmar län är andelen sysselsatta inom jordbruk, skogsbruk och fiske 2,00 gånger så stor som i riket (2024)."
)


def write(file: Path, own: Mapping[str, Mapping[str, float]], *more: tuple[object, ...]) -> None:
    lines = [
        (region, industry, year, round(total * share))
        for year in (2022, 2023, 2024)
        for region, total in TOTALS.items()
        for industry, share in {**SHARES, **own.get(region, {})}.items()
    ]
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("region_code", "industry_code", "year", "employees"), *lines, *more])


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    folder = tmp_path_factory.mktemp("twice")
    place = empty(folder)
    write(folder / "first.csv", OWN)
    write(folder / "second.csv", REVISED, ("06", "A", 2024, 500))
    for name in ("first.csv", "second.csv"):
        assert place.styrka("import", str(folder / name), "--source", "OWN").returncode == 0
        done = place.styrka("run", "--region", "08", "--region", "0880")
        assert done.returncode == 0, done.stderr
    return place


def test_the_report_tells_cells_verdicts_and_claims(twice: Workplace) -> None:
    done = twice.styrka("diff", "previous")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    # Four cells a year were revised, and one is new.
    assert "13 uppgifter om sysselsatta är nya, borttagna eller reviderade. 2 utslag har ändrats" in said
    assert "OWN 2024 1 0 4 0" in said
    assert "Kalmar län (08) A Jord- och skogsbruk OWN 2024 6 000 3 050 \u22122 950 revidering" in said
    assert "mot riket, referensåret, sysselsatta: styrka → inte styrka" in said
    # A cell of running text is broken in a terminal, between the cells beside it.
    assert "Utslaget är nu" in said


def test_every_format_of_the_profile_tells_what_changed_since_the_edition_before(twice: Workplace) -> None:
    now = manifest.current(twice.mart)
    before = str(now["predecessor"])
    folder = twice.mart / "profiles" / "08"
    said = {
        "html": " ".join(re.sub(r"<[^>]+>", " ", (folder / "profile.sv.html").read_text("utf-8")).split()),
        "docx": _xml(folder / "profile.sv.docx", "word/document.xml"),
        "pptx": _xml(folder / "profile.sv.pptx", "ppt/slides/"),
        "xlsx": _xml(folder / "tables.xlsx", "xl/sharedStrings.xml"),
    }
    for text in said.values():
        assert FARMING in text
        assert "Utslaget är nu ”ingen styrka”, och utgåvan påstår därför inget om ämnet." in text
    for text in (said["html"], said["docx"]):
        assert f"Jämfört med utgåva {before}. Källor med andra svar än då: OWN (andra siffror" in text
        assert "Siffror om sysselsatta i Kalmar län: 6 reviderade, varav 0 inom bruset; 0 nya; 0 borta." in text
    english = (folder / "profile.en.html").read_text("utf-8")
    assert f"Compared with edition {before}. Sources with other answers than then: OWN (other figures" in english
    earlier = (twice.mart / "editions" / before / "profiles" / "08" / "profile.sv.html").read_text("utf-8")
    assert "Ingen utgåva att jämföra med" in earlier
    assert f'"predecessor": "{before}"' in (twice.mart / "edition.json").read_text("utf-8")


def test_the_tables_of_changes_hold_what_the_report_counts(twice: Workplace) -> None:
    rows = pq.read_table(twice.mart / "parquet" / "change.parquet").to_pylist()
    (farming,) = (row for row in rows if row["text_sv_before"] == FARMING)
    assert (farming["outcome"], farming["text_sv"]) == ("gone", None)
    cells = {(row["region_code"], row["item"]): row for row in rows if row["kind"] == "cell"}
    revised = cells["08", "OWN 2024 A"]
    assert (revised["value_before"], revised["value"], revised["within_noise"]) == (6000, 3050, False)
    (new,) = (row for row in rows if row["kind"] == "cells" and row["region_code"] == "06")
    assert (new["series"], new["year"], new["outcome"], new["value"]) == ("OWN", 2024, "new", 1)
    counted = {(row["region_code"], row["item"]): row["value"] for row in rows if row["kind"] == "verdicts"}
    verdicts = pq.read_table(twice.mart / "parquet" / "verdict.parquet", columns=["region_code", "series"]).to_pylist()
    assert counted == {("06", "OWN new"): verdicts.count({"region_code": "06", "series": "OWN"})}
    told = document(Context(Mart(twice.mart / "parquet", str(manifest.current(twice.mart)["edition"])), "06", "sv"))
    (section,) = (each for each in told.sections if each.id == "changes")
    said = Paragraph(f"Utslag som bara den ena utgåvan har: {counted['06', 'OWN new']:.0f} nya; 0 borta.")
    assert said in section.blocks
    sources = pq.read_table(twice.mart / "parquet" / "source_change.parquet").to_pylist()
    assert {row["table_id"]: row["change"] for row in sources} == {
        row["table_id"]: "updated" if row["table_id"] == "OWN" else "same" for row in sources
    }


def _xml(file: Path, part: str) -> str:
    """The text of the parts of an office file whose names begin so."""
    with zipfile.ZipFile(file) as archive:
        texts = [archive.read(name).decode("utf-8") for name in archive.namelist() if name.startswith(part)]
    return " ".join(re.sub(r"<[^>]+>", "", text) for text in texts)


def test_nothing_is_told_of_an_edition_against_itself(twice: Workplace) -> None:
    done = twice.styrka("diff", "current", "current", "--lang", "en")
    assert "What is compared is the same in both editions" in done.stdout


def test_the_report_is_a_page_in_both_languages_and_whole_lists(
    twice: Workplace, tmp_path: Path, browser: "Browser"
) -> None:
    ids = [str(manifest.read(folder)["edition"]) for folder in (twice.mart / "editions").iterdir()]
    now = str(manifest.current(twice.mart)["edition"])
    (before,) = set(ids) - {now}
    # By the beginning of an id, and by a folder.
    for number, old in enumerate((before[:6], str(twice.mart / "editions" / before))):
        done = twice.styrka("diff", old, now, "--out", str(tmp_path / str(number)))
        assert done.returncode == 0, done.stderr
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / each).iterdir()} for each in ("0", "1"))
    assert first == second, "the same editions, the same bytes"
    assert {"diff.sv.html", "diff.en.html", "diff.sv.md", "diff.en.md", "diff.cells.csv"} <= set(first)
    assert first["diff.cells.csv"].decode("utf-8-sig").count("\r\n") == 1 + 13
    assert "| 08-share-a-" in first["diff.sv.md"].decode()
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((tmp_path / "0" / "diff.sv.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="In English").click()
    assert page.get_by_role("heading", level=1).inner_text() == f"What changed from {before} to {now}"
    page.close()


def test_published_claims_are_held_against_an_edition(twice: Workplace, tmp_path: Path) -> None:
    with (twice.mart / "csv" / "claim.csv").open(encoding="utf-8-sig", newline="") as stream:
        claims = list(csv.DictReader(stream, delimiter=";"))
    (share,) = (
        row for row in claims if row["series"] == "OWN" and row["kind"] == "share" and row["subject_code"] == "J"
    )
    older = share["text_sv"].replace("2,20", "2,00")
    assert older != share["text_sv"]
    file = tmp_path / "leaflet.txt"
    sentences = [f"”{share['text_en'].replace(chr(160), ' ')}”", older, FARMING, "The best place on earth."]
    file.write_text("\n".join(["# our leaflet", share["claim_id"], *sentences, f"{share['claim_id']} {older}"]))
    done = twice.styrka("claims", "check", str(file), "--lang", "en")
    assert done.returncode == 1
    outcomes = [line.split(": ")[:2] for line in done.stdout.splitlines() if line[0].isdigit() and ": " in line]
    assert outcomes == [
        ["2", "holds"],
        ["3", "holds"],
        ["4", "changed"],
        ["5", "no longer holds"],
        ["6", "unknown"],
        ["7", "changed"],
    ]
    assert "The verdict is now “no strength”, so the edition makes no claim on the subject." in done.stdout
    assert f"reads now: {share['text_en']}" in done.stdout
    file.write_text(f"{share['claim_id']}\n")
    assert twice.styrka("claims", "check", str(file)).returncode == 0


def test_a_checked_list_commands_no_terminal(twice: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "leaflet.txt"
    file.write_text("\033]0;owned\007The best place \033[2J on earth.\n")
    done = twice.styrka("claims", "check", str(file))
    assert done.returncode == 1
    assert "The best place" in done.stdout
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", done.stdout)


@pytest.mark.parametrize("command", [["diff", "previous"], ["claims", "check", "LIST", "--edition", "previous"]])
def test_nothing_is_said_of_an_edition_that_is_not_as_it_was_published(
    twice: Workplace, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "LIST").write_text("08-share-a-00000000\n")
    before = twice.mart / "editions" / str(manifest.current(twice.mart)["predecessor"]) / "parquet"
    tables = [before / f"{name}.parquet" for name in ("employment", "claim")]
    published = [path.read_bytes() for path in tables]
    try:
        for path, content in zip(tables, published, strict=True):
            path.write_bytes(content[:200] + bytes(300) + content[500:])
        done = twice.styrka(*(str(tmp_path / each) if each == "LIST" else each for each in command))
    finally:
        for path, content in zip(tables, published, strict=True):
            path.write_bytes(content)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert f"not as edition {before.parent.name} was published" in line


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "no claims in it"), (b"\xff\xfea", "is no text in UTF-8"), (None, "No such file or directory")],
)
def test_a_list_that_cannot_be_read_is_one_line(
    twice: Workplace, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "list.txt"
    if content is not None:
        file.write_bytes(content)
    done = twice.styrka("claims", "check", str(file))
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_edition_that_is_not_kept_is_named_with_those_that_are(twice: Workplace) -> None:
    done = twice.styrka("diff", "zzz")
    assert done.returncode == 1
    assert "no such edition is kept" in done.stderr
    assert str(manifest.current(twice.mart)["edition"]) in done.stderr
