"""The strength areas that are measured in the region: workplaces exactly, jobs as intervals, and who does what.
What an area holds is declared elsewhere; an area that the edition cannot measure is a gap, never a blank."""

from collections.abc import Sequence
from math import floor

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Gap, Heading, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record


def section(context: Context) -> Section:
    """A table per series that measures the areas; for a county also its municipalities beside each other."""
    words = context.words
    measured = context.areas_measured
    blocks: list[Block] = [Paragraph(words("strength_areas.what"))]
    for number, ((series, year), rows) in enumerate(measured.items(), start=1):
        if len(measured) > 1:
            blocks.append(Heading(words("strength_areas.heading_of", series=context.series_name(series), year=year)))
        blocks.append(_table(context, series, year, rows, number))
        if context.kind == "county":
            blocks += _municipalities(context, series, year, rows, number)
    if not measured:
        blocks.append(Gap(words("strength_areas.unmeasured_title"), words("strength_areas.unmeasured")))
    elif any(row["jobs_low"] is not None for rows in measured.values() for row in rows):
        blocks.append(Paragraph(words("strength_areas.intervals")))
    return Section("strength-areas", words("strength_areas.heading"), tuple(blocks))


def _table(context: Context, series: str, year: int, rows: Sequence[Record], number: int) -> Table:
    words = context.words
    counted = "workplaces" if any(row["workplaces"] is not None for row in rows) else "employees"
    headings = ["area", counted, "share", "lq", "rank"]
    jobs = counted == "workplaces"
    if jobs:
        headings += ["jobs", "lq_jobs", "unknown_size"]
    lines = []
    for row in _ordered(context, rows):
        cells = [
            Cell(_name(context, row), row["area_id"]),
            _counted(context, row, counted),
            context.percent_cell(row["share"], context.empty(row)),
            context.ratio_cell(row),
            _rank(context, row),
        ]
        if jobs:
            cells += [_jobs(context, row), _quotient_of_jobs(context, row)]
            # How many workplaces of unknown size, weighted, the two intervals rest on.
            cells.append(_counted(context, row, "workplaces_unknown_size"))
        lines.append(Row(tuple(cells)))
    return Table(
        id=f"strength-areas-{number}",
        caption=words("strength_areas.caption", region=context.name, year=year, series=context.series_name(series)),
        columns=tuple(Column(words(f"strength_areas.{name}"), numeric=name != "area") for name in headings),
        rows=tuple(lines),
        labels=context.series_labels([series]),
    )


def _municipalities(context: Context, series: str, year: int, rows: Sequence[Record], number: int) -> list[Block]:
    """Areas × the county's municipalities: the quotient of each, and its part of what the county has."""
    words = context.words
    members = context.mart.municipalities(context.code)
    of_members = {
        (code, row["area_id"]): row
        for code in members
        for row in context.mart.area_quotients(code).get((series, year), ())
    }
    columns = (
        Column(words("strength_areas.area")),
        *(Column(context.region_name(code), numeric=True) for code in members),
    )
    empty = words("strength_areas.none")
    tables: list[Block] = []
    for kind in ("lq", "county_share"):
        lines = []
        for row in _ordered(context, rows):
            own = [of_members.get((code, row["area_id"])) for code in members]
            texts = [_matrix_cell(context, each, kind, empty) for each in own]
            name = context.mart.area_name(row["area_id"], context.language)
            lines.append(Row((Cell(name, row["area_id"]), *texts)))
        caption = words(f"strength_areas.matrix_{kind}", region=context.name, year=year)
        tables.append(
            Table(
                f"strength-areas-{number}-{kind.replace('_', '-')}",
                caption,
                columns,
                tuple(lines),
                context.series_labels([series]),
            )
        )
    return tables


def _matrix_cell(context: Context, row: Record | None, kind: str, empty: str) -> Cell:
    if row is None:
        return Cell(empty, None)
    return context.ratio_cell(row) if kind == "lq" else context.percent_cell(row[kind], context.empty(row))


def _name(context: Context, row: Record) -> str:
    """The area, with how many of its industries the series has where it lacks some: they count as none."""
    name = context.mart.area_name(row["area_id"], context.language)
    if row["members_listed"] == row["members"]:
        return name
    return context.words("strength_areas.listed", area=name, listed=row["members_listed"], members=row["members"])


def _ordered(context: Context, rows: Sequence[Record]) -> list[Record]:
    """Areas declared for the region first, then the general ones, each in the declared order."""
    county = context.region["county_code"] or context.code

    def place(row: Record) -> tuple[bool, int]:
        area = context.mart.areas[row["area_id"]]
        return county not in (area["region_codes"] or "").split(), area["position"]

    return sorted(rows, key=place)


def _rank(context: Context, row: Record) -> Cell:
    if row["rank"] is None:
        return Cell(context.empty(row), None)
    return Cell(context.words("rank.of", rank=row["rank"], count=row["rank_of"]), row["rank"])


def _jobs(context: Context, row: Record) -> Cell:
    """The interval, with the estimate inside it; an estimate never stands alone."""
    numbers, words = context.numbers, context.words
    low, high, estimate = row["jobs_low"], row["jobs_high"], row["jobs_estimate"]
    if low is None:
        return Cell(context.empty(row), None)
    if high is None:
        return Cell(words("strength_areas.at_least", low=numbers.integer(floor(low))), low)
    interval = numbers.whole_interval(low, high)
    if estimate is None:
        return Cell(interval, None)
    return Cell(words("strength_areas.estimated", interval=interval, estimate=numbers.integer(round(estimate))), None)


def _quotient_of_jobs(context: Context, row: Record) -> Cell:
    low, high = row["lq_jobs_low"], row["lq_jobs_high"]
    if low is None or high is None:
        return Cell(context.empty(row), None)
    return Cell(context.numbers.interval(low, high), None)


def _counted(context: Context, row: Record, column: str) -> Cell:
    value = row[column]
    return Cell(context.empty(row) if value is None else context.numbers.compact(value), value)
