"""Which claims a line of text names by their ids or says in their sentences, and what it says beside them.
Whether those claims hold is not decided here, nor how a file of lines is read."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipelines.differences.comparison import settings
from pipelines.export import headline
from pipelines.export.reading import LANGUAGES, Row
from pipelines.profiles.words import Words

# As ids are made in pipelines/claims/table.py: region, kind, subject, and eight digits of a checksum.
ID = re.compile(r"(?<![\w-])[a-z0-9-]+-[0-9a-f]{8}(?![\w-])", re.IGNORECASE)
# Hyphens and minus signs are one sign, and nobody sees where a line may break or which way a letter reads.
UNSEEN = (0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)
ALIKE = {**dict.fromkeys((0x2010, 0x2011, 0x2013, 0x2212), "-"), **dict.fromkeys(UNSEEN)}
# Neither a question mark nor a sign of more or less is among them: they change what is said.
QUOTES = " \t\"'«»“”„‘’|*•–—-"
STOPS = ".,:;"
MARKS = f"{QUOTES}{STOPS}()[]"
# A number says nothing where it begins the line as the number of a point, or stands in brackets as that of a note.
POINT = re.compile(r"[(\[]?[0-9]{1,3}[.):\]]")
NOTE = re.compile(r"[(\[][0-9]{1,3}[)\]]")


@dataclass
class Line:
    """A line of text: the ``ids`` of claims that it names, for each sentence that it ``said`` the ids of the claims
    with that sentence, and the ``pieces`` of it that are no id, sentence, source or caveat."""

    text: str
    ids: list[str] = field(default_factory=list)
    said: list[Sequence[str]] = field(default_factory=list)
    pieces: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.pieces = [plain(self.text)]

    @property
    def bare(self) -> list[str]:
        """The ids that stand without a sentence of theirs."""
        said = {claim_id for one in self.said for claim_id in one}
        return [claim_id for claim_id in self.ids if claim_id not in said]

    @property
    def beyond(self) -> str:
        """What the line says beside its claims, empty when that is nothing or a label such as ”Bild 3:”."""
        left = [piece for place, piece in enumerate(self.pieces) if not _is_label(piece, begins=place == 0)]
        return " … ".join(piece.strip(" " + STOPS) for piece in left)


class Claims:
    """An edition's claims by id and by sentence."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = {row["claim_id"]: row for row in rows}
        self.sentences: dict[str, list[str]] = {}
        for row in rows:
            for sentence in _texts(row, "text"):
                self.sentences.setdefault(sentence, []).append(row["claim_id"])

    def hear(self, line: Line) -> list[str]:
        """The claims that ``line`` names or says, taken out of its pieces with their own sources and caveats."""
        ids = self._take_ids(line)
        said = [self.sentences[sentence] for sentence in _take_texts(line, self.sentences)]
        line.ids += ids
        line.said += said
        named = {*line.ids, *(each for one in line.said for each in one)} & self.rows.keys()
        _take_texts(line, {beside for claim_id in named for beside in _beside(self.rows[claim_id])})
        return list(dict.fromkeys([*ids, *(each for one in said for each in one)]))

    def bare(self, line: Line) -> list[str]:
        """The edition's claims whose ids have been taken out of ``line`` without a sentence of theirs."""
        return [claim_id for claim_id in line.bare if claim_id in self.rows]

    def _take_ids(self, line: Line) -> list[str]:
        """The ids of this edition's claims in ``line``, taken out of its pieces."""
        ids, pieces = [], []
        for piece in line.pieces:
            begin = 0
            for found in ID.finditer(piece):
                if (claim_id := found.group().lower()) in self.rows:
                    ids.append(claim_id)
                    pieces.append(piece[begin : found.start()])
                    begin = found.end()
            pieces.append(piece[begin:])
        line.pieces = pieces
        return ids


def plain(text: str) -> str:
    """A sentence without what copying changes: kinds of blank and hyphen, places where a line may break, quotation
    marks, letters put together."""
    composed = unicodedata.normalize("NFKC", text).translate(ALIKE)
    return " ".join(composed.strip(" \t\"'«»“”„‘’").split())


def _texts(row: Row, *names: str) -> Iterator[str]:
    """What a claim says in both languages, as ``plain`` has it and without its final stop."""
    for name in names:
        for language in LANGUAGES:
            if text := plain(row[f"{name}_{language}"] or "").removesuffix("."):
                yield text


def _whole(sentence: str) -> str:
    """A sentence as a pattern, with or without its final stop; not where a word or a number goes on around it."""
    return rf"(?<!\w)(?<!\d[.,]){re.escape(sentence)}(?!\w|[.,]\d)\.?"


def _take_texts(line: Line, texts: Iterable[str]) -> list[str]:
    """Take all ``texts`` out of the pieces, the longest first, should one be the beginning of another; those there."""
    there = [text for text in texts if any(text in piece for piece in line.pieces)]
    there.sort(key=lambda text: (-len(text), text))
    return [text for text in there if _take(line, _whole(text))]


def _take(line: Line, pattern: str) -> bool:
    """Take all that a pattern finds out of the pieces; whether there was any."""
    pieces = [part for piece in line.pieces for part in re.split(pattern, piece)]
    taken = len(pieces) > len(line.pieces)
    line.pieces = pieces
    return taken


def _is_label(piece: str, *, begins: bool) -> bool:
    if _label().fullmatch(piece.strip(MARKS)):
        return True
    if begins and POINT.fullmatch(piece.strip(QUOTES)):
        return True
    return bool(NOTE.fullmatch(piece.strip(QUOTES + STOPS)))


@cache
def _label() -> re.Pattern[str]:
    """Nothing, a declared word with or without a number, or the edition as a copied claim names it."""
    words = "|".join(map(re.escape, settings()["labels"]))
    editions = [Words(language)("claims.copied_edition", edition="EDITION").strip(MARKS) for language in LANGUAGES]
    named = "|".join(re.escape(each).replace("EDITION", "[0-9a-f]+") for each in editions)
    return re.compile(rf"(?:(?:{words})(?: ?[0-9]{{1,3}})?)?|{named}", re.IGNORECASE)


def _beside(row: Row) -> Iterator[str]:
    """What may stand beside a claim's sentence where it was copied: its caveat, label and series, and that it is
    preliminary."""
    yield from _texts(row, "caveat", "label")
    for language in LANGUAGES:
        words, name = Words(language), f"series.{row['series']}"
        series = words(name) if name in words.entries else row["series"]
        said = [words("claims.copied_series", series=series)]
        if headline.is_preliminary(row["series"]):
            said.append(words("claims.copied_preliminary"))
        yield from (plain(each).removesuffix(".") for each in said)
