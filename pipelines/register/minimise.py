"""A page of workplaces becomes counts: the only module that sees names, addresses and identity numbers.
Four codes of each workplace survive it. Errors name fields and positions, never what stood in them."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipelines import schema
from pipelines.errors import StyrkaError
from pipelines.register.config import FIELDS, STATUSES, size_classes

WORKPLACES = "arbetsstallen"
LARGEST_CURSOR = 2**63
CURSOR = re.compile(r"[0-9]{1,19}", re.ASCII)
KEPT = ("municipality_code", "industry_code", "size_class", "status")
TALLIES = ("number_codes", "municipality_invalid", "industry_invalid")
CELLS = pa.schema(
    [field for field in schema.table("register_cell").arrow_schema() if field.name in (*KEPT, "workplaces")]
)


class PageError(StyrkaError):
    """A page that is not what the register promises."""


@dataclass(frozen=True)
class Page:
    """What is kept of a page.

    ``cells`` has the columns of KEPT and ``workplaces``; ``tally`` counts what cells do not tell (TALLIES, by
    workplace). ``next_cursor`` is None on the last page. It may be the number of a person or a workplace: it is for
    the next call, and is not written as it is.
    """

    cells: pa.Table
    tally: Mapping[str, int]
    received: int
    limit: int
    next_cursor: int | None


def minimise(document: Any) -> Page:
    """The counts of one page, given as the API answers it (JSON decoded). PageError when it has another form.

    A code that is absent, ``""`` or blank, or not of a code's form becomes ``""``; numbers become text with their
    leading zeros. A field that no workplace of a page has at all has been renamed, and is refused; but the last page
    may be short, and its few workplaces without the field.
    """
    records = document.get(WORKPLACES) if isinstance(document, Mapping) else None
    if not isinstance(records, list):
        raise PageError(f"a page of the register has no list {WORKPLACES}; its form has changed")
    counted: Counter[tuple[str, ...]] = Counter()
    tally = Counter(dict.fromkeys(TALLIES, 0))
    present: set[str] = set()
    for place, record in enumerate(records):
        if not isinstance(record, Mapping):
            raise PageError(f"workplace {place + 1} of a page of the register is no object; its form has changed")
        counted[_codes(record, tally, present)] += 1
    limit, cursor = _pagination(document)
    gone = [field.name for name, field in FIELDS.items() if name not in present]
    if records and gone and cursor is not None:
        raise PageError(f"no workplace of a page of the register has {' or '.join(gone)}; its form has changed")
    return Page(_table(counted), dict(tally), len(records), limit, cursor)


def _codes(record: Mapping[str, Any], tally: Counter[str], present: set[str]) -> tuple[str, ...]:
    """The four kept codes of a workplace in the order of KEPT, counting into ``tally`` what they no longer tell."""
    values = {name: _found(record, name, present) for name in FIELDS}
    codes = {name: _code(value, FIELDS[name].digits) for name, value in values.items()}
    tally["number_codes"] += any(isinstance(value, int) for value in values.values())
    for name in ("municipality", "industry"):
        tally[f"{name}_invalid"] += codes[name] is None
    size = codes["size"] if codes["size"] in _SIZES else ""
    return (
        codes["municipality"] or "",
        codes["industry"] or "",
        size or "",
        STATUSES.get(codes["status"] or "", "unknown"),
    )


_SIZES = {each.code for each in size_classes()}


def _found(record: Mapping[str, Any], name: str, present: set[str]) -> Any:
    value: Any = record
    for step in FIELDS[name].path:
        if not isinstance(value, Mapping) or step not in value:
            return None
        value = value[step]
    present.add(name)
    return value


def _code(value: Any, digits: int) -> str | None:
    """The value as a code of so many digits, ``""`` where it is absent or blank, None where it is no such code."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = value.strip() if isinstance(value, str) else str(value).zfill(digits)
    if digits and text and not (len(text) == digits and text.isascii() and text.isdigit()):
        return None
    return text


def _pagination(document: Mapping[str, Any]) -> tuple[int, int | None]:
    """The page's limit, and the cursor of the page after it or None."""
    pagination = document.get("pagination")
    if not isinstance(pagination, Mapping):
        raise PageError("a page of the register has no pagination; its form has changed")
    limit, more = pagination.get("limit"), pagination.get("hasMore")
    if not isinstance(more, bool) or isinstance(limit, bool) or not isinstance(limit, int):
        raise PageError("pagination of the register has no limit or hasMore of their kind; its form has changed")
    if not more:
        return limit, None
    cursor = pagination.get("nextCursorId")
    if isinstance(cursor, str) and CURSOR.fullmatch(cursor):
        cursor = int(cursor)
    if isinstance(cursor, bool) or not isinstance(cursor, int) or not 0 <= cursor < LARGEST_CURSOR:
        raise PageError("pagination of the register has hasMore but no number nextCursorId; its form has changed")
    return limit, cursor


def _table(counted: Counter[tuple[str, ...]]) -> pa.Table:
    codes = zip(*counted, strict=True) if counted else ((),) * len(KEPT)
    return pa.Table.from_arrays(
        [*(pa.array(each, pa.string()) for each in codes), pa.array(counted.values(), pa.int64())], schema=CELLS
    )
