"""Value added per employed in the region's county, and gross regional product; explicit gaps for wages and skills.
Figures are as published, in current prices; two sources that count differently stand in two tables."""

from collections.abc import Sequence

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Heading, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record
from pipelines.profiles.settings import settings
from pipelines.warehouse.classification import NATION

SOURCES = ("REGIONAL_ACCOUNTS", "LOCAL_UNITS")
LEVELS = ("total", "aggregate", "section", "division")
PRODUCTS = {"gross_regional_product": "product", "gross_regional_product_per_capita": "product_per_capita"}


def section(context: Context) -> Section | None:
    """A table per source, of a municipality its county's; None where the edition has no accounts at all."""
    words, mart = context.words, context.mart
    if context.kind == "imported" or mart.is_empty("productivity", "regional_account", "gross_regional_product"):
        return None
    county = context.region["county_code"] or context.code
    blocks: list[Block] = []
    for source in SOURCES:
        blocks += _of_source(context, county, source)
    if not blocks:
        lacking = words("productivity.none", county=context.region_name(county))
        blocks.append(Gap(words("productivity.none_title"), lacking))
    else:
        blocks.insert(0, Paragraph(words("productivity.what")))
        if context.code != county:
            said = words("productivity.county_only", region=context.name, county=context.region_name(county))
            blocks.insert(1, Gap(words("productivity.county_only_title"), said))
    blocks += _product(context, county)
    blocks.append(Gap(words("productivity.wages_title"), words("productivity.wages")))
    if not mart.of_region("education", context.code):
        blocks.append(Gap(words("productivity.skills_title"), words("productivity.skills", region=context.name)))
    return Section("productivity", words("productivity.heading"), tuple(blocks))


def _newest(rows: Sequence[Record], value: str) -> list[Record]:
    """The rows of the newest year in which any value is known."""
    years = [row["year"] for row in rows if row[value] is not None]
    return [row for row in rows if row["year"] == max(years)] if years else []


def _of_source(context: Context, county: str, source: str) -> list[Block]:
    words, mart = context.words, context.mart
    listed = [row for row in mart.of_region("productivity", county) if row["source"] == source]
    rows = sorted(_newest(listed, "productivity"), key=lambda row: (LEVELS.index(row["level"]), row["industry_code"]))[
        : settings()["industries"]["shown"]
    ]
    if not rows:
        return []
    year = rows[0]["year"]
    of_nation = _by_industry(mart.of_region("productivity", NATION), source=source, year=year)
    wages = {}
    if source == "REGIONAL_ACCOUNTS":
        wages = _by_industry(mart.of_region("regional_account", county), measure="wages", year=year)
    columns = (
        Column(words("column.industry")),
        Column(words("productivity.value_added"), numeric=True),
        Column(words(f"productivity.employed.{source}"), numeric=True),
        Column(words("productivity.per_employed", region=context.region_name(county)), numeric=True),
        Column(words("productivity.per_employed", region=context.region_name(NATION)), numeric=True),
        *((Column(words("productivity.wages_paid"), numeric=True),) if wages else ()),
    )
    lines = [
        Row(
            (
                Cell(row[f"industry_{context.language}"], row["industry_code"]),
                _number(context, row["value_added"], row["note"]),
                _number(context, row["employed"], row["note"]),
                _number(context, row["productivity"], row["note"]),
                _known(context, of_nation.get(row["industry_code"]), "productivity", "note"),
                *((_known(context, wages.get(row["industry_code"]), "value", "status"),) if wages else ()),
            )
        )
        for row in rows
    ]
    facts = {"county": context.region_name(county), "source": words(f"productivity.named.{source}")}
    caption = words("productivity.caption", **facts, year=year)
    tables = [row["table_id"] for row in rows]
    own = context.table_labels(tables, words("productivity.quotient"), computed=True)
    published = context.table_labels(tables, words("productivity.published"), computed=False)
    identity = f"productivity-{source.lower().replace('_', '-')}"
    heading = Heading(words(f"productivity.source.{source}"))
    return [heading, Table(identity, caption, columns, tuple(lines), (*published, *own))]


def _by_industry(rows: Sequence[Record], **equal: object) -> dict[str, Record]:
    return {row["industry_code"]: row for row in rows if all(row[column] == value for column, value in equal.items())}


def _number(context: Context, value: float | None, reason: str | None) -> Cell:
    if value is None:
        return Cell(context.words(f"productivity.empty.{reason or 'missing'}"), None)
    return Cell(context.numbers.integer(round(value)), value)


def _known(context: Context, row: Record | None, column: str, reason: str) -> Cell:
    return _number(context, row[column], row[reason]) if row else _number(context, None, None)


def _product(context: Context, county: str) -> list[Block]:
    """Gross regional product of the newest year of the region, its county and the nation, as far as it is published."""
    words, mart = context.words, context.mart
    of_areas = {
        code: mart.of_region("gross_regional_product", code) for code in dict.fromkeys((context.code, county, NATION))
    }
    newest = _newest(of_areas[context.code], "value")
    if not newest:
        return []
    year = newest[0]["year"]
    held = {
        code: {row["measure"]: row for row in rows if row["year"] == year} for code, rows in of_areas.items() if rows
    }
    columns = (
        Column(words("column.region")),
        *(Column(words(f"productivity.{name}"), numeric=True) for name in PRODUCTS.values()),
    )
    lines = [
        Row(
            (
                Cell(context.region_name(code), code),
                *(_known(context, measures.get(measure), "value", "status") for measure in PRODUCTS),
            ),
            strong=code == context.code,
        )
        for code, measures in held.items()
        if measures
    ]
    caption = words("productivity.product_caption", region=context.name, year=year)
    labels = context.table_labels([newest[0]["table_id"]], computed=False)
    heading = Heading(words("productivity.product_heading"))
    return [heading, Table("productivity-product", caption, columns, tuple(lines), labels)]
