"""Where every figure comes from, how the measures are defined, and how to trace a number to its raw cells.
The two labels themselves are worded in ``pipelines/export``."""

from collections.abc import Iterator

from pipelines.export import labels
from pipelines.profiles import method
from pipelines.profiles.context import Context
from pipelines.profiles.document import Cell, Column, Command, Heading, Link, Notes, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record


def section(context: Context) -> Section:
    words, moment = context.words, context.moment
    example = context.ranking[0]["industry_code"] if context.ranking else next(iter(context.own))
    command = (
        f"styrka explain --region {context.code} --industry {example} --year {moment.year} --series {moment.series}"
    )
    return Section(
        "sources",
        words("sources.heading"),
        (
            Paragraph(words("sources.labels_simulated" if context.mart.simulated else "sources.labels")),
            Notes(_labels(context)),
            _table(context),
            Heading(words("sources.method_heading")),
            Notes((*_methods(context), *_mean(context))),
            Link(words("method_note.link"), f"../{method.NAME}.{context.language}.html"),
            Heading(words("sources.trace_heading")),
            Paragraph(words("sources.trace")),
            Command(command if context.language == "sv" else f"{command} --lang en"),
            *([] if context.kind == "imported" else [Paragraph(words("sources.outlines"))]),
        ),
    )


def _methods(context: Context) -> Iterator[tuple[str, str]]:
    shown = ["size", "lq", "unknown", "bounds", "series", "rank"]
    for name in [*shown, "references"] if context.kind == "municipality" else shown:
        yield context.words(f"method.{name}.term"), context.words(f"method.{name}.text")


def _mean(context: Context) -> Iterator[tuple[str, str]]:
    """How far the published cells leave the mean quotient from 1, in the page's series and year."""
    words, numbers, moment = context.words, context.numbers, context.moment
    farthest = context.mart.farthest_means.get((moment.series, moment.year))
    if farthest is not None:
        text = words(
            "method.mean.text",
            series=context.series_name(moment.series),
            year=moment.year,
            industry=context.industry_phrase(farthest["industry_code"]),
            mean=numbers.decimal(farthest["weighted_mean"], 5),
            persons=numbers.integer(abs(farthest["difference"])),
        )
        yield words("method.mean.term"), text


def _used(context: Context) -> list[Record]:
    """Snapshots behind the region's quotients, all parts, and behind its strength areas every kept pull."""
    moments = [(row["series"], row["year"]) for row in context.mart.history(context.code, context.moment.level)]
    moments += [(each.series, each.year) for each in context.mart.extracts.get(context.code, ())]
    tables = {row["table_id"] for row in context.snapshots(moments)}
    measuring = {series for series, _ in context.areas_measured}
    return [row for row in context.mart.snapshots if row["table_id"] in tables or row["series"] in measuring]


def _labels(context: Context) -> tuple[tuple[str, str], ...]:
    words, language = context.words, context.language
    pairs = []
    for snapshot in context.snapshots([(context.moment.series, context.moment.year)]):
        pairs.append((labels.untouched(snapshot, language), words("sources.untouched")))
        pairs.append((labels.computed(snapshot, language), words("sources.computed")))
    simulated = {row["series"]: row for row in context.mart.snapshots if row["origin"] == "simulated"}
    pairs += [(labels.computed(row, language), words("sources.simulated")) for row in simulated.values()]
    return tuple(pairs)


def _table(context: Context) -> Table:
    words = context.words
    columns = (
        Column(words("sources.table_id")),
        Column(words("sources.title")),
        Column(words("column.series")),
        Column(words("sources.updated")),
        Column(words("sources.retrieved")),
        Column(words("sources.origin")),
        Column(words("sources.sha256")),
    )
    rows = tuple(
        Row(
            (
                Cell(_part(context, row), row["table_id"]),
                Cell(row[f"title_{context.language}"], None),
                Cell(context.series_name(row["series"]), row["series"]),
                Cell(labels.updated(row, context.language), row["updated"]),
                Cell(row["retrieved"][:10], row["retrieved"]),
                Cell(words(f"origin.{row['origin']}"), row["origin"]),
                Cell(row["sha256"], row["sha256"]),
            )
        )
        for row in _used(context)
    )
    return Table("sources-table", words("sources.caption", edition=context.mart.edition), columns, rows)


def _part(context: Context, row: Record) -> str:
    if row["parts"] == 1:
        return str(row["table_id"])
    return context.words("sources.part", table=row["table_id"], part=row["part"], parts=row["parts"])
