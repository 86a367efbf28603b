"""Regions side by side, chosen by the reader; the address keeps the choice.
The tables are made by the script out of the regions' data files; without it the page leads to the regions' pages."""

from pipelines.site.page import Page
from pipelines.site.settings import settings
from pipelines.site.view import View


def page(view: View) -> Page:
    words = view.words
    most = view.numbers.integer(settings()["comparison"]["most"])
    return Page(
        name="compare",
        title=words("compare.title"),
        summary=view.summary(words("compare.summary", most=most), view.material.quotients.subjects),
        template="compare.html.j2",
        scripts=("compare.js",),
    )
