"""Numbers that are no figures of the mart: the words of declared sentences, and texts that tables hold as they stand.
Figures are ``ledger``'s matter."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import places

# Tables of which texts stand in documents word by word.
TEXTS = ("claim", "series_break", "snapshot", "industry", "regional_account", "verdict")
BLANK = re.compile(r"\{[^}]*\}")
# A shorter piece of a declared sentence could be any number by chance.
SHORTEST = 6


@cache
def sentences() -> tuple[str, ...]:
    """The pieces between the blanks of every declared sentence that hold a digit, and the tables' columns' texts."""
    files = sorted((places.PROJECT / "pipelines").rglob("*.toml"))
    every = {text for path in files for text in _strings(tomllib.loads(path.read_text("utf-8")))}
    pieces = {piece.strip() for text in every for piece in BLANK.split(text)}
    return tuple(piece for piece in pieces if _counts(piece) and len(piece) >= SHORTEST)


def _strings(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for each in content.values() if isinstance(content, dict) else content:
            yield from _strings(each)


def texts(parquet: Path, region: str) -> set[str]:
    """The texts with digits in the tables, of claims those of the region."""
    found: set[str] = set()
    for name in TEXTS:
        table = pq.read_table(parquet / f"{name}.parquet")
        if name == "claim":
            table = table.filter(pa.compute.field("region_code") == region)
        for column in table.schema:
            if pa.types.is_string(column.type) and not column.name.endswith(("_code", "series", "lineage")):
                found |= {text for text in table[column.name].unique().to_pylist() if text and _is_word(text)}
    return found


def _is_word(text: str) -> bool:
    # A year or a code of digits alone says nothing of where it stands.
    return _counts(text) and any(sign.isalpha() for sign in text)


def _counts(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


class Words:
    """Finds in a text the pieces that are declared or held word by word."""

    def __init__(self, pieces: Iterable[str]) -> None:
        longest = sorted(set(pieces), key=lambda piece: (-len(piece), piece))
        self.pieces = longest

    def without(self, text: str) -> str:
        """``text`` with those pieces blanked out; a piece is none inside of a longer word or number."""
        for piece in self.pieces:
            start = 0
            while (place := text.find(piece, start)) >= 0:
                end = place + len(piece)
                start = place + 1
                if _free(text, place, end):
                    text = text[:place] + "\0" * len(piece) + text[end:]
                    start = end
        return text


def _free(text: str, start: int, end: int) -> bool:
    before, after = text[:start][-2:], text[end:][:2]
    joined = bool(re.search(r"\w$|\d[.,\u00a0]$", before)) and text[start].isalnum()
    return not joined and not (text[end - 1].isalnum() and re.match(r"\w|[.,\u00a0]\d", after))
