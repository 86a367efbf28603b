"""Renders a page of the site with the profiles' blocks, and puts the site's style and scripts together.
What a page says is in ``pages``; how it looks is in ``templates``."""

from functools import cache
from pathlib import Path

from pipelines.profiles import html
from pipelines.profiles.drawing import environment, own
from pipelines.site.page import Page
from pipelines.site.view import View

TEMPLATES = Path(__file__).with_name("templates")
BROWSER = Path(__file__).with_name("browser")
# In the order in which they stand in the head of every page.
MENU = ("strengths", "map", "compare", "twins", "next", "say")
ABOUT = ("find", "method", "sources", "data", "accessibility")


def render(page: Page, view: View, root: str = "../", here: str = "") -> str:
    """The page; ``root`` leads from its folder to the site's, ``here`` to the folder of its language."""
    template = environment(TEMPLATES).get_template(page.template)
    other = View(view.material, html.OTHER[view.language])
    return template.render(
        page=page,
        document=view,
        words=view.nation.words,
        say=view.words,
        other=other,
        root=root,
        here=here,
        menu=MENU,
        about=ABOUT,
        **html.HELPERS,
        **page.content,
    )


@cache
def style() -> str:
    """One style sheet: the profiles' page and charts, then what the site adds."""
    sheets = (own("page.css"), own("chart.css"), (TEMPLATES / "site.css").read_text(encoding="utf-8"))
    return "".join(sheets)


@cache
def scripts() -> dict[str, str]:
    """The site's own scripts by file name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(BROWSER.glob("*.js"))}
