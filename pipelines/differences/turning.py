"""What turned a verdict from one edition to another, in one language: the ways of asking, or the reason.
Which ways those are is found by ``comparison``; where it is told, by ``report``."""

from pipelines.differences.comparison import ABSENT, settings
from pipelines.explain.speech import wording
from pipelines.export.reading import Row
from pipelines.profiles.words import Words
from pipelines.verdicts import words as verdicts


class Turning:
    """Tells the rows of ``Comparison.verdicts`` in the language of ``words``."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def __call__(self, row: Row) -> str:
        """The ways that turned; why the verdict is another where none did, or where the ground came or went."""
        most = int(settings()["ways"])
        told = [self.way(*way) for way in row["ways"][:most]]
        grounded = verdicts.GROUND in (row["verdict_before"], row["verdict"])
        if row["reason_before"] != row["reason"] and (grounded or not told):
            before, now = self.reason(row["reason_before"]), self.reason(row["reason"])
            told.insert(0, self.words("verdicts.reason", before=before, now=now))
        elif not told:
            return self.words("verdicts.no_way")
        if len(row["ways"]) > most:
            told.append(self.words("verdicts.more_ways", more=len(row["ways"]) - most))
        return "; ".join(told)

    def way(self, specification: str, before: object, now: object) -> str:
        reference, offset, counted = verdicts.way(specification, self.words.language)
        years = -int(offset)
        key = f"report.offset_{years}"
        year = self.words(key) if key in self.words.entries else self.words("report.offset", years=years)
        return self.words(
            "verdicts.way",
            reference=reference,
            year=year,
            counted=counted,
            before=self.answer(before),
            now=self.answer(now),
        )

    def reason(self, code: str) -> str:
        """In words; an edition of another version of Styrka may have reasons that are not declared any more."""
        declared = wording()["verdict_reasons"]
        return str(declared[code][self.words.language]) if code in declared else code

    def answer(self, strong: object) -> str:
        name = {None: "open", ABSENT: "absent"}.get(strong, strong)  # type: ignore[call-overload]
        return self.words(f"report.answer_{name}")
