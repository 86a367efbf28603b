"""The accessibility statement: what the site is held to, how that was tested, and what was not.
It says what this site's tests do; whoever publishes it adds who is responsible."""

from pipelines.profiles.document import Notes, Paragraph, Section
from pipelines.site.page import Page
from pipelines.site.view import View

TESTED = ("axe", "keyboard", "phone", "script", "motion", "colour")
UNTESTED = ("reader", "browsers", "users", "files")


def page(view: View) -> Page:
    words = view.words

    def notes(name: str, each: tuple[str, ...]) -> Notes:
        return Notes(
            tuple((words(f"accessibility.{name}_{key}_term"), words(f"accessibility.{name}_{key}")) for key in each)
        )

    return Page(
        name="accessibility",
        title=words("accessibility.title"),
        summary=words("accessibility.summary"),
        sections=(
            Section("tested", words("accessibility.tested"), (notes("tested", TESTED),)),
            Section("untested", words("accessibility.untested"), (notes("untested", UNTESTED),)),
            Section("known", words("accessibility.known"), (Paragraph(words("accessibility.known_what")),)),
            Section("contact", words("accessibility.contact"), (Paragraph(words("accessibility.contact_what")),)),
        ),
    )
