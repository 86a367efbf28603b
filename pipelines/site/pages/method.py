"""How the figures come about, in short, and where the method note tells it with every threshold.
The sentences are the profiles' own."""

from pipelines.profiles.document import Link, Notes, Paragraph, Section
from pipelines.site.page import Page
from pipelines.site.view import View

SHORT = ("lq", "unknown", "bounds", "series", "rank", "references")


def page(view: View) -> Page:
    words, told = view.words, view.nation.words
    short = Notes(tuple((told(f"method.{each}.term"), told(f"method.{each}.text")) for each in SHORT))
    note = f"../../profiles/method.{view.language}.html"
    labels = told("sources.labels_simulated" if view.mart.simulated else "sources.labels")
    return Page(
        name="method",
        title=words("method.title"),
        summary=words("method.summary"),
        sections=(
            Section("short", words("method.short"), (short, Link(words("method.note"), note))),
            Section("labels", words("method.labels"), (Paragraph(labels), _labels(view))),
            Section("breaks", words("method.breaks"), (Paragraph(words("method.breaks_what")), _breaks(view))),
            Section(
                "limits",
                words("method.limits"),
                (Paragraph(words("method.limits_what")), Link(words("method.limits_note"), f"{note}#limits")),
            ),
        ),
    )


def _labels(view: View) -> Notes:
    """What each of the two labels says of a figure."""
    words, told = view.words, view.nation.words
    return Notes(tuple((words(f"method.{each}"), told(f"sources.{each}")) for each in ("untouched", "computed")))


def _breaks(view: View) -> Notes:
    series = set(view.material.quotients.series)
    return Notes(
        tuple(
            (f"{view.nation.series_name(row['series'])} {row['year']}", row[f"description_{view.language}"])
            for row in view.mart.breaks
            if row["series"] in series
        )
    )
