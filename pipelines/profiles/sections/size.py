"""How many are employed in the region, and what part of its county and of the nation that is. A sum that lacks a cell
is a least number, and no share or rank is taken of it.
What they work with is the next section's matter."""

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Facts, Label, Paragraph, Row, Section, Table
from pipelines.warehouse.classification import NATION


def section(context: Context) -> Section:
    words, numbers = context.words, context.numbers
    totals = employed(context)
    own = totals.get(context.code)
    if own is None:
        return Section("size", words("size.heading"), (Paragraph(words("size.unknown", region=context.name)),))
    wholes = [code for code in (context.region["county_code"], NATION) if code in totals and code != context.code]
    items = [(_count(context, totals, context.code), words("size.employed", year=context.moment.year))]
    least = _least(context)
    for code in wholes:
        if not least & {code, context.code}:
            share = words("size.share", whole=words.genitive(_within(context, code)))
            items.append((numbers.percent(own / totals[code]), share))
    ranked = {code: count for code, count in totals.items() if code in context.peers}
    if not least & ranked.keys():
        rank = 1 + sum(count > own for count in ranked.values())
        items.append((words("rank.of", rank=rank, count=len(ranked)), words("size.rank", peers=context.peer_group)))
    facts = Facts(tuple(items), _counts(context) + context.computed_labels(what=words("size.others")), "size-facts")
    blocks: list[Block] = [facts, *_difference(context)]
    if least & {context.code, *wholes, *ranked}:
        blocks.append(Paragraph(words("size.incomplete")))
    blocks.append(_table(context, totals, own, wholes))
    return Section("size", words("size.heading"), tuple(blocks))


def employed(context: Context) -> dict[str, int]:
    """All employed by region: the published total, else the sum that the location quotients rest on."""
    if (published := _published(context)) is not None:
        return published
    summed = {}
    for code, rows in context.mart.quotients(context.moment).items():
        row = next(iter(rows.values()))
        summed[code] = row["employees_region"]
        if context.has_nation:
            summed[NATION] = row["employees_reference_total"]
    return {code: total for code, total in summed.items() if total is not None}


def _least(context: Context) -> set[str]:
    """The regions whose number lacks a cell: a sum of industries of which one is not known."""
    return set() if _published(context) else context.mart.incomplete.get(context.moment, set())


def _count(context: Context, totals: dict[str, int], code: str) -> str:
    count = context.numbers.integer(totals[code])
    return context.words("size.at_least", count=count) if code in _least(context) else count


def _difference(context: Context) -> list[Block]:
    """That the location quotients rest on the sum of the industries, where that is not the published total."""
    published, summed = _published(context), next(iter(context.own.values()))["employees_region"]
    if published is None or summed is None or published[context.code] == summed:
        return []
    both = {"published": published[context.code], "summed": summed}
    counted = {name: context.numbers.integer(value) for name, value in both.items()}
    unknown = context.code in context.mart.incomplete.get(context.moment, set())
    return [Paragraph(context.words("size.difference_incomplete" if unknown else "size.difference", **counted))]


def _published(context: Context) -> dict[str, int] | None:
    """Published totals by region; None where the region has none."""
    totals = context.mart.totals.get((context.moment.series, context.moment.year), {})
    return {code: row["employees"] for code, row in totals.items()} if context.code in totals else None


def _counts(context: Context) -> tuple[Label, ...]:
    what = context.words("column.employees")
    return context.computed_labels(what=what) if _published(context) is None else context.figure_labels(what)


def _within(context: Context, code: str) -> str:
    return context.words("size.nation") if code == NATION else context.region_name(code)


def _table(context: Context, totals: dict[str, int], own: int, wholes: list[str]) -> Table:
    words, numbers = context.words, context.numbers
    columns = (
        Column(words("column.region")),
        Column(words("column.employees"), numeric=True),
        Column(words("size.part", region=context.name), numeric=True),
    )
    least = _least(context)
    rows = tuple(
        Row(
            (
                Cell(context.region_name(code), code),
                Cell(_count(context, totals, code), None if code in least else totals[code]),
                Cell(words("empty.incomplete_total"), None)
                if least & {code, context.code}
                else Cell(numbers.percent(own / totals[code]), own / totals[code]),
            ),
            strong=code == context.code,
        )
        for code in (context.code, *wholes)
    )
    caption = words("size.caption", year=context.moment.year, series=context.series_name(context.moment.series))
    labels = _counts(context) + context.computed_labels(what=words("size.others"))
    return Table("size-table", caption, columns, rows, labels)
