"""The small grammar that names need in each language: genitives, lists, and names inside a sentence.
Sentences themselves are declared by the outputs that say them."""

from collections.abc import Sequence

from pipelines.export.wording import wording
from pipelines.schema.table import Language

SIBILANTS = ("s", "x", "z")
VOWELS = tuple("aeiouyåäöé")


def genitive(name: str, language: Language) -> str:
    """``Kalmars``, ``Degerfors``, ``Kalmar county’s``."""
    if language == "en":
        return f"{name}’s"
    if name.casefold().endswith(SIBILANTS):
        return name
    return f"{name}s" if name[-1:].isalpha() else f"{name}:s"


def municipality(name: str) -> str:
    """``Hallsbergs kommun``, ``Örebro kommun``: in Swedish a municipality bears its place's name so."""
    words = wording()["municipality"]
    borne = words["borne"].get(name) or (name if name.casefold().endswith(VOWELS) else genitive(name, "sv"))
    named: str = words["of"].format(name=borne)
    return named


def listed(items: Sequence[str], language: Language) -> str:
    """``a, b och c``; of items with an ``och`` in them ``a, b och c samt d``, of lists ``a, b och c; d samt e``."""
    if len(items) < 2:
        return "".join(items)
    words = wording()["grammar"]
    lists = any(", " in item for item in items)
    pairs = any(words["and"][language].format(first="", last="") in item for item in items)
    joined: str = words["and_of_lists" if lists else "together_with" if pairs else "and"][language]
    return joined.format(first=("; " if lists else ", ").join(items[:-1]), last=items[-1])


def within_sentence(name: str) -> str:
    """A name as it stands inside a sentence: without what follows a colon or semicolon, its first letter small."""
    short = name
    for mark in (";", ":"):
        short = short.split(mark, 1)[0].rstrip() or short
    return _begun_small(short)


def whole_within_sentence(name: str, language: Language) -> str:
    """A name inside a sentence that is of all it names: ``handel samt reparation av motorfordon``; without what follows
    a colon, which only explains."""
    short = name.split(":", 1)[0].rstrip() or name
    said, *more = [part.strip() for part in short.split(";") if part.strip()] or [name]
    together: str = wording()["grammar"]["together_with"][language]
    for part in more:
        said = together.format(first=said, last=part)
    return _begun_small(said)


def _begun_small(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
