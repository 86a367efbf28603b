"""What many tests stand on: a mart that the main job built once from the bundled edition, as a user would build it.
No test belongs here."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from pipelines import places
from pipelines.warehouse import manifest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Speed is measured in benchmarks; a busy machine is no fault of a property.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# Tests in the background inherit that these are ignored, and so would the servers that they stop with them.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
STYRKA = Path(sys.executable).with_name("styrka")


@dataclass(frozen=True)
class Workplace:
    """A user's folders: raw data, mart and Dagster home, and the ``styrka`` command run in them.

    ``through`` is a command that runs the command it is given, somewhere else than here.
    """

    raw: Path
    mart: Path
    home: Path
    through: Sequence[str] = ()

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            **os.environ,
            "STYRKA_DATA_RAW": str(self.raw),
            "STYRKA_DATA_MART": str(self.mart),
            "DAGSTER_HOME": str(self.home),
        }

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*self.through, STYRKA, *arguments],
            env={**self.environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def styrka(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments, **more)
        output, errors = process.communicate(timeout=600)
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)

    @property
    def files(self) -> dict[str, bytes]:
        """Every published file with its bytes."""
        edition = self.mart / (self.mart / "current").readlink()
        found = (path for path in sorted(edition.rglob("*")) if path.is_file())
        return {path.relative_to(edition).as_posix(): path.read_bytes() for path in found}

    def reseal(self) -> None:
        """Let the manifest name the published files as they are now: what some other version might have published."""
        edition = (self.mart / "current").resolve()
        content = manifest.read(edition) | {"files": manifest.checksums(edition)}
        (edition / manifest.FILE).write_text(manifest.text(content), encoding="utf-8")


def empty(folder: Path) -> Workplace:
    """Folders of one's own, with the bundled edition as raw data."""
    raw = folder / "raw"
    raw.mkdir()
    (raw / "bundled").symlink_to(places.PROJECT / "data_raw" / "bundled")
    return Workplace(raw, folder / "mart", folder / "home")


def run(folder: Path, *arguments: str) -> Workplace:
    """The same after an undisturbed run."""
    place = empty(folder)
    done = place.styrka("run", *arguments)
    assert done.returncode == 0, done.stderr
    return place


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    """Folders of a test's own in which nothing has run."""
    return empty(tmp_path)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """The bundled edition, run once for the whole session; tests only read it."""
    return run(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="session")
def published_kalmar(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """The same with Kalmar county's profile only, for tests that need several runs; tests only read it."""
    return run(tmp_path_factory.mktemp("kalmar"), "--region", "08")


# Of one module: while Playwright runs, no other event loop can in its thread, and Dagster has its own.
@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    if not CHROMIUM.is_file():
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is a development package")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield started
        started.close()
