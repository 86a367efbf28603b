"""Who else can say the same of the region's strengths, and which regions are most like it.
A verdict is decided in ``pipelines/verdicts``, similarity in the measures; neither is decided here."""

from pipelines.export import headline
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Heading, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Moment, Record
from pipelines.profiles.sections import verdicts
from pipelines.profiles.settings import settings
from pipelines.verdicts.words import ORDER, SURE, name


def section(context: Context) -> Section | None:
    """Both tables, or the gaps in their place; None where the edition has neither verdicts nor twins."""
    words = context.words
    if context.mart.is_empty("verdict", "twin"):
        return None
    blocks: list[Block] = [Heading(words("twins.claim_heading")), *_claims(context)]
    blocks += [Heading(words("twins.twin_heading")), *_twins(context)]
    return Section("twins", words("twins.heading"), tuple(blocks))


def _claims(context: Context) -> list[Block]:
    """The strengths of the page and of the register, the most distinctive first, as many as a table can hold."""
    words, numbers = context.words, context.numbers
    own = [*verdicts.shown(context), *verdicts.of_registers(context)]
    rows = [row for row in own if row["verdict"] in SURE and row["same_verdict"] is not None]
    if not rows:
        return [Gap(words("twins.no_strength_title"), words("twins.no_strength", region=context.name))]
    rows.sort(key=lambda row: (ORDER.index(row["verdict"]), -(row["distinctiveness"] or 0.0), -row["lq"]))
    columns = (
        Column(words("verdicts.subject")),
        Column(words("column.series")),
        Column(words("verdicts.verdict")),
        Column(words("twins.others"), numeric=True),
        Column(words("twins.distinctiveness"), numeric=True),
    )
    lines = []
    for row in rows[: settings()["industries"]["shown"]]:
        counted = {"same": row["same_verdict"] - 1, "all": row["of_regions"] - 1}
        others = words("verdicts.regions", **{each: numbers.integer(count) for each, count in counted.items()})
        distinct = row["distinctiveness"]
        lines.append(
            Row(
                (
                    Cell(_subject(context, row), row["subject_code"]),
                    Cell(context.series_name(row["series"]), row["series"]),
                    Cell(name(row["verdict"], context.language), row["verdict"]),
                    Cell(others if counted["all"] else words("twins.nobody"), counted["same"]),
                    Cell(words("twins.undefined") if distinct is None else numbers.decimal(distinct, 2), distinct),
                )
            )
        )
    caption = words("twins.claim_caption", region=context.name)
    labels = context.series_labels(sorted({row["series"] for row in rows}))
    return [Paragraph(words("twins.claim_what")), Table("twins-claims", caption, columns, tuple(lines), labels)]


def _subject(context: Context, row: Record) -> str:
    """The subject with its full name: a register's two digits say little."""
    if row["subject_type"] == "area":
        return context.mart.area_name(row["subject_code"], context.language)
    return context.at(Moment(row["year"], row["series"], row["level"])).industry_name(row["subject_code"])


def _twins(context: Context) -> list[Block]:
    words, numbers = context.words, context.numbers
    rows = _nearest(context)
    if not rows:
        return [Gap(words("twins.none_title"), words("twins.none", region=context.name))]
    first = rows[0]
    facts = {"region": context.name, "series": context.series_name(first["series"]), "year": first["year"]}
    if first["twin_code"] is None:
        return [Gap(words("twins.none_title"), words(f"twins.reason.{first['note']}", **facts))]
    columns = (
        Column(words("column.rank")),
        Column(words("column.region")),
        Column(words("twins.similarity"), numeric=True),
        Column(words("twins.distance"), numeric=True),
    )
    lines = tuple(
        Row(
            (
                Cell(str(row["rank"]), row["rank"]),
                Cell(context.region_name(row["twin_code"]), row["twin_code"]),
                Cell(numbers.percent(row["similarity"]), row["similarity"]),
                Cell(numbers.decimal(1 - row["similarity"], 3), 1 - row["similarity"]),
            )
        )
        for row in rows
    )
    moment = [(first["series"], first["year"])]
    table = Table("twins-table", words("twins.caption", **facts), columns, lines, context.computed_labels(moment))
    compared = numbers.integer(first["compared"])
    return [Paragraph(words("twins.what", compared=compared, level=words(f"level.{first['level']}"))), table]


def _nearest(context: Context) -> list[Record]:
    """The twins of the page's moment, else of the newest one of the series that speaks first."""
    found: dict[Moment, list[Record]] = {}
    for row in context.mart.of_region("twin", context.code):
        found.setdefault(Moment(row["year"], row["series"], row["level"]), []).append(row)
    if context.moment in found:
        return found[context.moment]
    newest = headline.newest((moment.year, moment.series) for moment in found)
    return next((rows for moment, rows in found.items() if moment[:2] == newest), [])
