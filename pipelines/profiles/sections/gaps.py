"""What a reader could expect to find and will not, each with its reason and what can be done.
Gaps that belong beside a figure are repeated there."""

from itertools import groupby

from pipelines.export import headline
from pipelines.export.reading import NATION
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Command, Gap, Section
from pipelines.profiles.settings import settings


def section(context: Context) -> Section:
    words = context.words
    blocks: list[Block] = []
    if context.moment.level == "group" and context.moment.series not in context.mart.imported:
        blocks.append(Gap(words("gaps.industries_title"), words("gaps.industries")))
    if not context.mart.has_workplaces:
        blocks.append(Gap(words("gaps.workplaces_title"), words("gaps.workplaces")))
    if context.kind != "imported":
        blocks += _series(context)
        blocks += _municipalities(context)
    if context.preliminary:
        blocks.append(
            Gap(
                words("gaps.preliminary_title", year=context.moment.year),
                words("gaps.preliminary", year=context.moment.year),
            )
        )
    return Section("gaps", words("gaps.heading"), tuple(blocks))


def _series(context: Context) -> list[Block]:
    """Series and years of the source's own that the nation or regions of the same kind have and this one lacks."""
    words = context.words
    lacking = []
    for series, holders, years in _lacking(context):
        span = str(years[0]) if len(years) == 1 else words("gaps.years", first=years[0], last=years[-1])
        named = {"series": context.series_name(series), "years": span, "holders": _holders(context, holders)}
        lacking.append(words("gaps.series_of", **named))
    if not lacking:
        return []
    return [Gap(words("gaps.series_title"), words("gaps.series", region=context.name, series=words.listed(lacking)))]


def _lacking(context: Context) -> list[tuple[str, frozenset[str], list[int]]]:
    """Series, who has it, and a run of years without a gap in which the same regions have it."""
    mart, region = context.mart, context.region
    comparable = {code for code, each in mart.regions.items() if each["type"] == context.kind} | {NATION}
    lacking = [
        (series, year, frozenset(present & comparable))
        for series, year in sorted(mart.present, key=lambda each: (headline.precedence(each[0]), each[1]))
        for present in [mart.present[series, year]]
        if series not in mart.imported
        and present & comparable
        and context.code not in present
        and (region["valid_from"] or year) <= year <= (region["valid_to"] or year)
    ]
    # In a run of years each year is as far from its place in the list as the one before.
    runs = groupby(enumerate(lacking), key=lambda each: (each[1][0], each[1][2], each[1][1] - each[0]))
    return [(series, holders, [year for _, (_, year, _) in run]) for (series, holders, _), run in runs]


def _holders(context: Context, holders: frozenset[str]) -> str:
    """The nation and the regions by name, or by number where they are many."""
    peers = sorted(holders - {NATION})
    many = len(peers) > settings()["gaps"]["named"]
    names = [context.words("size.nation")] if NATION in holders else []
    names += [context.kind_counted(len(peers))] if many else [context.region_name(code) for code in peers]
    return context.words.listed(names)


def _municipalities(context: Context) -> list[Block]:
    words, numbers = context.words, context.numbers
    county = context.code if context.kind == "county" else None
    listed = [
        code
        for code, region in context.mart.regions.items()
        if region["type"] == "municipality" and region["valid_to"] is None and county in (None, region["county_code"])
    ]
    present = sum(code in context.mart.moments for code in listed)
    if present == len(listed):
        return []
    key = "none" if present == 0 else "some"
    text = words(
        f"gaps.municipalities_{key}",
        area=context.name if county else words("size.nation"),
        present=numbers.integer(present),
        all=numbers.integer(len(listed)),
    )
    return [Gap(words("gaps.municipalities_title"), text), Command("make refresh")]
