"""The opening: one sentence on what is over-represented, how sure that is, and the few industries it rests on.
It states proportions and never a strength: that is what the section of verdicts is for."""

from urllib.parse import urlsplit

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record
from pipelines.profiles.sections import reference_areas
from pipelines.profiles.settings import settings


def summary(context: Context) -> str:
    """The most over-represented industries with their location quotients, in one sentence; those only whose bounds
    leave 1 out."""
    words, numbers = context.words, context.numbers
    if context.incomplete:
        return words("brief.incomplete", region=context.name, year=context.moment.year)
    named = [
        words("brief.industry", industry=context.industry_phrase(row["industry_code"]), lq=numbers.ratio(row["lq"]))
        for row in _sentence(context)
    ]
    if not named:
        return words("brief.none", region=context.name, year=context.moment.year, whole=context.whole)
    key = "brief.summary_one" if len(named) == 1 else "brief.summary"
    facts = {"region": context.name, "year": context.moment.year, "whole": context.whole}
    return words(key, **facts, industries=words.listed(named))


def caveats(context: Context) -> tuple[str, ...]:
    """How sure the sentence is: preliminary or absent figures, and whether the bounds leave 1 out."""
    words = context.words
    sentences = []
    if context.preliminary:
        sentences.append(words("brief.preliminary", year=context.moment.year))
    if context.incomplete:
        sentences.append(words("brief.incomplete_why"))
    named = _sentence(context)
    if named:
        exact = all(row["lq_low"] == row["lq_high"] for row in named)
        imported = context.moment.series in context.mart.imported
        sentences.append(words("brief.imported" if imported else "brief.exact" if exact else "brief.sure"))
    unsure = [context.industry_phrase(row["industry_code"]) for row in _listed(context) if not _sure(row)]
    if unsure:
        sentences.append(words("brief.unsure", industries=words.listed(unsure), whole=context.whole))
    sentences.append(words("brief.not_strength", whole=context.whole))
    return tuple(sentences)


def facts(context: Context) -> tuple[tuple[str, str], ...]:
    """Term and text of what the reader must know about the page: edition, year, tables."""
    words, moment = context.words, context.moment
    tables = [
        words(f"about.{row['origin']}", table=row["table_id"], retrieved=row["retrieved"][:10])
        for row in context.snapshots([(moment.series, moment.year)])
    ]
    year = words("about.year", year=moment.year, series=context.series_name(moment.series))
    return (
        (words("about.code_term"), context.code),
        (words("about.year_term"), year),
        (words("about.table_term"), ", ".join(tables)),
        (words("about.edition_term"), context.mart.edition),
    )


def section(context: Context) -> Section:
    words = context.words
    blocks: list[Block] = [*_warning(context), *reference_areas.absent_nation(context)]
    shown = _listed(context)
    if shown:
        blocks.append(_table(context, shown))
        blocks.append(Paragraph(words("brief.rank", peers=context.peer_group)))
    return Section("brief", words("brief.heading"), tuple(blocks))


def _warning(context: Context) -> list[Gap]:
    """That figures did not come from SCB, so that nobody takes a rehearsal or a simulation for statistics."""
    servers = sorted({urlsplit(row["url"]).netloc for row in context.mart.snapshots if row["origin"] == "other_server"})
    words = context.words
    gaps = []
    if servers:
        gaps.append(Gap(words("brief.other_server_title"), words("brief.other_server", server=words.listed(servers))))
    if context.mart.simulated:
        gaps.append(Gap(words("brief.simulated_title"), words("brief.simulated")))
    return gaps


def _listed(context: Context) -> list[Record]:
    count: int = settings()["brief"]["listed"]
    return context.overrepresented[:count]


def _sentence(context: Context) -> list[Record]:
    """Industries that are over-represented whatever the noise: only these are named in the sentence."""
    count: int = settings()["brief"]["in_sentence"]
    return [row for row in context.overrepresented if _sure(row)][:count]


def _sure(row: Record) -> bool:
    return row["lq_low"] is not None and bool(row["lq_low"] > 1)


def _table(context: Context, shown: list[Record]) -> Table:
    words = context.words
    columns = (
        Column(words("column.industry")),
        Column(words("column.lq"), numeric=True),
        Column(words("column.bounds"), numeric=True),
        Column(words("column.employees"), numeric=True),
        Column(words("column.rank"), numeric=True),
    )
    rows = tuple(
        Row(
            (
                Cell(context.industry_name(row["industry_code"]), row["industry_code"]),
                context.ratio_cell(row),
                context.bounds_cell(row),
                context.integer_cell(row["employees"], context.empty(row)),
                context.rank_cell(row),
            )
        )
        for row in shown
    )
    caption = words("brief.caption", region=context.name, year=context.moment.year)
    labels = context.figure_labels(words("column.employees")) + context.computed_labels(what=words("column.others"))
    return Table("brief-table", caption, columns, rows, labels)
