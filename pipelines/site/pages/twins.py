"""Who is like us: every region with the one whose structure is nearest.
The others, and what two twins share, stand on the page of each region."""

from pipelines.profiles.document import Cell, Column, Gap, Paragraph, Row, Section, Table
from pipelines.site.page import Page
from pipelines.site.view import View


def page(view: View) -> Page:
    words = view.words
    return Page(
        name="twins",
        title=words("twins.title"),
        summary=words("twins.summary"),
        sections=(
            Section("regions", words("twins.heading"), (Paragraph(words("twins.what")), _table(view))),
            Section("limits", words("twins.limits"), (Gap(words("twins.gap_title"), words("twins.gap")),)),
        ),
        filtered=True,
    )


def _table(view: View) -> Table:
    words = view.words
    columns = (
        Column(words("column.region")),
        Column(words("twins.nearest")),
        Column(words("twins.similarity"), numeric=True),
        Column(words("twins.compared"), numeric=True),
        Column(words("column.source")),
    )
    moments: dict[tuple[str, int], None] = {}
    rows = []
    for code in view.material.regions:
        found = view.material.findings.twins(code)
        name = Cell(view.nation.region_name(code), code, view.address(code, "twins"))
        if found is None:
            rows.append(Row((name, Cell(words("twins.none"), None), Cell("", None), Cell("", None), Cell("", None))))
            continue
        moment, twins = found
        moments[moment.series, moment.year] = None
        first = twins[0]
        source = f"{view.nation.series_name(moment.series)} {moment.year}"
        rows.append(
            Row(
                (
                    name,
                    Cell(
                        view.nation.region_name(first["twin_code"]),
                        first["twin_code"],
                        view.address(first["twin_code"]),
                    ),
                    Cell(view.numbers.percent(first["similarity"]), first["similarity"]),
                    Cell(view.numbers.integer(first["compared"]), first["compared"]),
                    Cell(source, moment.series),
                )
            )
        )
    return Table("twins-table", words("twins.caption"), columns, tuple(rows), view.labels(moments))
