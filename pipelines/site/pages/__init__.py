"""The pages of the site in the order in which they are written; each is made in a module of its own.
What all of them share, and how they look, belongs to the templates."""

from collections.abc import Iterator

from pipelines.site.page import Page
from pipelines.site.pages import (
    accessibility,
    compare,
    downloads,
    find,
    map_page,
    method,
    next_steps,
    region,
    say,
    sources,
    start,
    strengths,
    twins,
)
from pipelines.site.view import View

PAGES = (start, strengths, map_page, compare, twins, next_steps, say, find, method, sources, downloads, accessibility)


def every(view: View) -> Iterator[Page]:
    """All pages in one language, those of regions last."""
    for made in PAGES:
        yield made.page(view)
    for code in view.material.regions:
        yield region.page(view, code)
