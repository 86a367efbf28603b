"""What a reader could expect to find and will not, each with its reason and what can be done.
Gaps that belong beside a figure are repeated there."""

from collections.abc import Iterable
from itertools import groupby

from pipelines.export import headline
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Command, Gap, Section
from pipelines.profiles.settings import settings
from pipelines.warehouse.classification import NATION


def section(context: Context) -> Section:
    words = context.words
    blocks: list[Block] = []
    blocks += _industries(context)
    blocks += _workplaces(context)
    blocks += _skills(context)
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


def _industries(context: Context) -> list[Block]:
    """That the page's series has sixteen groups only, and which others on the page are finer."""
    words, moment = context.words, context.moment
    if moment.level != "group" or moment.series in context.mart.imported:
        return []
    finer = [each.series for each in context.mart.extracts.get(context.code, ()) if each.level != "group"]
    finer += [series for series, _ in context.areas_measured]
    said = words("gaps.industries_finer", **_beside(context, finer)) if finer else words("gaps.industries")
    return [Gap(words("gaps.industries_title"), said)]


def _workplaces(context: Context) -> list[Block]:
    """That employed persons are not workplaces, unless an industry's workplaces are known beside them."""
    words = context.words
    if context.mart.has_workplaces:
        return []
    counting = [
        series
        for (series, _), rows in context.areas_measured.items()
        if any(row["workplaces"] is not None for row in rows)
    ]
    said = words("gaps.workplaces_areas", **_beside(context, counting)) if counting else words("gaps.workplaces")
    return [Gap(words("gaps.workplaces_title"), said)]


def _skills(context: Context) -> list[Block]:
    """That nothing is known of how labour moves between industries, unless the user has given a matrix."""
    words = context.words
    return [] if context.mart.has_skill_relatedness else [Gap(words("gaps.skills_title"), words("gaps.skills"))]


def _beside(context: Context, others: Iterable[str]) -> dict[str, str]:
    """The page's own series and the others by name."""
    names = [context.series_name(each) for each in dict.fromkeys(others)]
    return {"series": context.series_name(context.moment.series), "others": context.words.listed(names)}


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
    """How many of the municipalities SCB's tables of employment have here; other sources may know more of them."""
    words, numbers, mart = context.words, context.numbers, context.mart
    county = context.code if context.kind == "county" else None
    listed = [
        code
        for code, region in mart.regions.items()
        if region["type"] == "municipality" and region["valid_to"] is None and county in (None, region["county_code"])
    ]
    fetched = {code for (series, _), held in mart.present.items() if series not in mart.imported for code in held}
    present = sum(code in fetched for code in listed)
    if present == len(listed):
        return []
    key = "none" if present == 0 else "some"
    text = words(
        f"gaps.municipalities_{key}",
        area=context.name if county else words("size.nation"),
        present=numbers.integer(present),
        all=numbers.integer(len(listed)),
    )
    if others := _of_municipalities(context, set(listed) - fetched):
        text += " " + words("gaps.municipalities_others", others=words.listed(others))
    fetch = words("gaps.municipalities_fetch")
    return [Gap(words("gaps.municipalities_title"), f"{text} {fetch}"), Command("styrka refresh")]


def _of_municipalities(context: Context, absent: set[str]) -> list[str]:
    """Imported series and registers that know municipalities which SCB's tables of employment here lack."""
    mart = context.mart
    known = {series for (series, _), held in mart.present.items() if series in mart.imported and held & absent}
    known |= {series for code in absent for series, _ in context.at_region(code).areas_measured}
    return [context.series_name(series) for series in sorted(known, key=headline.precedence)]
