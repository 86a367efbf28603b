"""The small grammar that names need in each language: genitives, lists, and names inside a sentence.
Sentences themselves are declared by the outputs that say them."""

from collections.abc import Sequence

from pipelines.export.wording import wording
from pipelines.schema.table import Language

SIBILANTS = ("s", "x", "z")


def genitive(name: str, language: Language) -> str:
    """``Kalmars``, ``Degerfors``, ``Kalmar county’s``."""
    if language == "en":
        return f"{name}’s"
    if name.casefold().endswith(SIBILANTS):
        return name
    return f"{name}s" if name[-1:].isalpha() else f"{name}:s"


def listed(items: Sequence[str], language: Language) -> str:
    """``a, b och c``."""
    if len(items) < 2:
        return "".join(items)
    joined: str = wording()["grammar"]["and"][language]
    return joined.format(first=", ".join(items[:-1]), last=items[-1])


def within_sentence(name: str) -> str:
    """A name as it stands inside a sentence: without what follows a colon or semicolon, its first letter small."""
    short = name
    for mark in (";", ":"):
        short = short.split(mark, 1)[0].rstrip() or short
    return short[:1].lower() + short[1:] if short[1:2].islower() else short
