"""json-stat2 datasets to Arrow: one code column per dimension, value and status; labels in a table of their own.
What codes mean does not belong here (`catalogue`), nor how an answer was fetched or stored."""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NoReturn

import numpy as np
import pyarrow as pa

from pipelines.errors import StyrkaError, short

Document = Mapping[str, Any]
VALUE, STATUS = "value", "status"
# A dense answer cannot be larger than its own text; a sparse one of few bytes could ask for any amount of memory.
SPARSE_CELLS = 20_000_000
# Half a character, which JSON can hold and UTF-8 cannot.
HALF = re.compile(r"[\ud800-\udfff]")
# The one way to write a number: Python would also take 1_0, 010 and digits of other scripts, two keys for one cell.
CELL = re.compile(r"0|[1-9]\d{0,17}", re.ASCII)


class JsonStatError(StyrkaError):
    """A body that is no well-formed json-stat2 dataset; the message names the part that is wrong."""


def load(body: bytes | str) -> Document:
    """Decode a body into a json-stat2 dataset; JsonStatError when it is not JSON or not a dataset."""
    try:
        document = json.loads(body, parse_constant=_refuse_constant, object_pairs_hook=_named_once)
    except (ValueError, RecursionError) as error:
        raise JsonStatError(f"the answer is not JSON ({error})") from error
    if not isinstance(document, dict) or document.get("class") != "dataset":
        raise JsonStatError("the answer is JSON but not a json-stat2 dataset")
    if not str(document.get("version", "")).startswith("2."):
        raise JsonStatError(f"the answer is json-stat of version {document.get('version')!r}; only 2 is read")
    return document


def codes(document: Document) -> dict[str, tuple[str, ...]]:
    """The codes of every dimension, dimensions and codes in the order of the cells."""
    names: Any = document.get("id")
    sizes, dimensions = document.get("size"), document.get("dimension")
    if not _strings(names) or not isinstance(sizes, list) or not isinstance(dimensions, dict):
        raise JsonStatError("the dataset lacks a proper id, size or dimension")
    if len(set(names)) != len(names) or len(names) != len(sizes):
        raise JsonStatError(f"id names {len(names)} dimensions, size {len(sizes)}, or a dimension is named twice")
    found = {name: _dimension_codes(name, dimensions.get(name)) for name in names}
    for name, size in zip(names, sizes, strict=True):
        if len(found[name]) != size or isinstance(size, bool):
            raise JsonStatError(f"dimension {name!r} has {len(found[name])} codes, size says {size!r}")
        if not _strings(list(found[name])):
            raise JsonStatError(f"dimension {name!r} has a code that is no text")
    return found


def parse(document: Document) -> pa.Table:
    """One row per cell, in the document's order (last dimension fastest).

    Columns: each dimension's id (dictionary<int32, string>, in the order of `codes`), ``value`` (int64 when all values
    are whole, else float64; null where the source has null) and ``status`` (string, the source's own symbol, or null).
    JsonStatError names what is malformed.
    """
    dimensions = codes(document)
    if clash := {VALUE, STATUS} & set(dimensions):
        raise JsonStatError(f"a dimension is named {sorted(clash)[0]!r} like a column of the cells")
    sizes = [len(found) for found in dimensions.values()]
    cells = math.prod(sizes)
    values = _values(document.get("value"), cells)
    statuses = _statuses(document.get("status"), cells)
    columns: dict[str, pa.Array] = {}
    repeat = cells
    for name, found in dimensions.items():
        repeat = repeat // max(len(found), 1)
        block = np.repeat(np.arange(len(found), dtype=np.int32), repeat)
        indices = np.tile(block, cells // len(block)) if len(block) else block
        columns[name] = pa.DictionaryArray.from_arrays(pa.array(indices), pa.array(found, pa.string()))
    return pa.table({**columns, VALUE: values, STATUS: statuses})


def labels(document: Document) -> pa.Table:
    """Labels apart from the cells: columns dimension, code, label (null when the source gives none), in order.

    Rows of the dimensions themselves have an empty code. Nothing joins on labels.
    """
    rows: list[tuple[str, str, str | None]] = []
    for name, found in codes(document).items():
        dimension = document["dimension"][name]
        given = dimension["category"].get("label", {})
        rows.append((name, "", dimension.get("label")))
        rows.extend((name, code, given.get(code)) for code in found)
    columns = list(zip(*rows, strict=True)) if rows else [(), (), ()]
    return pa.table(
        [pa.array(column, pa.string()) for column in columns],
        schema=pa.schema([pa.field(name, pa.string()) for name in ("dimension", "code", "label")]),
    )


def table_id(document: Document) -> str | None:
    """The table id that the answer itself states, if it does."""
    extension = document.get("extension")
    px = extension.get("px") if isinstance(extension, dict) else None
    stated = px.get("tableid") if isinstance(px, dict) else None
    return stated if isinstance(stated, str) else None


def _dimension_codes(name: str, dimension: Any) -> tuple[str, ...]:
    category = dimension.get("category") if isinstance(dimension, dict) else None
    if not isinstance(category, dict):
        raise JsonStatError(f"dimension {name!r} has no category")
    index, given = category.get("index"), category.get("label", {})
    if not isinstance(given, dict) or not _strings([dimension.get("label", ""), *given.values()]):
        raise JsonStatError(f"dimension {name!r} has a label that is no text")
    if index is None:
        only = list(given)
        if len(only) != 1:
            raise JsonStatError(f"dimension {name!r} has no index though it has {len(only)} categories")
        return (only[0],)
    if isinstance(index, dict):
        whole = all(type(place) is int for place in index.values())
        if not whole or set(index.values()) != set(range(len(index))):
            raise JsonStatError(f"dimension {name!r}: the positions of its codes are not 0 to {len(index) - 1}")
        return tuple(sorted(index, key=index.__getitem__))
    if not _strings(index) or len(set(index)) != len(index):
        raise JsonStatError(f"dimension {name!r}: its index is no list of distinct codes")
    return tuple(index)


def _values(given: Any, cells: int) -> pa.Array:
    if isinstance(given, dict):
        given = _dense(given, cells, VALUE)
    if not isinstance(given, list):
        raise JsonStatError("the dataset has no value")
    if len(given) != cells:
        raise JsonStatError(f"the dataset has {len(given):,} values where its dimensions make {cells:,} cells")
    try:
        numbers = pa.array(given)
    except (pa.ArrowException, OverflowError, UnicodeError) as error:
        raise JsonStatError(f"a value is no number ({error})") from error
    if pa.types.is_null(numbers.type):
        return numbers.cast(pa.float64())
    if not (pa.types.is_int64(numbers.type) or pa.types.is_float64(numbers.type)):
        raise JsonStatError(f"the values are of type {numbers.type}, not numbers")
    return numbers


def _statuses(given: Any, cells: int) -> pa.Array:
    if isinstance(given, list) and len(given) == 1:
        given = given[0]
    if given is None:
        return pa.nulls(cells, pa.string())
    if isinstance(given, dict):
        given = _dense(given, cells, STATUS)
    if not isinstance(given, list | str):
        raise JsonStatError("status is neither text, list nor object")
    if isinstance(given, list) and len(given) != cells:
        raise JsonStatError(f"the dataset has {len(given):,} statuses for {cells:,} cells")
    try:
        if isinstance(given, str):
            return pa.repeat(pa.scalar(given, pa.string()), cells)
        return pa.array(given, pa.string())
    except (pa.ArrowException, UnicodeError) as error:
        raise JsonStatError(f"a status is no text ({error})") from error


def _dense(given: Mapping[str, Any], cells: int, part: str) -> list[Any]:
    """What is given by the number of the cell, for every cell."""
    if cells > SPARSE_CELLS:
        raise JsonStatError(f"the dataset claims {cells:,} cells but gives {part} for {len(given):,} of them only")
    if strange := [key for key in given if not CELL.fullmatch(key)]:
        raise JsonStatError(f"{part} has a key that is no cell number ({short(strange[0])})")
    positions = [int(key) for key in given]
    if positions and not 0 <= min(positions) <= max(positions) < cells:
        raise JsonStatError(f"{part} names a cell outside 0 to {cells - 1}")
    dense: list[Any] = [None] * cells
    for position, found in zip(positions, given.values(), strict=True):
        dense[position] = found
    return dense


def _strings(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(item, str) and not HALF.search(item) for item in given)


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, of whose values under one name Python would keep the last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        ((name, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise JsonStatError(f"the answer names {short(name)} twice in one object")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")
