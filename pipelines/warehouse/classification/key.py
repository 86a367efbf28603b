"""SCB's own key between SNI 2007 and SNI 2025, an Excel file that a user puts into ``data_raw``, as a bridge.
Whether there is one, and what is carried across it, does not belong here."""

import re
import tomllib
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser

from pipelines.errors import StyrkaError, listed, short
from pipelines.warehouse import classification
from pipelines.warehouse.classification import SNI2007, SNI2025, unions

SETTINGS = Path(__file__).with_suffix(".toml")
SOURCE = "scb_key"
SUBCLASS, CLASS = "5", "4"
DIGITS = re.compile(r"\d{5}")
ALMOST = re.compile(r"\d\d\.?\d{3}")
# Excel drops the leading zero of a code kept as a number: 1110 is 01110. No code has two.
NUMBERS = range(1_000, 100_000)


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
    found = [
        _pairs(path, found)
        for columns in _sheets(path)
        if len(found := [column for column in columns if column.holds_codes]) > 1
    ]
    if not found:
        raise StyrkaError(f"{path}: no sheet has two columns of five-digit codes; put SCB's key here, or move it away")
    if any(pairs != found[0] for pairs in found):
        raise StyrkaError(f"{path}: {len(found)} sheets have codes and do not give the same pairs; keep one of them")
    _covers(path, found[0])
    pairs = {(SUBCLASS, *pair): SOURCE for pair in found[0]}
    pairs |= {(CLASS, before[:4], after[:4]): SOURCE for before, after in found[0]}
    return unions.closed(pairs)


def _sheets(path: Path) -> list[list[_Column]]:
    """By sheet the columns with any content; StyrkaError when the file cannot be read, or not within bounds."""
    try:
        _check_size(path)
        with warnings.catch_warnings(), path.open("rb") as stream:
            # What openpyxl does not support (styles, validations) is no part of the codes.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            return [list(_columns(path, sheet)) for sheet in book.worksheets]
    except StyrkaError:
        raise
    # openpyxl, zipfile and the decompressors raise whatever a damaged file leads them to.
    except Exception as error:
        raise StyrkaError(
            f"{path}: cannot be read as an Excel file ({error!s:.80}); save it anew as .xlsx, without a password"
        ) from error


def _check_size(path: Path) -> None:
    """StyrkaError when the file is, or says that it unpacks to, more than declared: zipfile unpacks no more than so."""
    with zipfile.ZipFile(path) as archive:
        size = max(path.stat().st_size, sum(each.file_size for each in archive.infolist()))
    if size > (most := _settings()["most_bytes"]):
        raise StyrkaError(f"{path}: holds {size:,} bytes, more than {most:,}; keep only the sheet with the codes")


def _columns(path: Path, sheet: ReadOnlyWorksheet) -> Iterator[_Column]:
    """The columns with any content; every cell of a merged range has its content.

    Cell by cell as they stand in the file: what openpyxl offers in public fills the sheet up to its farthest cell.
    """
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(source, sheet._shared_strings, True, book.epoch, book._date_formats)
        given = {(cell["row"], cell["column"]): cell["value"] for _, row in parser.parse() for cell in row}
    ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
    most = _settings()["most_merged_cells"]
    if sum(each.size["rows"] * each.size["columns"] for each in ranges) > most:
        raise StyrkaError(f"{path}: sheet {sheet.title:.40} has more than {most:,} merged cells; split them")
    given |= {place: given.get((each.min_row, each.min_col)) for each in ranges for place in each.cells}
    columns: dict[int, dict[int, Any]] = {}
    for (row, column), cell in sorted(given.items(), key=lambda each: each[0]):
        if _text(cell):
            columns.setdefault(column, {})[row] = cell
    for column in sorted(columns):
        yield _Column(f"sheet {sheet.title:.40}, column {get_column_letter(column)}", columns[column])


def _pairs(path: Path, columns: list[_Column]) -> set[tuple[str, str]]:
    if len(columns) > 2:
        places = listed(column.place for column in columns)
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
                raise StyrkaError(
                    f"{path}: {column.place}, row {row}: {column.codes[row]} has no code beside it; fill that in"
                )
            if row not in column.codes and ALMOST.search(_text(cell)):
                raise StyrkaError(
                    f"{path}: {column.place}, row {row}: {short(_text(cell))} is no code; write five digits alone"
                )
    return {(code, after.codes[row]) for row, code in before.codes.items()}


def _strange(column: _Column, edition: str) -> dict[int, str]:
    known = _known(edition)
    return {row: code for row, code in column.codes.items() if code not in known}


def _covers(path: Path, pairs: set[tuple[str, str]]) -> None:
    least = _settings()["least_share"]
    for edition, codes in ((SNI2007, {before for before, _ in pairs}), (SNI2025, {after for _, after in pairs})):
        known = _known(edition)
        if len(codes) < least * len(known):
            raise StyrkaError(
                f"{path}: lists {len(codes)} of the {len(known)} five-digit codes of {edition}; a key has them all"
            )


@cache
def _settings() -> dict[str, Any]:
    return tomllib.loads(SETTINGS.read_text(encoding="utf-8"))


def _known(edition: str) -> set[str]:
    rows = classification.industries(edition).select(["industry_code", "level", "unknown"]).to_pylist()
    return {row["industry_code"] for row in rows if row["level"] == SUBCLASS and not row["unknown"]}


def _code(cell: Any) -> str | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{int(cell):05}" if cell % 1 == 0 and int(cell) in NUMBERS else None
    text = _text(cell).replace(".", "").replace(" ", "")
    return text if DIGITS.fullmatch(text) else None


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
