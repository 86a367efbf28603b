"""Talent and the commuting shed: who lives and works here, where those who work here come from, and their education.
Commuting is published between municipalities, so a county is told of by its municipalities."""

from collections.abc import Sequence

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Facts, Gap, Heading, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record
from pipelines.profiles.settings import settings
from pipelines.warehouse.classification import NATION

TABLES = ("population", "commuting_balance", "catchment", "education")
COUNTS = ("employed_residents", "jobs", "commuters_in", "commuters_out", "net_commuting")


def section(context: Context) -> Section | None:
    """What the edition has of it, and a gap for what it has not of this region; None where it has none of any."""
    words = context.words
    if context.kind == "imported" or context.mart.is_empty(*TABLES):
        return None
    parts = {
        "population": _population(context),
        "commuting": _commuting(context),
        "education": _education(context),
    }
    blocks = [block for found in parts.values() for block in found]
    lacking = [words(f"commuting.lacking.{name}") for name, found in parts.items() if not found]
    if lacking:
        said = words("commuting.gap", region=context.name, lacking=words.listed(lacking))
        blocks.append(Gap(words("commuting.gap_title"), said))
    return Section("commuting", words("commuting.heading"), tuple(blocks))


def _newest(rows: Sequence[Record]) -> list[Record]:
    years = [row["year"] for row in rows]
    return [row for row in rows if row["year"] == max(years)] if years else []


def _population(context: Context) -> list[Block]:
    rows = [row for row in context.mart.of_region("population", context.code) if row["sex"] == "total"]
    newest = _newest([row for row in rows if row["population"] is not None])
    if not newest:
        return []
    (row,) = newest
    count = context.numbers.integer(row["population"])
    labels = context.table_labels([row["table_id"]], computed=False)
    return [Facts(((count, context.words("commuting.population", year=row["year"])),), labels)]


def _commuting(context: Context) -> list[Block]:
    """Of a municipality its balance and its catchment, of a county the balances of its municipalities."""
    mart = context.mart
    codes = [context.code] if context.kind == "municipality" else mart.municipalities(context.code)
    rows = _of_one_year([mart.of_region("commuting_balance", code) for code in codes])
    if not rows:
        return []
    shown = sorted(rows, key=lambda row: (-(row["jobs"] or 0), row["region_code"]))[: settings()["industries"]["shown"]]
    what = Paragraph(context.words("commuting.what"))
    return [Heading(context.words("commuting.balance_heading")), what, _balance(context, shown), *_catchment(context)]


def _of_one_year(places: Sequence[Sequence[Record]]) -> list[Record]:
    """The rows of the newest year that all places with rows have, or if there is none, of the newest that any has."""
    rows = [row for place in places for row in place]
    common = set.intersection(*({row["year"] for row in place} for place in places if place)) if rows else set()
    return _newest([row for row in rows if row["year"] in common] or rows)


def _balance(context: Context, rows: Sequence[Record]) -> Table:
    words = context.words

    def count(row: Record, name: str) -> Cell:
        return context.integer_cell(row[name], words(f"commuting.empty.{row['note'] or 'missing'}"))

    columns = (
        Column(words("kind.municipality.heading")),
        *(Column(words(f"commuting.{name}"), numeric=True) for name in (*COUNTS, "self_sufficiency", "share_at_home")),
    )
    lines = [
        Row(
            (
                Cell(context.region_name(row["region_code"]), row["region_code"]),
                *(count(row, name) for name in COUNTS),
                _ratio(context, row),
                context.percent_cell(row["share_at_home"], words(f"commuting.empty.{row['note'] or 'missing'}")),
            ),
            strong=row["region_code"] == context.code,
        )
        for row in rows
    ]
    caption = words("commuting.caption", region=context.name, year=rows[0]["year"])
    labels = context.table_labels([row["table_id"] for row in rows], computed=True)
    return Table("commuting-balance", caption, columns, tuple(lines), labels)


def _ratio(context: Context, row: Record) -> Cell:
    value = row["self_sufficiency"]
    empty = context.words(f"commuting.empty.{row['note'] or 'missing'}")
    return Cell(empty if value is None else context.numbers.decimal(value, 2), value)


def _catchment(context: Context) -> list[Block]:
    """Where those who work in the municipality live, the most first, as many as a table can hold."""
    words = context.words
    rows = _newest(context.mart.of_region("catchment", context.code, "workplace_code"))
    if not rows:
        return []
    rows.sort(key=lambda row: (row["commuters"] is None, -(row["commuters"] or 0), row["residence_code"]))
    columns = (
        Column(words("commuting.residence")),
        Column(words("commuting.commuters"), numeric=True),
        Column(words("commuting.share"), numeric=True),
    )
    lines = [
        Row(
            (
                Cell(context.region_name(row["residence_code"]), row["residence_code"]),
                context.integer_cell(row["commuters"], words(f"commuting.empty.{row['note'] or 'missing'}")),
                context.percent_cell(row["share"], words(f"commuting.empty.{row['note'] or 'missing'}")),
            ),
            strong=row["residence_code"] == context.code,
        )
        for row in rows[: settings()["industries"]["shown"]]
    ]
    caption = words("commuting.catchment_caption", region=context.name, year=rows[0]["year"])
    labels = context.table_labels([row["table_id"] for row in rows], computed=True)
    return [Table("commuting-catchment", caption, columns, tuple(lines), labels)]


def _education(context: Context) -> list[Block]:
    """The population by level of education, with its shares beside the county's and the nation's."""
    words, mart = context.words, context.mart
    own = _newest(mart.of_region("education", context.code))
    if not own:
        return []
    year = own[0]["year"]
    codes = dict.fromkeys((context.code, context.region["county_code"] or NATION, NATION))
    held = {code: [row for row in mart.of_region("education", code) if row["year"] == year] for code in codes}
    shares = {code: _shares(rows) for code, rows in held.items() if rows}
    columns = (
        Column(words("commuting.level")),
        Column(words("commuting.persons"), numeric=True),
        *(Column(words("commuting.share_in", region=context.region_name(code)), numeric=True) for code in shares),
    )
    lines = [
        Row(
            (
                Cell(row[f"education_{context.language}"], row["education_code"]),
                context.integer_cell(row["persons"], words(f"commuting.empty.{row['status']}")),
                *(
                    context.percent_cell(each.get(row["education_code"]), words("empty.incomplete_total"))
                    for each in shares.values()
                ),
            )
        )
        for row in own
    ]
    caption = words("commuting.education_caption", region=context.name, year=year)
    published = context.table_labels([own[0]["table_id"]], words("commuting.persons"), computed=False)
    computed = context.table_labels([own[0]["table_id"]], words("commuting.shares"), computed=True)
    table = Table("commuting-education", caption, columns, tuple(lines), (*published, *computed))
    return [Heading(words("commuting.education_heading")), table]


def _shares(rows: Sequence[Record]) -> dict[str, float]:
    """Each level's share of all; none where a level is not known."""
    persons = [row["persons"] for row in rows]
    if None in persons or not sum(persons):
        return {}
    return {row["education_code"]: row["persons"] / sum(persons) for row in rows}
