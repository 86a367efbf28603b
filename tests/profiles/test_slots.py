"""The table to fill by hand: every declared condition in both languages, and nothing filled in."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipelines.profiles.document import Table
from pipelines.profiles.office.widths import column_widths
from pipelines.profiles.sections import slots
from pipelines.profiles.settings import settings
from tests.profiles.parts import blocks, cells, headings, read, shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.parametrize(
    ("language", "columns", "first"),
    [
        ("sv", ["Förutsättning", "Värde", "Källa", "Ansvarig", "Avstämt"], "Mark och lokaler: yta, läge, ägare"),
        ("en", ["Condition", "Value", "Source", "Owner", "Checked"], "Land and premises: area, place, owner"),
    ],
)
def test_every_declared_slot_waits_to_be_filled(tmp_path: Path, language: Any, columns: list[str], first: str) -> None:
    section = shown(read(tmp_path, {}), slots.section, "0880", language)
    assert headings(section, "slots-table") == columns
    rows = cells(section, "slots-table")
    assert rows[0] == [first, "", "", "", ""]
    assert len({row[0] for row in rows}) == len(rows) == len(settings()["slots"]["listed"])
    assert all(row[1:] == [""] * 4 for row in rows)


def test_a_column_to_fill_by_hand_has_a_fifth_of_the_width(browser: "Browser", pages: Path) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.goto((pages / "0880" / "profile.sv.html").as_uri())
    table = page.locator("#slots-table").bounding_box()
    widths = [cell.bounding_box() for cell in page.locator("#slots-table tbody tr").first.locator("td").all()]
    page.close()
    assert table
    assert len(widths) == 4
    assert all(cell and cell["width"] >= 0.19 * table["width"] for cell in widths)


def test_a_column_to_fill_by_hand_has_a_fifth_of_the_width_in_word(tmp_path: Path) -> None:
    section = shown(read(tmp_path, {}), slots.section, "0880", "sv")
    (table,) = blocks(section, Table)
    assert all(width >= 190 for width in column_widths(table, 1000, 9)[1:])
