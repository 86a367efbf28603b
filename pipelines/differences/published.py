"""Claims that someone has published, as ids or pasted sentences in a file, held against an edition.
How two editions' claims are compared is in ``claims``; how the outcome is told is ``report``'s matter."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from pipelines import files
from pipelines.differences import claims
from pipelines.differences.editions import Edition
from pipelines.differences.recognition import Claims, Line
from pipelines.errors import StyrkaError
from pipelines.export.reading import Row

COMMENT = "#"
BOM = "\ufeff"
LARGEST_FILE = 10_000_000
# What may become of a claim, the best first.
OUTCOMES = ("holds", "changed", "gone")


@dataclass(frozen=True)
class Found:
    """A claim that a line names or says: the ``row`` of the comparison between the edition that had it (``of``) and the
    one asked; ``astray`` when the line names it by its sentence beside the id of another, ``bare`` when it has the id
    alone, which does not tell the sentence that was published: the claim holds as long as there is one."""

    row: Row
    of: str
    astray: bool
    bare: bool

    @property
    def outcome(self) -> str:
        if self.astray and self.row["outcome"] == "holds":
            return "changed"
        return "holds" if self.bare and self.row["outcome"] == "changed" else str(self.row["outcome"])


@dataclass(frozen=True)
class Published:
    """One line of the file with all claims ``found`` in it, none when no kept edition has ever claimed it, and what it
    says ``beyond`` them, which nothing was held against.

    ``outcome`` is that of the claim that fared worst: holds, changed (also when the line says more than its claims),
    gone, or unknown.
    """

    line: int
    text: str
    found: Sequence[Found]
    beyond: str

    @property
    def outcome(self) -> str:
        if not self.found:
            return "unknown"
        said = ["changed" if self.beyond else "holds", *(each.outcome for each in self.found)]
        return max(said, key=OUTCOMES.index)


def check(file: Path, now: Edition, kept: Iterable[Edition]) -> list[Published]:
    """Every claim of ``file`` against edition ``now``.

    The file is UTF-8 text: ids or sentences in Swedish or English, one or more a line; lines that begin with # and
    empty ones are passed over, and a label, quotation marks or a claim's own source around it do no harm. Claims are
    looked for in ``now``, then in the other ``kept`` editions, the newest first, of which the first of an id counts.
    StyrkaError names what cannot be read.
    """
    lines = {number: Line(text) for number, text in _lines(file)}
    if not lines:
        raise StyrkaError(f"{file}: no claims in it; write ids or sentences of claims, one a line")
    found: dict[int, list[tuple[str, Row]]] = {number: [] for number in lines}
    for edition in _once([now, *kept]):
        missing = [number for number, line in lines.items() if line.beyond or _unread(line, found[number])]
        if not missing:
            break
        known = Claims(pq.read_table(edition.table("claim"), use_threads=False).to_pylist())
        heard = {number: [*known.hear(lines[number]), *known.bare(lines[number])] for number in missing}
        if any(heard.values()):
            compared = {row["claim_id"]: row for row in claims.compare(edition, now)}
            for number, named in heard.items():
                found[number] += [(edition.id, compared[claim_id]) for claim_id in dict.fromkeys(named)]
    return [
        Published(number, line.text, list(_told(line, found[number])), line.beyond) for number, line in lines.items()
    ]


def _once(editions: Iterable[Edition]) -> Iterator[Edition]:
    """Each edition once, as it stands first."""
    seen = set[str]()
    for edition in editions:
        if edition.id not in seen:
            seen.add(edition.id)
            yield edition


def _unread(line: Line, found: Sequence[tuple[str, Row]]) -> bool:
    """Whether nothing is known of a line, or of an id that stands alone no other reading yet."""
    changed = {row["claim_id"] for _, row in found if row["outcome"] == "changed"}
    return not found or not changed.issuperset(line.bare)


def _told(line: Line, found: Sequence[tuple[str, Row]]) -> Iterator[Found]:
    """Each claim of a line once, as it fares worst; of claims with one sentence only those whose ids stand beside."""
    worst: dict[str, tuple[str, Row]] = {}
    for of, row in found:
        known = worst.setdefault(row["claim_id"], (of, row))
        if OUTCOMES.index(row["outcome"]) > OUTCOMES.index(known[1]["outcome"]):
            worst[row["claim_id"]] = (of, row)
    for claim_id, (of, row) in worst.items():
        own = claim_id in line.ids
        if own or not any(claim_id in said and set(said) & set(line.ids) for said in line.said):
            yield Found(row, of, astray=bool(line.ids) and not own, bare=claim_id in line.bare)


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
