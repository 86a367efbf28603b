"""A mart table as CSV for Swedish Excel, written from its Parquet file.
What the columns mean is declared in ``schema``; how a reader undoes the escape is in ``data_mart/README.md``."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines import schema
from pipelines.errors import StyrkaError
from pipelines.files import replacing

DELIMITER = ";"
DECIMAL = ","
ROW_END = "\r\n"
ENCODING = "utf-8-sig"
BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet takes a cell that starts so for a formula, quoted or not (the full-width forms in some locales).
# The escape is itself in the list, so that taking one away is always right.
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠'"
ESCAPE = "'"
STARTS_LIKE_A_FORMULA = "^[" + FORMULA_STARTS.replace("-", r"\-") + "]"
ROWS_AT_A_TIME = 65_536


def write(table_name: str, parquet: Path, target: Path) -> None:
    """Write the declared table ``table_name`` from ``parquet`` to ``target``, rows in the file's own order.

    Text is always quoted and numbers never, so an empty text (``""``) and no value (nothing) stay apart; numbers have
    the shortest digits that read back as the same double, with a decimal comma; booleans are ``true`` and ``false``.
    A text that a spreadsheet would run as a formula, or that starts with ``'``, gets one ``'`` in front.

    Raises StyrkaError naming table and column when a column is absent or a number is not finite.
    """
    declared = schema.table(table_name)
    with pq.ParquetFile(parquet) as source, replacing(target) as temporary, temporary.open("wb") as stream:
        absent = [name for name in declared.column_names if name not in source.schema_arrow.names]
        if absent:
            raise StyrkaError(f"{parquet}: column {absent[0]} of table {table_name} is absent; build the edition again")
        stream.write(_header(declared.column_names))
        for batch in source.iter_batches(ROWS_AT_A_TIME, columns=list(declared.column_names)):
            for rows in _rows(pa.table(batch).select(declared.column_names).cast(declared.arrow_schema()), parquet):
                stream.write(rows)


def write_rows(rows: pa.Table, target: Path) -> None:
    """Write an Arrow table that is no mart table in the same form; a column without any value is one of text."""
    with replacing(target) as temporary, temporary.open("wb") as stream:
        stream.write(_header(rows.column_names))
        if rows.num_rows:
            fields = [field.with_type(pa.string()) if pa.types.is_null(field.type) else field for field in rows.schema]
            for lines in _rows(rows.cast(pa.schema(fields)), target):
                stream.write(lines)


def _header(names: Iterable[str]) -> bytes:
    return (BYTE_ORDER_MARK + DELIMITER.join(names) + ROW_END).encode()


def _rows(table: pa.Table, parquet: Path) -> Iterator[memoryview]:
    """The table's lines as the bytes of one Arrow text column: whole columns are joined, never single rows."""
    cells = [_cells(column, field, parquet) for column, field in zip(table.columns, table.schema, strict=True)]
    cells[-1] = _joined(cells[-1], _text(ROW_END))
    for lines in _joined(*cells, separator=DELIMITER).chunks:
        offsets, data = lines.buffers()[1:]
        ends = memoryview(offsets).cast("q")
        yield memoryview(data)[ends[lines.offset] : ends[lines.offset + len(lines)]]


def _cells(column: pa.ChunkedArray, field: pa.Field, parquet: Path) -> pa.ChunkedArray:
    text = column.cast(pa.large_string())
    if pa.types.is_string(field.type):
        risky = pc.match_substring_regex(text, STARTS_LIKE_A_FORMULA)
        escaped = pc.if_else(risky, _joined(_text(ESCAPE), text), text)
        text = _joined(_text('"'), pc.replace_substring(escaped, '"', '""'), _text('"'))
    elif pa.types.is_floating(field.type):
        if not pc.all(pc.is_finite(column), skip_nulls=True, min_count=0).as_py():
            raise StyrkaError(f"{parquet}: column {field.name} holds NaN or infinity; such a value must be empty")
        text = pc.replace_substring(text, ".", DECIMAL)
    return pc.fill_null(text, _text(""))


def _joined(*parts: pa.ChunkedArray | pa.Scalar, separator: str = "") -> pa.ChunkedArray:
    return pc.binary_join_element_wise(*parts, _text(separator))


def _text(value: str) -> pa.Scalar:
    return pa.scalar(value, pa.large_string())
