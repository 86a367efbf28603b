"""How employment changed over the newest unbroken segment: what the nation, the industries and the region account for.
A segment never crosses a break; the breaks that end segments are named instead."""

from collections.abc import Sequence
from math import fsum

from pipelines.export import headline
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Notes, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record
from pipelines.profiles.settings import settings

# The year in which a series begins or ends breaks nothing inside it.
NO_BREAKS = ("start", "end")
PARTS = ("national", "mix", "regional", "competitive", "allocation")


def section(context: Context) -> Section | None:
    """Paragraph, table and breaks; None where the edition has no change of any region."""
    words = context.words
    if context.mart.is_empty("shift_share"):
        return None
    rows = _segment(context)
    heading = words("shift_share.heading")
    if not rows:
        gap = Gap(words("shift_share.none_title"), words("shift_share.none", region=context.name))
        return Section("shift-share", heading, (gap, *_breaks(context, context.moment.series)))
    blocks: list[Block] = [*_told(context, rows), _table(context, rows), Paragraph(words("shift_share.what"))]
    return Section("shift-share", heading, (*blocks, *_breaks(context, rows[0]["series"])))


def _segment(context: Context) -> list[Record]:
    """The rows of the newest segment of the page's series at its level, else of the series that speaks first."""
    moment, imported = context.moment, context.mart.imported
    listed = [row for row in context.mart.of_region("shift_share", context.code) if row["level"] == moment.level]
    own = [row for row in listed if row["series"] == moment.series]
    rows = own or [row for row in listed if row["series"] not in imported]
    newest = headline.newest((row["end_year"], row["series"]) for row in rows)
    return [row for row in rows if (row["end_year"], row["series"]) == newest]


def _told(context: Context, rows: Sequence[Record]) -> list[Block]:
    """What changed and what the region's own part is, in plain words."""
    words, first = context.words, rows[0]
    facts = {"first": first["start_year"], "last": first["end_year"], "region": context.name}
    facts["series"] = context.series_name(first["series"])
    total = {part: _total(rows, part) for part in ("change", *PARTS)}
    change, own = total["change"], total["regional"]
    if change is None or own is None:
        return [Gap(words("shift_share.unknown_title"), words("shift_share.unknown", **facts))]
    counted = {part: _whole(context, value) for part, value in total.items() if value is not None}
    size = context.numbers.integer(abs(round(own)))
    said = [
        words(f"shift_share.change_{_way(change)}", change=context.numbers.integer(abs(round(change))), **facts),
        words("shift_share.national", national=counted["national"], mix=counted["mix"]),
        words(f"shift_share.own_{_way(own)}", own=counted["regional"], size=size),
    ]
    ranked = [row for row in _ordered(rows) if row["regional"] is not None and row["note"] != "unknown_industry"]
    if len(ranked) > 1:
        ends = {name: _named(context, row) for name, row in (("most", ranked[0]), ("least", ranked[-1]))}
        said.append(words("shift_share.ends", **ends))
    return [Paragraph(" ".join(said))]


def _way(value: float) -> str:
    whole = round(value)
    return "up" if whole > 0 else "down" if whole < 0 else "none"


def _named(context: Context, row: Record) -> str:
    phrase = context.industry_phrase(row["industry_code"])
    return context.words("shift_share.named", industry=phrase, own=_whole(context, row["regional"]))


def _ordered(rows: Sequence[Record]) -> list[Record]:
    """The largest own part first; without one last."""
    return sorted(rows, key=lambda row: (row["regional"] is None, -(row["regional"] or 0), row["industry_code"]))


def _total(rows: Sequence[Record], column: str) -> float | None:
    """The sum of the parts over all industries, unknown included; None where one of them is not known."""
    values = [row[column] for row in rows]
    return None if None in values else fsum(values)


def _table(context: Context, rows: Sequence[Record]) -> Table:
    words, first = context.words, rows[0]
    columns = (
        Column(words("column.industry")),
        Column(words("shift_share.start", year=first["start_year"]), numeric=True),
        Column(words("shift_share.change"), numeric=True),
        *(Column(words(f"shift_share.part.{part}"), numeric=True) for part in PARTS),
    )
    # Where there are too many, the industries of which the region's own part is largest, whatever its sign.
    largest = sorted(rows, key=lambda row: -abs(row["regional"] or 0))[: settings()["industries"]["shown"]]
    lines = [
        Row(
            (
                Cell(context.industry_name(row["industry_code"]), row["industry_code"]),
                *(_cell(context, row[name], _empty(context, row)) for name in ("employees_start", "change", *PARTS)),
            )
        )
        for row in _ordered(largest)
    ]
    incomplete = words("empty.incomplete_total")
    sums = [_cell(context, _total(rows, name), incomplete) for name in ("employees_start", "change", *PARTS)]
    all_industries = words("shift_share.total", count=context.numbers.integer(len(rows)))
    caption = words(
        "shift_share.caption",
        region=context.name,
        series=context.series_name(first["series"]),
        first=first["start_year"],
        last=first["end_year"],
    )
    ends = [(first["series"], year) for year in (first["start_year"], first["end_year"])]
    return Table(
        "shift-share-table",
        caption,
        columns,
        (*lines, Row((Cell(all_industries, None), *sums), strong=True)),
        context.computed_labels(ends),
        folded="phone",
    )


def _empty(context: Context, row: Record) -> str:
    return context.words(f"shift_share.empty.{row['note'] or 'missing'}")


def _cell(context: Context, value: float | None, otherwise: str) -> Cell:
    return Cell(otherwise if value is None else _whole(context, value), value)


def _whole(context: Context, value: float) -> str:
    return context.numbers.integer(round(value))


def _breaks(context: Context, series: str) -> list[Block]:
    """Where the series' segments end, and what broke there; nothing for a series without a break inside."""
    words, moment = context.words, context.moment
    notes = []
    for each in context.mart.segments:
        if (each["series"], each["level"]) != (series, moment.level) or each["ended_by"] == "newest_figures":
            continue
        if each["ended_by"] == "missing_years":
            notes.append((str(each["end_year"]), words("shift_share.missing_years", year=each["end_year"])))
            continue
        notes += [
            (str(row["year"]), row[f"description_{context.language}"])
            for row in context.mart.breaks
            if (row["series"], row["year"]) == (series, each["break_year"]) and row["kind"] not in NO_BREAKS
        ]
    if not notes:
        return []
    said = words("shift_share.breaks", series=context.series_name(series))
    return [Gap(words("shift_share.breaks_title"), said), Notes(tuple(notes))]
