"""SCB's own key between SNI 2007 and SNI 2025, an Excel file that a user puts into ``data_raw``, as a bridge.
Whether there is one, and what is carried across it, does not belong here."""

import re
import tomllib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl
import pyarrow as pa
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.errors import StyrkaError
from pipelines.warehouse import classification
from pipelines.warehouse.classification import SNI2007, SNI2025, unions

SETTINGS = Path(__file__).with_suffix(".toml")
SOURCE = "scb_key"
SUBCLASS, CLASS = "5", "4"
DIGITS = re.compile(r"\d{5}")
ALMOST = re.compile(r"\d\d\.?\d{3}")
# Excel drops the leading zero of a code kept as a number: 1110 is 01110. No code has two.
NUMBERS = range(1_000, 100_000)
UNREADABLE = (OSError, ValueError, KeyError, TypeError, IndexError, BadZipFile, ParseError, InvalidFileException)


@dataclass(frozen=True)
class _Column:
    """One column of a sheet: cells by row number, and those of them that are five digits."""

    place: str
    cells: dict[int, Any]

    @cached_property
    def codes(self) -> dict[int, str]:
        return {row: code for row, cell in self.cells.items() if (code := _code(cell))}

    @property
    def holds_codes(self) -> bool:
        """Whether most cells are five digits as they stand: a number of four digits can be another thing."""
        whole = sum(bool(DIGITS.fullmatch(_text(cell).replace(".", ""))) for cell in self.cells.values())
        return 2 * whole > len(self.cells)


def read(path: Path) -> pa.Table:
    """The key as table ``industry_bridge``: its pairs at five digits, and at four digits the classes of these.

    The two columns of five-digit codes are recognised by content: all of one are codes of SNI 2007, all of the other of
    SNI 2025. StyrkaError says in one line what is not as it must be; nothing is filled in, and nothing left out.
    """
    try:
        with warnings.catch_warnings():
            # What openpyxl does not support (styles, validations) is no part of the codes.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(path, data_only=True)
    except UNREADABLE as error:
        raise StyrkaError(f"{path}: cannot be read as an Excel file ({error}); save it anew as .xlsx") from error
    found = [
        _pairs(path, found)
        for sheet in book.worksheets
        if len(found := [column for column in _columns(sheet) if column.holds_codes]) > 1
    ]
    if not found:
        raise StyrkaError(f"{path}: no sheet has two columns of five-digit codes; put SCB's key here, or move it away")
    if any(pairs != found[0] for pairs in found):
        raise StyrkaError(f"{path}: {len(found)} sheets have codes and do not give the same pairs; keep one of them")
    _covers(path, found[0])
    pairs = {(SUBCLASS, *pair): SOURCE for pair in found[0]}
    pairs |= {(CLASS, before[:4], after[:4]): SOURCE for before, after in found[0]}
    return unions.closed(pairs)


def _columns(sheet: Worksheet) -> Iterator[_Column]:
    """The columns with any content; every cell of a merged range has its content."""
    merged = {
        (row, column): sheet.cell(each.min_row, each.min_col).value
        for each in sheet.merged_cells.ranges
        for row, column in each.cells
    }
    for number, cells in enumerate(sheet.iter_cols(values_only=True), 1):
        content = {row: merged.get((row, number), cell) for row, cell in enumerate(cells, 1)}
        filled = {row: cell for row, cell in content.items() if _text(cell)}
        if filled:
            yield _Column(f"sheet {sheet.title}, column {get_column_letter(number)}", filled)


def _pairs(path: Path, columns: list[_Column]) -> set[tuple[str, str]]:
    if len(columns) > 2:
        places = "; ".join(column.place for column in columns)
        raise StyrkaError(f"{path}: more than two columns hold five-digit codes ({places}); keep one of each edition")
    one, other = columns
    fitting = [(a, b) for a, b in ((one, other), (other, one)) if not (_strange(a, SNI2007) or _strange(b, SNI2025))]
    if len(fitting) > 1:
        raise StyrkaError(f"{path}: {one.place} and {other.place[-1]} cannot be told apart: both fit both editions")
    if not fitting:
        before, after = sorted(columns, key=lambda column: len(_strange(column, SNI2007)))
        strange = _strange(before, SNI2007) or _strange(after, SNI2025)
        place, edition = (before.place, SNI2007) if _strange(before, SNI2007) else (after.place, SNI2025)
        row, code = next(iter(strange.items()))
        raise StyrkaError(f"{path}: {place}, row {row}: {code} is no code of {edition}; correct it, or move it away")
    before, after = fitting[0]
    for column, beside in ((before, after), (after, before)):
        for row, cell in column.cells.items():
            if row in column.codes and row not in beside.codes:
                raise StyrkaError(f"{path}: {column.place}, row {row}: {cell} has no code beside it; fill that in")
            if row not in column.codes and ALMOST.search(_text(cell)):
                raise StyrkaError(f"{path}: {column.place}, row {row}: {cell!r} is no code; write five digits alone")
    return {(code, after.codes[row]) for row, code in before.codes.items()}


def _strange(column: _Column, edition: str) -> dict[int, str]:
    known = _known(edition)
    return {row: code for row, code in column.codes.items() if code not in known}


def _covers(path: Path, pairs: set[tuple[str, str]]) -> None:
    least = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["least_share"]
    for edition, listed in ((SNI2007, {before for before, _ in pairs}), (SNI2025, {after for _, after in pairs})):
        known = _known(edition)
        if len(listed) < least * len(known):
            raise StyrkaError(
                f"{path}: lists {len(listed)} of the {len(known)} five-digit codes of {edition}; a key has them all"
            )


def _known(edition: str) -> set[str]:
    rows = classification.industries(edition).select(["industry_code", "level", "unknown"]).to_pylist()
    return {row["industry_code"] for row in rows if row["level"] == SUBCLASS and not row["unknown"]}


def _code(cell: Any) -> str | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{int(cell):05}" if cell in NUMBERS else None
    text = _text(cell).replace(".", "").replace(" ", "")
    return text if DIGITS.fullmatch(text) else None


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
