"""Profiles and workbooks in all formats and both languages, of the bundled edition's regions and of a whole country:
processor time beside what the document libraries alone need for the same pages, a second build beside the first, and
memory beside that of a few. Only measuring belongs here; what they say is tested in ``tests/profiles``.

Each is a process of its own, of one thread; compared is processor time, which other work on the machine changes least.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from pipelines import profiles
from pipelines.export import workbook
from pipelines.export.reading import LANGUAGES
from pipelines.profiles.mart import Mart
from pipelines.warehouse import manifest
from tests.bench import document_libraries, national_run, runs
from tests.conftest import STYRKA
from tests.fake_scb import FakeScb, generated
from tests.profiles.mart import sealed

FEW = 6
# Of a whole country's regions the libraries write every so manieth again.
SAMPLED = 10


def main() -> dict[str, float]:
    found: dict[str, float] = {}
    for name, made in EDITIONS.items():
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            made(folder)
            found |= {f"{name}_{what}": value for what, value in _measured(name, folder).items()}
    return found


def _bundled(folder: Path) -> None:
    national_run.run(national_run.store_in(folder).root, folder)


def _national(folder: Path) -> None:
    """All counties and municipalities, figures made up, fetched from a server of our own."""
    moved = {"STYRKA_DATA_RAW": folder / "raw", "STYRKA_DATA_MART": folder / "mart", "DAGSTER_HOME": folder / "home"}
    environment = {**os.environ, **{name: str(path) for name, path in moved.items()}}
    moved["STYRKA_DATA_RAW"].mkdir()
    with FakeScb(generated.all_full_size()) as server:
        command = [STYRKA, "refresh", "--api", server.url, "--region", "08"]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def _measured(name: str, folder: Path) -> dict[str, float]:
    regions = len(Mart(*_mart(folder)).moments)
    counts = {"few": FEW, "libraries": len(_sample(folder))}
    made = {}
    for contender in ("few", "first", "libraries", "second"):
        run = made[contender] = runs.run("tests.bench.profiles", contender, folder)
        each = run.processor / (len(LANGUAGES) * counts.get(contender, regions))
        print(f"{contender:10}{run}  {each:.2f} s processor per profile and language", flush=True)
    print(f"{name}: {regions} regions; few: {FEW} of them; libraries: {counts['libraries']} of them, libraries alone")
    alone = made["libraries"].processor * regions / counts["libraries"]
    return {
        "times_the_libraries": made["first"].processor / alone,
        "second_times_first": made["second"].processor / made["first"].processor,
        "memory_times_few": made["first"].peak / made["few"].peak,
    }


def _mart(folder: Path) -> tuple[Path, str]:
    current = (folder / "mart" / "current").resolve()
    return current / "parquet", str(manifest.read(current)["edition"])


def _sample(folder: Path) -> list[str]:
    codes = list(Mart(*_mart(folder)).moments)
    return codes[::SAMPLED] if len(codes) > SAMPLED**2 else codes


def few(folder: Path) -> None:
    _build(folder, "few", list(Mart(*_mart(folder)).moments)[-FEW:])


def first(folder: Path) -> None:
    _build(folder, "first", None)


def second(folder: Path) -> None:
    """The first as a published edition, and all of it built again beside it."""
    published = sealed(folder / "first", _mart(folder)[1])
    _build(folder, "second", None, profiles.Earlier.published(published))


def _build(folder: Path, name: str, regions: list[str] | None, earlier: profiles.Earlier | None = None) -> None:
    parquet, identity = _mart(folder)
    target = folder / name / "profiles"
    profiles.build(parquet, target, identity, regions, earlier=earlier)
    for region in sorted(target.iterdir()):
        if not (earlier and earlier.take_over(identity, target, f"{region.name}/{workbook.NAME}")):
            workbook.write(region.name, parquet, region / workbook.NAME, manifest.read(parquet.parent))


def _by_the_libraries(folder: Path) -> Callable[[Path], None]:
    """What writes the sampled regions' files of the first build; their content is read before the time begins."""
    regions = [folder / "first" / "profiles" / code for code in _sample(folder)]
    writers = [write for region in regions for write in document_libraries.writers(region)]

    def libraries(_: Path) -> None:
        with tempfile.TemporaryDirectory() as name:
            for number, write in enumerate(writers):
                write(Path(name) / str(number))

    return libraries


EDITIONS: dict[str, Callable[[Path], None]] = {"bundled": _bundled, "national": _national}
CONTENDERS: dict[str, Callable[[Path], None]] = {"few": few, "first": first, "second": second}

if __name__ == "__main__":
    contender, place = sys.argv[1], Path(sys.argv[2])
    chosen = _by_the_libraries(place) if contender == "libraries" else CONTENDERS[contender]
    runs.contend(chosen, [], place)
