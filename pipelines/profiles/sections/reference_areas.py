"""A municipality's location quotients beside each other against every reference area that the edition has in full.
An area that is not complete, or absent, is a stated gap."""

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Heading, Paragraph, Row, Table


def blocks(context: Context) -> list[Block]:
    """Heading, table and gap; nothing for a county, whose only reference area is the nation."""
    if context.kind != "municipality":
        return []
    words = context.words
    heading = Heading(words("areas.heading"))
    county = context.region_name(context.region["county_code"])
    group = words("areas.group", group=context.region[f"skr_group_name_{context.language}"])
    return [
        heading,
        Paragraph(words("areas.what")),
        _areas(context, county, group),
        *_gap(context, "county", county, "county_code"),
        *_gap(context, "skr_group", group, "skr_group"),
    ]


def absent_nation(context: Context) -> list[Block]:
    """That a series without figures of the nation is compared with the sum of its regions."""
    if context.has_nation:
        return []
    words, moment = context.words, context.moment
    text = words("areas.no_nation", series=context.series_name(moment.series), year=moment.year)
    return [Gap(words("areas.no_nation_title"), text)]


def _areas(context: Context, county: str, group: str) -> Table:
    words = context.words
    every = (("nation", words("areas.nation")), ("county", county), ("skr_group", group))
    references = [(kind, area) for kind, area in every if kind == "nation" or _known(context, kind)]
    quotients = {kind: context.mart.quotients(context.moment, kind)[context.code] for kind, _ in references}
    columns = (
        Column(words("column.industry")),
        *(Column(words("areas.against", area=area), numeric=True) for _, area in references),
    )
    rows = tuple(
        Row(
            (
                Cell(context.industry_name(row["industry_code"]), row["industry_code"]),
                *(context.ratio_cell(quotients[kind][row["industry_code"]]) for kind, _ in references),
            )
        )
        for row in context.shown
    )
    caption = words("areas.caption", region=context.name, year=context.moment.year)
    return Table("areas-table", caption, columns, rows, context.computed_labels())


def _known(context: Context, reference: str) -> bool:
    rows = context.mart.quotients(context.moment, reference).get(context.code, {})
    return any(row["lq"] is not None for row in rows.values())


def _gap(context: Context, kind: str, area: str, membership: str) -> list[Block]:
    """Why there is no quotient against an area: municipalities that the edition lacks, or figures that they lack."""
    if not context.region[membership] or _known(context, kind):
        return []
    regions = context.mart.regions.items()
    members = [
        code
        for code, region in regions
        if region["type"] == "municipality" and region[membership] == context.region[membership]
    ]
    present = sum(code in context.peers for code in members)
    text = context.words(
        "areas.gap" if present < len(members) else "areas.gap_unknown",
        members=context.numbers.integer(len(members)),
        present=context.numbers.integer(present),
        series=context.series_name(context.moment.series),
    )
    advice = context.advice if present < len(members) else ""
    return [Gap(context.words("areas.gap_title", area=area), text + advice)]
