"""The start page: five questions, a region to choose, and what the edition holds.
The answers stand on the pages that it leads to."""

from pipelines.site.page import Page
from pipelines.site.view import View

QUESTIONS = ("strengths", "map", "twins", "next", "say")
KINDS = ("county", "municipality", "imported")


def page(view: View) -> Page:
    words = view.words
    return Page(
        name="index",
        title=words("index.title"),
        summary=words("index.summary"),
        template="start.html.j2",
        content={"questions": QUESTIONS, "counted": counted(view), "years": _years(view)},
    )


def counted(view: View) -> list[str]:
    """How many regions of each kind the edition has."""
    kinds = [view.mart.regions[code]["type"] for code in view.material.regions]
    return [
        view.nation.words(f"kind.{kind}.counted", count=view.numbers.integer(kinds.count(kind)))
        for kind in KINDS
        if kind in kinds
    ]


def _years(view: View) -> list[str]:
    """Each series with its first and last year."""
    spans = []
    for series in view.material.quotients.series:
        years = {year for kind in view.material.quotients.years.get(series, {}).values() for year in kind}
        if not years:
            continue
        span = str(min(years)) if len(years) == 1 else f"{min(years)}–{max(years)}"
        spans.append(f"{view.nation.series_name(series)} {span}")
    return spans
