"""What becomes of an imported table in the other edition of SNI: what carries over exactly, and what stays ambiguous.
The bridge decides that (table ``carried_employment``); nothing is split and nothing is guessed here."""

from collections.abc import Sequence

from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Cell, Column, Heading, Paragraph, Row, Table
from pipelines.profiles.mart import Record
from pipelines.profiles.settings import settings


def blocks(context: Context, number: int) -> list[Block]:
    """Heading, sentence and the ambiguous cells of the context's moment; nothing where the bridge had no say.

    ``number`` tells the tables of one page apart; the page's own moment has 0.
    """
    words, moment = context.words, context.moment
    rows = context.mart.carried(context.code, moment)
    if not rows:
        return []
    exact = [row for row in rows if row["outcome"] == "exact"]
    ambiguous = [row for row in rows if row["outcome"] == "ambiguous"]
    own = ambiguous[0]["edition"] if ambiguous else None
    facts = {"series": moment.series, "year": moment.year, "region": context.name}
    edition = words(f"carried.edition.{exact[0]['edition'] if exact else _other(own)}")
    found: list[Block] = [
        Heading(words("carried.heading", **facts, edition=edition)),
        Paragraph(words("carried.exact", edition=edition, **_sums(context, exact))),
    ]
    if ambiguous:
        found.append(Paragraph(words("carried.ambiguous", **_sums(context, ambiguous))))
        found.append(_table(context, ambiguous, words("carried.caption", **facts, edition=edition), number))
    return found


def _other(edition: str | None) -> str:
    return "SNI2025" if edition == "SNI2007" else "SNI2007"


def _sums(context: Context, rows: Sequence[Record]) -> dict[str, str]:
    known = [row["employees"] for row in rows if row["employees"] is not None]
    numbers, empty = context.numbers, len(rows) - len(known)
    return {
        "cells": numbers.integer(len(rows)),
        "employees": numbers.integer(sum(known)),
        "unknown": context.words("carried.unknown", empty=numbers.integer(empty)) if empty else "",
    }


def _table(context: Context, rows: Sequence[Record], caption: str, number: int) -> Table:
    """The ambiguous cells, largest first, as many as a table on a page can hold."""
    words = context.words
    columns = (
        Column(words("column.industry")),
        Column(words("column.code")),
        Column(words("column.employees"), numeric=True),
        Column(words("carried.reason")),
        Column(words("carried.candidates")),
    )
    largest = sorted(rows, key=lambda row: -1 if row["employees"] is None else row["employees"], reverse=True)
    lines = [
        Row(
            (
                Cell(context.industry_name(row["industry_code"]), context.industry_name(row["industry_code"])),
                Cell(row["industry_code"], row["industry_code"]),
                context.integer_cell(row["employees"], words("carried.empty")),
                Cell(words(f"carried.reason_{row['reason']}"), row["reason"]),
                Cell(_candidates(context, row), row["other_codes"]),
            )
        )
        for row in largest[: settings()["industries"]["shown"]]
    ]
    return Table(f"carried-{number}", caption, columns, tuple(lines), context.figure_labels())


def _candidates(context: Context, row: Record) -> str:
    """The codes a figure can belong to. A single one within many-to-many gets parts of other codes too, else the
    figure would have carried exactly: unsaid, 10710 to 10710 reads as a contradiction."""
    codes = (row["other_codes"] or "").split()
    if len(codes) == 1 and row["reason"] == "many_to_many":
        return context.words("carried.shared", code=codes[0])
    return ", ".join(codes) or context.words("carried.none")
