"""Parquet files of users, read into the same columns of texts as a CSV file.
What the texts must say does not belong here; `rules` tells."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import StyrkaError
from pipelines.snapshots.extracts.reading import TEXTS, Column, Reading, check_header, column, normalised

MARK = b"PAR1"
NUMBERS = ("year", "employees", "workplaces", "level")


def is_parquet(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(MARK)) == MARK


def read(path: Path) -> Reading:
    """The file's columns; StyrkaError naming the column when it is damaged or a code is stored as a number."""
    try:
        with path.open("rb") as stream, pq.ParquetFile(stream) as file:
            names = [normalised(name) for name in file.schema_arrow.names]
            check_header(path.name, names)
            for name, field in zip(names, file.schema_arrow, strict=True):
                _check_type(path.name, name, field.type)
            table = file.read()
    except UnicodeDecodeError as error:
        raise StyrkaError(f"{path.name}: the name of a column is not UTF-8; write it anew as UTF-8") from error
    except pa.ArrowException as error:
        raise StyrkaError(f"{path.name}: cannot be read as Parquet ({error})") from error
    columns = {name: _column(path.name, name, values) for name, values in zip(names, table.columns, strict=True)}
    return Reading(path.name, columns, table.num_rows, _place)


def _place(rows: Sequence[int]) -> list[str]:
    return [f"row {row + 1}" for row in rows]


def _column(file: str, name: str, values: pa.ChunkedArray) -> Column:
    try:
        return column(_texts(values))
    except UnicodeDecodeError as error:
        raise StyrkaError(f"{file}, column {name}: a text is not UTF-8; write the column anew as UTF-8") from error


def _check_type(file: str, name: str, kind: pa.DataType) -> None:
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    if pa.types.is_string(plain) or pa.types.is_large_string(plain) or pa.types.is_null(plain):
        return
    number = pa.types.is_integer(plain) or pa.types.is_floating(plain) or pa.types.is_decimal(plain)
    if number and name in NUMBERS:
        return
    reason = "a number loses the leading zeros of codes; " if number else ""
    raise StyrkaError(f"{file}, column {name}: stored as {kind!s:.40}; {reason}store it as text")


def _texts(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column with its distinct values as texts, numbers as a CSV file would have them."""
    if pa.types.is_null(values.type):
        values = values.cast(pa.string())
    encoded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    chunks = [
        pa.DictionaryArray.from_arrays(
            chunk.indices.cast(pa.int32()), pa.array(map(_text, chunk.dictionary.to_pylist()), pa.string())
        )
        for chunk in encoded.chunks
    ]
    return pa.chunked_array(chunks, TEXTS)


def _text(value: object) -> str:
    if value is None:
        return ""
    # A decimal's own text has the zeros of its type behind the point, or an exponent.
    if (isinstance(value, float) and value.is_integer()) or (isinstance(value, Decimal) and value == int(value)):
        return str(int(value))
    return str(value)
