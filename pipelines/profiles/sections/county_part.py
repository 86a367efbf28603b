"""A municipality's part of its county: of every industry and strength area, its share and what it contributes.
The county's own page has all municipalities beside each other (``contributions``)."""

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Paragraph, Row, Table
from pipelines.profiles.settings import settings

HEADINGS = ("own", "county", "share", "contribution", "county_lq")


def blocks(context: Context) -> tuple[Block, ...]:
    """A table of industries and one per series that measures strength areas; a gap where the county is not known."""
    words = context.words
    county = context.region["county_code"]
    tables = [*_industries(context, county), *_areas(context, county)]
    facts = {"region": context.name, "county": context.region_name(county)}
    if not tables:
        return (Gap(words("county_part.none_title"), words("county_part.none", **facts) + context.advice),)
    return (Paragraph(words("county_part.what", **facts)), *tables)


def _industries(context: Context, county: str) -> list[Block]:
    words = context.words
    moment = context.mart.newest_with(county, context.moment.level, context.code)
    if moment is None:
        return []
    own = context.at(moment)
    of_county = context.mart.quotients(moment).get(county, {})
    lines = []
    for row in own.shown:
        whole = of_county.get(row["industry_code"])
        known = whole and None not in (row["employees"], row["lq"], whole["lq"]) and whole["employees"]
        share = row["employees"] / whole["employees"] if whole and known else None
        part = row["employees_region"] / whole["employees_region"] * row["lq"] if whole and known else None
        lines.append(
            Row(
                (
                    Cell(own.industry_name(row["industry_code"]), row["industry_code"]),
                    own.integer_cell(row["employees"], own.empty(row)),
                    own.integer_cell(whole["employees"] if whole else None, words("empty.missing")),
                    own.percent_cell(share, words("county_part.unknown")),
                    _decimal(own, part),
                    own.ratio_cell(whole) if whole else Cell(words("empty.missing"), None),
                )
            )
        )
    columns = _columns(context, county, words("column.industry"), words("column.employees"))
    facts = {"region": context.name, "county": context.region_name(county)}
    caption = words("county_part.caption", **facts, year=moment.year, series=context.series_name(moment.series))
    return [Table("county-part-industries", caption, columns, tuple(lines), own.computed_labels())] if lines else []


def _areas(context: Context, county: str) -> list[Block]:
    words, compact = context.words, context.numbers.compact
    tables: list[Block] = []
    for number, ((series, year), rows) in enumerate(context.areas_measured.items(), start=1):
        of_county = {row["area_id"]: row for row in context.mart.area_quotients(county).get((series, year), ())}
        known = [row for row in rows if row["county_share"] is not None and row["area_id"] in of_county]
        if not known:
            continue
        counted = "workplaces" if known[0]["workplaces"] is not None else "employees"
        known.sort(key=lambda row: (-row["county_share"], row["area_id"]))
        lines = []
        for row in known[: settings()["industries"]["shown"]]:
            whole = of_county[row["area_id"]]
            lines.append(
                Row(
                    (
                        Cell(context.mart.area_name(row["area_id"], context.language), row["area_id"]),
                        Cell(compact(row[counted]), row[counted]),
                        Cell(compact(whole[counted]), whole[counted]),
                        context.percent_cell(row["county_share"], ""),
                        _decimal(context, row["contribution"]),
                        context.ratio_cell(whole),
                    )
                )
            )
        columns = _columns(context, county, words("strength_areas.area"), words(f"strength_areas.{counted}"))
        facts = {"region": context.name, "county": context.region_name(county), "year": year}
        caption = words("county_part.areas_caption", **facts, series=context.series_name(series))
        labels = context.series_labels([series])
        tables.append(Table(f"county-part-areas-{number}", caption, columns, tuple(lines), labels))
    return tables


def _columns(context: Context, county: str, subject: str, counted: str) -> tuple[Column, ...]:
    facts = {"counted": counted, "region": context.name, "county": context.region_name(county)}
    return (
        Column(subject),
        *(Column(context.words(f"county_part.{heading}", **facts), numeric=True) for heading in HEADINGS),
    )


def _decimal(context: Context, value: float | None) -> Cell:
    return Cell(context.words("county_part.unknown") if value is None else context.numbers.decimal(value, 2), value)
