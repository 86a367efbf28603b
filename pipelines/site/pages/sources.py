"""The raw answers that the edition was computed from, each with its table, update, retrieval and licence.
How a figure leads back to them is ``styrka explain``'s matter."""

from collections import Counter
from collections.abc import Iterator

from pipelines.export import labels
from pipelines.profiles.document import Cell, Column, Command, Paragraph, Row, Section, Table
from pipelines.site.page import Page
from pipelines.site.view import MAPPED, View

COMMAND = "styrka explain --region 08 --industry B+C --year 2024"
FETCH = "styrka refresh"
DAY = len("2026-03-05")


def page(view: View) -> Page:
    words = view.words
    command = COMMAND if view.language == "sv" else f"{COMMAND} --lang en"
    return Page(
        name="sources",
        title=words("sources.title"),
        summary=words("sources.summary"),
        sections=(
            Section("answers", words("sources.answers"), (Paragraph(words("sources.what")), _table(view))),
            Section(
                "trace",
                view.nation.words("sources.trace_heading"),
                (Paragraph(words("sources.trace")), Command(command)),
            ),
            *_absent(view),
            Section("outlines", words("sources.outlines"), (Paragraph(view.nation.words("sources.outlines")),)),
        ),
    )


def _absent(view: View) -> Iterator[Section]:
    """Which regions the edition lacks, and how to get them; nothing where it has all."""
    if absent := view.material.absent:
        kinds = Counter(row["type"] for row in absent)
        counted = [view.nation.words(f"kind.{kind}.counted", count=kinds[kind]) for kind in MAPPED if kinds[kind]]
        text = view.words("sources.absent_what", regions=view.words.listed(counted))
        yield Section("absent", view.words("sources.absent"), (Paragraph(text), Command(FETCH)))


def _table(view: View) -> Table:
    told = view.nation.words
    columns = (
        Column(told("sources.table_id")),
        Column(told("sources.title")),
        Column(told("column.series")),
        Column(told("sources.updated")),
        Column(told("sources.retrieved")),
        Column(told("sources.origin")),
        Column(view.words("sources.licence")),
        Column(told("sources.sha256")),
    )
    rows = tuple(
        Row(
            (
                Cell(
                    row["table_id"]
                    if row["parts"] == 1
                    else told("sources.part", table=row["table_id"], part=row["part"], parts=row["parts"]),
                    row["table_id"],
                ),
                Cell(row[f"title_{view.language}"], None),
                Cell(view.nation.series_name(row["series"]), row["series"]),
                Cell(labels.updated(row, view.language), row["updated"]),
                Cell(row["retrieved"][:DAY], row["retrieved"]),
                Cell(told(f"origin.{row['origin']}"), row["origin"]),
                Cell(row["licence"], row["licence"]),
                Cell(row["sha256"], row["sha256"]),
            )
        )
        for row in view.mart.snapshots
    )
    return Table("sources-table", view.words("sources.caption"), columns, rows, (view.edition,))
