"""``make demo-refresh``: two years of one region in one command, on figures that a server of our own serves.
What is served is made in ``fake_scb.two_years``; every step is the ``styrka`` command that a user would type."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from pipelines import places
from tests.fake_scb import FakeScb
from tests.fake_scb.two_years import year_one, year_two

STYRKA = Path(sys.executable).with_name("styrka")
FOLDER = places.PROJECT / "build" / "demo-refresh"


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, show_default=True)
@click.option("--region", default="08", show_default=True)
@click.option("--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def main(folder: Path, region: str, lang: str) -> None:
    """Publish a first edition, then a revised one a year longer; say what changed and which claims still hold."""
    raw, mart, report = (folder / name for name in ("raw", "mart", "diff"))
    for former in (raw, mart, report):
        shutil.rmtree(former, ignore_errors=True)
    raw.mkdir(parents=True)
    moved = {**os.environ, "STYRKA_DATA_RAW": str(raw), "STYRKA_DATA_MART": str(mart)}
    moved.pop("DAGSTER_HOME", None)
    with FakeScb(year_one()) as first:
        port = urlsplit(first.url).port
        _styrka(moved, "refresh", "--api", first.url, "--region", region)
    leaflet = folder / "leaflet.txt"
    leaflet.write_text("\n".join(_published(mart / "csv" / "claim.csv", region, lang)) + "\n", encoding="utf-8")
    click.echo(f"\nA year passes. {leaflet} holds what was published of region {region}.\n")
    with FakeScb(year_two(), port=port) as second:
        _styrka(moved, "refresh", "--api", second.url, "--region", region)
    _styrka(moved, "diff", "previous", "--out", str(report), "--lang", lang)
    click.echo(f"\nWhich sentences of {leaflet} still hold:\n")
    _styrka(moved, "claims", "check", str(leaflet), "--lang", lang, expected=1)


def _published(claims: Path, region: str, lang: str) -> list[str]:
    """The region's sentences, and one of its claims by name, which stands for whatever the claim says at the time."""
    with claims.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter=";") if row["region_code"] == region]
    return [row[f"text_{lang}"] for row in rows] + [row["claim_id"] for row in rows[:1]]


def _styrka(environment: dict[str, str], *arguments: str, expected: int = 0) -> None:
    click.echo(f"$ styrka {' '.join(arguments)}")
    done = subprocess.run([STYRKA, *arguments], env=environment, cwd=places.PROJECT, check=False)
    if done.returncode != expected:
        sys.exit(f"styrka {arguments[0]} ended with {done.returncode}, not {expected}")


main()
