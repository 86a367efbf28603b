"""Every table of the mart with what it means, its rows, and its files as CSV and Parquet.
What the columns mean stands in ``datapackage.json``, which the page leads to."""

import pyarrow.parquet as pq

from pipelines import schema
from pipelines.profiles.document import Cell, Column, Link, Paragraph, Row, Section, Table
from pipelines.site.page import Page
from pipelines.site.view import View

ROOT = "../.."


def page(view: View) -> Page:
    words = view.words
    return Page(
        name="data",
        title=words("data.title"),
        summary=words("data.summary"),
        sections=(
            Section("tables", words("data.tables"), (Paragraph(words("data.what")), _table(view))),
            Section(
                "package",
                words("data.package"),
                (
                    Paragraph(words("data.package_what")),
                    Link("datapackage.json", f"{ROOT}/datapackage.json"),
                    Link("edition.json", f"{ROOT}/edition.json"),
                ),
            ),
        ),
        filtered=True,
    )


def _table(view: View) -> Table:
    words = view.words
    columns = (
        Column(words("data.table")),
        Column(words("data.meaning")),
        Column(words("data.source")),
        Column(words("data.rows"), numeric=True),
        Column("CSV"),
        Column("Parquet"),
    )
    rows = tuple(
        Row(
            (
                Cell(f"{table.title(view.language)} ({table.name})", table.name),
                Cell(table.description(view.language), None),
                Cell(table.source(view.language), None),
                Cell(view.numbers.integer(count), count),
                Cell("CSV", None, f"{ROOT}/csv/{table.name}.csv"),
                Cell("Parquet", None, f"{ROOT}/parquet/{table.name}.parquet"),
            )
        )
        for table, count in _published(view)
    )
    return Table("tables-table", words("data.caption"), columns, rows, (view.edition,))


def _published(view: View) -> list[tuple[schema.Table, int]]:
    paths = {table: view.mart.path(table.name) for table in schema.tables() if table.layer != "raw"}
    return [(table, pq.read_metadata(path).num_rows) for table, path in paths.items() if path.is_file()]
