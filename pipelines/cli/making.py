"""The commands that make an edition, and the one that takes the measures apart from any.
What is asked of an edition that is there is in ``answering``."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from pipelines import places
from pipelines.errors import StyrkaError, short


@click.command()
@click.option(
    "--region",
    "regions",
    multiple=True,
    metavar="CODE",
    help="Profile of this region only; the edition then has no others. Repeatable.",
)
@click.option(
    "--edition",
    "again",
    metavar="ID",
    help="Build this earlier edition again from its snapshots, beside the published one. Its id, the beginning of it "
    "or its folder.",
)
def run(regions: Sequence[str], again: str | None) -> None:
    """Materialise everything from the newest snapshots."""
    if again is not None and regions:
        raise StyrkaError("--edition builds an edition with the regions that it had; leave --region out")
    if again is not None:
        _build_again(again)
        return
    _check_regions(regions)
    _materialise("run", regions=regions)


@click.command()
@click.option("--api", metavar="URL", help="Base URL of a PxWebApi v2; SCB's own unless given.")
@click.option("--register", is_flag=True, help="Pull the business register too; needs a key in STYRKA_AFR_KEY.")
@click.option("--register-api", metavar="URL", help="Base URL of a business register, which is then pulled; SCB's own.")
@click.option("--region", "regions", multiple=True, metavar="CODE", help="Profile of this region only. Repeatable.")
@click.option(
    "--dry-run", is_flag=True, help="Say what would be fetched, in how many calls and how much time; fetch nothing."
)
def refresh(
    *, api: str | None, register: bool, register_api: str | None, regions: Sequence[str], dry_run: bool
) -> None:
    """Fetch the tables that changed from a PxWebApi v2, then run."""
    from pipelines.orchestration import fetching
    from pipelines.profiles import asked
    from pipelines.register.config import BASE_URL as REGISTER_URL
    from pipelines.scb.config import BASE_URL
    from pipelines.snapshots.store import Store

    _refuse_empty("--api", "a PxWebApi v2", api)
    _refuse_empty("--register-api", "a business register", register_api)
    pulled = register or register_api is not None
    if pulled:
        fetching.check_register_key()
    if regions:
        asked.check_names(regions, Store(places.data_raw(), api or BASE_URL))
    if dry_run:
        fetching.forecast(api or BASE_URL, click.echo)
        if pulled:
            click.echo(fetching.forecast_register(register_api or REGISTER_URL))
    else:
        _materialise("refresh", regions=regions, api=api, register=register_api, pull=pulled)


@click.command()
@click.option(
    "--seed", required=True, type=click.IntRange(min=0), metavar="N", help="The same number, the same register."
)
@click.option("--region", "regions", multiple=True, metavar="CODE", help="Profile of this region only. Repeatable.")
def simulate(seed: int, regions: Sequence[str]) -> None:
    """Draw a register of workplaces that do not exist, then run with it; everything it touches is marked."""
    from pipelines.orchestration.progress import saying
    from pipelines.simulation import simulate as drawing
    from pipelines.snapshots.store import SIMULATED, Store
    from pipelines.warehouse import edition

    _check_regions(regions)
    with edition.writing(places.data_mart()):
        with saying() as tell:
            drawing.simulate(seed, Store(places.data_raw()), tell)
        _materialise("run", regions=regions, register=SIMULATED)


@click.command()
@click.argument("folder")
@click.option("--out", required=True, metavar="FOLDER", help="Where the tables are written.")
def measure(folder: str, out: str) -> None:
    """Take the measures of FOLDER, employment as partitioned Parquet, apart from any edition.

    With STYRKA_ENGINE=spark on Spark, as it is configured; FOLDER and --out are then whatever Spark can reach.
    """
    if _on_spark():
        from pipelines.spark.session import session

        started = session()
        from pipelines.spark.measures import measure as on_spark

        written = on_spark(started, folder, out)
    else:
        from pipelines.measures import dataset

        written = dataset.measure(Path(folder), Path(out))
    for name in written:
        click.echo(f"{out}: {name} is written")


def _on_spark() -> bool:
    """Whether ``STYRKA_ENGINE`` asks for Spark."""
    engine = os.environ.get("STYRKA_ENGINE", "").strip() or "duckdb"
    if engine not in ("duckdb", "spark"):
        raise StyrkaError(f"STYRKA_ENGINE is {short(engine)}; it is to be duckdb or spark")
    return engine == "spark"


def _check_regions(regions: Sequence[str]) -> None:
    """StyrkaError, before a minute's work, for a region that cannot have a profile."""
    if regions:
        from pipelines.profiles import asked
        from pipelines.scb.config import BASE_URL
        from pipelines.snapshots.store import Store

        asked.check(regions, Store(places.data_raw(), BASE_URL))


def _refuse_empty(option: str, server: str, url: str | None) -> None:
    if url is not None and not url.strip():
        raise StyrkaError(f"{option} is empty; give the base URL of {server}, or leave the option out to ask SCB")


def _build_again(again: str) -> None:
    """Build an earlier edition again, once it is known to be recorded and to rest on what is still there."""
    _refuse_spark()
    from pipelines.definitions import assemble
    from pipelines.orchestration import inputs, launching
    from pipelines.warehouse import record

    inputs.again(record.find(places.data_mart(), again))
    outcome = launching.launch("run", lambda loggers: assemble(edition_again=again, loggers=loggers), again)
    same = f"All {len(outcome.manifest['files'])} files have the bytes that were published, which stay where they were."
    click.echo(f"{outcome.summary()}\n{same}")


def _refuse_spark() -> None:
    if _on_spark():
        raise StyrkaError("STYRKA_ENGINE is spark, and only styrka measure runs on Spark; unset it for an edition")


def _materialise(
    job: str,
    regions: Sequence[str] = (),
    api: str | None = None,
    register: str | None = None,
    pull: bool = False,
) -> None:
    _refuse_spark()
    from pipelines.definitions import assemble
    from pipelines.orchestration import launching
    from pipelines.orchestration.resources import RegisterApi
    from pipelines.register.config import BASE_URL

    chosen = RegisterApi(url=register or BASE_URL, pull=pull)
    outcome = launching.launch(
        job, lambda loggers: assemble(api=api, regions=regions, register=chosen, loggers=loggers)
    )
    click.echo(outcome.summary())
