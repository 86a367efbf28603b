"""The table to fill by hand: every declared condition in both languages, and nothing filled in."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.profiles.sections import slots
from pipelines.profiles.settings import settings
from tests.profiles.parts import cells, headings, read, shown


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
