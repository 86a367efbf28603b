"""The wording of one language: sentences from ``wording/<language>.toml`` of a folder (the profiles' unless told) with
their blanks filled in. No sentence is written here, and grammar is ``export.grammar``'s."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.export import grammar
from pipelines.schema.table import Language

WORDING = Path(__file__).with_name("wording")


class Words:
    """Sentences by dotted key, for example ``words("size.heading")``; a missing key or blank is a KeyError."""

    def __init__(self, language: Language, folder: Path = WORDING) -> None:
        self.language = language
        self.entries = entries(language, folder)

    def __call__(self, key: str, **blanks: object) -> str:
        return self.entries[key].format(**blanks)

    def genitive(self, name: str) -> str:
        return grammar.genitive(name, self.language)

    def listed(self, items: Sequence[str]) -> str:
        return grammar.listed(items, self.language)

    def broken(self, year: int, only: Sequence[str]) -> str:
        """The year of a break, with the industries that it breaks where it leaves others whole."""
        if not only:
            return str(year)
        industries = self.listed([grammar.within_sentence(each) for each in only])
        return self("development.broken_only", year=year, industries=industries)


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
