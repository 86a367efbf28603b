"""The ``styrka`` command as a whole: which commands there are, and what holds for all of them.
What each of them does is in the module of its purpose."""

import click

from pipelines.cli.answering import areas, claims, diff, explain
from pipelines.cli.endings import OneLineErrors
from pipelines.cli.importing import take_in
from pipelines.cli.making import measure, refresh, run, simulate
from pipelines.cli.showing import pdf, site, ui
from pipelines.cli.verifying import verify


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="styrka")
def main() -> None:
    """Strength-area profiles for every Swedish region, from SCB's open statistics."""
    import truststore

    truststore.inject_into_ssl()


for each in (run, refresh, simulate, take_in, measure, explain, areas, diff, claims, verify, pdf, site, ui):
    main.add_command(each)
