"""An explanation as plain text for a terminal, in Swedish or English.
Every sentence is declared in ``wording.toml``; nothing is computed here but what rounding for display needs."""

import tomllib
from collections.abc import Iterator, Sequence
from decimal import Context
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from pipelines.explain.explanation import Comparison, Explanation
from pipelines.explain.raw import SOURCE
from pipelines.explain.sums import Sum
from pipelines.export import labels
from pipelines.export.numbers import Numbers
from pipelines.export.reading import Row
from pipelines.schema.signs import SIGNS
from pipelines.schema.table import Language

SIGN_OF = {status: sign for sign, status in SIGNS.items()}


def render(explanation: Explanation, language: Language) -> str:
    """The whole explanation: each reference area's quotient, the four sums with their raw cells, the sources."""
    return "\n".join(_Text(explanation, language).lines()) + "\n"


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))


class _Text:
    """One explanation in one language."""

    def __init__(self, explanation: Explanation, language: Language) -> None:
        self.explanation, self.language, self.numbers = explanation, language, Numbers(language)

    def lines(self) -> Iterator[str]:
        told = self.explanation
        yield self.say(
            "headline",
            region=told.region[f"name_{self.language}"],
            region_code=told.region["region_code"],
            industry=told.industry[f"name_{self.language}"],
            industry_code=told.industry["industry_code"],
            year=told.year,
            series=told.series,
        )
        if told.others:
            yield self.say("others", others=", ".join(told.others))
        for comparison in told.comparisons:
            yield ""
            yield from self.comparison(comparison)
        yield ""
        yield self.say("cells")
        yield from self.sum("e_ir", told.industry_sum)
        yield from self.sum("E_r", told.region_sum)
        for comparison in (each for each in told.comparisons if each.total.cells.num_rows):
            yield from self.sum("E_i", comparison.industry, self.area(comparison))
            yield from self.sum("E", comparison.total, self.area(comparison))
        yield ""
        yield self.say("sources")
        used = told.used_sources
        for number, source in used.items():
            yield from self.source(number, source)
        yield ""
        yield from dict.fromkeys(labels.computed(source, self.language) for source in used.values())

    def comparison(self, comparison: Comparison) -> Iterator[str]:
        told, row = self.explanation, comparison.mart
        note = self.term("reason", row["note"]) if row["note"] else ""
        exact = comparison.exact
        lq = self.say("undefined", note=note) if exact is None else self.number(exact, 2)
        yield self.say(
            "comparison",
            area=self.area(comparison),
            reference=self.term("reference", row["reference"]),
            reference_code=row["reference_code"],
            lq=lq,
        )
        sums = (told.industry_sum, told.region_sum, comparison.industry, comparison.total)
        e_ir, e_r, e_i, e = (self.persons(each.value) for each in sums)
        yield "  " + self.say("formula", e_ir=e_ir, e_r=e_r, e_i=e_i, e=e)
        if exact is not None:
            yield "  " + self.say(
                "exact",
                numerator=self.persons(exact.numerator),
                denominator=self.persons(exact.denominator),
                decimal=self.number(exact, _wording()["decimals_shown"]),
                mart=self.number(Fraction(row["lq"]), _wording()["decimals_shown"]),
            )
        if exact is not None and note:
            yield "  " + self.say("note", note=note)
        if row["rank"] is not None:
            yield "  " + self.say("rank", rank=row["rank"], rank_of=row["rank_of"])

    def sum(self, symbol: str, told: Sum, area: str = "") -> Iterator[str]:
        meaning = self.term("sums", symbol.lower()).format(area=area)
        heading = self.say(
            "sum",
            symbol=symbol,
            value=self.persons(told.value),
            meaning=meaning,
            count=self.persons(told.cells.num_rows),
        )
        unknown = self.say("unknown", unknown=self.persons(told.unknown)) if told.unknown else ""
        yield f"  {heading}{unknown}"
        ordered = told.cells.sort_by([(name, "ascending") for name in ("region_code", "industry_code", "sex")])
        shown = ordered.slice(0, _wording()["cells_shown"])
        yield from self.cells(shown.to_pylist())
        rest = ordered.slice(shown.num_rows)
        if rest.num_rows:
            value = pc.sum(rest["employees"]).as_py()
            yield "    " + self.say("more", count=self.persons(rest.num_rows), value=self.persons(value))

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
        widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
        for text in texts:
            aligned = [cell.ljust(width) for cell, width in zip(text, widths, strict=True)]
            aligned[3] = text[3].rjust(widths[3])
            yield "    " + "  ".join(aligned).rstrip()

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

    def area(self, comparison: Comparison) -> str:
        return comparison.names[self.language]

    def say(self, sentence: str, **facts: object) -> str:
        return str(_wording()[sentence][self.language].format(**facts))

    def term(self, group: str, word: str) -> str:
        return str(_wording()[group][word][self.language])

    def persons(self, value: int | None) -> str:
        return "–" if value is None else self.numbers.integer(value)

    def status(self, status: str) -> str:
        word = self.term("status", status)
        return f"{word} ({SIGN_OF[status]})" if status in SIGN_OF else word

    def number(self, value: Fraction, digits: int) -> str:
        return self.numbers.decimal(Context(prec=40).divide(value.numerator, value.denominator), digits)
