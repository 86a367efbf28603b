"""What could come next in one region: the grid of absent industries, or why it is withheld.
How well density has told entries stands on the page of next steps."""

from pipelines.profiles.document import Block, Cell, Column, Gap, Link, Row, Table
from pipelines.profiles.mart import Record
from pipelines.site.pages.next_steps import outcome
from pipelines.site.settings import settings
from pipelines.site.view import View


def absences(view: View, code: str) -> list[Block]:
    """Whether advice is given, and the industries with the highest density where it is."""
    words = view.words
    found = view.material.findings.absence(code)
    if found is None:
        return [
            Gap(words("next.none_title"), words("next.none")),
            Link(words("region.to_backtest"), "next.html#backtest"),
        ]
    blocks: list[Block] = [
        Gap(
            words("region.withheld_title" if found.withheld else "region.given_title"),
            outcome(view, found.withheld, found.auc),
        )
    ]
    shown = [row for row in found.rows if row["density"] is not None][: settings()["region"]["absent"]]
    if shown and not found.withheld:
        blocks.append(_absent(view, code, shown))
    return [*blocks, Link(words("region.to_backtest"), "next.html#backtest")]


def _absent(view: View, code: str, rows: list[Record]) -> Table:
    words, numbers = view.words, view.numbers
    columns = (
        Column(words("column.industry")),
        Column(words("next.density"), numeric=True),
        Column(words("next.pci"), numeric=True),
        Column(words("next.gain"), numeric=True),
    )

    def decimal(row: Record, column: str) -> Cell:
        value = row[column]
        return Cell(view.nation.words("empty.missing") if value is None else numbers.decimal(value, 2), value)

    lines = tuple(
        Row(
            (
                Cell(view.industry_name(row["industry_code"], row["series"]), row["industry_code"]),
                *(decimal(row, column) for column in ("density", "pci", "opportunity_gain")),
            )
        )
        for row in rows
    )
    caption = words("region.absent_caption", region=view.nation.region_name(code))
    return Table("absent-table", caption, columns, lines, view.labels([(rows[0]["series"], rows[0]["year"])]))
