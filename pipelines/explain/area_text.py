"""The explanation of a strength area, or of a register's industry, as plain text for a terminal, sv or en.
Every sentence is declared in ``wording.toml``; nothing is computed here but what rounding for display needs."""

from collections.abc import Iterator
from fractions import Fraction

from pipelines.explain.area_figures import Member
from pipelines.explain.areas import AreaComparison, AreaExplanation
from pipelines.explain.raw import SOURCE
from pipelines.explain.speech import Speech, wording
from pipelines.export.numbers import EN_DASH
from pipelines.register.config import size_classes
from pipelines.schema.table import Language
from pipelines.snapshots.sidecar import REGISTERS


def render(explanation: AreaExplanation, language: Language) -> str:
    """The whole explanation: each reference area's quotient, the members with their figures, the sources."""
    return "\n".join(_AreaText(explanation, language).lines()) + "\n"


class _AreaText(Speech):
    """One explanation of a strength area in one language."""

    def __init__(self, explanation: AreaExplanation, language: Language) -> None:
        super().__init__(language)
        self.explanation = explanation
        self.what = self.term("area_what", "industry" if explanation.area is None else "area")
        self.unit = self.term("area_unit", "workplaces" if explanation.from_register else "employees")

    def lines(self) -> Iterator[str]:
        told = self.explanation
        yield from self.heading()
        for comparison in told.comparisons:
            yield ""
            yield from self.comparison(comparison)
        yield ""
        if not told.measured:
            if told.members:
                yield self.say("area_members")
                yield from self.aligned([self.member(each)[:3] for each in told.members], right=[2])
            return
        yield from self.value()
        yield ""
        if told.from_register:
            yield self.say("area_members_register")
            present = [self.member(each) for each in told.members if each.value]
            yield from self.aligned(present, right=[2, 3, 4]) if present else ()
        else:
            yield self.say("area_members_extract")
            for each in told.members:
                if each.cells is not None and each.cells.num_rows:
                    yield from self.aligned([self.member(each)[:4]], right=[])
                    yield from ("    " + line for line in self.cells(each.cells.to_pylist()))
        absent = [each for each in told.members if each.value == 0 and not (each.cells and each.cells.num_rows)]
        if absent:
            yield "    " + self.say("area_none", codes=", ".join(each.row["industry_code"] for each in absent))
        yield ""
        yield from self.sources(self.used())

    def heading(self) -> Iterator[str]:
        told = self.explanation
        row, area = told.row, told.area
        facts = {"region": told.region[f"name_{self.language}"], "region_code": row["region_code"]}
        facts |= {"year": row["year"], "series": row["series"]}
        if area is None:
            code, name, *_ = self.member(told.members[0])
            yield self.say("headline", industry=name, industry_code=code, **facts)
        else:
            yield self.say("area_headline", area=area[f"name_{self.language}"], area_id=row["area_id"], **facts)
        if row["series"] == REGISTERS["simulated"]:
            yield self.say("area_simulated")
        if told.from_register:
            yield self.say("area_register", date=row["register_date"].isoformat())
        if area is not None:
            declared = {"version": area["version"], "file": area["file"], "source": area[f"source_{self.language}"]}
            yield self.say("area_declared", **declared)
        if told.others:
            yield self.say("area_others", others=", ".join(told.others))
        if row["note"] == "edition_not_declared":
            yield self.say("area_not_declared")
        elif not told.measured:
            finest = self.term("level", told.finest)
            yield self.say("area_too_coarse", needed=self.term("level", row["needed_level"]), finest=finest)

    def comparison(self, comparison: AreaComparison) -> Iterator[str]:
        told, row, exact = self.explanation, comparison.mart, comparison.exact
        note = self.term("reason", row["note"]) if row["note"] else ""
        yield self.say(
            "comparison",
            area=comparison.names[self.language],
            reference=self.term("reference", row["reference"]),
            reference_code=row["reference_code"],
            lq=self.say("undefined", note=note) if exact is None else self.number(exact, 2),
        )
        weighted = {"value": told.value, "reference": comparison.area}
        counted = {"total": told.total, "reference_total": comparison.total}
        facts = {name: self.weighted(value) for name, value in weighted.items()}
        facts |= {name: self.persons(value) for name, value in counted.items()}
        yield "  " + self.say("area_formula", what=self.what, **facts)
        if exact is not None:
            decimals = wording()["decimals_shown"]
            yield "  " + self.say(
                "area_exact",
                numerator=self.persons(exact.numerator),
                denominator=self.persons(exact.denominator),
                decimal=self.number(exact, decimals),
                mart=self.number(Fraction(row["lq"]), decimals),
                table=told.table,
            )
            if row["lq_jobs_low"] is not None and row["lq_jobs_high"] is not None:
                interval = self.numbers.interval(row["lq_jobs_low"], row["lq_jobs_high"])
                yield "  " + self.say("area_jobs_quotient", interval=interval)
            if note:
                yield "  " + self.say("note", note=note)
        if row["rank"] is not None:
            yield "  " + self.say("rank", rank=row["rank"], rank_of=row["rank_of"])
        if row["reference"] == "nation" and row["county_share"] is not None:
            yield "  " + self.say("area_county_share", unit=self.unit, share=self.numbers.percent(row["county_share"]))
        if row["contribution"] is not None:
            yield "  " + self.say("area_contribution", contribution=self.numbers.ratio(row["contribution"]))

    def value(self) -> Iterator[str]:
        told, row = self.explanation, self.explanation.row
        if told.value is None:
            yield self.say("area_value_unknown")
        else:
            kind = "industry_value" if told.area is None else "area_value"
            yield self.say(kind, value=self.weighted(told.value), unit=self.unit)
        if row["jobs_low"] is not None:
            estimate = row["jobs_estimate"]
            yield "  " + self.say(
                "area_jobs",
                interval=self.numbers.whole_interval(row["jobs_low"], row["jobs_high"]),
                estimate="" if estimate is None else self.say("area_estimate", estimate=self.numbers.integer(estimate)),
                unknown=self.numbers.compact(row["workplaces_unknown_size"]),
            )
        if told.area is not None and row["members_listed"] < row["members"]:
            yield "  " + self.say("area_listing", listed=row["members_listed"], members=row["members"])
        yield self.say("area_total", total=self.persons(told.total), unit=self.unit)

    def member(self, member: Member) -> list[str]:
        """Code, name, weight, number; of a register jobs and sizes too."""
        name = member.industry[f"name_{self.language}"] or member.industry["name_sv"]
        texts = [member.row["industry_code"], name, self.weighted(member.weight), self.persons(member.value)]
        if self.explanation.from_register and member.value is not None:
            low, high = member.jobs
            jobs = f"{self.persons(low)}{EN_DASH}{'' if high is None else self.persons(high)}"
            texts += [jobs, " · ".join(f"{self.size(code)}: {self.persons(n)}" for code, n in member.sizes.items())]
        return texts

    def size(self, code: str) -> str:
        """A size class by its employees."""
        (found,) = (each for each in size_classes() if each.code == code)
        if found.low is None:
            return self.say("size_unknown")
        if found.high == found.low:
            return self.persons(found.low)
        return f"{self.persons(found.low)}{EN_DASH}{'' if found.high is None else self.persons(found.high)}"

    def weighted(self, value: Fraction | None) -> str:
        return "–" if value is None else self.numbers.compact(float(value))

    def used(self) -> dict[int, dict[str, object]]:
        """The sources that hold a cell of the area; a register has one."""
        told = self.explanation
        cells = [each.cells for each in told.members if each.cells is not None]
        numbers = {number for each in cells for number in each[SOURCE].unique().to_pylist()} or set(told.sources)
        return {number: source for number, source in told.sources.items() if number in numbers}
