"""A region's twins, and in which industries they are alike and differ.
How similarity is measured is told on the page of twins."""

from pipelines.profiles.document import Block, Cell, Column, Gap, Link, Row, Table
from pipelines.profiles.mart import Moment, Record
from pipelines.site.settings import settings
from pipelines.site.view import View


def twins(view: View, code: str) -> list[Block]:
    """The table of twins and the way to a comparison with them."""
    words = view.words
    found = view.material.findings.twins(code)
    if found is None:
        return [Gap(words("region.alone_title"), words("region.alone"))]
    moment, rows = found
    columns = (
        Column(words("column.region")),
        Column(words("twins.similarity"), numeric=True),
        Column(words("twins.shared")),
        Column(words("twins.different")),
    )
    lines = tuple(_line(view, code, row, moment) for row in rows)
    caption = words(
        "region.twins_caption",
        region=view.nation.region_name(code),
        series=view.nation.series_name(moment.series),
        year=moment.year,
    )
    chosen = ",".join([code, *(row["twin_code"] for row in rows)])
    table = Table("twins-table", caption, columns, lines, view.labels([(moment.series, moment.year)]))
    return [table, Link(words("region.compare_twins"), f"compare.html#r={chosen}&series={moment.series}")]


def _line(view: View, code: str, row: Record, moment: Moment) -> Row:
    twin = row["twin_code"]
    shared, different = _parts(view, code, twin, moment)
    return Row(
        (
            Cell(view.nation.region_name(twin), twin, view.address(twin)),
            Cell(view.numbers.percent(row["similarity"]), row["similarity"]),
            Cell(_named(view, shared, moment), None),
            Cell(_named(view, different, moment), None),
        )
    )


def _parts(view: View, code: str, twin: str, moment: Moment) -> tuple[list[str], list[str]]:
    """The industries with most in common, the smaller of the two shares, and those whose shares differ most."""
    structures = view.material.quotients.at(moment)
    own, other = (_shares(view, structures.get(each, {}), moment) for each in (code, twin))
    industries = sorted(own.keys() | other.keys())
    common = {each: min(own.get(each, 0.0), other.get(each, 0.0)) for each in industries}
    apart = {each: abs(own.get(each, 0.0) - other.get(each, 0.0)) for each in industries}
    return _largest(common), _largest(apart)


def _largest(parts: dict[str, float]) -> list[str]:
    most: int = settings()["region"]["shared"]
    return [each for each in sorted(parts, key=lambda each: -parts[each]) if parts[each] > 0][:most]


def _shares(view: View, rows: dict[str, Record], moment: Moment) -> dict[str, float]:
    """Shares of known industries only, as similarity is measured."""
    return {
        code: row["share"]
        for code, row in rows.items()
        if row["share"] is not None and not view.material.quotients.is_unknown(moment.series, code)
    }


def _named(view: View, codes: list[str], moment: Moment) -> str:
    return view.named(view.industry_name(code, moment.series) for code in codes)
