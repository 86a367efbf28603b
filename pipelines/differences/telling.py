"""The outcome of a check of published claims, line by line, for a terminal.
What the outcome is, is found by ``published``."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipelines.claims.sentences import PLACES, stated
from pipelines.differences.published import Found, Published
from pipelines.differences.recognition import plain
from pipelines.export.numbers import Numbers
from pipelines.export.reading import LANGUAGES, Row
from pipelines.profiles.words import Words
from pipelines.schema.table import Language
from pipelines.verdicts import words as verdicts

WORDING = Path(__file__).with_name("wording")


def tell(checked: Sequence[Published], edition: str, language: Language) -> str:
    """Every claim with its outcome and what reads otherwise now, then how many of each outcome."""
    words = Words(language, WORDING)
    counted = Counter(each.outcome for each in checked)
    lines = [line for each in checked for line in _lines(each, words)]
    total = {outcome: counted[outcome] for outcome in ("holds", "changed", "gone", "unknown")}
    return "\n".join([*lines, words("check.total", edition=edition, **total)]) + "\n"


def reason(row: Row, words: Words) -> str:
    """Why a claim is gone, or what of it changed."""
    language = words.language
    if row["outcome"] == "gone":
        verdict = verdicts.name(row["verdict_now"], language) if row["verdict_now"] else ""
        return words(f"claims.why_{row['why']}", verdict=verdict, claim=row["replaced_by"])
    changed: list[str] = []
    if row[f"text_{language}"] != row[f"text_{language}_before"]:
        changed += _sentence(row, words)
    if row[f"caveat_{language}"] != row[f"caveat_{language}_before"]:
        changed.append(words("claims.caveat"))
    if row["grade"] != row["grade_before"]:
        changed.append(words("claims.grade", before=row["grade_before"], now=row["grade"]))
    if row["table_id"] != row["table_id_before"]:
        changed.append(words("claims.source", before=row["table_id_before"], now=row["table_id"]))
    return words("claims.changed_parts", parts=", ".join(changed)) if changed else words("claims.other_language")


def _sentence(row: Row, words: Words) -> Iterator[str]:
    """What of a sentence changed: its year, and whether the figure of before stands; its figure or its place."""
    years = {"before": row["year_before"], "now": row["year"]}
    numbers = Numbers(words.language)
    moved = row["year"] != row["year_before"]
    if row["kind"] in PLACES:
        if moved:
            yield words("claims.year", **years)
        if row["value"] != row["value_before"]:
            yield words("claims.place")
        elif not moved:
            yield words("claims.sentence")
        return
    before, now = (stated(row["kind"], row[name], numbers) for name in ("value_before", "value"))
    if not moved:
        yield words("claims.sentence" if before == now else "claims.figure", year=row["year"])
    elif row["value_then"] is None:
        yield words("claims.year", **years)
    else:
        then = stated(row["kind"], row["value_then"], numbers)
        yield words("claims.year_same" if then == before else "claims.year_other", then=then, **years)


def _lines(each: Published, words: Words) -> Iterator[str]:
    yield words("check.line", line=each.line, outcome=words(f"claims.{each.outcome}"), text=each.text)
    if not each.found:
        yield words("check.unknown")
        return
    for found in each.found:
        if len(each.found) > 1:
            yield words("check.claim", claim=found.row["claim_id"], outcome=words(f"claims.{found.outcome}"))
        if found.outcome != "holds":
            yield from _broken(found, each.text, words)
        elif not _is_said(found.row, each.text):
            yield words("check.now", text=found.row[f"text_{words.language}"])
            if found.row["outcome"] == "changed":
                yield words("check.bare", edition=found.of, text=found.row[f"text_{words.language}_before"])
    if each.beyond:
        yield words("check.beyond", beyond=each.beyond)


def _is_said(row: Row, text: str) -> bool:
    """Whether a line has the sentence that a claim has now, in either language."""
    return any(plain(row[f"text_{language}"]) in plain(text) for language in LANGUAGES)


def _broken(found: Found, text: str, words: Words) -> Iterator[str]:
    """How a claim that does not hold as it stands read and reads, and why."""
    if found.astray:
        yield words("check.astray", claim=found.row["claim_id"])
    if found.row["outcome"] == "holds":
        return
    before, now = (found.row[f"text_{words.language}{end}"] for end in ("_before", ""))
    if plain(before) not in plain(text) and before != now:
        yield words("check.before", edition=found.of, text=before)
    if now:
        yield words("check.now", text=now)
    yield words("check.why", why=reason(found.row, words))
