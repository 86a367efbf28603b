"""What the region is specialised in: location quotients with their bounds against the nation, as chart and as table.
Other reference areas and the indices have modules of their own; change over time is not shown here."""

from pipelines.export import workbook
from pipelines.profiles.chart import Bar, BarChart
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Figure, Link, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record
from pipelines.profiles.sections import carried, indices, reference_areas


def section(context: Context) -> Section:
    words = context.words
    title = words("specialisation.title", region=context.name, year=context.moment.year)
    file_name = f"{context.code}-location-quotient-{context.moment.year}.csv"
    blocks: list[Block] = [
        Paragraph(words("specialisation.what")),
        Paragraph(words("specialisation.scale"), drawn=True),
    ]
    blocks += figure(context, "specialisation", title, file_name)
    blocks.append(Paragraph(words("specialisation.bounds")))
    blocks += carried.blocks(context, 0)
    blocks += reference_areas.blocks(context)
    blocks += indices.blocks(context)
    return Section("specialisation", words("specialisation.heading"), tuple(blocks))


def figure(context: Context, identity: str, title: str, file_name: str) -> list[Block]:
    """Chart and table of as many industries as they can hold, and where the others are."""
    words = context.words
    bars = tuple(
        Bar(
            context.industry_short(row["industry_code"]),
            row["lq"],
            row["lq_low"],
            row["lq_high"],
            context.ratio_cell(row).text,
            over=bool(row["overrepresented"]),
            muted=context.is_unknown(row) or row["note"] == "incomplete_total",
        )
        for row in context.shown
    )
    table = _table(context, identity)
    drawn = Figure(
        id=f"{identity}-chart",
        title=title,
        alternative=_alternative(context),
        chart=BarChart(bars, (words("specialisation.under"), words("specialisation.over"))),
        table=table,
        data=_data(context, table),
        file_name=file_name,
        labels=context.computed_labels(),
        open=True,
    )
    return [drawn, *_rest(context)]


def _rest(context: Context) -> list[Block]:
    shown, every = len(context.shown), len(context.ordered)
    if shown == every:
        return []
    counts = {"shown": context.numbers.integer(shown), "all": context.numbers.integer(every)}
    return [Link(context.words("specialisation.rest", **counts), workbook.NAME)]


def _alternative(context: Context) -> str:
    ranking = [row for row in context.shown if row in context.ranking]
    if not ranking:
        return context.words("specialisation.alternative_empty", region=context.name)
    if context.incomplete:
        return context.words("specialisation.alternative_incomplete", region=context.name)
    highest, lowest = ranking[0], ranking[-1]
    return context.words(
        "specialisation.alternative",
        region=context.name,
        highest=context.industry_phrase(highest["industry_code"]),
        highest_lq=context.numbers.ratio(highest["lq"]),
        lowest=context.industry_phrase(lowest["industry_code"]),
        lowest_lq=context.numbers.ratio(lowest["lq"]),
        over=sum(bool(row["overrepresented"]) for row in ranking),
        count=len(ranking),
    )


def _table(context: Context, identity: str) -> Table:
    words = context.words
    columns = (
        Column(words("column.industry")),
        Column(words("column.code")),
        Column(words("column.employees"), numeric=True),
        Column(words("column.share"), numeric=True),
        Column(words("column.share_nation"), numeric=True),
        Column(words("column.lq"), numeric=True),
        Column(words("column.bounds"), numeric=True),
        Column(words("column.rank"), numeric=True),
        Column(words("column.note")),
    )

    def cells(row: Record) -> tuple[Cell, ...]:
        empty = context.empty(row)
        return (
            Cell(context.industry_name(row["industry_code"]), context.industry_name(row["industry_code"])),
            Cell(row["industry_code"], row["industry_code"]),
            context.integer_cell(row["employees"], empty),
            context.percent_cell(row["share"], empty),
            context.percent_cell(_reference_share(row), empty),
            context.ratio_cell(row),
            context.bounds_cell(row),
            context.rank_cell(row),
            Cell(_note(context, row), row["note"]),
        )

    caption = words("specialisation.caption", region=context.name, year=context.moment.year)
    labels = context.figure_labels(words("column.employees")) + context.computed_labels(what=words("column.others"))
    return Table(f"{identity}-table", caption, columns, tuple(Row(cells(row)) for row in context.shown), labels)


def _data(context: Context, table: Table) -> Table:
    """The table with the bounds and the rank's count as numbers of their own."""
    words = context.words
    low, high = Column(words("column.lq_low"), numeric=True), Column(words("column.lq_high"), numeric=True)
    count = Column(words("column.rank_of"), numeric=True)
    rows = tuple(
        Row(
            (
                *row.cells[:6],
                Cell("", record["lq_low"]),
                Cell("", record["lq_high"]),
                row.cells[7],
                Cell("", record["rank_of"]),
                row.cells[8],
            )
        )
        for row, record in zip(table.rows, context.shown, strict=True)
    )
    columns = (*table.columns[:6], low, high, table.columns[7], count, table.columns[8])
    return Table(table.id, table.caption, columns, rows, table.labels)


def _note(context: Context, row: Record) -> str:
    if row["note"]:
        return context.words(f"note.{row['note']}")
    bounds_hold_one = row["lq_low"] is not None and row["lq_low"] <= 1 <= row["lq_high"]
    return context.words("note.holds_one") if bounds_hold_one and row["lq_low"] < row["lq_high"] else ""


def _reference_share(row: Record) -> float | None:
    if row["employees_reference"] is None or not row["employees_reference_total"]:
        return None
    return float(row["employees_reference"] / row["employees_reference_total"])
