"""The strongest claims of a county and its municipalities, subject by subject: who carries each, and how sure it is.
Which claims are allowed is decided in ``pipelines/claims``, which of them are told first in ``joint_claims``."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from pipelines.claims.sentences import grade_name
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Label, Notes, Paragraph, Row, Section, Table
from pipelines.profiles.sections import verdicts
from pipelines.profiles.sections.joint_claims import Subject, Told, subjects
from pipelines.profiles.settings import settings
from pipelines.verdicts.words import ORDER, name


def section(context: Context) -> Section | None:
    """A line per subject, and the claims behind it; where none is allowed, that and why. None but for a county."""
    if context.kind != "county":
        return None
    words = context.words
    heading = words("joint_offer.heading")
    every = context.mart.municipalities(context.code)
    current = [code for code in every if context.mart.regions[code]["valid_to"] is None]
    judged = [code for code in every if code in context.mart.verdicts]
    found = subjects(context, judged)
    blocks: list[Block] = []
    if found:
        shown = found[: settings()["joint_offer"]["subjects"]]
        blocks += [Paragraph(words("joint_offer.what")), _lines(context, shown, known=bool(judged))]
        blocks += [Notes(_grades(context, shown)), _claims(context, shown)]
        if len(shown) < len(found):
            blocks.append(Paragraph(words("joint_offer.shown", shown=len(shown), all=len(found))))
    else:
        blocks.append(Gap(words("joint_offer.none_title"), _why(context, judged)))
    if not judged:
        text = words("joint_offer.no_members", region=context.name) + context.advice
        blocks.append(Gap(words("joint_offer.no_members_title"), text))
    elif len(judged) < len(current):
        here = {"here": len(judged), "all": len(current), "region": context.name}
        blocks.append(Paragraph(words("joint_offer.partial", **here) + context.advice))
    return Section("joint-offer", heading, tuple(blocks))


def _why(context: Context, judged: Sequence[str]) -> str:
    """What the verdicts on the county and its municipalities are instead, counted as their own profiles tell them."""
    words, numbers = context.words, context.numbers
    profiled = [code for code in (context.code, *judged) if code in context.mart.moments]
    given = Counter(row["verdict"] for code in profiled for row in verdicts.shown(context.at_region(code)))
    if not given:
        return words("joint_offer.none_judged", region=context.name)
    listed = [
        words("joint_offer.given", count=numbers.integer(given[each]), verdict=name(each, context.language))
        for each in ORDER
        if given[each]
    ]
    return words("joint_offer.none", region=context.name, verdicts=words.listed(listed))


def _lines(context: Context, shown: Sequence[Subject], *, known: bool) -> Table:
    """A line per subject: what the county may say, and which municipalities carry it."""
    words = context.words
    lines = []
    for each in shown:
        own = each.own
        lines.append(
            Row(
                (
                    Cell(each.name, each.code),
                    Cell(each.grade, each.grade),
                    _own(context, own, each.grade) if own else Cell(words("joint_offer.no_own"), None),
                    _carriers(context, each, known=known),
                    _part(context, each.carriers, known=known),
                )
            )
        )
    columns = (
        Column(words("verdicts.subject")),
        Column(words("claims.grade")),
        Column(words("joint_offer.county")),
        Column(words("joint_offer.carriers")),
        Column(words("joint_offer.parts"), numeric=True),
    )
    caption = words("joint_offer.caption", region=context.name)
    return Table("joint-offer-table", caption, columns, tuple(lines), _labels(context, shown))


def _own(context: Context, own: Told, best: str) -> Cell:
    """The county's sentence, with its grade where a municipality has a better one."""
    cell = _sentence(context, own)
    if own.grade == best:
        return cell
    return replace(cell, text=context.words("joint_offer.graded", text=cell.text, grade=own.grade))


def _carriers(context: Context, subject: Subject, *, known: bool) -> Cell:
    words = context.words
    named, others = _named(subject)
    said = [words("joint_offer.carrier", region=context.region_name(each.region), grade=each.grade) for each in named]
    if others:
        said.append(words("joint_offer.more", count=context.numbers.integer(len(others))))
    none = words("joint_offer.no_carrier" if known else "joint_offer.unknown")
    return Cell(words.listed(said) or none, len(subject.carriers) if known else None)


def _part(context: Context, carriers: Sequence[Told], *, known: bool) -> Cell:
    """What these municipalities together have of the county's; unknown where one of them is."""
    if known and not carriers:
        return Cell(context.words("joint_offer.no_carrier"), None)
    parts = [each.part for each in carriers if each.part is not None]
    complete = known and len(parts) == len(carriers)
    return context.percent_cell(fsum(parts) if complete else None, context.words("joint_offer.unknown"))


def _claims(context: Context, shown: Sequence[Subject]) -> Table:
    """Every claim behind the lines with its name: the county's first, then the municipalities'."""
    words = context.words
    lines = []
    for subject in shown:
        named, others = _named(subject)
        for each in (*([subject.own] if subject.own else []), *named):
            own = each is subject.own
            lines.append(
                Row(
                    (
                        Cell(subject.name, subject.code),
                        Cell(context.region_name(each.region), each.region),
                        Cell(each.grade, each.grade),
                        Cell(context.numbers.ratio(each.lq), each.lq),
                        context.percent_cell(1.0 if own else each.part, words("joint_offer.unknown")),
                        _sentence(context, each),
                        Cell(each.claim["claim_id"], each.claim["claim_id"]),
                    ),
                    strong=own,
                )
            )
        if others:
            count = words("contributions.others", count=context.numbers.integer(len(others)))
            blank = Cell("", None)
            cells = (Cell(subject.name, subject.code), Cell(count, None), blank, blank)
            lines.append(Row((*cells, _part(context, others, known=True), blank, blank)))
    columns = (
        Column(words("verdicts.subject")),
        Column(words("joint_offer.who")),
        Column(words("claims.grade")),
        Column(words("column.lq"), numeric=True),
        Column(words("joint_offer.part"), numeric=True),
        Column(words("joint_offer.claim")),
        Column(words("joint_offer.id")),
    )
    caption = words("joint_offer.claims_caption", region=context.name)
    return Table("joint-offer-claims", caption, columns, tuple(lines), _labels(context, shown), folded="everywhere")


def _named(subject: Subject) -> tuple[Sequence[Told], Sequence[Told]]:
    """The carriers that have room, and those that stand together; of one too many that one is named."""
    room: int = settings()["joint_offer"]["carriers"]
    carriers = subject.carriers
    return (carriers, ()) if len(carriers) <= room + 1 else (carriers[:room], carriers[room:])


def _sentence(context: Context, told: Told) -> Cell:
    """The claim as it may be signed; it leads to its page where this run writes one."""
    row, language = told.claim, context.language
    page = f"claims/{row['claim_id']}.{language}.html"
    if told.region != context.code:
        page = f"../{told.region}/{page}" if told.region in context.beside else ""
    return Cell(row[f"text_{language}"], row["claim_id"], page)


def _grades(context: Context, shown: Sequence[Subject]) -> tuple[tuple[str, str], ...]:
    told = {each.grade for subject in shown for each in subject.told}
    return tuple((grade, grade_name(grade, context.language)) for grade in sorted(told))


def _labels(context: Context, shown: Sequence[Subject]) -> tuple[Label, ...]:
    """The claims' own labels, each once."""
    texts = (each.claim[f"label_{context.language}"] for subject in shown for each in subject.told)
    return tuple(Label(text) for text in dict.fromkeys(texts))
