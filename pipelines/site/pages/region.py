"""The page of a region: the five questions answered briefly, each with the way to map, comparison or profile.
What the profile tells in full is not told again."""

from dataclasses import replace

from pipelines.profiles.document import Block, Cards, Cell, Column, Gap, Link, Notes, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Moment, Record
from pipelines.profiles.sections import claims
from pipelines.profiles.sections import verdicts as verdicts_told
from pipelines.site.judgements import moment, moments, told
from pipelines.site.page import Page
from pipelines.site.pages.absence import absences
from pipelines.site.pages.likeness import twins
from pipelines.site.settings import settings
from pipelines.site.view import View, page_name
from pipelines.verdicts.words import GROUND, STRENGTHS, name


def page(view: View, code: str) -> Page:
    words = view.words
    name = view.nation.region_name(code)
    verdicts = told(view, code)
    own = moment(view, code)
    whole = [words("region.summary_whole")] if view.profile_files(code) else []
    kind = view.mart.regions[code]["type"]
    facts = {"code": code, "series": view.nation.series_name(own.series), "year": own.year}
    return Page(
        name=page_name(code),
        title=name,
        summary=view.summary(" ".join((words(f"region.summary_{kind}", **facts), *whole)), [own]),
        sections=(
            Section("strengths", words("question.strengths"), tuple(_strengths(view, code, verdicts))),
            Section("compare", words("question.map"), tuple(_quotients(view, code, own))),
            Section("twins", words("question.twins"), tuple(twins(view, code))),
            Section("next", words("question.next"), tuple(absences(view, code))),
            Section("say", words("question.say"), tuple(_claims(view, code))),
            Section("files", words("region.files"), tuple(_files(view, code))),
        ),
    )


def _strengths(view: View, code: str, verdicts: list[Record]) -> list[Block]:
    words = view.words
    if not verdicts:
        return [Gap(words("region.unjudged_title"), words("region.unjudged"))]
    limit: int = settings()["region"]["verdicts"]
    clear = [row for row in verdicts if row["verdict"] in STRENGTHS]
    blocks: list[Block] = []
    if clear:
        blocks.append(_verdicts(view, code, clear[:limit]))
        if len(clear) > limit:
            blocks.append(Paragraph(words("region.more_verdicts", more=view.numbers.integer(len(clear) - limit))))
    else:
        blocks.append(Paragraph(words("region.no_strength", region=view.nation.region_name(code))))
    refused = _refused(view, verdicts)
    if refused:
        blocks += [Paragraph(words("region.refused")), Notes(tuple(refused))]
    return [*blocks, *_to_profile(view, code, "verdicts")]


def _verdicts(view: View, code: str, rows: list[Record]) -> Table:
    words = view.words
    columns = (
        Column(words("column.subject")),
        Column(words("column.verdict")),
        Column(words("column.ways"), numeric=True),
        Column(view.nation.words("column.lq"), numeric=True),
        Column(view.nation.words("verdicts.against")),
        Column(view.nation.words("verdicts.same"), numeric=True),
        Column(words("column.source")),
    )
    lines = tuple(
        Row(
            (
                Cell(view.subject_of(row), row["subject_code"]),
                Cell(name(row["verdict"], view.language), row["verdict"]),
                Cell(verdicts_told.ways(view.nation, row), row["share_strong"]),
                view.nation.ratio_cell({**row, "note": None}),
                verdicts_told.against(view.nation, row),
                Cell(_same(view, row), row["same_verdict"]),
                Cell(f"{view.nation.series_name(row['series'])} {row['year']}", row["series"]),
            )
        )
        for row in rows
    )
    caption = words("region.verdicts_caption", region=view.nation.region_name(code))
    return Table("verdicts-table", caption, columns, lines, view.labels(moments(rows)))


def _same(view: View, row: Record) -> str:
    """How many regions can say the same."""
    return view.nation.words("verdicts.regions", same=row["same_verdict"], all=row["of_regions"])


def _refused(view: View, verdicts: list[Record]) -> list[tuple[str, str]]:
    """Each reason once, with how many subjects it holds for and the first of them."""
    by_reason: dict[str, list[str]] = {}
    for row in verdicts:
        if row["verdict"] == GROUND:
            by_reason.setdefault(view.nation.words(f"verdicts.reason.{row['reason']}"), []).append(view.subject_of(row))
    shown: int = settings()["region"]["shared"]
    notes = []
    for why, subjects in by_reason.items():
        named, rest = view.named(subjects[:shown]), len(subjects) - shown
        if rest > 0:
            named = view.words("region.and_more", first=named, more=view.numbers.integer(rest))
        notes.append((view.words("region.subjects", count=view.numbers.integer(len(subjects))), f"{why} ({named})"))
    return notes


def _quotients(view: View, code: str, own: Moment) -> list[Block]:
    words = view.words
    rows = [row for row in view.material.quotients.at(own).get(code, {}).values() if row["lq"] is not None]
    known = (row for row in rows if not view.material.quotients.is_unknown(own.series, row["subject_code"]))
    ranked = sorted(known, key=lambda row: (-row["lq"], row["subject_code"]))
    shown = ranked[: settings()["region"]["quotients"]]
    blocks: list[Block] = (
        [_highest(view, code, own, shown)] if shown else [Gap(words("region.no_lq_title"), words("region.no_lq"))]
    )
    mapped = view.mart.regions[code]["type"] if view.mart.regions[code]["type"] != "imported" else ""
    if mapped:
        blocks.append(Link(words("region.to_map"), f"map.html#kind={mapped}&region={code}"))
    blocks.append(Link(words("region.to_compare"), f"compare.html#r={code}"))
    return [*blocks, *_to_profile(view, code, "specialisation")]


def _highest(view: View, code: str, own: Moment, rows: list[Record]) -> Table:
    words = view.words
    columns = (
        Column(words("column.industry")),
        Column(view.nation.words("column.lq"), numeric=True),
        Column(words("column.bounds"), numeric=True),
        Column(words("column.rank"), numeric=True),
    )
    lines = tuple(
        Row(
            (
                Cell(view.industry_name(row["subject_code"], own.series), row["subject_code"]),
                view.nation.ratio_cell(row),
                Cell(view.bounds(row), None),
                Cell(view.rank(row), row["rank"]),
            )
        )
        for row in rows
    )
    caption = words(
        "region.highest_caption",
        region=view.nation.region_name(code),
        series=view.nation.series_name(own.series),
        year=own.year,
    )
    return Table("highest-table", caption, columns, lines, view.labels([(own.series, own.year)]))


def _claims(view: View, code: str) -> list[Block]:
    """The first claims as cards, each with the way to its own page."""
    words = view.words
    found = view.mart.claims.get(code, [])
    if not found:
        return [Paragraph(words("region.nothing_to_say", region=view.nation.region_name(code)))]
    context, beside = view.context(code), view.profile_folder(code)
    cards = [claims.card(context, row) for row in found[: settings()["region"]["claims"]]]
    linked = tuple(replace(card, address=f"{beside}/{card.address}" if beside else "") for card in cards)
    return [Paragraph(words("region.say_what")), Cards(linked), *_to_profile(view, code, "claims")]


def _files(view: View, code: str) -> list[Block]:
    files = view.profile_files(code)
    if not files:
        return [Gap(view.words("region.no_profile_title"), view.words("region.no_profile"))]
    return [Link(view.words(f"file.{name.rsplit('.', 1)[1]}"), address) for name, address in files]


def _to_profile(view: View, code: str, section: str) -> list[Block]:
    """The way to the section of the profile that tells the whole."""
    files = view.profile_files(code)
    return [Link(view.words(f"region.to_{section}"), f"{files[0][1]}#{section}")] if files else []
