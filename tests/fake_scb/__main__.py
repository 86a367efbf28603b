"""The fake server alone, for a developer who wants to see ``styrka refresh`` at work.
Tests start it themselves."""

import click

from tests import apart
from tests.fake_scb import FakeScb, bundled, generated


@click.command()
@click.option("--port", default=8010, show_default=True)
@click.option(
    "--real", is_flag=True, help="The bundled real figures (a part of Sweden) in place of full-size made-up ones."
)
@click.option("--updated", metavar="TIME", help="Time stamp of all tables, for example 2026-11-23T07:00:00Z.")
@click.option("--max-cells", default=150_000, show_default=True)
@click.option("--max-calls", default=30, show_default=True, help="Calls per window.")
@click.option("--window", default=10, show_default=True, help="Seconds.")
def main(port: int, real: bool, updated: str | None, **limits: int) -> None:
    """Serve a PxWebApi v2 on 127.0.0.1 until Ctrl+C."""
    tables = bundled() if real else generated.all_full_size()
    for table in tables:
        if updated:
            table.bump(updated)
    with FakeScb(tables, port=port, **limits) as fake:
        try:
            click.echo(f"{', '.join(fake.tables)} at {fake.url} until Ctrl+C")
            click.echo(apart.command(f"refresh --api {fake.url}"))
            fake.stopped.wait()
        except KeyboardInterrupt:
            click.echo()


main()
