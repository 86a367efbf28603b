"""The map: the counties of Sweden, or the municipalities of the county, by the quotient of the region's top industry.
Outlines and colours belong to the renderers."""

from bisect import bisect_right
from collections.abc import Collection
from itertools import pairwise
from typing import Literal

from pipelines.profiles.chart import Area, MapChart
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Figure, Gap, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record
from pipelines.profiles.outlines import codes
from pipelines.profiles.settings import settings

# Why a quotient is absent decides how its area is drawn; everything else is missing.
SHADES = {
    "suppressed": "suppressed",
    "not_applicable": "not_applicable",
    "no_employment_in_region": "not_applicable",
    "no_industry_in_reference": "not_applicable",
}


def section(context: Context) -> Section | None:
    """Map and table; None for a region known only from an imported table, which no map has."""
    if context.kind == "imported":
        return None
    words = context.words
    heading = words(f"map.heading_{context.kind}")
    if not context.ranking or context.code not in codes(_outline(context)):
        return Section("map", heading, (Gap(words("map.none_title"), words("map.none", region=context.name)),))
    top = context.ranking[0]["industry_code"]
    industry = context.industry_phrase(top)
    blocks: list[Block] = [Paragraph(words(f"map.what_{context.kind}", industry=industry, region=context.name))]
    blocks.append(_figure(context, top))
    return Section("map", heading, tuple(blocks))


def _outline(context: Context) -> Literal["county", "municipality"]:
    return "county" if context.kind == "county" else "municipality"


def _figure(context: Context, top: str) -> Figure:
    words, moment = context.words, context.moment
    kind = _outline(context)
    within = "" if kind == "county" else context.region["county_code"]
    shown = [code for code in codes(kind) if code.startswith(within)]
    rows = {code: context.peers.get(code, {}).get(top) for code in shown}
    areas = tuple(
        Area(code, context.region_name(code), shade(row), _text(context, row), code == context.code)
        for code, row in rows.items()
    )
    table = _table(context, top, rows)
    title = words(f"map.title_{context.kind}", industry=context.industry_phrase(top), year=moment.year)
    own = context.own[top]
    alternative = words(
        f"map.alternative_{context.kind}",
        industry=context.industry_phrase(top),
        region=context.name,
        county=context.region_name(context.region["county_code"] or ""),
        lq=context.numbers.ratio(own["lq"]),
        rank=context.rank_cell(own).text,
    )
    return Figure(
        id="map-chart",
        title=title,
        alternative=alternative,
        chart=MapChart(kind, areas, legend(context, {area.shade for area in areas})),
        table=table,
        data=table,
        file_name=f"{context.code}-map-{moment.year}.csv",
        labels=context.computed_labels(),
        open=True,
    )


def shade(row: Record | None) -> str:
    """The shade of an area whose row has a quotient, or a note that says why it has none."""
    if row is None:
        return "missing"
    if row["lq"] is None:
        return SHADES.get(row["note"], "missing")
    return f"c{bisect_right(settings()['map']['bounds'], row['lq'])}"


def _text(context: Context, row: Record | None) -> str:
    return "" if row is None or row["lq"] is None else context.numbers.ratio(row["lq"])


def legend(context: Context, shades: Collection[str]) -> tuple[tuple[str, str], ...]:
    """All shades of quotients, and those of ``shades`` that stand for none, with their meaning."""
    words = context.words
    bounds = settings()["map"]["bounds"]
    texts = [context.numbers.compact(bound) for bound in bounds]
    meanings = [("c0", words("map.under", bound=texts[0]))]
    meanings += [
        (f"c{index}", words("map.between", low=low, high=high))
        for index, (low, high) in enumerate(pairwise(texts), start=1)
    ]
    meanings.append((f"c{len(bounds)}", words("map.over", bound=texts[-1])))
    meanings += [(each, words(f"map.{each}")) for each in ("suppressed", "missing", "not_applicable") if each in shades]
    return tuple(meanings)


def _table(context: Context, top: str, rows: dict[str, Record | None]) -> Table:
    words = context.words
    columns = (
        Column(words(f"kind.{context.kind}.heading")),
        Column(words("column.code")),
        Column(words("column.employees"), numeric=True),
        Column(words("column.lq"), numeric=True),
    )

    def cells(code: str, row: Record | None) -> tuple[Cell, ...]:
        name = Cell(context.region_name(code), context.region_name(code))
        if row is None:
            absent = Cell(words("empty.not_in_edition"), None)
            return (name, Cell(code, code), absent, absent)
        return (
            name,
            Cell(code, code),
            context.integer_cell(row["employees"], context.empty(row)),
            context.ratio_cell(row),
        )

    def order(pair: tuple[str, Record | None]) -> tuple[bool, float, str]:
        lq = None if pair[1] is None else pair[1]["lq"]
        return (lq is None, -(lq or 0.0), pair[0])

    content = tuple(Row(cells(code, row), strong=code == context.code) for code, row in sorted(rows.items(), key=order))
    caption = words("map.caption", industry=context.industry_phrase(top), year=context.moment.year)
    labels = context.figure_labels(words("column.employees")) + context.computed_labels(what=words("column.lq"))
    return Table("map-table", caption, columns, content, labels)
