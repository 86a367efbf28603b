"""Who does what: a county's location quotients as the exact sum of what its municipalities contribute.
A contribution is (all in the municipality / all in the county) · its quotient; what a municipality's own page tells of
its county is ``county_part``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Label, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record
from pipelines.profiles.sections import county_part
from pipelines.profiles.settings import settings

# Decimals of what the source's noise leaves: with two it would be nought.
NOISE = 4


@dataclass(frozen=True)
class Subject:
    """An industry or a strength area: the county's quotient, what each municipality contributes to it, and the rest
    that the source's noise leaves."""

    name: str
    code: str
    lq: float
    of_members: Mapping[str, float]
    rest: float


def section(context: Context) -> Section | None:
    """Tables of industries and of strength areas; None where the edition has no municipality to speak of."""
    words = context.words
    if context.kind not in ("county", "municipality") or not context.mart.has_municipalities:
        return None
    heading = words("contributions.heading")
    if context.kind == "municipality":
        return Section("contributions", heading, county_part.blocks(context))
    moment = context.mart.newest_with(context.code, context.moment.level)
    tables: list[Block] = []
    if moment:
        own = context.at(moment)
        facts = {"region": context.name, "year": moment.year, "series": context.series_name(moment.series)}
        labels = own.computed_labels()
        tables += _matrix(own, _industries(own), words("contributions.caption", **facts), "industries", labels)
    for number, ((series, year), rows) in enumerate(context.areas_measured.items(), start=1):
        facts = {"region": context.name, "year": year, "series": context.series_name(series)}
        labels = context.series_labels([series])
        caption = words("contributions.areas_caption", **facts)
        tables += _matrix(context, _areas(context, series, year, rows), caption, f"areas-{number}", labels)
    blocks: list[Block] = [Paragraph(words("contributions.what")), *tables] if tables else []
    if moment is None:
        text = words("contributions.incomplete", region=context.name) + context.advice
        blocks.append(Gap(words("contributions.incomplete_title"), text))
    elif not tables:
        text = words("contributions.none", region=context.name)
        blocks.append(Gap(words("contributions.incomplete_title"), text))
    return Section("contributions", heading, tuple(blocks))


def _industries(own: Context) -> list[Subject]:
    """The industries that are most over-represented in the county, as far as every municipality's figure is known."""
    quotients = own.mart.quotients(own.moment)
    members = own.mart.municipalities(own.code, own.moment.year)
    found = []
    for row in own.overrepresented:
        code = row["industry_code"]
        of_members = {member: quotients[member].get(code) for member in members}
        parts = {member: _contribution(row, each) for member, each in of_members.items()}
        known = {member: part for member, part in parts.items() if part is not None}
        if len(known) < len(parts):
            continue
        counted = sum(each["employees"] for each in of_members.values() if each)
        rest = row["lq"] * (row["employees"] - counted) / row["employees"]
        found.append(Subject(own.industry_short(code), code, row["lq"], known, rest))
    return found[: settings()["contributions"]["subjects"]]


def _contribution(county: Record, row: Record | None) -> float | None:
    """What is not listed, or has nobody at work, contributes nothing; None where it is not known."""
    if row is None or row["note"] == "no_employment_in_region":
        return 0.0
    if row["lq"] is None or row["employees"] is None:
        return None
    return float(row["employees_region"] / county["employees_region"] * row["lq"])


def _areas(context: Context, series: str, year: int, rows: Sequence[Record]) -> list[Subject]:
    """The areas of the highest quotients whose municipalities add up to them."""
    of_members: dict[str, dict[str, float]] = {}
    for member in context.mart.municipalities(context.code, year):
        for row in context.mart.area_quotients(member).get((series, year), ()):
            if row["contribution"] is not None:
                of_members.setdefault(row["area_id"], {})[member] = row["contribution"]
    ranked = sorted((row for row in rows if row["lq"]), key=lambda row: (-row["lq"], row["area_id"]))
    found = [
        Subject(
            context.mart.area_name(row["area_id"], context.language),
            row["area_id"],
            row["lq"],
            of_members[row["area_id"]],
            0.0,
        )
        for row in ranked
        if row["area_id"] in of_members
    ]
    return found[: settings()["contributions"]["subjects"]]


def _matrix(
    context: Context, subjects: Sequence[Subject], caption: str, identity: str, labels: tuple[Label, ...]
) -> list[Block]:
    """Municipalities down, subjects across, their sum below; those that have no room stand together in one row."""
    if not subjects:
        return []
    words = context.words
    members = sorted(
        {member for subject in subjects for member in subject.of_members},
        key=lambda member: ([-subject.of_members.get(member, 0.0) for subject in subjects], member),
    )
    room: int = settings()["industries"]["shown"]
    shown = members if len(members) <= room else members[: room - 1]
    others = members[len(shown) :]

    def line(name: Cell, values: Sequence[float], *, strong: bool = False) -> Row:
        pairs = zip(subjects, values, strict=True)
        return Row((name, *(_cell(context, subject, value) for subject, value in pairs)), strong=strong)

    lines = [
        line(Cell(context.region_name(member), member), [subject.of_members.get(member, 0.0) for subject in subjects])
        for member in shown
    ]
    if others:
        name = Cell(words("contributions.others", count=context.numbers.integer(len(others))), None)
        lines.append(line(name, [fsum(each.of_members.get(code, 0.0) for code in others) for each in subjects]))
    if any(subject.rest for subject in subjects):
        rests = (Cell(context.numbers.decimal(each.rest, NOISE), each.rest) for each in subjects)
        lines.append(Row((Cell(words("contributions.rest"), None), *rests)))
    lines.append(line(Cell(context.name, context.code), [subject.lq for subject in subjects], strong=True))
    columns = (
        Column(words("kind.municipality.heading")),
        *(Column(subject.name, numeric=True) for subject in subjects),
    )
    return [Table(f"contributions-{identity}", caption, columns, tuple(lines), labels)]


def _cell(context: Context, subject: Subject, value: float) -> Cell:
    numbers = context.numbers
    text = {"lq": numbers.decimal(value, 2), "share": numbers.percent(value / subject.lq)}
    return Cell(context.words("contributions.cell", **text), value)
