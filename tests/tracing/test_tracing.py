"""Every number in every file of a profile comes from a cell of the mart or from a declaration, and one that somebody
changes is found. A county and a municipality of the bundled edition, in all formats and both languages."""

import random
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from pipelines.profiles.settings import settings
from pipelines.profiles.words import Words
from pipelines.schema.table import Language
from tests.conftest import Workplace
from tests.tracing import reading
from tests.tracing.checking import untraced
from tests.tracing.displays import TOKEN
from tests.tracing.ledger import Ledger, Subject, ledger
from tests.tracing.units import Unit

# The year and series that each profile is about: the newest that the bundled edition has of it.
REGIONS = {"08": (2025, "BAS_PREL"), "18": (2025, "BAS_PREL"), "1880": (2024, "BAS")}
FORMATS = ("html", "docx", "pptx", "xlsx")
LANGUAGES: tuple[Language, ...] = ("sv", "en")
EVERY = [(code, language, kind) for code in REGIONS for language in LANGUAGES for kind in FORMATS]
# Of a hundred numbers with one digit changed, so many are to be found out; and so many are changed per document.
CAUGHT, CHANGED = 0.95, 1500
Read = Callable[[str, Language, str], list[Unit]]
Book = Callable[[str, Language], Ledger]


def sections(language: Language) -> dict[str, str]:
    """Ids of sections by the heading that they stand under in Word and on slides."""
    words, found = Words(language), {}
    known = {each for chapter in settings()["chapter"] for each in chapter["sections"]}
    for chapter in settings()["chapter"]:
        found[words(f"chapter.{chapter['id']}.heading")] = next(iter(chapter["sections"]), chapter["id"])
    for key, text in words.entries.items():
        table, _, name = key.partition(".")
        # Other headings stand inside a section.
        if (name == "heading" or name.startswith("heading_")) and table.replace("_", "-") in known:
            found[text] = table.replace("_", "-")
    return found


def units(folder: Path, language: Language, kind: str) -> list[Unit]:
    if kind == "xlsx":
        return reading.workbook(folder / "tables.xlsx")
    path = folder / f"profile.{language}.{kind}"
    if kind == "html":
        return reading.page(path)
    return (reading.word if kind == "docx" else reading.slides)(path, sections(language))


@pytest.fixture(scope="module")
def read(published: Workplace) -> Read:
    @cache
    def of(code: str, language: Language, kind: str) -> list[Unit]:
        return units(published.mart / "profiles" / code, language, kind)

    return of


@pytest.fixture(scope="module")
def book(published: Workplace) -> Book:
    @cache
    def of(code: str, language: Language) -> Ledger:
        return ledger(Subject(published.mart / "parquet", code, language, *REGIONS[code]))

    return of


@pytest.mark.parametrize(("code", "language", "kind"), EVERY)
def test_every_number_comes_from_the_mart(read: Read, book: Book, code: str, language: Language, kind: str) -> None:
    found = read(code, language, kind)
    assert sum(len(TOKEN.findall(text)) for unit in found for text in unit.texts) > 500
    assert [(unit, numbers) for unit in found if (numbers := untraced(unit, book(code, language)))] == []


def changes(found: list[Unit], seed: int) -> Iterator[Unit]:
    """Units with one digit of one number replaced by another, drawn among all digits of the document."""
    draw = random.Random(seed)
    places = [
        (unit, place, at)
        for unit in found
        for place, text in enumerate(unit.texts)
        for at, sign in enumerate(text)
        if sign in "0123456789"
    ]
    for unit, place, at in draw.choices(places, k=CHANGED):
        text = unit.texts[place]
        other = draw.choice([digit for digit in "0123456789" if digit != text[at]])
        yield unit.changed(place, text[:at] + other + text[at + 1 :])


@pytest.mark.parametrize(("code", "language", "kind"), EVERY)
def test_a_changed_digit_is_found(read: Read, book: Book, code: str, language: Language, kind: str) -> None:
    changed = list(changes(read(code, language, kind), seed=1))
    caught = sum(bool(untraced(unit, book(code, language))) for unit in changed)
    assert caught / len(changed) >= CAUGHT


@pytest.mark.parametrize(
    ("kind", "part", "old", "new"),
    [
        ("html", "", '<td class="n">2,37</td>', '<td class="n">2,73</td>'),
        ("html", "", ">114\u00a0663<", ">114\u00a0633<"),
        ("html", "", "2,2\u00a0%</dd>", "2,3\u00a0%</dd>"),
        ("html", "", ">17 av 21</dd>", ">7 av 21</dd>"),
        ("html", "", "(LQ\u00a02,37)", "(LQ\u00a02,87)"),
        ("html", "", "2,37 gånger", "3,27 gånger"),
        ("html", "", "minst 1,20", "minst 1,10"),
        ("html", "", "2008–2025", "2007–2025"),
        ("html", "", "45d8679b06eb1e72", "45d8679b06eb1e73"),
        (
            "html",
            "",
            '<text class="value end" x="720" y="66.5">2,37<',
            '<text class="value end" x="720" y="66.5">2,36<',
        ),
        ("docx", "word/document.xml", ">2,37<", ">2,31<"),
        ("docx", "word/document.xml", ">\u2212950<", ">950<"),
        ("docx", "word/document.xml", "TAB3785", "TAB3786"),
        ("pptx", "ppt/slides/slide2.xml", "114\u00a0663", "114\u00a0664"),
        ("pptx", "ppt/notesSlides/notesSlide2.xml", "114\u00a0665", "114\u00a0666"),
        ("pptx", "ppt/charts/", "2.3656474458756627", "2.4656474458756627"),
    ],
)
def test_a_number_changed_by_hand_is_found(
    published: Workplace, book: Book, tmp_path: Path, kind: str, part: str, old: str, new: str
) -> None:
    path = published.mart / "profiles" / "08" / f"profile.sv.{kind}"
    target = tmp_path / path.name
    if part:
        _rewrite(path, target, part, old, new)
    else:
        content = path.read_text("utf-8")
        assert old in content
        target.write_text(content.replace(old, new, 1), "utf-8")
    assert any(untraced(unit, book("08", "sv")) for unit in units(tmp_path, "sv", kind))


def test_a_cell_of_the_workbook_changed_by_hand_is_found(published: Workplace, book: Book, tmp_path: Path) -> None:
    file = openpyxl.load_workbook(published.mart / "profiles" / "08" / "tables.xlsx")
    cell = file["Sysselsatta"]["I8"]
    cell.value += 1
    file.save(tmp_path / "tables.xlsx")
    found = [unit for unit in units(tmp_path, "sv", "xlsx") if untraced(unit, book("08", "sv"))]
    assert [(unit.kind, unit.cells[8]) for unit in found] == [("Sysselsatta", str(cell.value))]


def _rewrite(path: Path, target: Path, part: str, old: str, new: str) -> None:
    """The same file with the first ``old`` in the parts that ``part`` begins replaced."""
    found = False
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(target, "w") as copy:
        for name in package.namelist():
            content = package.read(name)
            if name.startswith(part) and not found and old.encode() in content:
                content, found = content.replace(old.encode(), new.encode(), 1), True
            copy.writestr(name, content)
    assert found
