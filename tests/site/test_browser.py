"""The site in a real browser, opened from disk: map, search, language, comparison, keyboard, phone, weight."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.site import mart
from tests.site.conftest import built, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = (
    *("index", "strengths", "map", "compare", "twins", "next", "say", "find", "method", "sources", "data"),
    *("accessibility", "region-08"),
)
FIRST_VIEW = 500_000
ACTIVE = "document.activeElement"
SHADES = """kind => Object.fromEntries([...document.querySelectorAll(`#map-${kind} [data-code]`)].map(area =>
    [area.dataset.code, area.querySelector('path').getAttribute('class').split(' ')[1]]))"""

SIZE = """() => { const box = document.querySelector('#map-municipality svg').getBoundingClientRect();
    return [box.width, box.height]; }"""


def rows(page: "Page", table: str) -> list[list[str]]:
    return page.evaluate(
        "id => [...document.querySelectorAll(`#${id} tbody tr`)].filter(row => !row.hidden)"
        ".map(row => [...row.cells].map(cell => cell.textContent))",
        table,
    )


def choose(page: "Page", field: str, label: str) -> None:
    page.select_option(f"#{field}", label=label)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_asks_only_for_the_sites_files_says_nothing_and_fits(
    browser: "Browser", simulated: Path, name: str, width: int, language: str
) -> None:
    opened = visit(browser, simulated / language / f"{name}.html", width=width)
    site = simulated.as_uri()
    assert [address for address in opened.asked if not address.startswith((f"{site}/", "data:"))] == []
    assert opened.said == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.page.close()


def test_the_site_opens_in_swedish_from_its_own_folder(browser: "Browser", small: Path) -> None:
    opened = visit(browser, small / "index.html")
    assert opened.page.evaluate("document.documentElement.lang") == "sv"
    opened.page.click("text=Vad är vi starka i?")
    assert opened.page.url == (small / "sv" / "strengths.html").as_uri()
    assert opened.said == []
    opened.page.close()


@pytest.mark.parametrize(
    ("name", "chosen"), [("index", ""), ("map", ""), ("map", "kind=municipality"), ("compare", "r=08,0880")]
)
def test_the_first_view_of_all_regions_is_light(browser: "Browser", country: Path, name: str, chosen: str) -> None:
    opened = visit(browser, country / "sv" / f"{name}.html", chosen)
    asked = {address.split("#")[0] for address in opened.asked if address.startswith("file:")}
    weight = sum(Path(address.removeprefix("file://")).stat().st_size for address in asked)
    if name == "map":
        assert len(rows(opened.page, "map-table")) == (290 if chosen else 21)
    assert weight < FIRST_VIEW, f"{weight} bytes in {len(asked)} files"
    opened.page.close()


def test_the_map_and_its_table_follow_the_choice(browser: "Browser", small: Path) -> None:
    page = visit(browser, small / "sv" / "map.html").page
    assert page.evaluate(SHADES, "county")["08"] == "c2"
    choose(page, "subject", "A Jordbruk, skogsbruk och fiske")
    page.wait_for_selector("#map-table caption:has-text('Jordbruk')")
    # Kalmar county has 100 of 165 in A, the nation 200 of 1000: LQ 3.03; Örebro county 40 of 195.
    assert [row[:2] for row in rows(page, "map-table")] == [["Kalmar län", "3,03"], ["Örebro län", "1,03"]]
    shades = page.evaluate(SHADES, "county")
    assert (shades["08"], shades["18"], shades["01"]) == ("c4", "c2", "missing")
    assert page.get_attribute('#map-county [data-code="08"]', "aria-label") == "Kalmar län: LQ 3,03"
    assert page.get_attribute('#map-county [data-code="01"]', "aria-label") == "01: finns inte i utgåvan"
    labels = page.inner_text("#map-data .labels")
    assert "LQ: Egen beräkning på SCB:s tabell TAB3785" in labels
    assert "Utgåva 0123456789ab" in labels
    choose(page, "kind", "Kommuner")
    page.wait_for_selector("#map-municipality")
    assert page.is_hidden("#map-county")
    assert page.input_value("#series") == "BAS"
    page.close()


def test_the_map_is_used_by_keyboard(browser: "Browser", country: Path) -> None:
    page = visit(browser, country / "sv" / "map.html").page
    page.focus("#year")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{ACTIVE}.closest('svg') !== null")
    page.keyboard.press("Home")
    assert page.evaluate(f"{ACTIVE}.dataset.code") == "01"
    before = page.evaluate(f"{ACTIVE}.getBoundingClientRect().top")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(f"{ACTIVE}.dataset.code") != "01"
    assert page.evaluate(f"{ACTIVE}.getBoundingClientRect().top") < before
    assert page.evaluate("document.querySelectorAll('#map-county [tabindex=\"0\"]').length") == 1
    assert page.inner_text("#pointed") == page.evaluate(f"{ACTIVE}.getAttribute('aria-label')")
    page.keyboard.press("End")
    assert page.evaluate(f"{ACTIVE}.dataset.code") == "25"
    page.keyboard.press("Enter")
    page.wait_for_url("**/region-25.html")
    assert page.inner_text("h1") == "Norrbottens län"
    page.close()


def test_few_regions_with_figures_are_seen_near_or_in_the_country(browser: "Browser", small: Path) -> None:
    """Twelve municipalities of one county are a spot on the map of all; the choice is kept and shared as the others."""
    page = visit(browser, small / "sv" / "map.html", "kind=municipality").page
    page.wait_for_selector("#map-municipality")
    own = "document.querySelector('#map-municipality [data-code=\"0880\"]').getBoundingClientRect()"
    near = page.evaluate(f"{own}.width")
    frame = page.evaluate(SIZE)
    assert page.get_attribute("#nearer", "aria-pressed") == "true"
    page.focus("#nearer")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{ACTIVE}.dataset.code") in coded(page), "the keyboard enters at a figure"
    page.click("#nearer")
    page.wait_for_function(f"{own}.width * 2 < {near}")
    assert page.evaluate(SIZE) == frame
    assert "view=whole" in page.url
    shared = visit(browser, small / "sv" / "map.html", page.url.partition("#")[2]).page
    assert shared.get_attribute("#nearer", "aria-pressed") == "false"
    assert shared.evaluate(f"{own}.width") * 2 < near
    choose(shared, "kind", "Län")
    shared.wait_for_selector("#map-county")
    page.close()
    shared.close()


def coded(page: "Page") -> list[str]:
    """The codes of the regions in the map's table."""
    return page.evaluate("[...document.querySelectorAll('#map-table tbody tr')].map((row) => row.dataset.code)")


def test_the_language_switch_keeps_page_and_choice(browser: "Browser", small: Path) -> None:
    page = visit(browser, small / "sv" / "map.html", "series=BAS&subject=A&kind=municipality&year=2020").page
    before = rows(page, "map-table")
    assert page.input_value("#year") == "2020"
    page.click("a.switch")
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert [page.input_value(f"#{each}") for each in ("kind", "series", "year")] == ["municipality", "BAS", "2020"]
    assert [row[:2] for row in rows(page, "map-table")] == [[row[0], row[1].replace(",", ".")] for row in before]
    assert "Agriculture" in page.inner_text("#map-table caption")
    page.close()


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("angelholm", "Ängelholm", "region-1292.html"),
        ("ÖRE", "Örebro län", "region-18.html"),
        ("0880", "Kalmar", "region-0880.html"),
        ("tillv utv", "Tillverkning och utvinning", "map.html"),
    ],
)
def test_the_search_finds_names_without_their_marks_and_codes(
    browser: "Browser", country: Path, written: str, name: str, address: str
) -> None:
    page = visit(browser, country / "sv" / "strengths.html").page
    page.focus("#search")
    page.keyboard.type(written)
    page.wait_for_selector("#search-found li")
    assert page.get_attribute("#search", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.inner_text("#search-found [aria-selected=true]").startswith(name)
    assert page.get_attribute("#search", "aria-activedescendant") == "search-found-0"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(address)))
    page.close()


@pytest.mark.parametrize(
    ("written", "found", "address"),
    [
        ("jordbruk", "BAS preliminär", "map.html#kind=county&series=BAS_PREL"),
        ("0881", "finns inte i utgåvan", "sources.html#absent"),
    ],
)
def test_the_search_finds_a_subject_once_and_tells_what_the_edition_lacks(
    browser: "Browser", small: Path, written: str, found: str, address: str
) -> None:
    """Three series have farming; Nybro has no figures in any."""
    page = visit(browser, small / "sv" / "index.html").page
    page.focus("#search")
    page.keyboard.type(written)
    page.wait_for_selector("#search-found li")
    (only,) = page.locator("#search-found li").all_inner_texts()
    assert found in only
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(address)))
    page.close()


def test_escape_closes_the_search_and_nothing_found_is_said(browser: "Browser", country: Path) -> None:
    page = visit(browser, country / "sv" / "index.html").page
    page.focus("#search")
    page.keyboard.type("kalmar")
    page.wait_for_selector("#search-found li")
    page.keyboard.press("Escape")
    assert page.is_hidden("#search-found")
    page.keyboard.type("xyz")
    page.wait_for_selector("#search-status:text-is('Inget hittades.')", state="attached")
    page.close()


def test_regions_are_compared_added_removed_and_shared(browser: "Browser", small: Path) -> None:
    page = visit(browser, small / "sv" / "compare.html", "r=08").page
    page.focus("#add")
    page.keyboard.type("orebro")
    page.wait_for_selector("#add-found li")
    page.keyboard.press("Enter")
    page.wait_for_selector("#quotients-table thead th:nth-child(3)")
    assert page.url.endswith("#r=08,18")
    assert rows(page, "quotients-table")[0][0] == "Bransch 101"
    choose(page, "series", "BAS preliminär")
    page.wait_for_selector("#quotients-table caption:has-text('BAS prel')")
    assert {row[0]: row[1:] for row in rows(page, "quotients-table")}["Jordbruk, skogsbruk och fiske"] == [
        "3,03",
        "1,03",
    ]
    assert rows(page, "counts-table")[0] == ["styrka", "1", "0"]
    assert rows(page, "facts-table")[0] == ["Alla sysselsatta", "166", "196"]
    shared = visit(browser, small / "en" / "compare.html", page.url.split("#")[1]).page
    assert {row[0]: row[1:] for row in rows(shared, "quotients-table")}["Agriculture, forestry and fishing"] == [
        "3.03",
        "1.03",
    ]
    shared.close()
    page.click("#chosen li:nth-child(2) button")
    page.wait_for_selector("#quotients-table thead tr:not(:has(th:nth-child(3)))")
    assert page.evaluate(f"{ACTIVE}.getAttribute('aria-label')") == "Ta bort Kalmar län"
    page.close()


def test_no_more_than_ten_regions_are_compared(browser: "Browser", country: Path) -> None:
    codes = "08,0880,0881,0882,0883,0884,0885,0834,0840,0860,0861,0862"
    page = visit(browser, country / "sv" / "compare.html", f"r={codes}", 390).page
    assert len(rows(page, "quotients-table")[0]) == 11
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.fill("#add", "0862")
    page.wait_for_selector("#add-found li")
    page.keyboard.press("Enter")
    assert page.inner_text("#status") == "Fler än 10 regioner ryms inte. Ta bort en först."
    page.close()


def test_rows_of_a_long_table_are_looked_for(browser: "Browser", country: Path) -> None:
    page = visit(browser, country / "sv" / "strengths.html").page
    page.fill("#strengths-table-filter", "ostersund")
    assert [row[0] for row in rows(page, "strengths-table")] == ["Östersund"]
    assert page.inner_text(".filter [role=status]") == "1 av 311 rader visas."
    page.close()


def test_a_search_that_is_sent_off_leads_to_the_rows_with_its_words(browser: "Browser", country: Path) -> None:
    page = visit(browser, country / "en" / "index.html").page
    page.fill("#search", "ostersund")
    page.evaluate("document.querySelector('form.search').submit()")
    page.wait_for_selector("#regions-table-filter")
    assert page.url.endswith("/en/find.html?q=ostersund")
    assert [row[0] for row in rows(page, "regions-table")] == ["Östersund"]
    page.click("a.switch")
    assert page.url.endswith("/sv/find.html?q=ostersund")
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_without_a_script_every_page_has_something_to_read(browser: "Browser", small: Path, name: str) -> None:
    page = visit(browser, small / "sv" / f"{name}.html", java_script_enabled=False).page
    assert len(page.inner_text("main")) > 80
    if name == "map":
        assert page.is_visible("#map-table")
        assert page.is_visible("#map-county svg")
        assert page.is_hidden("#choices")
    page.close()


def test_the_keyboard_reaches_the_content_first(browser: "Browser", small: Path) -> None:
    page = visit(browser, small / "sv" / "region-08.html", width=390).page
    page.keyboard.press("Tab")
    assert page.evaluate(f"{ACTIVE}.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate(f"{ACTIVE}.id") == "content"
    page.close()


def test_nothing_moves_where_less_motion_is_asked_for(browser: "Browser", small: Path) -> None:
    page = visit(browser, small / "sv" / "map.html", reduced_motion="reduce").page
    area = "getComputedStyle(document.querySelector('.site-map .area')).transitionDuration"
    assert page.evaluate(area) == "0s"
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.close()
    moving = visit(browser, small / "sv" / "map.html", reduced_motion="no-preference").page
    assert moving.evaluate(area) == "0.15s"
    moving.close()


def test_a_quotient_of_the_known_cells_alone_says_so_wherever_it_stands(browser: "Browser", tmp_path: Path) -> None:
    mart.small(tmp_path / "parquet", statuses={("08", "B+C"): "suppressed"})
    folder = built(tmp_path)
    page = visit(browser, folder / "sv" / "map.html").page
    choose(page, "subject", "A Jordbruk, skogsbruk och fiske")
    page.wait_for_selector("#map-table caption:has-text('Jordbruk')")
    first, second = rows(page, "map-table")
    # 100 of the 105 known, the nation 200 of 1000; Örebro county lacks nothing.
    assert first[:3] == ["Kalmar län", "4,76", "ofullständig summa"]
    assert (second[0], "–" in second[2]) == ("Örebro län", True)
    spoken = page.get_attribute('#map-county [data-code="08"]', "aria-label")
    assert spoken == "Kalmar län: LQ 4,76 (ofullständig summa)"
    page.close()
    page = visit(browser, folder / "en" / "compare.html", "r=08,18&series=BAS_PREL").page
    found = {row[0]: row[1:] for row in rows(page, "quotients-table")}
    assert found["Agriculture, forestry and fishing"] == ["4.76 (incomplete total)", "1.03"]
    assert found["Mining, quarrying and manufacturing"][0] == "not disclosed (..)"
    page.close()
    page = visit(browser, folder / "sv" / "region-08.html").page
    assert rows(page, "highest-table")[0][:3] == ["Jordbruk, skogsbruk och fiske", "4,76", "ofullständig summa"]
    page.close()
