"""An explanation as plain text for a terminal, in Swedish or English.
Every sentence is declared in ``wording.toml``; nothing is computed here but what rounding for display needs."""

from collections.abc import Iterator
from fractions import Fraction

import pyarrow.compute as pc

from pipelines.explain.explanation import Comparison, Explanation
from pipelines.explain.speech import Speech, wording
from pipelines.explain.sums import Sum
from pipelines.schema.table import Language


def render(explanation: Explanation, language: Language) -> str:
    """The whole explanation: each reference area's quotient, the four sums with their raw cells, the sources."""
    return "\n".join(_Text(explanation, language).lines()) + "\n"


class _Text(Speech):
    """One explanation in one language."""

    def __init__(self, explanation: Explanation, language: Language) -> None:
        super().__init__(language)
        self.explanation = explanation

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
        yield from self.sources(told.used_sources)

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
                decimal=self.number(exact, wording()["decimals_shown"]),
                mart=self.number(Fraction(row["lq"]), wording()["decimals_shown"]),
            )
        if exact is not None and note:
            yield "  " + self.say("note", note=note)
        if row["lq_low"] is not None and row["lq_low"] < row["lq_high"]:
            yield "  " + self.say("noise_interval", interval=self.numbers.interval(row["lq_low"], row["lq_high"]))
        # Who works where is known; in which industry is not, and nobody is specialised in that.
        if row["rank"] is not None and row["note"] != "unknown_industry":
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
        shown = ordered.slice(0, wording()["cells_shown"])
        yield from self.cells(shown.to_pylist())
        rest = ordered.slice(shown.num_rows)
        if rest.num_rows:
            value = pc.sum(rest["employees"]).as_py()
            yield "    " + self.say("more", count=self.persons(rest.num_rows), value=self.persons(value))

    def area(self, comparison: Comparison) -> str:
        return comparison.names[self.language]
