"""The wording of one language: sentences from ``wording/<language>.toml`` of a folder (the profiles' unless told) with
their blanks filled in, and the small grammar that names need. No sentence is written here."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.schema.table import Language

WORDING = Path(__file__).with_name("wording")
SIBILANTS = ("s", "x", "z")


class Words:
    """Sentences by dotted key, for example ``words("size.heading")``; a missing key or blank is a KeyError."""

    def __init__(self, language: Language, folder: Path = WORDING) -> None:
        self.language = language
        self.entries = entries(language, folder)

    def __call__(self, key: str, **blanks: object) -> str:
        return self.entries[key].format(**blanks)

    def genitive(self, name: str) -> str:
        """``Kalmars``, ``Degerfors``, ``Kalmar county’s``."""
        if self.language == "en":
            return f"{name}’s"
        if name.casefold().endswith(SIBILANTS):
            return name
        return f"{name}s" if name[-1:].isalpha() else f"{name}:s"

    def listed(self, items: Sequence[str]) -> str:
        """``a, b och c``."""
        if len(items) < 2:
            return "".join(items)
        return self("grammar.and", first=", ".join(items[:-1]), last=items[-1])


def within_sentence(name: str) -> str:
    """A name as it stands inside a sentence: without what follows a colon or semicolon, its first letter small."""
    short = name
    for mark in (";", ":"):
        short = short.split(mark, 1)[0].rstrip() or short
    return short[:1].lower() + short[1:] if short[1:2].islower() else short


@cache
def entries(language: Language, folder: Path = WORDING) -> dict[str, str]:
    """Every sentence of a language by its dotted key."""
    content = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    return dict(_flat("", content))


def _flat(prefix: str, content: dict[str, Any]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in content.items():
        key = f"{prefix}{name}"
        pairs += _flat(f"{key}.", value) if isinstance(value, dict) else [(key, value)]
    return pairs
