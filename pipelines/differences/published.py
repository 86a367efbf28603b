"""Claims that someone has published, as ids or pasted sentences in a file, held against an edition.
How two editions' claims are compared is in ``claims``; how the outcome is told is ``report``'s matter."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from pipelines import files
from pipelines.differences import claims
from pipelines.differences.editions import Edition
from pipelines.errors import StyrkaError
from pipelines.export.reading import LANGUAGES, Row

COMMENT = "#"
BOM = "\ufeff"
LARGEST_FILE = 10_000_000
WORDS_BESIDE = 3
# As ids are made in pipelines/claims/table.py: region, kind, subject, and eight digits of a checksum.
ID = re.compile(r"[a-z0-9-]+-[0-9a-f]{8}")


@dataclass(frozen=True)
class Published:
    """One claim of the file: the ``line`` it begins on, its ``text``, and the ``row`` of the comparison between the
    edition that had it (``of``) and the one asked, None when no kept edition has ever claimed it.

    ``outcome`` is holds, changed, gone or unknown.
    """

    line: int
    text: str
    row: Row | None
    of: str | None

    @property
    def outcome(self) -> str:
        return "unknown" if self.row is None else str(self.row["outcome"])


def check(file: Path, now: Edition, kept: Iterable[Edition]) -> list[Published]:
    """Every claim of ``file`` against edition ``now``.

    The file is UTF-8 text: ids or sentences in Swedish or English, one a line; lines that begin with # and empty ones
    are passed over, and what stands around an id or a sentence (a label, quotation marks) does no harm. A sentence is
    looked for in ``now``, then in the other ``kept`` editions, the newest first. StyrkaError names what cannot be read.
    """
    lines = list(_lines(file))
    if not lines:
        raise StyrkaError(f"{file}: no claims in it; write ids or sentences of claims, one a line")
    found: dict[int, Published] = {}
    for edition in (now, *(each for each in kept if each.id != now.id)):
        missing = [(line, text) for line, text in lines if line not in found]
        if not missing:
            break
        rows = pq.read_table(edition.table("claim"), use_threads=False).to_pylist()
        known = _Known(rows)
        named = [(line, text, claim_id) for line, text in missing if (claim_id := known.named(text))]
        if named:
            compared = {row["claim_id"]: row for row in claims.compare(edition, now)}
            for line, text, claim_id in named:
                found[line] = Published(line, text, _as_said(compared[claim_id], text, known), edition.id)
    return [found.get(line, Published(line, text, None, None)) for line, text in lines]


class _Known:
    """An edition's claims by id and by sentence."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.ids = {row["claim_id"] for row in rows}
        self.sentences: Mapping[str, str] = {
            _plain(row[f"text_{language}"]): row["claim_id"] for row in rows for language in LANGUAGES
        }

    def named(self, text: str) -> str | None:
        """The id of the claim that a line names or says."""
        for match in ID.findall(text.lower()):
            if match in self.ids:
                return str(match)
        return self.said(text)

    def said(self, text: str) -> str | None:
        plain = _plain(text)
        if plain in self.sentences:
            return self.sentences[plain]
        # The longest, should one sentence be the beginning of another.
        within = [sentence for sentence in self.sentences if sentence in plain]
        return self.sentences[max(within, key=len)] if within else None


def _as_said(row: Row, text: str, known: _Known) -> Row:
    """A line that names a claim by its id and says something else has changed, whatever the claim did."""
    said = known.said(text)
    # An id alone, or with a word or two beside it, says nothing.
    speaks = len(_plain(ID.sub("", text)).split()) > WORDS_BESIDE
    return row | {"outcome": "changed"} if row["outcome"] == "holds" and speaks and said != row["claim_id"] else row


def _plain(text: str) -> str:
    """A sentence without what copying changes: kinds of blank and hyphen, quotation marks, letters put together."""
    composed = unicodedata.normalize("NFKC", text).translate({0x2212: "-", 0x2010: "-", 0x2011: "-", 0x2013: "-"})
    return " ".join(composed.strip(" \t\"'«»“”„‘’").split())


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    files.check_regular(file)
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise StyrkaError(f"{file}: larger than {LARGEST_FILE:,} bytes; a list of claims is expected")
        content = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise StyrkaError(f"{file}: is no text in UTF-8 (byte {error.start + 1}); save it as UTF-8") from error
    except OSError as error:
        raise StyrkaError(f"{file}: cannot be read ({error.strerror or error})") from error
    for number, line in enumerate(content.removeprefix(BOM).splitlines(), start=1):
        text = line.strip()
        if text and not text.startswith(COMMENT):
            yield number, text
