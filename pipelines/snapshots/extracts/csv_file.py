"""CSV as people have it, read by Arrow into columns of distinct texts; rows without any text are passed over.
What the texts must say does not belong here; `rules` tells."""

import csv
import os
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pacsv

from pipelines.errors import StyrkaError
from pipelines.snapshots.extracts.layout import (
    DELIMITERS,
    UTF8,
    Layout,
    NotUtf8Error,
    head_of,
    layout_of,
    other_encoding,
)
from pipelines.snapshots.extracts.reading import REQUIRED, TEXTS, Column, Reading, check_header, column

BLOCK_BYTES = 1 << 22


def read(path: Path) -> Reading:
    """The file's columns; StyrkaError naming file and line when it is not a CSV table with the declared columns."""
    head = head_of(path)
    try:
        return _read(layout_of(path, head, UTF8))
    except NotUtf8Error:
        return _read(layout_of(path, head, other_encoding(path)))


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
    encoding = None if layout.encoding == UTF8 else layout.encoding
    return Reading(file, declared, columns[REQUIRED[0]].rows, layout.place, encoding)


def _table(layout: Layout) -> pa.Table:
    """All columns as TEXTS; rows without any text may be among them."""
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
                parse_options=_parsing(layout.delimiter),
                convert_options=pacsv.ConvertOptions(
                    column_types=dict.fromkeys(names, TEXTS), null_values=[], strings_can_be_null=False
                ),
            )
    except pa.ArrowInvalid as error:
        if "invalid UTF8" in str(error):
            raise NotUtf8Error from error
        raise _crooked(layout, str(error)) from error
    return table


@cache
def _parsing(delimiter: str) -> pacsv.ParseOptions:
    """Rows with another number of fields are passed over when they are blank, and an error otherwise.

    Kept for good: Arrow's threads share the handler, and one that lets go of it last, while the interpreter already
    ends, would abort the process.
    """

    def judge(row: pacsv.InvalidRow) -> str:
        return "error" if row.text.strip(f' \t"{delimiter}') else "skip"

    return pacsv.ParseOptions(delimiter=delimiter, invalid_row_handler=judge)


def _nameless(position: int) -> str:
    return f"(column {position + 1})"


def _crooked(layout: Layout, detail: str) -> StyrkaError:
    """The error for a file whose rows do not all have the header's number of fields, naming the first such line."""
    name, expected = layout.path.name, len(layout.names)
    line = layout.header_lines
    try:
        for line, fields in layout.records():
            if len(fields) != expected:
                return StyrkaError(
                    f"{name} line {line}: {len(fields)} fields, but the header has {expected}{_why(layout, fields)}"
                )
    except UnicodeDecodeError as error:
        raise NotUtf8Error from error
    except csv.Error as error:
        return StyrkaError(f"{name}: cannot be read as CSV after line {line} ({error}); is a quote left open there?")
    return StyrkaError(f"{name}: cannot be read as CSV ({detail})")


def _why(layout: Layout, fields: list[str]) -> str:
    """What may have given a row another number of fields than the header has, or nothing."""
    if any("\n" in field for field in fields):
        return ", because a quote is opened and not closed"
    row = layout.delimiter.join(fields)
    for other in DELIMITERS:
        if other != layout.delimiter and row.count(other) == len(layout.names) - 1:
            return f"; it is separated by {other!r} and the header by {layout.delimiter!r}: use one of them throughout"
    return ""


def _without_blank_rows(columns: dict[str, Column]) -> dict[str, Column]:
    if any(all(text.strip() for text in each.texts()) for each in columns.values()):
        return columns
    filled = np.logical_or.reduce([_filled(each) for each in columns.values()])
    return {name: each.where(filled) for name, each in columns.items()}


def _filled(column: Column) -> npt.NDArray[np.bool_]:
    """Which rows have any text in the column."""
    return column.spread({text: int(bool(text.strip())) for text in column.texts()}).astype(bool)
