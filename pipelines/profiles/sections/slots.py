"""What an establishment asks for and no statistics hold: a table to fill by hand, with who answers for it and when.
The list is declared in ``settings.toml``, its names in the wording; no cell is filled here."""

from pipelines.profiles.context import Context
from pipelines.profiles.document import Cell, Column, Paragraph, Row, Section, Table
from pipelines.profiles.settings import settings

BY_HAND = ("value", "source", "owner", "date")


def section(context: Context) -> Section:
    words = context.words
    blank = Cell("", None)
    columns = (Column(words("slots.slot")), *(Column(words(f"slots.{name}")) for name in BY_HAND))
    rows = tuple(
        Row((Cell(words(f"slots.item.{slot}"), slot), *(blank for _ in BY_HAND)))
        for slot in settings()["slots"]["listed"]
    )
    table = Table("slots-table", words("slots.caption", region=context.name), columns, rows)
    return Section("slots", words("slots.heading"), (Paragraph(words("slots.what")), table))
