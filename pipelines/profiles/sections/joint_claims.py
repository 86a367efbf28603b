"""Which claims of a county and its municipalities meet in one subject, and which subjects come first.
The rule is declared in ``settings.toml``; what is said of them is ``joint_offer``'s matter."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pipelines.claims import declared
from pipelines.export import headline
from pipelines.profiles.context import Context
from pipelines.profiles.mart import Moment, Record
from pipelines.profiles.settings import settings

# Type of subject, its code, and the series unless it is one of SCB's own.
Key: TypeAlias = tuple[str, str, str]
# The claim that states the quotient; every subject that may be claimed has one.
QUOTIENT = "share"


@dataclass(frozen=True)
class Told:
    """The strongest claim of a region on a subject, its quotient, and the region's part of all that the county has in
    it; None where that is not known."""

    region: str
    claim: Record
    lq: float
    part: float | None

    @property
    def grade(self) -> str:
        return str(self.claim["grade"])


@dataclass(frozen=True)
class Subject:
    """An industry or strength area that the county (``own``) or municipalities may claim."""

    name: str
    code: str
    own: Told | None
    carriers: tuple[Told, ...]

    @property
    def told(self) -> tuple[Told, ...]:
        return (*([self.own] if self.own else []), *self.carriers)

    @property
    def grade(self) -> str:
        """The best of its claims."""
        return min((each.grade for each in self.told), key=_certainty)

    @property
    def lq(self) -> float:
        return self.own.lq if self.own else max(each.lq for each in self.carriers)


# What a declared order may name; lower comes first.
ORDERS: dict[str, Callable[[Subject], Any]] = {
    "grade": lambda subject: _certainty(subject.grade),
    "own": lambda subject: subject.own is None,
    "carriers": lambda subject: -len(subject.carriers),
    "lq": lambda subject: -subject.lq,
}


def subjects(context: Context, members: Iterable[str]) -> list[Subject]:
    """Every subject that the county or one of ``members`` may claim, in the declared order; of industries of which
    one is a part of the other only the first."""
    found: dict[Key, dict[str, list[Record]]] = {}
    for region in (context.code, *members):
        for row in context.mart.claims.get(region, ()):
            # SCB's own series follow each other and ask of the same industries; an import's codes are its own.
            series = "" if headline.is_declared(row["series"]) else row["series"]
            key = (row["subject_type"], row["subject_code"], series)
            found.setdefault(key, {}).setdefault(region, []).append(row)
    made = {key: _subject(context, rows) for key, rows in found.items()}
    order = [ORDERS[each] for each in settings()["joint_offer"]["order"]]
    ranked = sorted(made, key=lambda key: ([rank(made[key]) for rank in order], key))
    return [made[key] for key in _apart(context, ranked, found)]


def _apart(context: Context, ranked: Sequence[Key], found: Mapping[Key, Mapping[str, Sequence[Record]]]) -> list[Key]:
    """The keys of which none is a part or the whole of an earlier one: they would say the same twice."""
    kept: dict[Key, set[str]] = {}
    for key in ranked:
        kind, code, of = key
        series = next(iter(found[key].values()))[0]["series"]
        within = set(context.mart.industries.within(code, series)) if kind == "industry" else set()
        nested = (
            code in whole or other[1] in within for other, whole in kept.items() if (other[0], other[2]) == (kind, of)
        )
        if not any(nested):
            kept[key] = within
    return list(kept)


def _subject(context: Context, rows: dict[str, list[Record]]) -> Subject:
    told = {region: _told(context, region, found) for region, found in rows.items()}
    own = told.pop(context.code, None)
    carriers = sorted(told.values(), key=lambda each: (_certainty(each.grade), -(each.part or 0.0), each.region))
    first = next(iter(rows.values()))[0]
    return Subject(_name(context, first), first["subject_code"], own, tuple(carriers))


def _told(context: Context, region: str, rows: Sequence[Record]) -> Told:
    kinds = {row["kind"]: row for row in rows}
    strongest = next(kinds[kind] for kind in settings()["joint_offer"]["kinds"] if kind in kinds)
    return Told(region, strongest, kinds[QUOTIENT]["value"], _part(context, region, strongest))


def _certainty(grade: str) -> int:
    return list(declared.settings()["grade"]).index(grade)


def _name(context: Context, row: Record) -> str:
    """What the subject is called; whose it is where that is not one of SCB's own series."""
    if row["subject_type"] == "area":
        subject = context.mart.area_name(row["subject_code"], context.language)
    else:
        industry = context.mart.industries.get(row["subject_code"], row["series"])
        subject = str((industry and industry[f"name_{context.language}"]) or row["subject_code"])
    if headline.is_declared(row["series"]):
        return subject
    return context.words("verdicts.area", area=subject, series=context.series_name(row["series"]))


def _part(context: Context, region: str, row: Record) -> float | None:
    """The region's part of what its county has in the claim's year and series."""
    mart, code = context.mart, row["subject_code"]
    if row["subject_type"] == "area":
        rows = mart.area_quotients(region).get((row["series"], row["year"]), ())
        return next((each["county_share"] for each in rows if each["area_id"] == code), None)
    industry = mart.industries.get(code, row["series"])
    if industry is None:
        return None
    quotients = mart.quotients(Moment(row["year"], row["series"], industry["level"]))
    own, whole = (quotients.get(each, {}).get(code) for each in (region, context.code))
    if own and whole:
        return own["employees"] / whole["employees"] if own["employees"] is not None and whole["employees"] else None
    return _of_workplaces(context, region, row)


def _of_workplaces(context: Context, region: str, row: Record) -> float | None:
    """The same of the register's newest count."""
    counted = []
    for each in (region, context.code):
        rows = [
            found
            for found in context.mart.of_region("workplace_quotient", each)
            if (found["industry_code"], found["series"]) == (row["subject_code"], row["series"])
        ]
        counted.append(max(rows, key=lambda found: found["register_date"], default=None))
    own, whole = counted
    return own["workplaces"] / whole["workplaces"] if own and whole and whole["workplaces"] else None
