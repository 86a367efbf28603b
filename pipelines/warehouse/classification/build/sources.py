"""How the source lists are read and the declared files written; what they say belongs to the other modules."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from pipelines import files, schema

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """The rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(table: str, path: Path, rows: Iterable[Row]) -> None:
    """Rows as CSV in the columns that ``table`` declares; a column that a row lacks is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, schema.table(table).column_names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    files.write_text(path, text.getvalue())
