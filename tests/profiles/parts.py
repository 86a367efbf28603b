"""The small mart with further rows of single tables, and what one part of a page says of it.
No expected result is written here."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Gap, Notes, Paragraph, Section, Table
from pipelines.profiles.mart import Mart
from pipelines.schema.table import Language
from tests.profiles import mart

B = TypeVar("B", bound=Block)
Part = Callable[[Context], Section | None]
Rows = Mapping[str, list[dict[str, Any]]]


def read(folder: Path, rows: Rows, **made: Any) -> Mart:
    """The mart of ``mart.write`` with further rows."""
    return Mart(mart.write(folder, parts=rows, **made), mart.EDITION)


def shown(of: Mart, part: Part, code: str, language: Language = "sv") -> Section:
    section = part(Context(of, code, language))
    assert section is not None
    return section


def blocks(section: Section, kind: type[B]) -> list[B]:
    return [block for block in section.blocks if isinstance(block, kind)]


def said(section: Section) -> str:
    return " ".join(block.text for block in blocks(section, Paragraph))


def gaps(section: Section) -> dict[str, str]:
    return {gap.title: gap.text for gap in blocks(section, Gap)}


def notes(section: Section) -> list[tuple[str, str]]:
    return [item for block in blocks(section, Notes) for item in block.items]


def cells(section: Section, identity: str) -> list[list[str]]:
    (table,) = (block for block in blocks(section, Table) if block.id == identity)
    return [[cell.text for cell in row.cells] for row in table.rows]


def headings(section: Section, identity: str) -> list[str]:
    (table,) = (block for block in blocks(section, Table) if block.id == identity)
    return [column.heading for column in table.columns]


def labels(section: Section, identity: str) -> list[str]:
    (table,) = (block for block in blocks(section, Table) if block.id == identity)
    return [label.text for label in table.labels]


def source(table_id: str, series: str) -> dict[str, Any]:
    """A row of ``snapshot``: an answer of SCB's that the small mart lacks."""
    return (
        {"table_id": table_id, "part": 1, "parts": 1, "series": series, "title_sv": series, "title_en": series}
        | {"retrieved": "2026-07-01T08:16:00Z", "updated": "2026-06-30T06:00:00Z", "licence": "CC0-1.0"}
        | {"origin": "client", "sha256": "d" * 64, "path": f"{table_id}.json.gz"}
    )
