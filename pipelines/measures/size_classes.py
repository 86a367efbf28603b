"""The register's size classes, declared in ``size_classes.toml``, as a relation for SQL.
How jobs are counted from them is written in ``sql/``."""

import tomllib
from functools import cache
from pathlib import Path

import pyarrow as pa

DECLARED = Path(__file__).with_name("size_classes.toml")
SCHEMA = pa.schema(
    [
        ("size_class", pa.string()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("typical", pa.int64()),
        ("open", pa.bool_()),
        ("unknown", pa.bool_()),
    ]
)


@cache
def size_classes() -> pa.Table:
    """Relation ``size_class``: one row per class, with the register's code as text, in the order of size.

    ``low``, ``high`` and ``typical`` are employees; all are empty for the unknown class, ``high`` for an open one.
    """
    with DECLARED.open("rb") as stream:
        declared = tomllib.load(stream)["class"]
    rows = [{"size_class": code, "open": False, "unknown": False, **content} for code, content in declared.items()]
    return pa.Table.from_pylist(rows, schema=SCHEMA)
