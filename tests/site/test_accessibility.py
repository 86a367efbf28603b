"""WCAG 2.1 AA as far as axe-core can tell: every type of page, in Swedish on a desk and in English on a phone, and
what the scripts put there."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipelines import places
from tests.site.conftest import visit
from tests.site.test_browser import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = places.PROJECT / "node_modules" / "axe-core" / "axe.min.js"
RUN = """() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}).then(found =>
    found.violations.map(each => [each.id, each.nodes.slice(0, 3).map(node => node.html.slice(0, 200))]))"""

pytestmark = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci)")


def violations(page: "Page") -> list[Any]:
    # Evaluated, as the pages' own policy lets no script in from elsewhere.
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(RUN)


def test_axe_finds_a_fault_where_there_is_one(browser: "Browser", small: Path) -> None:
    page = visit(browser, small / "sv" / "map.html").page
    page.evaluate("document.querySelector('label[for=year]').remove()")
    assert [name for name, _ in violations(page)] == ["select-name"]
    page.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("language", "width"), [("sv", 1200), ("en", 390)])
def test_no_page_has_a_violation(browser: "Browser", simulated: Path, name: str, language: str, width: int) -> None:
    page = visit(browser, simulated / language / f"{name}.html", width=width).page
    assert violations(page) == []
    page.close()


def test_nor_has_what_the_scripts_put_there(browser: "Browser", small: Path) -> None:
    compared = visit(browser, small / "sv" / "compare.html", "r=08,18").page
    compared.fill("#add", "ka")
    compared.wait_for_selector("#add-found li")
    assert violations(compared) == []
    compared.close()
    mapped = visit(browser, small / "en" / "map.html", "kind=municipality").page
    mapped.fill("#search", "ka")
    mapped.wait_for_selector("#search-found li")
    mapped.keyboard.press("ArrowDown")
    assert violations(mapped) == []
    mapped.close()
