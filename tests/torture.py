"""``make torture``: full runs killed at random moments, after each of which no file is torn, and at the end the bytes
of an undisturbed run. A handful of the same kills stand among the ordinary tests, in ``tests/faults``."""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click
import pyarrow.parquet as pq

from pipelines import files
from pipelines.errors import StyrkaError
from pipelines.warehouse import manifest
from tests.conftest import Workplace, empty

KILLS = 200
# Published before the first kill, so that there is something to lose; then built, killed, and built again.
BEFORE, BUILT = ("run", "--region", "18"), ("run", "--region", "08")


def torture(
    place: Workplace, undisturbed: dict[str, bytes], seconds: float, kills: int, seed: int, tell: Callable[[str], None]
) -> None:
    """Kill ``kills`` runs in ``place`` while they go on, at moments within ``seconds`` of their start.

    AssertionError when a file is torn after one, or when the run after the last has not the ``undisturbed`` bytes.
    """
    assert place.styrka(*BEFORE).returncode == 0
    published = place.mart.with_name("published")
    shutil.copytree(place.mart, published, symlinks=True)
    chance = random.Random(seed)
    hit = 0
    while hit < kills:
        running = place.start(*BUILT)
        moment = chance.uniform(0, seconds)
        try:
            running.communicate(timeout=moment)
        except subprocess.TimeoutExpired:
            hit += 1
            os.killpg(running.pid, signal.SIGKILL)
            running.communicate()
            tell(f"kill {hit} of {kills} after {moment:.1f} s: {_check(place)} files whole")
        else:
            # A run that had ended has published what the next would take over, and would hardly do anything more.
            shutil.rmtree(place.mart)
            shutil.copytree(published, place.mart, symlinks=True)
    done = place.styrka(*BUILT)
    assert done.returncode == 0, done.stderr
    assert place.files == undisturbed, "other bytes than those of an undisturbed run"
    assert not (place.mart / ".build").exists()
    assert not list(place.mart.rglob(f"*{files.LEFTOVER_SUFFIX}"))


def _check(place: Workplace) -> int:
    """How many files are whole: those published, against their manifest, and every table of what was being built."""
    tables = [path for path in (place.mart / ".build").rglob("*.parquet") if not path.name.startswith(".")]
    for path in tables:
        pq.read_table(path)
    try:
        published = manifest.current(place.mart)["files"]
    except StyrkaError as error:
        raise AssertionError(f"what was published is torn: {error}") from error
    wrong = manifest.damage(place.mart / "current", published)
    assert not wrong, f"what was published is torn: {wrong}"
    return len(tables) + len(published)


def undisturbed(folder: Path) -> tuple[dict[str, bytes], float]:
    """The files of a run that nobody kills, and how many seconds it takes."""
    place = empty(folder)
    begun = time.monotonic()
    done = place.styrka(*BUILT)
    assert done.returncode == 0, done.stderr
    return place.files, time.monotonic() - begun


@click.command()
@click.option("--kills", default=KILLS, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(kills: int, seed: int) -> None:
    """Kill runs at random moments from their start to their end, and check what is left after each."""
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / each for each in ("undisturbed", "killed")]
        for folder in folders:
            folder.mkdir()
        wanted, seconds = undisturbed(folders[0])
        click.echo(f"An undisturbed run takes {seconds:.0f} s; {kills} runs are killed within that.")
        torture(empty(folders[1]), wanted, seconds, kills, seed, click.echo)
    click.echo(f"{kills} runs were killed; no file was torn, and the run after them gave the same bytes.")


if __name__ == "__main__":
    main()
