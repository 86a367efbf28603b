"""What are we strong in: every region with how many verdicts of each kind it has, and its surest strengths.
The verdicts themselves stand on the page of each region and in its profile."""

from pipelines.profiles.document import Cell, Column, Notes, Paragraph, Row, Section, Table
from pipelines.profiles.mart import Record
from pipelines.site.data import counts
from pipelines.site.judgements import moments, told
from pipelines.site.page import Page
from pipelines.site.view import View
from pipelines.verdicts.words import ORDER, SURE, name

NAMED = 3


def page(view: View) -> Page:
    words = view.words
    meanings = Notes(
        tuple((name(each, view.language), words(f"strengths.means_{at}")) for at, each in enumerate(ORDER))
    )
    return Page(
        name="strengths",
        title=words("strengths.title"),
        summary=view.summary(words("strengths.summary"), view.material.quotients.subjects),
        sections=(
            Section("regions", words("strengths.heading"), (Paragraph(words("strengths.what")), _table(view))),
            Section("words", words("strengths.words"), (meanings,)),
        ),
        filtered=True,
    )


def _table(view: View) -> Table:
    words = view.words
    every = {code: told(view, code) for code in view.material.regions}
    columns = (
        Column(words("column.region")),
        Column(words("strengths.surest")),
        *(Column(name(each, view.language), numeric=True) for each in ORDER),
    )
    rows = tuple(_row(view, code, verdicts) for code, verdicts in every.items())
    told_of = {moment: None for verdicts in every.values() for moment in moments(verdicts)}
    return Table("strengths-table", words("strengths.caption"), columns, rows, view.labels(told_of))


def _row(view: View, code: str, verdicts: list[Record]) -> Row:
    surest = [view.subject_of(row) for row in verdicts if row["verdict"] == SURE[0]][:NAMED]
    return Row(
        (
            Cell(view.nation.region_name(code), code, view.address(code, "strengths")),
            Cell(view.named(surest) or view.words("strengths.nothing"), None),
            *(Cell(view.numbers.integer(count), count) for count in counts(verdicts)),
        )
    )
