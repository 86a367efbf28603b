"""How much the region's strengths rest on their largest workplaces, as bounds, and what remains without the largest.
Both are known of industries in the business register only; the verdicts themselves are told elsewhere."""

from collections.abc import Sequence
from math import floor

from pipelines.export import headline
from pipelines.export.numbers import EN_DASH
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Heading, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Moment, Record
from pipelines.profiles.sections import verdicts
from pipelines.profiles.settings import settings
from pipelines.verdicts.words import STRENGTHS, name

# What is counted where the largest workplace is left out: of workplaces any one, of jobs that of the largest.
WITHOUT_LARGEST = ("workplaces_without_largest", "jobs_without_largest")
SHARES = ("top1", "top3")


def section(context: Context) -> Section | None:
    """A table per register; None where the edition has no register's concentration."""
    words = context.words
    if context.mart.is_empty("plant_concentration"):
        return None
    strengths = [row for row in verdicts.of_registers(context) if row["verdict"] in STRENGTHS]
    registers = sorted({row["series"] for row in strengths}, key=headline.area_precedence)
    blocks: list[Block] = []
    for number, series in enumerate(registers, start=1):
        if len(registers) > 1:
            blocks.append(Heading(context.series_name(series)))
        blocks.append(_table(context, [row for row in strengths if row["series"] == series], number))
    if blocks:
        blocks = [Paragraph(words("anchors.what")), *blocks, Paragraph(words("anchors.bounds"))]
    else:
        blocks = [Gap(words("anchors.none_title"), words("anchors.none", region=context.name))]
    return Section("anchors", words("anchors.heading"), tuple(blocks))


def _dependence(row: Record | None) -> tuple[bool, float]:
    """Sort key of bounds: what surely rests most on its largest workplace first, what is not known last."""
    return (row is None or row["top1_low"] is None, -((row and row["top1_low"]) or 0.0))


def _table(context: Context, rows: Sequence[Record], number: int) -> Table:
    """As many as a table can hold, those that rest most on their largest workplace first."""
    words, first = context.words, rows[0]
    bounds = {
        (row["industry_code"], row["level"]): row
        for row in context.mart.of_region("plant_concentration", context.code)
        if row["series"] == first["series"] and row["register_date"].year == first["year"]
    }
    ordered = sorted(rows, key=lambda row: _dependence(bounds.get((row["subject_code"], row["level"]))))
    shown = ordered[: settings()["industries"]["shown"]]
    ways: dict[tuple[str, str], list[Record]] = {}
    for each in context.mart.ways(context.code):
        if each["series"] == first["series"]:
            ways.setdefault((each["subject_code"], each["measured"]), []).append(each)
    lines = []
    for row in shown:
        own = context.at(Moment(row["year"], row["series"], row["level"]))
        held = bounds.get((row["subject_code"], row["level"]))
        lines.append(
            Row(
                (
                    Cell(own.industry_name(row["subject_code"]), row["subject_code"]),
                    Cell(name(row["verdict"], context.language), row["verdict"]),
                    context.integer_cell(held["workplaces"] if held else None, words("empty.missing")),
                    *(_share(context, held, top) for top in SHARES),
                    _equivalent(context, held),
                    *(_without(context, ways.get((row["subject_code"], each), ())) for each in WITHOUT_LARGEST),
                )
            )
        )
    headings = ("workplaces", *SHARES, "equivalent", *WITHOUT_LARGEST)
    columns = (
        Column(words("column.industry")),
        Column(words("verdicts.verdict")),
        *(Column(words(f"anchors.{heading}"), numeric=True) for heading in headings),
    )
    counted = {"shown": context.numbers.integer(len(shown)), "all": context.numbers.integer(len(rows))}
    facts = {"region": context.name, "series": context.series_name(first["series"]), "year": first["year"]}
    caption = words("anchors.caption" if len(shown) == len(rows) else "anchors.caption_some", **facts, **counted)
    return Table(f"anchors-{number}", caption, columns, tuple(lines), context.series_labels([first["series"]]))


def _share(context: Context, row: Record | None, top: str) -> Cell:
    """A share of jobs in whole per cent, rounded outwards."""
    if row is None or row[f"{top}_low"] is None:
        return Cell(_empty(context, row), None)
    # A share such as 0.29 is a little less than 29 hundredths in floats.
    low = round(100 * row[f"{top}_low"], 6)
    if row[f"{top}_high"] is None:
        return Cell(context.words("anchors.at_least", low=context.numbers.integer(floor(low))), None)
    ends = context.numbers.whole_interval(low, round(100 * row[f"{top}_high"], 6)).split(EN_DASH)
    return Cell(context.words("anchors.per_cent", interval=EN_DASH.join(dict.fromkeys(ends))), None)


def _equivalent(context: Context, row: Record | None) -> Cell:
    if row is None or row["n_eff_high"] is None:
        return Cell(_empty(context, row), None)
    if row["n_eff_low"] is None:
        return Cell(context.words("anchors.at_most", high=context.numbers.ratio(row["n_eff_high"])), None)
    return Cell(context.numbers.interval(row["n_eff_low"], row["n_eff_high"]), None)


def _empty(context: Context, row: Record | None) -> str:
    return context.words("empty.missing" if row is None else f"empty.{row['note'] or 'missing'}")


def _without(context: Context, ways: Sequence[Record]) -> Cell:
    """In how many of the ways of asking that leave the largest workplace out the strength remains."""
    answers = [row["strong"] for row in ways]
    unanswered = answers.count(None)
    answered = len(answers) - unanswered
    if not answered:
        return Cell(context.words("anchors.open"), None)
    strong = answers.count(1)
    text = "verdicts.of_open" if unanswered else "verdicts.of"
    return Cell(context.words(text, strong=strong, answered=answered, open=unanswered), strong / answered)
