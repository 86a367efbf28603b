"""The words and numbers that every explanation is told with, in one language, and the sources that it ends with.
What is explained does not belong here; every sentence is declared in ``wording.toml``."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Context
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.explain.raw import SOURCE
from pipelines.export import labels
from pipelines.export.numbers import Numbers
from pipelines.export.reading import Row
from pipelines.schema.signs import SIGNS
from pipelines.schema.table import Language

SIGN_OF = {status: sign for sign, status in SIGNS.items()}


@cache
def wording() -> dict[str, Any]:
    """The content of ``wording.toml``."""
    return tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))


class Speech:
    """Sentences, terms and numbers in one language."""

    def __init__(self, language: Language) -> None:
        self.language, self.numbers = language, Numbers(language)

    def sources(self, used: Mapping[int, Row]) -> Iterator[str]:
        """Every source with its file and checksum, and the labels of what is computed from them."""
        yield self.say("sources")
        for number, source in used.items():
            yield from self.source(number, source)
        yield ""
        yield from dict.fromkeys(labels.computed(source, self.language) for source in used.values())

    def source(self, number: int, source: Row) -> Iterator[str]:
        updated = labels.updated(source, self.language, precise=True)
        origin = self.term("origin", source["origin"])
        yield "  " + self.say(
            "source",
            number=number,
            label=labels.untouched(source, self.language),
            title=source[f"title_{self.language}"],
            updated=updated,
            retrieved=source["retrieved"],
            origin="" if origin in updated else f" ({origin})",
        )
        facts = {name: source[name] for name in ("path", "part", "parts", "sha256")}
        yield "      " + self.say("file", **facts)

    def cells(self, rows: Sequence[Row]) -> Iterator[str]:
        texts = [
            (
                row["region_code"],
                row["industry_code"],
                self.term("sex", row["sex"]),
                self.persons(row["employees"]),
                self.status(row["status"]),
                f"[{row[SOURCE]}]",
            )
            for row in rows
        ]
        if texts:
            yield from self.aligned(texts, right=[3])

    @staticmethod
    def aligned(texts: Sequence[Sequence[str]], right: Sequence[int]) -> Iterator[str]:
        """Rows of text in columns; those numbered in ``right`` end together."""
        widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
        for text in texts:
            cells = [
                cell.rjust(width) if place in right else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(text, widths, strict=True))
            ]
            yield "    " + "  ".join(cells).rstrip()

    def say(self, sentence: str, **facts: object) -> str:
        return str(wording()[sentence][self.language].format(**facts))

    def term(self, group: str, word: str) -> str:
        return str(wording()[group][word][self.language])

    def persons(self, value: int | None) -> str:
        return "–" if value is None else self.numbers.integer(value)

    def status(self, status: str) -> str:
        word = self.term("status", status)
        return f"{word} ({SIGN_OF[status]})" if status in SIGN_OF else word

    def number(self, value: Fraction, digits: int) -> str:
        return self.numbers.decimal(Context(prec=40).divide(value.numerator, value.denominator), digits)
