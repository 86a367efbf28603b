"""How a user's CSV file is written: its encoding, delimiter and header, and on which line each of its rows stands.
Reading all of it into columns does not belong here; `csv_file` does that."""

import codecs
import contextlib
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import StyrkaError
from pipelines.snapshots.extracts.reading import DECLARED, normalised

HEAD_BYTES = 1 << 16
# In UTF-16 every other byte of most texts is NUL, far more than one in so many.
FEW = 8
DELIMITERS = (";", ",", "\t", "|")
UTF8 = "utf-8-sig"
# Latin-1 text is Windows-1252 text: they differ only in control characters that no table holds.
FALLBACK = "cp1252"
# Letters of Western languages, dashes and quotes in UTF-8; in latin-1 they would be Ã or â€ and a sign, as in no word.
MULTIBYTE = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x80-\xbf]")
OTHER_FORMATS = {
    b"PK\x03\x04": "an Excel workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "an Excel 97 workbook",
    b"\x1f\x8b": "compressed with gzip",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class NotUtf8Error(Exception):
    """Bytes that are not UTF-8, met while reading a file as UTF-8."""


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
        lines: dict[int, int] = {}
        # Where the two CSV readers differ, the number of the row is still true.
        with contextlib.suppress(csv.Error):
            lines.update((row, line) for row, (line, _) in enumerate(self.records()) if row in wanted)
        return [f"line {lines[row]}" if row in lines else f"row {row + 1}" for row in rows]


def head_of(path: Path) -> bytes:
    """The first bytes of the file; StyrkaError when they are none or of another format."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise StyrkaError(f"{path.name}: the file is empty; it needs a header and rows")
    for mark, kind in OTHER_FORMATS.items():
        if head.startswith(mark):
            raise StyrkaError(f"{path.name}: the file is {kind}; save the table as CSV UTF-8 or Parquet")
    if 0 < head.count(0) <= len(head) // FEW:
        line = head[: head.index(0)].count(b"\n") + 1
        raise StyrkaError(f"{path.name} line {line}: holds a NUL byte, which no text has; remove it")
    if b"\x00" in head:
        raise StyrkaError(f"{path.name}: the file is UTF-16 or no text at all; save the table as CSV UTF-8")
    return head


def layout_of(path: Path, head: bytes, encoding: str) -> Layout:
    """How the file is written, told from its first bytes; NotUtf8Error when those are not UTF-8."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError as error:
        raise NotUtf8Error from error
    delimiters: Sequence[str] = DELIMITERS
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        # Excel's own way to tell the delimiter.
        if line.lower().startswith("sep=") and len(line) == 5:
            delimiters = (line[4],)
        elif line.strip():
            if number == len(lines) and len(head) == HEAD_BYTES:
                raise StyrkaError(f"{path.name} line {number}: the header is longer than {HEAD_BYTES:,} bytes")
            candidates = [(delimiter, _names(line, delimiter)) for delimiter in delimiters]
            delimiter, names = max(candidates, key=lambda each: (len(set(DECLARED) & set(each[1])), len(each[1])))
            return Layout(path, encoding, delimiter, names, number)
    raise StyrkaError(f"{path.name}: no header in the first {HEAD_BYTES} bytes")


def detected(path: Path) -> Layout:
    """The layout of a small file in whatever encoding it has; StyrkaError when it cannot be read."""
    try:
        head = head_of(path)
        try:
            layout = layout_of(path, head, UTF8)
            path.read_text(encoding=UTF8)
        except (NotUtf8Error, UnicodeDecodeError):
            layout = layout_of(path, head, other_encoding(path))
    except OSError as error:
        raise StyrkaError(f"{path.name}: cannot be read ({error.strerror or error})") from error
    return layout


def _names(header: str, delimiter: str) -> tuple[str, ...]:
    return tuple(normalised(name) for name in next(csv.reader([header], delimiter=delimiter)))


def other_encoding(path: Path) -> str:
    """Windows-1252 for a file that is not UTF-8; StyrkaError when it mixes the two or is neither."""
    has_utf8 = False
    foreign = unreadable = 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.isascii():
                continue
            if _fits(line, UTF8):
                has_utf8 = True
                continue
            foreign = foreign or number
            # One bad byte in a line does not make its other letters latin-1.
            has_utf8 = has_utf8 or MULTIBYTE.search(line) is not None
            if not _fits(line, FALLBACK):
                unreadable = unreadable or number
    if culprit := foreign if has_utf8 else unreadable:
        raise StyrkaError(
            f"{path.name} line {culprit}: the bytes are not UTF-8 as elsewhere in the file, or not latin-1; "
            f"save the whole file as CSV UTF-8"
        )
    return FALLBACK


def _fits(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
