"""CSV as people have it: any of four delimiters, UTF-8 or Windows-1252, with or without byte order mark and quotes.
What the texts must say does not belong here; `extracts_rules` tells."""

import codecs
import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pacsv

from pipelines.errors import StyrkaError
from pipelines.snapshots.extracts_reading import (
    DECLARED,
    REQUIRED,
    TEXTS,
    Column,
    Reading,
    check_header,
    column,
    normalised,
)

HEAD_BYTES = 1 << 16
BLOCK_BYTES = 1 << 22
DELIMITERS = (";", ",", "\t", "|")
# Latin-1 text is Windows-1252 text: they differ only in control characters that no table holds.
UTF8 = "utf-8-sig"
FALLBACK = "cp1252"
OTHER_FORMATS = {
    b"PK\x03\x04": "an Excel workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "an Excel 97 workbook",
    b"\x1f\x8b": "compressed with gzip",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


@dataclass(frozen=True)
class Layout:
    """How a CSV file is written: ``header_lines`` is the number of lines up to and including the header."""

    path: Path
    encoding: str
    delimiter: str
    names: tuple[str, ...]
    header_lines: int

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Line number and fields of each row after the header; rows without any text are left out."""
        with self.path.open(encoding=self.encoding, newline="") as stream:
            for _ in range(self.header_lines):
                stream.readline()
            reader = csv.reader(stream, delimiter=self.delimiter)
            before = 0
            for fields in reader:
                if any(field.strip() for field in fields):
                    yield self.header_lines + before + 1, fields
                before = reader.line_num

    def place(self, rows: Sequence[int]) -> list[str]:
        """Where rows (counted from 0) stand."""
        wanted = set(rows)
        lines = {row: line for row, (line, _) in enumerate(self.records()) if row in wanted}
        return [f"line {lines[row]}" for row in rows]


class _NotUtf8Error(Exception):
    """Bytes that are not UTF-8, met while reading the file as UTF-8."""


def read(path: Path) -> Reading:
    """The file's columns; StyrkaError naming file and line when it is not a CSV table with the declared columns."""
    head = _head(path)
    try:
        return _read(_layout(path, head, UTF8))
    except _NotUtf8Error:
        return _read(_layout(path, head, _other_encoding(path)))


def _read(layout: Layout) -> Reading:
    file = layout.path.name
    check_header(file, layout.names)
    table = _table(layout)
    columns = _without_blank_rows({name: column(table[name]) for name in table.column_names})
    for position, name in enumerate(layout.names):
        if not name and (filled := _filled(columns[_nameless(position)])).any():
            (where,) = layout.place([int(filled.argmax())])
            raise StyrkaError(f"{file} {where}: a value stands in column {position + 1}, which has no name")
    declared = {name: columns[name] for name in layout.names if name}
    return Reading(file, declared, columns[REQUIRED[0]].rows, layout.place)


def _table(layout: Layout) -> pa.Table:
    """All columns as TEXTS; rows without any text may be among them."""
    crooked: list[str] = []

    def judge(row: pacsv.InvalidRow) -> str:
        if row.text.strip(f' \t"{layout.delimiter}'):
            crooked.append(row.text)
        return "skip"

    names = [name or _nameless(position) for position, name in enumerate(layout.names)]
    # Arrow removes the byte order mark itself, and reads faster what it need not transcode.
    encoding = "utf8" if layout.encoding == UTF8 else layout.encoding
    options = pacsv.ReadOptions(
        block_size=BLOCK_BYTES, column_names=names, encoding=encoding, skip_rows=layout.header_lines
    )
    try:
        with pa.OSFile(os.fsencode(layout.path)) as source:
            table = pacsv.read_csv(
                source,
                read_options=options,
                parse_options=pacsv.ParseOptions(delimiter=layout.delimiter, invalid_row_handler=judge),
                convert_options=pacsv.ConvertOptions(
                    column_types=dict.fromkeys(names, TEXTS), null_values=[], strings_can_be_null=False
                ),
            )
    except pa.ArrowInvalid as error:
        if "invalid UTF8" in str(error):
            raise _NotUtf8Error from error
        raise _crooked(layout, str(error)) from error
    if crooked:
        raise _crooked(layout, f"near {crooked[0][:60]!r}")
    return table


def _nameless(position: int) -> str:
    return f"(column {position + 1})"


def _head(path: Path) -> bytes:
    """The first bytes of the file; StyrkaError when they are none or of another format."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise StyrkaError(f"{path.name}: the file is empty; it needs a header and rows")
    for mark, kind in OTHER_FORMATS.items():
        if head.startswith(mark):
            raise StyrkaError(f"{path.name}: the file is {kind}; save the table as CSV UTF-8 or Parquet")
    if b"\x00" in head:
        raise StyrkaError(f"{path.name}: the file is UTF-16 or no text at all; save the table as CSV UTF-8")
    return head


def _layout(path: Path, head: bytes, encoding: str) -> Layout:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError as error:
        raise _NotUtf8Error from error
    delimiters: Sequence[str] = DELIMITERS
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        # Excel's own way to tell the delimiter.
        if line.lower().startswith("sep=") and len(line) == 5:
            delimiters = (line[4],)
        elif line.strip():
            candidates = [(delimiter, _names(line, delimiter)) for delimiter in delimiters]
            delimiter, names = max(candidates, key=lambda each: (len(set(DECLARED) & set(each[1])), len(each[1])))
            return Layout(path, encoding, delimiter, names, number)
    raise StyrkaError(f"{path.name}: no header in the first {HEAD_BYTES} bytes")


def _names(header: str, delimiter: str) -> tuple[str, ...]:
    return tuple(normalised(name) for name in next(csv.reader([header], delimiter=delimiter)))


def _other_encoding(path: Path) -> str:
    """Windows-1252 for a file that is not UTF-8; StyrkaError when it mixes the two or is neither."""
    with path.open("rb") as stream:
        others = [(number, line) for number, line in enumerate(stream, start=1) if not line.isascii()]
    foreign = [(number, line) for number, line in others if not _fits(line, UTF8)]
    unreadable = foreign if len(foreign) < len(others) else [each for each in foreign if not _fits(each[1], FALLBACK)]
    if unreadable:
        raise StyrkaError(
            f"{path.name} line {unreadable[0][0]}: the bytes are not UTF-8 as elsewhere in the file, or not latin-1; "
            f"save the whole file as CSV UTF-8"
        )
    return FALLBACK


def _fits(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _crooked(layout: Layout, detail: str) -> StyrkaError:
    """The error for a file whose rows do not all have the header's number of fields, naming the first such line."""
    name, expected = layout.path.name, len(layout.names)
    line = layout.header_lines
    try:
        for line, fields in layout.records():
            if len(fields) != expected:
                quote = ", because a quote is opened and not closed" if any("\n" in field for field in fields) else ""
                return StyrkaError(f"{name} line {line}: {len(fields)} fields, but the header has {expected}{quote}")
    except UnicodeDecodeError as error:
        raise _NotUtf8Error from error
    except csv.Error as error:
        return StyrkaError(f"{name}: cannot be read as CSV after line {line} ({error})")
    return StyrkaError(f"{name}: cannot be read as CSV ({detail})")


def _without_blank_rows(columns: dict[str, Column]) -> dict[str, Column]:
    if any(all(text.strip() for text in each.texts()) for each in columns.values()):
        return columns
    filled = np.logical_or.reduce([_filled(each) for each in columns.values()])
    return {name: each.where(filled) for name, each in columns.items()}


def _filled(column: Column) -> npt.NDArray[np.bool_]:
    """Which rows have any text in the column."""
    return column.spread({text: int(bool(text.strip())) for text in column.texts()}).astype(bool)
