"""``styrka import``: takes a user's own table in, and says what is to be looked at once.
How a table is read and kept is ``snapshots.extracts``'s matter."""

from pathlib import Path

import click

from pipelines import places
from pipelines.errors import listed


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", required=True, metavar="NAME", help="Name of the series that the table becomes.")
@click.option(
    "--classification",
    type=click.Choice(["SNI2007", "SNI2025", "own"]),
    default="SNI2007",
    show_default=True,
    help="What the industry codes are codes of; own: of neither, they keep the table's own names.",
)
@click.option(
    "--suppressed-most",
    type=click.IntRange(min=1),
    metavar="N",
    help="The most that a suppressed cell (..) can hold, if its publisher tells it: bounds the quotients it touches.",
)
def take_in(file: Path, source: str, classification: str, suppressed_most: int | None) -> None:
    """Take in a region × industry table (CSV or Parquet) as a series of its own."""
    from pipelines.scb import catalogue
    from pipelines.snapshots import extracts
    from pipelines.snapshots.store import Store

    store = Store(places.data_raw())
    store.remove_leftovers()
    snapshot = extracts.take_in(
        file, source, store, classification, reserved=catalogue.names(), suppressed_most=suppressed_most
    )
    click.echo(f"{file} is now snapshot {snapshot.body_path.name} of series {source}.")
    if strange := extracts.undeclared(snapshot):
        click.echo(
            f"note: {classification} has no {listed(strange)}; these keep the names in the table. "
            "If the codes are of another classification, import it again with --classification.",
            err=True,
        )
    if lost := extracts.zero_lost(snapshot):
        click.echo(
            f"note: no region has code {listed(lost)}; {listed([f'0{code}' for code in lost])} would be known. "
            "Excel drops such zeros: restore them and import again, or these stay regions of the table's own.",
            err=True,
        )
    if "encoding" in snapshot.sidecar.query:
        click.echo(
            f"note: {file.name} is not UTF-8 and was read as latin-1 (Windows-1252): look at its å, ä and ö once.",
            err=True,
        )
    if larger := extracts.larger_than_whole(snapshot):
        click.echo(
            f"note: {listed(larger, 3)}. A part cannot be more than the whole: correct what is wrong and import again.",
            err=True,
        )
    if renamed := extracts.renamed(snapshot):
        click.echo(f"note: {listed(renamed, 3)}. A declared name is shown, or else the first.", err=True)
    if extracts.without_nation(snapshot):
        click.echo(
            "note: the table has no row of the nation (region 00), nor all counties or municipalities; its nation is "
            "the sum of its own regions, and nothing is called a strength against that. Add rows of region 00.",
            err=True,
        )
    click.echo("'styrka run' computes every measure on it.")
