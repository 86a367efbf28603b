"""The commands that ask something of what is there: where a figure comes from, what changed, what still holds.
Nothing is computed anew and nothing published."""

import shutil
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines import places
from pipelines.cli.endings import printable
from pipelines.errors import StyrkaError

if TYPE_CHECKING:
    from pipelines.export.area_matrix import Shown
    from pipelines.export.reading import Row
    from pipelines.schema.table import Language


@click.command()
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
    from pipelines.warehouse import manifest

    if claim is None:
        asked = _asked(region, industry, area, year, series)
    elif (region, industry, area, year, series) != (None,) * 5:
        raise StyrkaError("a claim says itself of what it is: give its id alone, or --region and what to explain")
    parquet, store = manifest.trusted(places.data_mart(), "parquet"), Store(places.data_raw())
    if claim is not None:
        asked = claims.read(parquet, claim)
        click.echo(claims.render(asked, lang, claims.place(parquet, asked)), nl=False)
    names = ("region_code", "subject_code", "year", "series")
    place, code, of, source = (asked[name] for name in names)
    if asked["subject_type"] == "area":
        found = area_explanation.explain(place, code, of, source, parquet=parquet, store=store)
        explained, of, source = area_text.render(found, lang), found.row["year"], found.row["series"]
    elif mart.in_register_only(parquet, place, code, source):
        found = area_explanation.explain_industry(place, code, of, source, parquet=parquet, store=store)
        explained, of, source = area_text.render(found, lang), found.row["year"], found.row["series"]
    else:
        told = explanation.explain(place, code, of, source, parquet=parquet, store=store)
        explained, of, source = text.render(told, lang), told.year, told.series
    judged = judgement.read(parquet, place, (asked["subject_type"], code), of, source)
    click.echo(f"{explained}\n{judgement_text.render(judged, lang)}", nl=False)


def _asked(region: str | None, industry: str | None, area: str | None, year: int | None, series: str | None) -> "Row":
    """What the options ask of, named as a claim names what it is of; an industry's year is always told."""
    if region is None:
        raise StyrkaError("say what to explain: the id of a claim, or --region with --industry and --year, or --area")
    asked = {"region_code": region, "year": year, "series": series}
    if area is not None and industry is None:
        return asked | {"subject_type": "area", "subject_code": area}
    if industry is None or year is None or area is not None:
        raise StyrkaError("say what to explain: --industry with --year, or --area")
    return asked | {"subject_type": "industry", "subject_code": industry}


@click.command()
@click.option("--region", required=True, metavar="R", help="Region code: of a county its municipalities are shown.")
@click.option("--series", metavar="S", help="REGISTER, SIMULATED or another; the one that speaks first unless given.")
@click.option(
    "--show", type=click.Choice(["lq", "size"]), default="lq", show_default=True, help="Quotients or numbers."
)
@click.option("--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def areas(region: str, series: str | None, show: "Shown", lang: "Language") -> None:
    """Show the strength areas of a region and of those in it, with the intervals of their jobs."""
    from pipelines.export import area_matrix
    from pipelines.warehouse import manifest

    mart = places.data_mart()
    matrix = area_matrix.read(manifest.trusted(mart, "parquet"), region, series)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(area_matrix.render(matrix, show, lang, mart / "csv" / "strength_area_quotient.csv", width), nl=False)


@click.command()
@click.argument("old")
@click.argument("new", default="current")
@click.option("--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Write pages, Markdown and lists there.")
@click.option("--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def diff(old: str, new: str, out: Path | None, lang: "Language") -> None:
    """Show what changed from edition OLD to NEW: figures, names, ranks, verdicts and claims.

    An edition is the beginning of its id, current, previous, or a folder.
    """
    from pipelines.differences import comparison, editions, plain_text, report, writing
    from pipelines.warehouse import record

    mart = places.data_mart()
    if out is not None and any(out.resolve().is_relative_to(mart / name) for name in record.OWN):
        raise StyrkaError(
            f"--out {out} lies among the editions in {mart}, of which nothing changes; give a folder elsewhere"
        )
    compared = comparison.compare(editions.find(mart, old), editions.find(mart, new))
    if out is None:
        click.echo(plain_text.terminal(report.document(compared, lang)), nl=False)
        return
    written = writing.write(compared, out)
    click.echo(f"{report.document(compared, lang).summary}\n{len(written)} files in {out}; open {written[0]}")


@click.group(name="claims")
def claims() -> None:
    """Claims that have been published elsewhere."""


@claims.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--edition", "name", default="current", show_default=True, metavar="ID", help="Against which edition.")
@click.option("--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def check(file: Path, name: str, lang: "Language") -> None:
    """Check the claims of FILE, ids or pasted sentences, one a line, against an edition; 1 if any does not hold."""
    from pipelines.differences import editions, published, telling

    mart = places.data_mart()
    asked = editions.find(mart, name)
    checked = published.check(file, asked, chain(editions.newest_first(mart), editions.remembered(mart)))
    for line in telling.tell(checked, asked.id, lang).splitlines():
        click.echo(printable(line))
    if any(each.outcome != "holds" for each in checked):
        sys.exit(1)
