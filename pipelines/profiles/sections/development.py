"""How the quotients of the region's top industries have moved, inside the unbroken stretches of each series.
No growth is computed, and no two series are ever joined."""

from collections.abc import Iterator

from pipelines.export import headline
from pipelines.export.grammar import within_sentence
from pipelines.profiles.chart import Line, LineChart, Panel
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Figure, Gap, Notes, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record
from pipelines.profiles.settings import series_style, settings
from pipelines.warehouse.classification import NATION


def section(context: Context) -> Section:
    words = context.words
    heading = words("development.heading")
    industries = [row["industry_code"] for row in context.ranking[: settings()["development"]["industries"]]]
    history = context.mart.history(context.code, context.moment.level)
    rows = [row for row in history if row["industry_code"] in industries and row["lq"] is not None]
    if len({row["year"] for row in rows}) < 2:
        gap = Gap(words("development.none_title"), words("development.none", region=context.name))
        return Section("development", heading, (gap,))
    breaks = _breaks(context, rows, industries)
    figure = _figure(context, industries, rows, breaks)
    blocks: list[Block] = [Paragraph(words("development.what")), figure]
    if breaks:
        blocks += [
            Paragraph(words("development.breaks")),
            Notes(figure.notes, numbered=True, id="development-breaks"),
        ]
        if any(_only(each, industries) for each in breaks):
            blocks.append(Paragraph(words("development.breaks_growth")))
    blocks.append(Notes(_ends(context, rows)))
    return Section("development", heading, tuple(blocks))


def _breaks(context: Context, rows: list[Record], industries: list[str]) -> list[Record]:
    """Breaks between two years that a series has, in this region or in the nation it is measured against."""
    years = {series: {row["year"] for row in rows if row["series"] == series} for series in _series(rows)}
    return [
        each
        for each in context.mart.breaks
        if each["series"] in years
        and min(years[each["series"]]) < each["year"] <= max(years[each["series"]])
        and _touches(each["region_codes"], {context.code, NATION})
        and _touches(each["industry_codes"], set(industries))
    ]


def _touches(codes: str | None, wanted: set[str]) -> bool:
    return not codes or bool(wanted & set(codes.split()))


def _breaking(breaks: list[Record], industry: str) -> list[Record]:
    return [each for each in breaks if _touches(each["industry_codes"], {industry})]


def _marks(breaks: list[Record]) -> dict[int, int]:
    """One number per year in which something breaks."""
    return {year: number for number, year in enumerate(sorted({each["year"] for each in breaks}), start=1)}


def _only(one: Record, industries: list[str]) -> list[str]:
    """The industries that a break is declared for; none where it breaks all that are shown."""
    touched = [code for code in industries if _touches(one["industry_codes"], {code})]
    return touched if len(touched) < len(industries) else []


def _explained(context: Context, industries: list[str], breaks: list[Record]) -> Iterator[tuple[str, str]]:
    """Every number once, with all that breaks in its year and which industries it breaks."""
    words = context.words
    for year, number in _marks(breaks).items():
        of_series: dict[str, list[str]] = {}
        for each in (each for each in breaks if each["year"] == year):
            texts = of_series.setdefault(each["series"], [])
            texts.append(each[f"description_{context.language}"])
            if only := _only(each, industries):
                listed = words.listed([within_sentence(context.industry_short(code)) for code in only])
                texts.append(words("development.break_only", industries=listed))
        said = [
            words("development.break", series=context.series_name(series), text=" ".join(texts))
            for series, texts in of_series.items()
        ]
        yield str(number), f"{year}, {' '.join(said)}"


def _series(rows: list[Record]) -> list[str]:
    return sorted({row["series"] for row in rows}, key=headline.precedence)


def _figure(context: Context, industries: list[str], rows: list[Record], breaks: list[Record]) -> Figure:
    words = context.words
    series, marks = _series(rows), _marks(breaks)
    panels = tuple(
        Panel(
            context.industry_short(industry),
            tuple(
                Line(
                    series_style(name),
                    _segments(
                        [row for row in rows if (row["series"], row["industry_code"]) == (name, industry)],
                        {each["year"] for each in _breaking(breaks, industry) if each["series"] == name},
                    ),
                )
                for name in series
            ),
            tuple(sorted({(each["year"], marks[each["year"]]) for each in _breaking(breaks, industry)})),
        )
        for industry in industries
    )
    chart = LineChart(panels, tuple((series_style(name), context.series_name(name)) for name in series))
    years = [row["year"] for row in rows]
    table = _table(context, industries, rows)
    alternative = words(
        "development.alternative",
        region=context.name,
        first=min(years),
        last=max(years),
        industries=words.listed([context.industry_phrase(code) for code in industries]),
        series=words.listed([context.series_name(name) for name in series]),
    )
    if breaks:
        broken = words.listed([words.broken(year, chart.broken_by((year, number))) for year, number in chart.breaks])
        alternative += " " + words("development.alternative_breaks", years=broken)
    return Figure(
        id="development-chart",
        title=words("development.title", region=context.name, first=min(years), last=max(years)),
        alternative=alternative,
        chart=chart,
        table=table,
        data=table,
        file_name=f"{context.code}-development.csv",
        labels=table.labels,
        notes=tuple(_explained(context, industries, breaks)),
    )


def _segments(rows: list[Record], broken: set[int]) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Stretches of consecutive years without a break; a year without a figure interrupts as well."""
    segments: list[list[tuple[int, float]]] = []
    for row in rows:
        year = row["year"]
        if not segments or year in broken or segments[-1][-1][0] != year - 1:
            segments.append([])
        segments[-1].append((year, row["lq"]))
    return tuple(map(tuple, segments))


def _table(context: Context, industries: list[str], rows: list[Record]) -> Table:
    words = context.words
    values = {(row["year"], row["series"], row["industry_code"]): row for row in rows}
    moments = sorted(
        {(row["series"], row["year"]) for row in rows}, key=lambda each: (headline.precedence(each[0]), -each[1])
    )
    columns = (
        Column(words("column.year")),
        Column(words("column.series")),
        *(Column(context.industry_short(code), numeric=True) for code in industries),
    )

    def cell(key: tuple[int, str, str]) -> Cell:
        return context.ratio_cell(values[key]) if key in values else Cell(words("empty.missing"), None)

    content = tuple(
        Row(
            (
                Cell(str(year), year),
                Cell(context.series_name(series), context.series_name(series)),
                *(cell((year, series, code)) for code in industries),
            )
        )
        for series, year in moments
    )
    caption = words("development.caption", region=context.name)
    return Table("development-table", caption, columns, content, context.computed_labels(moments))


def _ends(context: Context, rows: list[Record]) -> tuple[tuple[str, str], ...]:
    """What is known about where a series starts and ends, and how its level differs from the others'."""
    first = {series: min(row["year"] for row in rows if row["series"] == series) for series in _series(rows)}
    return tuple(
        (context.series_name(each["series"]), each[f"description_{context.language}"])
        for each in context.mart.breaks
        if each["series"] in first
        and (each["kind"] == "end" or (each["year"] == first[each["series"]] and each["kind"] in ("start", "level")))
    )
