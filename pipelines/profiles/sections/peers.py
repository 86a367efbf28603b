"""Where the region stands among its peers, industry by industry.
Its peers are the regions of its kind that the edition has at the same moment."""

from statistics import median

from pipelines.profiles.chart import Strip, StripChart
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Figure, Gap, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record


def section(context: Context) -> Section:
    words = context.words
    heading = words(f"peers.heading_{context.kind}")
    if len(context.peers) < 2:
        return Section("peers", heading, (Gap(words("peers.alone_title"), words("peers.alone", region=context.name)),))
    blocks: list[Block] = [Paragraph(words("peers.what", peers=context.peer_group, region=context.name))]
    if not context.all_peers:
        blocks.append(_gap(context))
    blocks.append(_figure(context))
    return Section("peers", heading, tuple(blocks))


def _gap(context: Context) -> Gap:
    words = context.words
    text = words(
        "peers.partial",
        series=context.series_name(context.moment.series),
        year=context.moment.year,
        present=context.numbers.integer(len(context.peers)),
        all=context.kind_counted(context.peers_in_country),
    )
    return Gap(words("peers.partial_title"), text + context.advice)


def _figure(context: Context) -> Figure:
    words, moment = context.words, context.moment
    shown = [row for row in context.shown if not context.is_unknown(row)]
    strips = tuple(
        Strip(
            context.industry_short(row["industry_code"]),
            row["lq"],
            tuple(sorted(each["lq"] for code, each in _others(context, row).items() if code != context.code)),
            context.rank_cell(row).text,
        )
        for row in shown
    )
    chart = StripChart(strips, context.name, words(f"peers.others_{context.kind}"))
    alternative = words("peers.alternative", region=context.name, peers=context.peer_group)
    best = [row for row in shown if row["rank"] == 1]
    if best:
        first = words.listed([context.industry_phrase(row["industry_code"]) for row in best])
        alternative += " " + words("peers.alternative_first", region=context.name, industries=first)
    return Figure(
        id="peers-chart",
        title=words("peers.title", region=context.name, peers=context.peer_group, year=moment.year),
        alternative=alternative,
        chart=chart,
        table=_table(context, shown),
        data=_data(context, shown),
        file_name=f"{context.kind}-location-quotient-{moment.year}.csv",
        labels=context.computed_labels(),
    )


def _others(context: Context, row: Record) -> dict[str, Record]:
    every = {code: rows.get(row["industry_code"]) for code, rows in context.peers.items()}
    return {code: each for code, each in every.items() if each is not None and each["lq"] is not None}


def _table(context: Context, shown: list[Record]) -> Table:
    words, numbers = context.words, context.numbers
    columns = (
        Column(words("column.industry")),
        Column(context.name, numeric=True),
        Column(words("column.rank"), numeric=True),
        Column(words("peers.lowest"), numeric=True),
        Column(words("peers.median"), numeric=True),
        Column(words("peers.highest"), numeric=True),
    )

    def end(code: str, row: Record) -> Cell:
        return Cell(words("peers.named", region=context.region_name(code), lq=numbers.ratio(row["lq"])), row["lq"])

    def cells(row: Record) -> tuple[Cell, ...]:
        ranked = sorted(_others(context, row).items(), key=lambda pair: (pair[1]["lq"], pair[0]))
        first = Cell(context.industry_name(row["industry_code"]), row["industry_code"])
        if not ranked:
            empty = Cell(context.empty(row), None)
            return (first, context.ratio_cell(row), context.rank_cell(row), empty, empty, empty)
        middle = median(each["lq"] for _, each in ranked)
        return (
            first,
            context.ratio_cell(row),
            context.rank_cell(row),
            end(*ranked[0]),
            Cell(numbers.ratio(middle), middle),
            end(*ranked[-1]),
        )

    caption = words("peers.caption", peers=context.peer_group, year=context.moment.year)
    return Table("peers-table", caption, columns, tuple(Row(cells(row)) for row in shown), context.computed_labels())


def _data(context: Context, shown: list[Record]) -> Table:
    """Every peer's location quotient, regions down and industries across."""
    words = context.words
    industries = sorted(row["industry_code"] for row in shown)
    columns = (
        Column(words("column.code")),
        Column(words("column.region")),
        *(Column(words("peers.column", industry=context.industry_name(code))) for code in industries),
    )
    rows = tuple(
        Row(
            (
                Cell(code, code),
                Cell(context.region_name(code), context.region_name(code)),
                *(Cell("", quotients[industry]["lq"] if industry in quotients else None) for industry in industries),
            )
        )
        for code, quotients in sorted(context.peers.items())
    )
    return Table("peers-data", words("peers.title_data", year=context.moment.year), columns, rows)
