"""What the region is specialised in: location quotients with their bounds, against every reference area there is,
and the indices of specialisation. Change over time is not shown here."""

from statistics import median

from pipelines.profiles.context import Context
from pipelines.profiles.document import (
    Bar,
    BarChart,
    Block,
    Cell,
    Column,
    Figure,
    Gap,
    Heading,
    Paragraph,
    Row,
    Section,
    Table,
)
from pipelines.profiles.mart import Record
from pipelines.profiles.settings import settings

INDICES = {"krugman": 3, "hachman": 3, "hhi": 3, "hhi_normalised": 3, "equivalent_number": 1, "entropy": 2}


def section(context: Context) -> Section:
    words = context.words
    blocks: list[Block] = [Paragraph(words("specialisation.what")), _figure(context)]
    blocks.append(Paragraph(words("specialisation.bounds")))
    if context.kind == "municipality":
        blocks += [Heading(words("specialisation.areas_heading")), Paragraph(words("specialisation.areas"))]
        blocks.append(_areas(context))
        blocks += _group_gap(context)
    blocks += _indices(context)
    return Section("specialisation", words("specialisation.heading"), tuple(blocks))


def _figure(context: Context) -> Figure:
    words, moment = context.words, context.moment
    shown = context.ordered[: settings()["chart"]["rows"]]
    bars = tuple(
        Bar(
            context.industry_short(row["industry_code"]),
            row["lq"],
            row["lq_low"],
            row["lq_high"],
            context.ratio_cell(row).text,
            muted=context.is_unknown(row),
        )
        for row in shown
    )
    table = _table(context)
    return Figure(
        id="specialisation-chart",
        title=words("specialisation.title", region=context.name, year=moment.year),
        alternative=_alternative(context),
        chart=BarChart(bars, (words("specialisation.under"), words("specialisation.over"))),
        table=table,
        data=_data(context, table),
        file_name=f"{context.code}-location-quotient-{moment.year}.csv",
        labels=context.computed_labels(),
        open=True,
    )


def _alternative(context: Context) -> str:
    ranking = context.ranking
    if not ranking:
        return context.words("specialisation.alternative_empty", region=context.name)
    highest, lowest = ranking[0], ranking[-1]
    return context.words(
        "specialisation.alternative",
        region=context.name,
        highest=context.industry_phrase(highest["industry_code"]),
        highest_lq=context.numbers.ratio(highest["lq"]),
        lowest=context.industry_phrase(lowest["industry_code"]),
        lowest_lq=context.numbers.ratio(lowest["lq"]),
        over=len(context.overrepresented),
        count=len(ranking),
    )


def _table(context: Context) -> Table:
    words, numbers = context.words, context.numbers
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
        bounds = None if row["lq_low"] is None else numbers.interval(row["lq_low"], row["lq_high"])
        return (
            Cell(context.industry_name(row["industry_code"]), context.industry_name(row["industry_code"])),
            Cell(row["industry_code"], row["industry_code"]),
            context.integer_cell(row["employees"], empty),
            context.percent_cell(row["share"], empty),
            context.percent_cell(_reference_share(row), empty),
            context.ratio_cell(row),
            Cell(bounds or empty, None),
            context.rank_cell(row),
            Cell(_note(context, row), row["note"]),
        )

    caption = words("specialisation.caption", region=context.name, year=context.moment.year)
    labels = context.figure_labels(words("column.employees")) + context.computed_labels(what=words("column.others"))
    return Table("specialisation-table", caption, columns, tuple(Row(cells(row)) for row in context.ordered), labels)


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
        for row, record in zip(table.rows, context.ordered, strict=True)
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


def _areas(context: Context) -> Table:
    words = context.words
    references = [("nation", words("specialisation.against_nation"))]
    county = context.region["county_code"]
    if _known(context, "county"):
        references.append(("county", context.region_name(county)))
    if _known(context, "skr_group"):
        group = context.region[f"skr_group_name_{context.language}"]
        references.append(("skr_group", words("specialisation.against_group", group=group)))
    quotients = {kind: context.mart.quotients(context.moment, kind)[context.code] for kind, _ in references}
    columns = (
        Column(words("column.industry")),
        *(Column(words("specialisation.against", area=area), numeric=True) for _, area in references),
    )
    rows = tuple(
        Row(
            (
                Cell(context.industry_name(row["industry_code"]), row["industry_code"]),
                *(context.ratio_cell(quotients[kind][row["industry_code"]]) for kind, _ in references),
            )
        )
        for row in context.ordered
    )
    caption = words("specialisation.areas_caption", region=context.name, year=context.moment.year)
    return Table("areas-table", caption, columns, rows, context.computed_labels())


def _known(context: Context, reference: str) -> bool:
    rows = context.mart.quotients(context.moment, reference).get(context.code, {})
    return any(row["lq"] is not None for row in rows.values())


def _group_gap(context: Context) -> list[Block]:
    group = context.region["skr_group"]
    if not group or _known(context, "skr_group"):
        return []
    regions = context.mart.regions
    members = [code for code, region in regions.items() if region["skr_group"] == group]
    present = [code for code in members if code in context.peers]
    text = context.words(
        "specialisation.group_gap",
        group=context.region[f"skr_group_name_{context.language}"],
        members=context.numbers.integer(len(members)),
        present=context.numbers.integer(len(present)),
    )
    return [Gap(context.words("specialisation.group_gap_title"), text)]


def _indices(context: Context) -> list[Block]:
    words = context.words
    every = context.mart.specialisations(context.moment)
    own = every.get(context.code)
    if own is None:
        return []
    peers = [row for code, row in every.items() if code in context.peers]

    def cells(index: str, digits: int) -> tuple[Cell, ...]:
        values = [row[index] for row in peers if row[index] is not None]
        middle = median(values) if values else None
        return (
            Cell(words(f"index.{index}.name"), index),
            _decimal(context, own[index], digits),
            _decimal(context, middle, digits),
            Cell(words(f"index.{index}.what"), None),
        )

    columns = (
        Column(words("column.index")),
        Column(context.name, numeric=True),
        Column(words("index.median", peers=context.peer_group), numeric=True),
        Column(words("column.meaning")),
    )
    rows = tuple(Row(cells(index, digits)) for index, digits in INDICES.items())
    caption = words("index.caption", region=context.name, year=context.moment.year)
    table = Table("index-table", caption, columns, rows, context.computed_labels())
    return [Heading(words("index.heading")), Paragraph(words("index.intro")), table]


def _decimal(context: Context, value: float | None, digits: int) -> Cell:
    return Cell(context.words("empty.missing") if value is None else context.numbers.decimal(value, digits), value)
