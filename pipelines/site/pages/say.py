"""What may we say: what each verdict allows to be said and what it does not, and where each region's sentences stand.
The sentences themselves are the claims of ``pipelines/claims``."""

from pipelines.profiles.document import Cell, Column, Notes, Paragraph, Row, Section, Table
from pipelines.site.judgements import moments, told
from pipelines.site.page import Page
from pipelines.site.view import View
from pipelines.verdicts.words import GROUND, ORDER, name


def page(view: View) -> Page:
    words = view.words
    allowed = Notes(tuple((name(each, view.language), words(f"say.means_{at}")) for at, each in enumerate(ORDER)))
    return Page(
        name="say",
        title=words("say.title"),
        summary=words("say.summary"),
        sections=(
            Section("allowed", words("say.allowed"), (Paragraph(words("say.what")), allowed)),
            Section("regions", words("say.heading"), (_table(view),)),
        ),
        filtered=True,
    )


def _table(view: View) -> Table:
    words = view.words
    every = {code: told(view, code) for code in view.material.regions}
    columns = (
        Column(words("column.region")),
        Column(words("say.sentences"), numeric=True),
        Column(words("say.refused"), numeric=True),
        Column(words("say.profile")),
    )
    rows = []
    for code, verdicts in every.items():
        claimed = len(view.mart.claims.get(code, ()))
        refused = sum(row["verdict"] == GROUND for row in verdicts)
        files = view.profile_files(code)
        rows.append(
            Row(
                (
                    Cell(view.nation.region_name(code), code, view.address(code, "say")),
                    Cell(view.numbers.integer(claimed), claimed),
                    Cell(view.numbers.integer(refused), refused),
                    Cell(words("say.open_profile"), None, f"{files[0][1]}{'#claims' if verdicts else ''}")
                    if files
                    else Cell(words("region.no_profile_short"), None),
                )
            )
        )
    told_of = {moment: None for verdicts in every.values() for moment in moments(verdicts)}
    return Table("say-table", words("say.caption"), columns, tuple(rows), view.labels(told_of))
