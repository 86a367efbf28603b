"""The ``styrka`` command: reads arguments, calls the engine, prints what a person needs to know next.
No work is done here, and a user's mistake ends in one line on stderr, never in a traceback."""

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from signal import Signals
from typing import TYPE_CHECKING
from unicodedata import category

import click

from pipelines import places
from pipelines.errors import StyrkaError, listed, short

if TYPE_CHECKING:
    from pipelines.export.area_matrix import Shown
    from pipelines.schema.table import Language

LOOPBACK = "127.0.0.1"
LONGEST_LINE = 2_000
# As a shell tells that a signal ended a command.
SIGNALLED = 128
STAYS = "the edition that was published before stays"
GOES_ON = {
    "run": f"{STAYS}; 'styrka run' begins anew",
    "ui": f"a run that is going on ends with it, and {STAYS}; 'styrka ui' opens it again",
    "simulate": f"{STAYS}; the same command begins anew",
    "refresh": f"{STAYS}, and so does what was fetched; 'styrka refresh' fetches the rest",
}


class OneLineErrors(click.Group):
    """A command group whose expected errors are one line on stderr and an exit code of at least 1."""

    def invoke(self, ctx: click.Context) -> object:
        from pipelines.orchestration import stopping

        with stopping.listening() as received:
            try:
                return super().invoke(ctx)
            except SystemExit:
                raise
            # Whatever is raised when the process was asked to end is no failure of the work.
            except BaseException as error:
                ending = received()
                told = _stopped(ending, str(ctx.invoked_subcommand)) if ending else _failed(error)
                if told is None:
                    raise
        reason, code = told
        # A terminal that was closed hears nothing; the exit code is right all the same.
        with suppress(OSError):
            click.echo(f"styrka: {_printable(reason)}", err=True)
        sys.exit(code)


def _stopped(ending: Signals, command: str) -> tuple[str, int]:
    """The line and the exit code of a command that a signal ended."""
    goes_on = GOES_ON.get(command, f"'styrka {command}' begins anew")
    return f"stopped ({ending.name}); {goes_on}", SIGNALLED + ending


def _failed(error: BaseException) -> tuple[str, int] | None:
    """The line and the exit code of an expected error; None of a fault of the program."""
    if isinstance(error, StyrkaError):
        return str(error), error.exit_code
    if isinstance(error, UnicodeEncodeError | UnicodeDecodeError):
        return f"an argument, name or path is no text in UTF-8 ({error.reason}); rename it", 1
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}", 1
    return None


def _printable(reason: str) -> str:
    """A line that a terminal may be given, whatever file or server a part of it came from."""
    return "".join("\N{REPLACEMENT CHARACTER}" if category(each)[0] == "C" else each for each in reason[:LONGEST_LINE])


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="styrka")
def main() -> None:
    """Strength-area profiles for every Swedish region, from SCB's open statistics."""
    import truststore

    truststore.inject_into_ssl()


@main.command()
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
    default="",
    metavar="ID",
    help="Build this earlier edition again from its snapshots, beside the published one. Its id, the beginning of it "
    "or its folder.",
)
def run(regions: Sequence[str], again: str) -> None:
    """Materialise everything from the newest snapshots."""
    if again and regions:
        raise StyrkaError("--edition builds an edition with the regions that it had; leave --region out")
    if again:
        _build_again(again)
        return
    _check_regions(regions)
    _materialise("run", regions=regions)


@main.command()
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


@main.command()
@click.option("--api", metavar="URL", help="Base URL of a PxWebApi v2; SCB's own unless given.")
@click.option("--register", is_flag=True, help="Pull the business register too; needs a key in STYRKA_AFR_KEY.")
@click.option("--register-api", metavar="URL", help="Base URL of a business register, which is then pulled; SCB's own.")
@click.option("--region", "regions", multiple=True, metavar="CODE", help="Profile of this region only. Repeatable.")
@click.option("--dry-run", is_flag=True, help="Say what would be fetched, in how many calls; fetch nothing.")
def refresh(
    *, api: str | None, register: bool, register_api: str | None, regions: Sequence[str], dry_run: bool
) -> None:
    """Fetch the tables that changed from a PxWebApi v2, then run."""
    from pipelines.orchestration import fetching
    from pipelines.register.config import BASE_URL as REGISTER_URL
    from pipelines.scb.config import BASE_URL

    _refuse_empty("--api", "a PxWebApi v2", api)
    _refuse_empty("--register-api", "a business register", register_api)
    pulled = register or register_api is not None
    if pulled:
        fetching.check_register_key()
    if dry_run:
        click.echo(fetching.forecast(api or BASE_URL))
        if pulled:
            click.echo(fetching.forecast_register(register_api or REGISTER_URL))
    else:
        _materialise("refresh", regions=regions, api=api, register=register_api, pull=pulled)


@main.command(name="simulate")
@click.option(
    "--seed", required=True, type=click.IntRange(min=0), metavar="N", help="The same number, the same register."
)
@click.option("--region", "regions", multiple=True, metavar="CODE", help="Profile of this region only. Repeatable.")
def simulated(seed: int, regions: Sequence[str]) -> None:
    """Draw a register of workplaces that do not exist, then run with it; everything it touches is marked."""
    from pipelines.orchestration.progress import saying
    from pipelines.simulation import simulate
    from pipelines.snapshots.store import SIMULATED, Store
    from pipelines.warehouse import edition

    _check_regions(regions)
    with edition.writing(places.data_mart()):
        with saying() as tell:
            simulate.simulate(seed, Store(places.data_raw()), tell)
        _materialise("run", regions=regions, register=SIMULATED)


@main.command(name="import")
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


@main.command()
@click.argument("claim", required=False, metavar="[CLAIM_ID]")
@click.option("--region", metavar="R", help="Region code, for example 08 or 1861.")
@click.option("--industry", metavar="I", help="Industry code, for example B+C; needs --year.")
@click.option("--area", metavar="A", help="Strength area in its place, for example tra-och-skog.")
@click.option("--year", type=int, metavar="Y", help="Of a strength area the newest unless given.")
@click.option("--series", metavar="S", help="BAS, REGISTER or another; the one that speaks first unless given.")
@click.option("--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def explain(
    *,
    claim: str | None,
    region: str | None,
    industry: str | None,
    area: str | None,
    year: int | None,
    series: str | None,
    lang: "Language",
) -> None:
    """Show how a claim or a location quotient came about, down to raw cells, table and checksum."""
    from pipelines.explain import area_text, claims, explanation, judgement, judgement_text, mart, text
    from pipelines.explain import areas as area_explanation
    from pipelines.snapshots.store import Store

    parquet, store = places.data_mart() / "parquet", Store(places.data_raw())
    if claim is not None:
        if (region, industry, area, year, series) != (None,) * 5:
            raise StyrkaError("a claim says itself of what it is: give its id alone, or --region and what to explain")
        claimed = claims.read(parquet, claim)
        region, year, series = claimed["region_code"], claimed["year"], claimed["series"]
        industry, area = (
            (None, claimed["subject_code"]) if claimed["subject_type"] == "area" else (claimed["subject_code"], None)
        )
        click.echo(claims.render(claimed, lang), nl=False)
    if region is None:
        raise StyrkaError("say what to explain: the id of a claim, or --region with --industry and --year, or --area")
    if area is not None and industry is None:
        found = area_explanation.explain(region, area, year, series, parquet=parquet, store=store)
        explained, subject = area_text.render(found, lang), (area, found.row["year"], found.row["series"])
    elif industry is None or year is None or area is not None:
        raise StyrkaError("say what to explain: --industry with --year, or --area")
    elif mart.in_register_only(parquet.resolve(), region, industry, series):
        found = area_explanation.explain_industry(region, industry, year, series, parquet=parquet, store=store)
        explained, subject = area_text.render(found, lang), (industry, found.row["year"], found.row["series"])
    else:
        told = explanation.explain(region, industry, year, series, parquet=parquet, store=store)
        explained, subject = text.render(told, lang), (industry, told.year, told.series)
    judged = judgement.read(parquet, region, *subject)
    click.echo(f"{explained}\n{judgement_text.render(judged, lang)}", nl=False)


@main.command()
@click.option("--region", required=True, metavar="R", help="Region code: of a county its municipalities are shown.")
@click.option("--series", metavar="S", help="REGISTER, SIMULATED or another; the one that speaks first unless given.")
@click.option(
    "--show", type=click.Choice(["lq", "size"]), default="lq", show_default=True, help="Quotients or numbers."
)
@click.option("--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def areas(region: str, series: str | None, show: "Shown", lang: "Language") -> None:
    """Show the strength areas of a region and of those in it, with the intervals of their jobs."""
    from pipelines.export import area_matrix

    mart = places.data_mart()
    matrix = area_matrix.read(mart / "parquet", region, series)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(area_matrix.render(matrix, show, lang, mart / "csv" / "strength_area_quotient.csv", width), nl=False)


@main.command()
@click.argument("old")
@click.argument("new", default="current")
@click.option("--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Write pages, Markdown and lists there.")
@click.option("--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def diff(old: str, new: str, out: Path | None, lang: "Language") -> None:
    """Show what changed from edition OLD to NEW: figures, names, ranks, verdicts and claims.

    An edition is the beginning of its id, current, previous, or a folder.
    """
    from pipelines.differences import comparison, editions, plain_text, report, writing

    mart = places.data_mart()
    compared = comparison.compare(editions.find(mart, old), editions.find(mart, new))
    if out is None:
        click.echo(plain_text.terminal(report.document(compared, lang)), nl=False)
        return
    written = writing.write(compared, out)
    click.echo(f"{report.document(compared, lang).summary}\n{len(written)} files in {out}; open {written[0]}")


@main.command()
@click.option("--region", "regions", multiple=True, required=True, metavar="CODE", help="Whose profile. Repeatable.")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="Where the files go.")
@click.option("--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def pdf(regions: Sequence[str], out: Path, lang: "Language") -> None:
    """Print published profiles as tagged PDF files, with a browser of this machine."""
    from pipelines.profiles import printing

    for region in regions:
        click.echo(printing.pdf(places.data_mart(), region, lang, out))


@main.group(name="claims")
def published_claims() -> None:
    """Claims that have been published elsewhere."""


@published_claims.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--edition", "name", default="current", show_default=True, metavar="ID", help="Against which edition.")
@click.option("--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def check(file: Path, name: str, lang: "Language") -> None:
    """Check the claims of FILE, ids or pasted sentences, one a line, against an edition; 1 if any does not hold."""
    from pipelines.differences import editions, published, telling

    mart = places.data_mart()
    asked = editions.find(mart, name)
    checked = published.check(file, asked, editions.newest_first(mart))
    click.echo(telling.tell(checked, asked.id, lang), nl=False)
    if any(each.outcome != "holds" for each in checked):
        sys.exit(1)


@main.command()
def verify() -> None:
    """Recheck every checksum of the raw snapshots and of the published edition."""
    from pipelines.scb import inventory
    from pipelines.snapshots.store import Store
    from pipelines.warehouse import edition

    report = Store(places.data_raw()).verify()
    if unfinished := edition.unfinished(places.data_mart()):
        click.echo(f"note: {unfinished} holds an edition that was not finished; the next run clears it", err=True)
    for orphan in report.orphans:
        click.echo(f"note: {orphan} has no sidecar and is ignored", err=True)
    if wrong := [*report.damaged, *report.incomplete]:
        raise StyrkaError("; ".join(wrong))
    if not report.sound:
        raise StyrkaError(f"{places.data_raw()}: there are no snapshots here; STYRKA_DATA_RAW names the folder")
    click.echo(f"{report.sound} snapshots agree with their sidecars.")
    files = edition.verify(places.data_mart())
    published = edition.current(places.data_mart())
    click.echo(f"{files} files of edition {published['edition']} agree with their manifest.")
    if gone := inventory.gone(published):
        raise StyrkaError(
            f"edition {published['edition']} rests on {listed(gone)}, gone from {places.data_raw()} or replaced since; "
            "restore it, or run 'styrka run' for an edition of what there is"
        )


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def site(port: int) -> None:
    """Serve the published site on 127.0.0.1; it opens from disk as well."""
    from pipelines.site import serving

    server = serving.server(places.data_mart(), port)
    click.echo(f"http://{LOOPBACK}:{port}/ (Ctrl-C ends it)")
    with server, suppress(KeyboardInterrupt):
        server.serve_forever()


@main.command()
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
    sys.exit(serve(host, port, lambda ending: f"styrka: {_stopped(ending, 'ui')[0]}\n"))


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
