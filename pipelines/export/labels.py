"""The two labels that every figure bears: untouched figures of a source, or own calculation on a source; and the mark
of an edition whose figures are not to be used.
Which figures a label stands beside does not belong here."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.export.wording import wording
from pipelines.schema.table import Language

Snapshot = Mapping[str, Any]
DAY = len("2026-03-05")
# What a published figure can be; the sum of men and women, or of parts, is our own.
UNTOUCHED = frozenset({"observed", "zero", "suppressed", "missing", "not_applicable"})


def untouched(snapshot: Snapshot, language: Language) -> str:
    """The label of figures as published; ``snapshot`` is a row of table ``snapshot``."""
    return _label("untouched", snapshot, language)


def computed(snapshot: Snapshot, language: Language) -> str:
    """The label of everything computed from the figures of ``snapshot``, a row of table ``snapshot``."""
    return _label("computed", snapshot, language)


def updated(snapshot: Snapshot, language: Language, precise: bool = False) -> str:
    """When the source last updated its table (the day, or precisely), or that this is not known."""
    words = wording()["label"]
    if not snapshot["updated"]:
        return str(
            words["updated_unknown_copy" if snapshot["origin"] == "public_copy" else "updated_unknown"][language]
        )
    return str(words["updated"][language].format(updated=snapshot["updated"][: None if precise else DAY]))


def mark(snapshots: Iterable[Snapshot], language: Language) -> tuple[str, str]:
    """What stands on every page, sheet, slide and chart of an edition that is no statistics, and why in a sentence;
    both empty for an edition that is. ``snapshots`` are its rows of table ``snapshot``."""
    origins = {row["origin"] for row in snapshots}
    for origin, words in wording()["mark"].items():
        if origin in origins:
            return str(words[language]), str(words["why"][language])
    return "", ""


def _label(kind: str, snapshot: Snapshot, language: Language) -> str:
    declared = wording()["label"]
    words = declared.get(f"{kind}_{snapshot['origin']}", declared[kind])
    return str(
        words[language].format(
            table_id=snapshot["table_id"],
            series=snapshot["series"],
            retrieved=snapshot["retrieved"][:DAY],
            updated=updated(snapshot, language),
        )
    )
