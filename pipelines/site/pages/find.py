"""Where everything is found without a search: all regions with their pages, and all industries and areas on the map.
The search itself stands in the head of every page."""

from urllib.parse import quote

from pipelines.profiles.document import Block, Cell, Column, Paragraph, Row, Section, Table
from pipelines.site.page import Page
from pipelines.site.quotients import Subject
from pipelines.site.view import View


def page(view: View) -> Page:
    words = view.words
    return Page(
        name="find",
        title=words("find.title"),
        summary=words("find.summary"),
        sections=(
            Section("regions", words("find.regions"), (Paragraph(words("find.regions_what")), _regions(view))),
            Section("subjects", words("find.subjects"), tuple(_subjects(view))),
        ),
        filtered=True,
    )


def _regions(view: View) -> Table:
    words = view.words
    columns = (
        Column(words("column.region")),
        Column(view.nation.words("column.code")),
        Column(words("find.kind")),
        Column(words("find.county")),
    )
    rows = []
    for code in view.material.regions:
        region = view.mart.regions[code]
        county = region["county_code"] if region["type"] == "municipality" else None
        rows.append(
            Row(
                (
                    Cell(view.nation.region_name(code), code, view.address(code)),
                    Cell(code, code),
                    Cell(words(f"kind.{region['type']}"), region["type"]),
                    Cell(view.nation.region_name(county) if county else "", county, view.address(county or "")),
                )
            )
        )
    return Table("regions-table", words("find.regions_caption"), columns, tuple(rows))


def _subjects(view: View) -> list[Block]:
    words = view.words
    columns = (
        Column(words("column.subject")),
        Column(view.nation.words("column.code")),
        Column(words("find.level")),
        Column(view.nation.words("column.series")),
    )
    rows = tuple(
        Row(
            (
                Cell(view.subject_name(subject), subject.code, map_address(subject)),
                Cell(subject.code, subject.code),
                Cell(words(f"level.{subject.level}"), subject.level),
                Cell(view.nation.series_name(subject.series), subject.series),
            )
        )
        for subject in view.material.quotients.subjects
    )
    return [
        Paragraph(words("find.subjects_what")),
        Table("subjects-table", words("find.subjects_caption"), columns, rows),
    ]


def map_address(subject: Subject) -> str:
    """The map with a subject of a series chosen."""
    return f"map.html#series={quote(subject.series)}&subject={quote(subject.code)}&level={subject.level}"
