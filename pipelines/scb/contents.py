"""What the figures of a table count and what its own industries and levels of education are called.
Variables, selections and whether an answer fits do not belong here (`expectation`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

Kind = Literal["industry", "education"]


@dataclass(frozen=True)
class Content:
    """One content of a table: our ``measure``, its ``unit``, and with how many decimals the source publishes it.

    What is counted cannot be ``negative``, sums of money can. The source's ``code`` may be unknown; then its Swedish
    ``label`` is known, or the table has no other content.
    """

    measure: str
    unit: str
    decimals: int
    code: str | None
    label: str | None
    negative: bool = False


@dataclass(frozen=True)
class Category:
    """An industry or a level of education as one table has it: our ``code``, its ``level`` (industries) and names.

    ``source_code`` is the table's own code, or None where only its Swedish ``label`` is known.
    """

    kind: Kind
    code: str
    level: str | None
    name_sv: str
    name_en: str
    source_code: str | None
    label: str | None


def content(given: Mapping[str, Any]) -> Content:
    """A content as declared in TOML."""
    return Content(
        given["measure"],
        given["unit"],
        given.get("decimals", 0),
        given.get("code"),
        given.get("label"),
        given.get("negative", False),
    )


def category(kind: Kind, given: Mapping[str, Any]) -> Category:
    """A category as declared in TOML or CSV; its own code is ours unless ``ours`` says otherwise."""
    code, label = given.get("code") or None, given.get("label") or None
    ours = given.get("ours") or code
    return Category(kind, str(ours), given.get("level"), given["sv"], given["en"], code, label)


def category_table(categories: Mapping[str, tuple[Category, ...]]) -> pa.Table:
    """Columns ``table_id, kind, code, name_sv, name_en``, as the SQL of the firm tables reads them."""
    rows = [
        {"table_id": table_id, "kind": each.kind, "code": each.code, "name_sv": each.name_sv, "name_en": each.name_en}
        for table_id, found in categories.items()
        for each in found
    ]
    names = ("table_id", "kind", "code", "name_sv", "name_en")
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in names]))


def content_table(contents: Mapping[str, tuple[Content, ...]]) -> pa.Table:
    """Columns ``table_id, measure, decimals``: on which grid the published figures lie."""
    rows = [
        {"table_id": table_id, "measure": each.measure, "decimals": each.decimals}
        for table_id, found in contents.items()
        for each in found
    ]
    return pa.Table.from_pylist(
        rows, schema=pa.schema([("table_id", pa.string()), ("measure", pa.string()), ("decimals", pa.int64())])
    )
