"""The page as a browser, a screen reader and a spreadsheet get it, read from its bytes."""

import base64
import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipelines import profiles
from pipelines.profiles.plain import legal
from tests.profiles import mart, office

PAGES = [(code, language) for code in ("08", "0880") for language in ("sv", "en")]
HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</title></desc></svg><script>1</script>",
    "A\u030angstro\u0308m",  # NFD letters stay as they are
    "jätte🦌 &amp; {0} {{ x }} %s",
    "=cmd|' /C calc'!A0",
    "+1;\t-1\r\n@x",
]
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """Tags with their attributes, texts and headings of a page; fails on tags that do not nest."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.headings: list[int] = []
        self.open: list[str] = []
        self.feed(content)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def read(pages: Path, code: str, language: str) -> Page:
    return Page((pages / code / f"profile.{language}.html").read_text("utf-8"))


@pytest.mark.parametrize(("code", "language"), PAGES)
def test_the_page_is_ordered_for_all_readers(pages: Path, code: str, language: str) -> None:
    page = read(pages, code, language)
    assert page.all("html") == [{"lang": language}]
    assert page.headings.count(1) == 1
    assert page.headings[0] == 1
    assert all(later <= earlier + 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False))
    assert all(header.get("scope") in {"col", "row"} for header in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(attributes.get(name, "").split()) <= set(ids)
    assert all(link["href"][1:] in ids for link in page.all("a") if link["href"].startswith("#"))
    for region in (each for each in page.all("div") if each.get("role") == "region"):
        assert region["tabindex"] == "0"


@pytest.mark.parametrize(("code", "language"), PAGES)
def test_every_drawing_has_a_name_and_a_description(pages: Path, code: str, language: str) -> None:
    page = read(pages, code, language)
    drawings = [each for each in page.all("svg") if "aria-hidden" not in each]
    assert len(drawings) == 9
    assert all(each["role"] == "img" and each["aria-labelledby"] and each["aria-describedby"] for each in drawings)


@pytest.mark.parametrize(("code", "language"), PAGES)
def test_nothing_is_asked_of_the_network_and_only_the_button_to_copy_runs(
    pages: Path, code: str, language: str
) -> None:
    page = read(pages, code, language)
    assert page.all("script") == [{}]
    addresses = [each[name] for _, each in page.tags for name in ("href", "src", "data", "action") if name in each]
    beside = ("#", "data:", "profile.", "claims/", "tables.xlsx", "../method.")
    assert all(each.startswith(beside) for each in addresses)
    content = (pages / code / f"profile.{language}.html").read_text("utf-8")
    assert "http" not in content.replace('http-equiv="Content-Security-Policy"', "")
    assert not re.search(r"@import|url\((?!#)", content)
    assert not any(name.startswith("on") for _, each in page.tags for name in each)


@pytest.mark.parametrize("code", ["08", "0880"])
def test_the_languages_never_mix(pages: Path, code: str) -> None:
    swedish, english = (set(read(pages, code, language).texts) for language in ("sv", "en"))
    common = {text.strip() for text in swedish & english if re.search(r"[^\W\d_]{4}", text)}
    # Names of regions, series, tables and claims, and the few words that both languages have.
    both = r"\b(08-[\w-]+|Kalmar|Nybro|Oskarshamn|RAMS|TAB\d+|Information|Median|Region|"
    both += r"styrka explain.*|styrka refresh|\w{12,})\b"
    assert {text for text in common if re.search(r"[^\W\d_]{4}", re.sub(both, "", text))} == set()


def test_each_page_leads_to_the_other(pages: Path) -> None:
    links = [link for link in read(pages, "08", "sv").all("a") if link["href"] == "profile.en.html"]
    assert links == [{"class": "switch", "href": "profile.en.html", "hreflang": "en", "lang": "en"}]
    assert any(link["href"] == "profile.sv.html" for link in read(pages, "08", "en").all("a"))


def test_downloads_hold_unrounded_numbers_with_decimal_comma_and_their_label(pages: Path) -> None:
    files = downloads(read(pages, "08", "sv"))
    assert list(files) == [
        "08-location-quotient-2022.csv", "county-location-quotient-2022.csv", "08-map-2022.csv", "08-development.csv",
    ]  # fmt: skip
    first, *_ = rows = list(csv.DictReader(io.StringIO(files["08-location-quotient-2022.csv"]), delimiter=";"))
    assert len(rows) == 4
    assert first["Kod"] == "A"
    assert float(first["LQ"].replace(",", ".")) == 100 * 1000 / (165 * 200)
    assert "Egen beräkning på SCB:s tabell TAB3785" in first["Märkning"]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The files of Kalmar county where it, a county and an industry have a name of one's choice."""

    @cache
    def of(name: str) -> Path:
        folder = tmp_path_factory.mktemp("named")
        tables = mart.write(folder, names={"08": name, "18": name}, industry_names={"A": name})
        profiles.build(tables, folder / "out", mart.EDITION, ["08"])
        return folder / "out"

    return of


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_hostile_names_are_text_everywhere(named: Callable[[str], Path], name: str, language: str) -> None:
    page, other = read(named(name), "08", language), read(named("Ett namn"), "08", language)
    # A line break in a title is white space to HTML, not a change.
    assert name.replace("\r\n", "\n") in "".join(page.texts).replace("\r\n", "\n")
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in other.tags]
    content = downloads(page)["08-location-quotient-2022.csv"]
    cells = [row[0] for row in csv.reader(io.StringIO(content, newline=""), delimiter=";")]
    escaped = f"'{name}" if name[0] in "=+" else name
    assert escaped in cells


@pytest.mark.parametrize("name", [*HOSTILE, "kontroll\x00\x0b\x1f\ufffe"])
def test_hostile_names_are_text_in_office_and_chart_files(named: Callable[[str], Path], name: str) -> None:
    folder, plain = named(name) / "08", named("Ett namn") / "08"
    # A line break is one to XML, however it is written.
    said = legal(name).replace("\r\n", "\n")
    for file in ("profile.sv.docx", "profile.sv.pptx", "charts/sv/08-location-quotient-2022.svg"):
        texts, tags = content_of(folder / file)
        assert any(said in text for text in texts), file
        others = content_of(plain / file)[1]
        # In a chart's file a longer name takes more lines, of the same few elements.
        assert tags == others or (file.endswith(".svg") and kinds(tags) == kinds(others)), file


def kinds(tags: dict[str, list[str]]) -> set[str]:
    return {each for part in tags.values() for each in part}


def content_of(path: Path) -> tuple[list[str], dict[str, list[str]]]:
    """The texts of a file's XML parts and of the workbooks in it, and the elements of each part."""
    texts: list[str] = []
    tags = {}
    for part, content in office.parts(path).items():
        root = ET.fromstring(content)
        texts += [text for each in root.iter() for text in (each.text, *each.attrib.values()) if text]
        tags[part.partition("/")[2]] = [each.tag for each in root.iter()]
    return [text.replace("\r\n", "\n") for text in texts], tags


def test_the_same_mart_gives_the_same_bytes_whatever_the_order_of_its_rows(pages: Path, tmp_path: Path) -> None:
    folder = mart.write(tmp_path / "mart", reverse=True)
    again = profiles.build(folder, tmp_path / "out", mart.EDITION)
    assert {path.suffix for path in again} == {".html", ".docx", ".pptx", ".svg", ".png", ".csv"}
    for path in again:
        name = path.relative_to(tmp_path / "out")
        assert path.read_bytes() == (pages / name).read_bytes(), name


def test_text_and_ground_differ_enough() -> None:
    style = (Path(profiles.__file__).parent / "templates" / "page.css").read_text("utf-8")
    colours = dict(re.findall(r"--(\w+):(#\w+)", style))
    for text in ("ink", "soft", "accent"):
        for ground in ("paper", "tint"):
            assert contrast(colours[text], colours[ground]) >= 4.5


def test_shades_of_the_map_differ_without_colour() -> None:
    style = (Path(profiles.__file__).parent / "templates" / "chart.css").read_text("utf-8")
    shades = [luminance(re.search(rf"\.area\.c{index}{{fill:(#\w+)}}", style)[1]) for index in range(5)]  # type: ignore[index]
    # Lightest in the middle, darker towards both ends: a grey print keeps the distance from 1.
    assert shades[0] < shades[1] < shades[2] > shades[3] > shades[4]


def downloads(page: Page) -> dict[str, str]:
    links = [link for link in page.all("a") if "download" in link]
    return {
        link["download"]: base64.b64decode(link["href"].partition("base64,")[2]).decode("utf-8-sig") for link in links
    }


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(text: str, ground: str) -> float:
    lighter, darker = sorted((luminance(text), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
