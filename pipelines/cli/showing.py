"""The commands that open something: profiles on paper, the site, the Dagster UI.
Both servers listen on this machine only, unless a user says otherwise in so many words."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines import places
from pipelines.cli.endings import stopped
from pipelines.errors import StyrkaError
from pipelines.places import LOOPBACK

if TYPE_CHECKING:
    from pipelines.schema.table import Language


@click.command()
@click.option("--region", "regions", multiple=True, required=True, metavar="CODE", help="Whose profile. Repeatable.")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="Where the files go.")
@click.option("--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def pdf(regions: Sequence[str], out: Path, lang: "Language") -> None:
    """Print published profiles as tagged PDF files, with a browser of this machine."""
    from pipelines.profiles import printing

    for region in regions:
        click.echo(printing.pdf(places.data_mart(), region, lang, out))


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def site(port: int) -> None:
    """Serve the published site on 127.0.0.1; it opens from disk as well."""
    from pipelines.site import serving

    server = serving.server(places.data_mart(), port)
    click.echo(f"http://{LOOPBACK}:{port}/ (Ctrl-C ends it)")
    with server, suppress(KeyboardInterrupt):
        server.serve_forever()


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=3000, show_default=True)
@click.option("--host", default=LOOPBACK, show_default=True)
@click.option("--open-to-network", is_flag=True, help="Needed for any other host: the UI has no login.")
def ui(port: int, host: str, open_to_network: bool) -> None:
    """Open the Dagster UI on this machine."""
    from pipelines.orchestration.home import prepare_home
    from pipelines.orchestration.ui import serve

    if host not in {LOOPBACK, "localhost", "::1"}:
        if not open_to_network:
            raise StyrkaError(f"--host {host} lets others in without a login; add --open-to-network if that is meant")
        click.echo(f"warning: the UI on {host} has no login; whoever reaches port {port} can start runs", err=True)
    prepare_home()
    sys.exit(serve(host, port, lambda ending: f"styrka: {stopped(ending, 'ui')[0]}\n"))
