"""A verdict and its uncertainty as plain text for a terminal, in Swedish or English.
Every sentence is declared in ``wording.toml``; nothing is computed here but what rounding for display needs."""

from collections.abc import Iterator

from pipelines.explain.judgement import Judgement
from pipelines.explain.speech import Speech
from pipelines.export.numbers import EN_DASH
from pipelines.export.reading import Row
from pipelines.schema.table import Language
from pipelines.verdicts import words
from pipelines.verdicts.tables import thresholds

SUMMED = "nation_not_in_table"
ANSWERS = {1: "strong", 0: "not_strong", None: "open"}


def render(judgement: Judgement, language: Language) -> str:
    """How sure the quotient is, the verdict with its reason, and every way of asking with its quotient and answer."""
    return "\n".join(_JudgementText(judgement, language).lines()) + "\n"


class _JudgementText(Speech):
    """One judgement in one language."""

    def __init__(self, judgement: Judgement, language: Language) -> None:
        super().__init__(language)
        self.judgement = judgement

    def lines(self) -> Iterator[str]:
        if self.judgement.uncertainty:
            yield from self.uncertainty(self.judgement.uncertainty)
            yield ""
        if self.judgement.area_chance and self.judgement.area_chance["p_value"] is not None:
            yield self.area_chance(self.judgement.area_chance)
            yield ""
        if self.judgement.suppression:
            yield from self.suppression(self.judgement.suppression)
            yield ""
        if self.judgement.verdict is None:
            yield self.say("no_verdict")
        else:
            yield from self.verdict(self.judgement.verdict)

    def uncertainty(self, row: Row) -> Iterator[str]:
        yield self.say("uncertainty")
        if row["lq_sampling_low"] is not None:
            interval = self.numbers.interval(row["lq_sampling_low"], row["lq_sampling_high"])
            yield "  " + self.say("sampling", interval=interval, counted=words.counted(row["counted"], self.language))
        if row["p_value"] is None:
            yield "  " + self.say("no_dartboard")
        else:
            facts = {name: self.chance(row[name]) for name in ("p_value", "q_value")}
            yield "  " + self.say("dartboard", se=self.numbers.decimal(row["se_dartboard"], 2), **facts)
        if row["n_eff_low"] is not None:
            yield "  " + self.say("n_eff", interval=self.numbers.whole_interval(row["n_eff_low"], row["n_eff_high"]))

    def area_chance(self, row: Row) -> str:
        facts = {name: self.chance(row[name]) for name in ("p_value", "q_value")}
        counts = {name: self.persons(row[f"workplaces_{name}"]) for name in ("whole", "core")}
        return self.say("area_dartboard", **facts, **counts)

    def suppression(self, row: Row) -> Iterator[str]:
        yield self.say("suppression", region=row["unknown_cells_region"], reference=row["unknown_cells_reference"])
        if row["suppressed_most"] is None:
            yield "  " + self.say("suppression_unstated")
        else:
            yield "  " + self.say("suppression_most", most=self.persons(row["suppressed_most"]))
        low, high = row["lq_low"], row["lq_high"]
        if low is not None or high is not None:
            ends = ("" if each is None else self.numbers.ratio(each) for each in (low, high))
            interval = self.numbers.interval(low, high) if None not in (low, high) else EN_DASH.join(ends)
            yield "  " + self.say("suppression_bounds", interval=interval, bounds=self.term("bounds", row["bounds"]))
        if row["note"]:
            yield "  " + self.term("suppression_note", row["note"])

    def verdict(self, row: Row) -> Iterator[str]:
        line = thresholds()
        yield self.say(
            "verdict", verdict=words.name(row["verdict"], self.language), series=row["series"], year=row["year"]
        )
        reason = self.term("verdict_reasons", row["reason"])
        if not row["specifications"]:
            yield f"  {reason}"
            return
        yield "  " + self.say(
            "verdict_reason",
            reason=reason,
            strong=row["specifications_strong"],
            answered=row["specifications"] - row["specifications_open"],
            open=row["specifications_open"],
        )
        yield "  " + self.say("verdict_questions", questions=row["questions"])
        yield "  " + self.say("verdict_lines", lq=self.numbers.ratio(line["lq"]))
        if row["same_verdict"] is not None:
            yield "  " + self.say("verdict_same", same=row["same_verdict"], regions=row["of_regions"])
        yield "  " + self.say("ways")
        yield from self.aligned([self.way(each) for each in self.judgement.ways], right=[3])
        yield from map(self.other, self.judgement.others)
        yield from map(self.link, self.judgement.links)

    def other(self, row: Row) -> str:
        """The verdict of another series on the same, which may be another one."""
        verdict = words.name(row["verdict"], self.language)
        return "  " + self.say("verdict_other", series=row["series"], year=row["year"], verdict=verdict)

    def link(self, row: Row) -> str:
        """How the level of a series is to that of the one that replaced it, with the spread over single years."""
        facts = {name: row[name] for name in ("series_from", "series_to", "start_year", "end_year")}
        interval = self.numbers.interval(row["factor_low"], row["factor_high"])
        return "  " + self.say("series_link", factor=self.numbers.decimal(row["factor"], 3), interval=interval, **facts)

    def way(self, row: Row) -> list[str]:
        """Reference area, year, what is counted, quotient (an interval where only bounds are known), answer."""
        if row["lq"] is not None:
            lq = self.numbers.ratio(row["lq"])
        elif row["lq_high"] is None:
            lq = f"{self.numbers.ratio(row['lq_low'])}{EN_DASH}"
        else:
            lq = self.numbers.interval(row["lq_low"], row["lq_high"])
        if row["lq_estimate"] is not None:
            lq += self.say("way_estimate", estimate=self.numbers.ratio(row["lq_estimate"]))
        answer = ANSWERS[row["strong"]]
        # Against the sum of a table's own regions a high quotient is nobody's strength.
        if answer == "strong" and self.judgement.verdict and self.judgement.verdict["reason"] == SUMMED:
            answer = "above_sum"
        return [*words.way(row["specification"], self.language), lq, self.term("answers", answer)]

    def chance(self, value: float) -> str:
        """A probability with three decimals after its sign; a smaller one is said to be smaller."""
        least = 0.001
        return f"= {self.numbers.decimal(value, 3)}" if value >= least else f"< {self.numbers.decimal(least, 3)}"
