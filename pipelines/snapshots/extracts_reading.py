"""Reading a user's CSV or Parquet file into columns of distinct texts, whatever its delimiter, encoding and header.
What the texts must say does not belong here; `extracts_rules` tells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import StyrkaError

REQUIRED = ("region_code", "industry_code", "year", "employees")
OPTIONAL = ("workplaces", "status", "level", "region_name", "industry_name")
DECLARED = REQUIRED + OPTIONAL
TEXTS = pa.dictionary(pa.int32(), pa.string())

Indices = npt.NDArray[np.int32]
Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True)
class Column:
    """What the file says in row r is ``texts[indices[r]]``; a text may occur more than once among ``texts``."""

    texts: tuple[str, ...]
    indices: Indices


@dataclass(frozen=True)
class Reading:
    """A file as read: its name, those of the declared columns that it has, each with a text for each of ``rows`` rows.

    ``place`` tells where rows, counted from 0, stand in the file, in words such as ``line 17``.
    """

    file: str
    columns: dict[str, Column]
    rows: int
    place: Callable[[Sequence[int]], list[str]]


def column(values: pa.ChunkedArray) -> Column:
    """A column of text, dictionary-encoded or not; an empty value is the empty text."""
    encoded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    positions: dict[str, int] = {}
    chunks = []
    for chunk in encoded.chunks:
        texts = [*chunk.dictionary.to_pylist(), ""] if chunk.null_count else chunk.dictionary.to_pylist()
        here = np.array([positions.setdefault(text, len(positions)) for text in texts], dtype=np.int32)
        chunks.append(taken(here, chunk.indices.fill_null(len(texts) - 1)))
    return Column(tuple(positions), np.concatenate(chunks) if chunks else np.empty(0, dtype=np.int32))


def taken(values: npt.NDArray[Number], indices: Indices | pa.Array) -> npt.NDArray[Number]:
    """``values[indices]``, three times as fast as NumPy on 32-bit indices."""
    return pc.take(pa.array(values), pa.array(indices), boundscheck=False).to_numpy()  # type: ignore[no-any-return]


def check_header(file: str, names: Sequence[str]) -> None:
    """StyrkaError that lists missing, unknown and repeated columns and what was found; empty names are let pass."""
    missing = [name for name in REQUIRED if name not in names]
    unknown = [name for name in names if name and name not in DECLARED]
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    faults = [
        f"{kind} {', '.join(map(short, columns))}"
        for kind, columns in (("missing", missing), ("unknown", unknown), ("repeated", repeated))
        if columns
    ]
    if faults:
        raise StyrkaError(
            f"{file}: columns {'; '.join(faults)}; found {', '.join(map(short, names))}; "
            f"needed are {', '.join(REQUIRED)}, and {', '.join(OPTIONAL)} may be there"
        )


def normalised(name: str) -> str:
    """A column name as it is compared: lower case, no outer blanks, ``_`` for blanks and hyphens inside."""
    return "_".join(name.strip().strip('"').lower().replace("-", " ").split())


def short(text: str) -> str:
    """A text from the file as it may stand in a message: quoted, control characters escaped, cut after 40."""
    return repr(text if len(text) <= 40 else text[:39] + "…")
