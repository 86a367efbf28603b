"""Puts one claim into words: the sentence, its caveats, and what it may and may not be used to say.
What is claimed, and of whom, is decided in ``table``; every word is declared in ``wording.toml``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.claims.declared import wording
from pipelines.export import headline
from pipelines.export.grammar import genitive, municipality
from pipelines.export.numbers import Numbers
from pipelines.schema.table import Language
from pipelines.verdicts.tables import thresholds

Row = Mapping[str, Any]
# Kinds of claim that say which place a region has.
PLACES = ("first_country", "among_country", "first_county")


@dataclass(frozen=True)
class Names:
    """What the row's codes are called in one language; ``county`` is empty outside of counties."""

    region: str
    subject: str
    county: str


@dataclass(frozen=True)
class Speaker:
    """Says claims in one language; ``mark`` stands before every sentence of an edition that is no statistics."""

    language: Language
    mark: str = ""

    def sentence(self, kind: str, row: Row, names: Names) -> str:
        """The claim of ``kind`` on a row of ``sql/claim_ground.sql``."""
        numbers = Numbers(self.language)
        scope = "county" if kind == "first_county" else "country"
        regions = row[f"regions_{scope}"]
        weighted = kind == "amount" and row["subject_type"] == "area"
        said = self._say(
            "kind",
            "amount_of_area" if weighted else kind,
            region=self._say(
                "place", row["region_type"] or "imported", name=names.region, municipality=municipality(names.region)
            ),
            counted=self._say("counted", row["counted"]),
            subject=self._say("subject", row["subject_type"], name=names.subject),
            county=genitive(names.county, "sv") if self.language == "sv" else names.county,
            year=row["year"],
            value=self._stated(kind, row, numbers),
            regions=regions and self._say("regions", row["region_type"], count=numbers.integer(regions)),
        )
        return f"{self.mark}: {said}" if self.mark else said

    def caveat(self, kind: str, row: Row) -> str:
        """How sure the ground of a claim of ``kind`` is, sentence by sentence, as far as each applies."""
        said = [self._say("caveat", "preliminary")] if headline.is_preliminary(row["series"]) else []
        if headline.is_declared(row["series"]):
            said.append(self._say("caveat", "place"))
        said += self._ways(row)
        said += self._intervals(row)
        if kind in PLACES and row["counted"] == "workplaces":
            said.append(self._say("caveat", "by_workplaces"))
        if row["of_regions"] > 1:
            regions = self._say("kinds", row["region_type"] or "imported")
            said.append(self._say("caveat", "same", same=row["same_verdict"], of=row["of_regions"], kind=regions))
        # Whatever else makes it only possible.
        if row["q_value"] is not None and row["q_value"] > thresholds()["false_discovery"]:
            said.append(self._say("caveat", "could_be_chance"))
        return " ".join(said)

    def _ways(self, row: Row) -> Iterator[str]:
        """How many ways of asking agree, how many have no answer, and how many separate questions they put."""
        unanswered, asked = row["specifications_open"], row["specifications"]
        facts = {"strong": row["specifications_strong"], "answered": asked - unanswered, "open": unanswered}
        yield self._say("caveat", "ways_open" if unanswered else "ways", asked=asked, **facts)
        if row["questions"] < asked - unanswered:
            yield self._say("caveat", "one_question" if row["questions"] == 1 else "questions", count=row["questions"])

    def _intervals(self, row: Row) -> Iterator[str]:
        """What the noise alone leaves of the quotient, and what it is as a sample."""
        numbers = Numbers(self.language)
        if row["lq_low"] is not None and row["lq_low"] < row["lq_high"]:
            yield self._say("caveat", "noise", bounds=numbers.interval(row["lq_low"], row["lq_high"]))
        if row["counted"] == "employees" and row["lq_sampling_low"] is not None:
            sampled = numbers.interval(row["lq_sampling_low"], row["lq_sampling_high"])
            yield self._say("caveat", "sampling", bounds=sampled)

    def may_say(self, kind: str, row: Row) -> str:
        """Of a place only what is known of the noise: a count of workplaces has none."""
        return self._say("may_say_of_counts" if kind in PLACES and row["counted"] == "workplaces" else "may_say", kind)

    def may_not_say(self, kind: str, grade: str, row: Row) -> str:
        said = [self._say("may_not_say", kind)]
        if row["reason"] in wording()["weaker_for"]:
            said.append(self._say("weaker_for", row["reason"]))
        elif grade in wording()["weaker"]:
            said.append(self._say("weaker", grade))
        return " ".join(said)

    def _stated(self, kind: str, row: Row, numbers: Numbers) -> str:
        """The number of a claim as its sentence states it: a place in words."""
        if kind == "among_country":
            return self._say("place_word", f"{value(kind, row):.0f}")
        return stated(kind, value(kind, row), numbers)

    def _say(self, *keys: str, **facts: object) -> str:
        found: Any = wording()
        for key in (*keys, self.language):
            found = found[key]
        return str(found).format(**facts)


def grade_name(grade: str, language: Language) -> str:
    """A value of column ``grade`` in words."""
    return str(wording()["grade"][grade][language])


def stated(kind: str, number: float, numbers: Numbers) -> str:
    """A number as the sentence of a claim of ``kind`` states it, where it does so in figures."""
    return numbers.ratio(number) if kind == "share" else numbers.compact(number)


def value(kind: str, row: Row) -> float:
    """The number that a claim of ``kind`` states, unrounded."""
    columns = {"share": "lq", "amount": "amount", "among_country": "place_country"}
    return float(row[columns[kind]]) if kind in columns else 1.0
