"""A municipality's location quotients beside each other against every reference area that the edition has in full.
An area that is not complete is a stated gap."""

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Heading, Paragraph, Row, Table


def blocks(context: Context) -> list[Block]:
    """Heading, table and gap; nothing for a county, whose only reference area is the nation."""
    if context.kind != "municipality":
        return []
    words = context.words
    heading = Heading(words("specialisation.areas_heading"))
    return [heading, Paragraph(words("specialisation.areas")), _areas(context), *_group_gap(context)]


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
