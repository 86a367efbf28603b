"""From a parsed answer to our words: codes by the declaration, the source's signs to statuses, figures checked.
Which columns a raw table has does not belong here (`cells`)."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import StyrkaError
from pipelines.scb import jsonstat
from pipelines.scb.expectation import Declaration, Meaning
from pipelines.schema.signs import SIGNS
from pipelines.snapshots.extracts.rules import LARGEST

# A published decimal fraction is off its grid by no more than a binary number's last digits.
GRID = 1e-6


class CellError(StyrkaError):
    """A cell that cannot be taken over as it is; the message names the table and the cell."""


def codes(declaration: Declaration, parsed: pa.Table, meaning: Meaning) -> pa.ChunkedArray:
    """The column of the variable with that meaning, in our codes."""
    dimension = declaration.dimension(meaning)
    column = parsed[dimension.name]
    return mapped(column, dimension.translation(column.chunk(0).dictionary.to_pylist()))


def mapped(column: pa.ChunkedArray, names: Mapping[str, str]) -> pa.ChunkedArray:
    """A dictionary column with each of its codes replaced, as plain strings."""
    encoded = column.unify_dictionaries().combine_chunks()
    array = encoded.chunk(0) if isinstance(encoded, pa.ChunkedArray) else encoded
    replaced = pa.array([names[code] for code in array.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([replaced.take(array.indices)])


def figures(
    declaration: Declaration,
    parsed: pa.Table,
    decimals: pa.ChunkedArray | pa.Scalar,
    whole: str,
    negative: pa.ChunkedArray | pa.Scalar,
) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """Figures and statuses: a number is ``observed`` (0 included), "-" ``zero`` (0), the others are null.

    ``decimals`` says how many a cell may have, ``whole`` what is said of one that has more and ``negative`` which may
    be below zero. CellError names the first cell with an unknown sign, with both a sign and a figure, with more
    decimals, below zero, or larger than anything there is.
    """
    value, sign = parsed[jsonstat.VALUE], parsed[jsonstat.STATUS]
    known = pa.array(list(SIGNS))
    unknown = pc.and_(pc.is_valid(sign), pc.invert(pc.is_in(sign, known)))
    _refuse(declaration, parsed, unknown, "has a sign that is none of " + " ".join(SIGNS))
    contradiction = pc.and_(pc.is_valid(sign), pc.not_equal(pc.fill_null(value, 0), 0))
    _refuse(declaration, parsed, contradiction, "has both a figure and a sign that there is none")
    known_value = pc.fill_null(value, 0)
    beyond = pc.or_(pc.greater(known_value, LARGEST), pc.less(known_value, -LARGEST))
    _refuse(declaration, parsed, beyond, "is more than there can be")
    below = pc.and_(pc.less(known_value, 0), pc.invert(negative))
    _refuse(declaration, parsed, below, "is negative, and nothing that is counted is fewer than none")
    counted = pc.multiply(pc.fill_null(value, 0).cast(pa.float64()), pc.power(pa.scalar(10.0), decimals))
    _refuse(declaration, parsed, pc.greater(pc.abs(pc.subtract(counted, pc.round(counted))), GRID), whole)
    meant = pc.if_else(pc.is_valid(value), "observed", "missing")
    nothing = pa.scalar(None, value.type)
    for symbol, status in SIGNS.items():
        here = pc.fill_null(pc.equal(sign, symbol), False)
        meant = pc.if_else(here, status, meant)
        value = pc.if_else(here, pa.scalar(0, value.type) if status == "zero" else nothing, value)
    return value, meant


def _refuse(declaration: Declaration, parsed: pa.Table, wrong: pa.ChunkedArray, reason: str) -> None:
    position = pc.index(wrong, pa.scalar(True)).as_py()
    if position >= 0:
        row = parsed.slice(position, 1).to_pylist()[0]
        cell = ", ".join(f"{dimension.name} {row[dimension.name]}" for dimension in declaration.dimensions)
        figure = f"value {row[jsonstat.VALUE]!r}, sign {row[jsonstat.STATUS]!r}"
        raise CellError(f"{declaration.table_id}: cell {cell} ({figure}) {reason}; the answer is refused")
