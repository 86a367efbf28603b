"""Which industries the region became or ceased to be specialised in over the newest unbroken segment of a series.
How far an industry crossed the line is told by its quotients; what it means for advice is ``embeddedness``' matter."""

from collections import Counter
from collections.abc import Sequence

from pipelines.export import headline
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Heading, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Moment, Record
from pipelines.profiles.settings import settings

COARSE = "group"
CROSSED = ("entry", "exit")


def section(context: Context) -> Section | None:
    """A table per series that is fine enough; a gap where the page has sixteen groups only; None without any data."""
    words = context.words
    heading = words("entries.heading")
    segments = _segments(context)
    if not segments and context.moment.level == COARSE:
        return Section("entries", heading, (Gap(words("entries.coarse_title"), words("entries.coarse")),))
    if context.mart.is_empty("entry_exit"):
        return None
    if not segments:
        gap = Gap(words("entries.none_title"), words("entries.none", region=context.name))
        return Section("entries", heading, (gap,))
    blocks: list[Block] = [Paragraph(words("entries.what"))]
    for number, rows in enumerate(segments, start=1):
        blocks += _blocks(context, rows, number, titled=len(segments) > 1)
    return Section("entries", heading, tuple(blocks))


def _segments(context: Context) -> list[list[Record]]:
    """The rows of the newest segment of each series and level."""
    found: dict[tuple[str, str], list[Record]] = {}
    for row in context.mart.of_region("entry_exit", context.code):
        found.setdefault((row["series"], row["level"]), []).append(row)
    newest = []
    for key in sorted(found, key=lambda each: (headline.area_precedence(each[0]), each[1])):
        last = max((row["end_year"], row["start_year"]) for row in found[key])
        newest.append([row for row in found[key] if (row["end_year"], row["start_year"]) == last])
    return newest


def _blocks(context: Context, rows: Sequence[Record], number: int, *, titled: bool) -> list[Block]:
    words, first = context.words, rows[0]
    facts = {"series": context.series_name(first["series"]), "first": first["start_year"], "last": first["end_year"]}
    facts |= {"region": context.name, "level": words(f"level.{first['level']}")}
    count = Counter(row["change"] for row in rows)
    counted = {name: context.numbers.integer(count[name]) for name in ("entry", "exit", "kept", "absent")}
    blocks: list[Block] = [Heading(words("entries.heading_of", **facts))] if titled else []
    blocks.append(Paragraph(words("entries.counted", **facts, **counted)))
    if count[None]:
        blocks.append(Paragraph(words("entries.unknown", count=context.numbers.integer(count[None]))))
    if count["entry"] + count["exit"]:
        blocks.append(_table(context, rows, words("entries.caption", **facts), number))
    return blocks


def _table(context: Context, rows: Sequence[Record], caption: str, number: int) -> Table:
    """Entries by the quotient that they reached, then exits by the one that they fell from; as many of each as fit."""
    words, first = context.words, rows[0]
    start, end = first["start_year"], first["end_year"]
    then = context.at(Moment(end, first["series"], first["level"]))
    quotients = {
        (row["industry_code"], row["year"]): row
        for row in context.mart.history(context.code, first["level"])
        if row["series"] == first["series"] and row["year"] in (start, end)
    }
    room = settings()["industries"]["shown"] // len(CROSSED)

    def reached(row: Record) -> float:
        known = quotients.get((row["industry_code"], end if row["change"] == "entry" else start))
        return -(known["lq"] or 0.0) if known else 0.0

    lines = []
    for change in CROSSED:
        crossed = sorted((row for row in rows if row["change"] == change), key=reached)
        lines += [
            Row(
                (
                    Cell(then.industry_name(row["industry_code"]), row["industry_code"]),
                    Cell(words(f"entries.{change}"), change),
                    # Registers have no history of quotients of the employed; a cell that is not listed is none.
                    *(_quotient(context, quotients.get((row["industry_code"], year))) for year in (start, end)),
                )
            )
            for row in crossed[:room]
        ]
    columns = (
        Column(words("column.industry")),
        Column(words("entries.change")),
        *(Column(words("entries.lq", year=year), numeric=True) for year in (start, end)),
    )
    return Table(f"entries-{number}", caption, columns, tuple(lines), context.series_labels([first["series"]]))


def _quotient(context: Context, row: Record | None) -> Cell:
    return Cell(context.words("entries.not_listed"), None) if row is None else context.ratio_cell(row)
