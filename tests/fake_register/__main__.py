"""The fake register alone, for a developer who wants to see ``styrka refresh --register`` at work.
Tests start it themselves."""

import click

from tests import apart
from tests.fake_register import KEY, FakeRegister, register


@click.command()
@click.option("--port", default=8020, show_default=True)
@click.option("--workplaces", default=100_000, show_default=True)
@click.option("--stamp", default="2026-11-24T23:00:00.000Z", show_default=True, help="When it was loaded.")
@click.option("--calls-per-second", default=5, show_default=True)
@click.option("--scb-port", default=8080, show_default=True, help="Where tests.fake_scb serves.")
def main(port: int, workplaces: int, stamp: str, calls_per_second: int, scb_port: int) -> None:
    """Serve a business register on 127.0.0.1 until Ctrl+C."""
    with FakeRegister(register(workplaces, stamp=stamp), port=port, calls_per_second=calls_per_second) as fake:
        # A run needs employment too, and never the live one beside this.
        scb = f"http://127.0.0.1:{scb_port}/api/v2"
        try:
            click.echo(f"{workplaces:,} workplaces at {fake.url} until Ctrl+C")
            click.echo(f"STYRKA_AFR_KEY={KEY} " + apart.command(f"refresh --register-api {fake.url} --api {scb}"))
            click.echo(f"Start the SCB server at {scb} too: .venv/bin/python -m tests.fake_scb --port {scb_port}")
            fake.stopped.wait()
        except KeyboardInterrupt:
            click.echo()


main()
