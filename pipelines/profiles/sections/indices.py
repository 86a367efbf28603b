"""The indices of specialisation, each with its peers' median and one line on what it says.
They describe the whole structure at once; single industries do not belong here."""

from statistics import median

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Heading, Paragraph, Row, Table

# Decimals with which each index is shown.
INDICES = {"krugman": 3, "hachman": 3, "hhi": 3, "hhi_normalised": 3, "equivalent_number": 1, "entropy": 2}


def blocks(context: Context) -> list[Block]:
    """Heading and table; nothing where the edition has no indices for the region."""
    words = context.words
    every = context.mart.specialisations(context.moment)
    own = every.get(context.code)
    if own is None:
        return []
    peers = [row for code, row in every.items() if code in context.peers]

    def cells(index: str, digits: int) -> tuple[Cell, ...]:
        values = [row[index] for row in peers if row[index] is not None]
        middle = median(values) if values else None
        return (
            Cell(words(f"index.{index}.name"), index),
            _decimal(context, own[index], digits),
            _decimal(context, middle, digits),
            Cell(words(f"index.{index}.what"), None),
        )

    columns = (
        Column(words("column.index")),
        Column(context.name, numeric=True),
        Column(words("index.median", peers=context.peer_group), numeric=True),
        Column(words("column.meaning")),
    )
    rows = tuple(Row(cells(index, digits)) for index, digits in INDICES.items())
    caption = words("index.caption", region=context.name, year=context.moment.year)
    table = Table("index-table", caption, columns, rows, context.computed_labels())
    return [Heading(words("index.heading")), Paragraph(words("index.intro")), table]


def _decimal(context: Context, value: float | None, digits: int) -> Cell:
    return Cell(context.words("empty.missing") if value is None else context.numbers.decimal(value, digits), value)
