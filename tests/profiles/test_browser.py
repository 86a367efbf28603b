"""The page in a real browser: alone with its file, on a phone, by keyboard and on paper."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipelines.profiles import html
from pipelines.profiles.document import Cell, Chapter, Column, Document, Row, Section, Table
from tests.conftest import Workplace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Tables wider than the region that they would scroll in.
TOO_WIDE = """[...document.querySelectorAll('.scroll')].filter(region => region.scrollWidth > region.clientWidth + 1)
    .map(region => region.querySelector('table').id)"""


def opened(browser: "Browser", path: Path, width: int) -> "tuple[Page, list[str], list[str]]":
    """The page of a file at a width, with the addresses it asked for and what its console said."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    return page, asked, said


@pytest.mark.parametrize("code", ["08", "0880"])
@pytest.mark.parametrize("width", [320, 360, 1200])
def test_the_page_stands_alone_and_fits(browser: "Browser", pages: Path, code: str, width: int) -> None:
    path = pages / code / "profile.sv.html"
    page, asked, said = opened(browser, path, width)
    assert [address for address in asked if not address.startswith("data:")] == [path.as_uri()]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown = page.evaluate(
        "[...document.querySelectorAll('svg.chart')].filter(s => s.getBoundingClientRect().width).length"
    )
    assert shown == 4
    page.close()


def test_no_text_of_a_chart_leaves_its_drawing(browser: "Browser", pages: Path) -> None:
    for width in (360, 1200):
        page, _, _ = opened(browser, pages / "0880" / "profile.en.html", width)
        outside = page.evaluate(
            """[...document.querySelectorAll('svg.chart:not(.map) text')].filter(text => {
                const frame = text.ownerSVGElement.getBoundingClientRect(), box = text.getBoundingClientRect();
                return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1);
            }).map(text => text.textContent)"""
        )
        assert outside == []
        page.close()


def test_what_the_two_sides_of_a_chart_mean_stands_apart(browser: "Browser", pages: Path) -> None:
    for language in ("sv", "en"):
        page, _, _ = opened(browser, pages / "08" / f"profile.{language}.html", 360)
        under, over = page.locator("#specialisation-chart svg.narrow .side").all()
        left, right = under.bounding_box(), over.bounding_box()
        assert left
        assert right
        assert left["x"] + left["width"] < right["x"]
        page.close()


def test_the_language_switch_leads_to_the_other_page_and_back(browser: "Browser", pages: Path) -> None:
    page, _, _ = opened(browser, pages / "08" / "profile.sv.html", 1200)
    page.click("a.switch")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.inner_text("h1") == "Kalmar county"
    page.click("a.switch")
    assert page.inner_text("h1") == "Kalmar län"
    page.close()


def test_the_keyboard_reaches_content_tables_and_details(browser: "Browser", pages: Path) -> None:
    page, _, _ = opened(browser, pages / "08" / "profile.sv.html", 360)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.focus("#development-chart summary")
    page.keyboard.press("Enter")
    assert page.is_visible("#development-table")
    page.focus("#specialisation .scroll")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.close()


def test_a_download_is_the_file_it_says(browser: "Browser", pages: Path, tmp_path: Path) -> None:
    page, _, _ = opened(browser, pages / "08" / "profile.sv.html", 1200)
    with page.expect_download() as waited:
        page.click("#map-chart .download a")
    waited.value.save_as(tmp_path / "map.csv")
    assert waited.value.suggested_filename == "08-map-2022.csv"
    assert (tmp_path / "map.csv").read_text("utf-8-sig").startswith('"Län";"Kod";"Sysselsatta";"LQ"')
    page.close()


@pytest.mark.parametrize("code", ["08", "0880"])
@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_no_table_has_to_be_scrolled_sideways(
    browser: "Browser", pages: Path, code: str, width: int
) -> None:
    page, _, _ = opened(browser, pages / code / "profile.sv.html", width)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate(TOO_WIDE) == []
    page.close()


def test_on_a_phone_long_tables_wait_until_they_are_asked_for(browser: "Browser", pages: Path) -> None:
    """Nothing is closed on a wide screen, nor where no script runs; what a claim rests on is never closed."""
    closed = "document.querySelectorAll('details[data-phone]:not([open])').length"
    path = pages / "08" / "profile.sv.html"
    for width, all_open in ((390, False), (1200, True)):
        page, _, _ = opened(browser, path, width)
        waiting = page.locator("details[data-phone]").count()
        assert waiting > 2
        assert page.evaluate(closed) == (0 if all_open else waiting)
        assert page.locator(".card dl").first.is_visible()
        assert page.locator("#specialisation-table").is_visible() is all_open
        page.close()
    page = browser.new_page(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page.goto(path.as_uri())
    assert page.locator("#specialisation-table").is_visible()
    page.close()


def test_on_a_phone_a_row_is_a_card_whose_figures_say_their_column(browser: "Browser", pages: Path) -> None:
    page, _, _ = opened(browser, pages / "08" / "profile.sv.html", 390)
    page.locator("details:has(#specialisation-table) summary").click()
    label = "td => getComputedStyle(td, '::before').content"
    employees = page.locator("#specialisation-table tbody tr").first.locator("td").nth(1)
    assert employees.inner_text() == "100"
    # Shown beside the figure, and silent after the slash: a screen reader has it from the column's own header.
    assert employees.evaluate(label) == '"Sysselsatta" / ""'
    page.set_viewport_size({"width": 1200, "height": 800})
    assert employees.evaluate(label) == "none"
    page.close()


def test_on_a_phone_a_card_is_still_a_row_of_a_table_to_a_screen_reader(browser: "Browser", pages: Path) -> None:
    for width in (390, 1200):
        page, _, _ = opened(browser, pages / "08" / "profile.sv.html", width)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        table = page.get_by_role("table", name="Sysselsatta och lokaliseringskvot per näringsgren, Kalmar län 2022")
        assert table.get_by_role("columnheader").all_text_contents()[:3] == ["Näringsgren", "Kod", "Sysselsatta"]
        assert table.get_by_role("rowheader").count() == 4
        assert table.get_by_role("cell").count() == 4 * 8
        page.close()


def sheets(page: "Page") -> int:
    """The number of printed pages."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("code", ["08", "18", "1880"])
def test_the_bundled_edition_fits_a_phone_and_two_sheets(browser: "Browser", published: Workplace, code: str) -> None:
    path = published.mart / "profiles" / code / "profile.sv.html"
    page, _, _ = opened(browser, path, 390)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate(TOO_WIDE) == []
    assert sheets(page) == 2
    page.close()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_method_note_is_one_page(browser: "Browser", published: Workplace, language: str) -> None:
    page, _, _ = opened(browser, published.mart / "profiles" / f"method.{language}.html", 1200)
    assert sheets(page) == 1
    page.close()


def test_on_paper_stands_a_selection_that_says_so(browser: "Browser", pages: Path) -> None:
    page, _, _ = opened(browser, pages / "08" / "profile.sv.html", 1200)
    assert sheets(page) <= 2
    page.emulate_media(media="print")
    height = "name => document.querySelector(name).getBoundingClientRect().height"
    for name in (
        "#verdicts-table",
        "#size .facts",
        "#specialisation-chart",
        "#development-chart",
        "#joint-offer-table",
    ):
        assert page.evaluate(height, name) > 0, name
    for name in ("nav", "#brief-table", "#peers", "#chapter-anchors", ".take", "#gaps", "#joint-offer-claims", "code"):
        assert page.evaluate(height, name) == 0, name
    assert page.locator("footer .paper").is_visible()
    page.close()


def test_on_paper_the_numbers_of_a_chart_are_explained_and_no_letters_of_it_are_too_small(
    browser: "Browser", pages: Path
) -> None:
    """A point is 1.33 pixels; letters of a bar chart are of thirteen units."""
    page, _, _ = opened(browser, pages / "08" / "profile.sv.html", 703)
    page.emulate_media(media="print")
    assert page.locator("#development .numbered dt").first.is_visible()
    drawn = page.locator("#specialisation-chart svg.sheet")
    assert drawn.is_visible()
    assert not page.locator("#specialisation-chart svg.wide, #specialisation-chart svg.narrow").first.is_visible()
    assert 13 * drawn.evaluate("each => each.getBoundingClientRect().width / each.viewBox.baseVal.width") >= 7.5 * 4 / 3
    left, right = (each.bounding_box() for each in drawn.locator(".side").all())
    assert left
    assert right
    assert left["x"] + left["width"] + 4 < right["x"]
    page.close()


def test_on_paper_a_municipality_has_the_claims_that_are_no_mere_numbers(
    browser: "Browser", published: Workplace
) -> None:
    page, _, _ = opened(browser, published.mart / "profiles" / "1880" / "profile.sv.html", 1200)
    page.emulate_media(media="print")
    height = "each => each.getBoundingClientRect().height"
    assert page.locator(".card.share").first.evaluate(height) > 0
    assert page.locator(".card.amount").first.evaluate(height) == 0
    # The label that all cards have in common stands once, below them.
    assert page.locator(".card .label").first.evaluate(height) == 0
    assert page.locator(".deck + .paper .labels").evaluate(height) > 0
    page.close()


@pytest.mark.parametrize(("code", "printed"), [("08", 3), ("18", 0)])
def test_on_paper_a_county_has_cards_where_its_municipalities_say_nothing(
    browser: "Browser", published: Workplace, code: str, printed: int
) -> None:
    """The bundled edition has no municipality of Kalmar county, and all twelve of Örebro county."""
    page, _, _ = opened(browser, published.mart / "profiles" / code / "profile.sv.html", 1200)
    page.emulate_media(media="print")
    shown = [card for card in page.locator(".card").all() if card.is_visible()]
    assert len(shown) == printed
    assert page.locator("#chapter-claims h2").is_visible() == bool(printed)
    for card in shown:
        assert {"Evidensgrad", "Förbehåll"} <= set(card.locator("dt").all_inner_texts())
    page.close()


def test_on_paper_the_labels_of_a_development_can_be_read(browser: "Browser", pages: Path) -> None:
    """A4 less its margins is 186 mm, 703 pixels; letters of at least 8 points are 10.7 pixels."""
    page, _, _ = opened(browser, pages / "08" / "profile.sv.html", 703)
    page.emulate_media(media="print")
    drawn = page.locator("#development-chart svg.sheet")
    assert drawn.is_visible()
    assert not page.locator("#development-chart svg.wide, #development-chart svg.narrow").first.is_visible()
    scale = "each => each.getBoundingClientRect().width / each.viewBox.baseVal.width"
    assert 12 * drawn.evaluate(scale) >= 10.7
    tops = {round(each.bounding_box()["y"]) for each in drawn.locator("text.name").all()}  # type: ignore[index]
    assert len(tops) == 1
    page.close()


def test_a_claim_is_copied_with_its_source_and_has_a_page_of_its_own(browser: "Browser", pages: Path) -> None:
    page, _, _ = opened(browser, pages / "08" / "profile.sv.html", 1200)
    card = page.locator(".card.share").first
    card.get_by_role("button", name="Kopiera med källa").click()
    card.get_by_role("button", name="Kopierat").wait_for()
    # Pasted where a writer would: whatever way the browser copied it.
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.locator("textarea").focus()
    page.keyboard.press("Control+V")
    pasted = page.locator("textarea").input_value()
    sentence = card.locator(".claim").text_content()
    assert sentence is not None
    assert pasted.startswith(sentence)
    assert "Egen beräkning på SCB:s tabell" in pasted
    assert "Preliminära siffror." in pasted
    assert "Serie: BAS preliminär." in pasted
    card.get_by_role("link", name="Egen sida").click()
    assert page.locator("h1").text_content() == sentence
    page.get_by_role("link", name="In English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="To the profile").click()
    assert page.locator(".card:target").is_visible()
    page.close()


def test_on_paper_titles_headings_and_small_tables_are_not_torn_apart(browser: "Browser", pages: Path) -> None:
    page, _, _ = opened(browser, pages / "08" / "profile.sv.html", 1200)
    page.emulate_media(media="print")
    style = "(each, name) => getComputedStyle(each)[name]"
    for selector in ("h2", "figcaption", "caption", "#size-table"):
        assert page.locator(selector).first.evaluate(style, "breakInside") == "avoid", selector
    for selector in ("h2", "figcaption", "#specialisation-table tbody tr:first-child"):
        assert page.locator(selector).first.evaluate(style, "breakAfter") == "avoid", selector
    page.close()


def test_a_table_that_scrolls_on_has_a_shade_at_its_edge(browser: "Browser", pages: Path) -> None:
    page, _, _ = opened(browser, pages / "08" / "profile.sv.html", 1200)
    region = page.locator("#specialisation .scroll").first
    attachments = region.evaluate("each => getComputedStyle(each).backgroundAttachment")
    assert attachments == "local, local, scroll, scroll"
    page.close()


def test_without_motion_for_those_who_ask(browser: "Browser", pages: Path) -> None:
    page, _, _ = opened(browser, pages / "08" / "profile.sv.html", 1200)
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.close()


def test_a_matrix_takes_the_width_of_the_window_and_keeps_its_names_in_sight(
    browser: "Browser", tmp_path: Path
) -> None:
    names = ("Borgholm", "Emmaboda", "Hultsfred", "Högsby", "Kalmar", "Mönsterås", "Mörbylånga", "Nybro", "Oskarshamn")
    columns = (Column("Område"), *(Column(each, numeric=True) for each in (*names, "Torsås", "Vimmerby", "Västervik")))
    row = ("Livsmedel och jordbruk", *(["1,25"] * 12))
    rows = tuple(Row(tuple(Cell(each, each) for each in row)) for _ in range(27))
    section = Section("strength-areas", "Styrkeområden", (Table("matrix", "LQ", columns, rows),))
    profile = Document("sv", "08", "", "Kalmar län", "", (), (), "", (Chapter("x", "x", (section,)),))
    path = tmp_path / "profile.sv.html"
    path.write_text(html.render(profile), "utf-8")
    page, _, _ = opened(browser, path, 1280)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    region, heading = page.locator(".scroll"), page.locator("thead th").last
    region.evaluate("each => each.scrollTo(0, 10000)")
    above = "each => each.getBoundingClientRect().top - each.closest('.scroll').getBoundingClientRect().top"
    assert region.evaluate("each => each.scrollTop") > 100
    assert abs(heading.evaluate(above)) < 2
    page.set_viewport_size({"width": 800, "height": 800})
    region.evaluate("each => each.scrollTo(10000, 0)")
    assert region.evaluate("each => each.scrollLeft") > 100
    beside = "each => each.getBoundingClientRect().left - each.closest('.scroll').getBoundingClientRect().left"
    assert abs(page.locator("tbody th").first.evaluate(beside)) < 2
    page.close()
