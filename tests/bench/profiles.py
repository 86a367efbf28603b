"""Profiles of every region of the bundled edition, in all formats: time beside the pages alone, a second build beside
the first, memory beside that of a few. Only measuring belongs here; what they say is tested in ``tests/profiles``.

Each is a process of its own, of one thread; compared is processor time, which other work on the machine changes least.
"""

import hashlib
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from pipelines import profiles
from pipelines.export.reading import LANGUAGES
from pipelines.files import write_text
from pipelines.profiles import html
from pipelines.profiles.context import Context
from pipelines.profiles.mart import Mart
from pipelines.profiles.sections import document
from pipelines.warehouse import edition
from tests.bench import national_run, runs

FEW = 6


def main() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        national_run.run(national_run.store_in(folder).root, folder)
        regions = len(Mart(*_mart(folder)).moments)
        found = {}
        for contender in CONTENDERS:
            found[contender] = runs.run("tests.bench.profiles", contender, folder)
            each = found[contender].processor / (len(LANGUAGES) * (FEW if contender == "few" else regions))
            print(f"{contender:8}{found[contender]}  {each:.2f} s processor per profile and language", flush=True)
    first = found["first"]
    print(f"{regions} regions in two languages; html: pages alone; second: pictures from the first; few: {FEW} regions")
    return {
        "formats_times_pages": first.processor / found["html"].processor,
        "second_times_first": found["second"].processor / first.processor,
        "memory_times_few": first.peak / found["few"].peak,
    }


def _mart(folder: Path) -> tuple[Path, str]:
    current = (folder / "mart" / "current").resolve()
    return current / "parquet", str(edition.read_manifest(current)["edition"])


def pages(folder: Path) -> None:
    mart = Mart(*_mart(folder))
    for code in mart.moments:
        for language in LANGUAGES:
            profile = document(Context(mart, code, language, beside=frozenset(mart.moments)))
            write_text(folder / "html" / code / f"profile.{language}.html", html.render(profile))
            for address, claim in html.claim_pages(profile).items():
                write_text(folder / "html" / code / address, claim)


def few(folder: Path) -> None:
    parquet, identity = _mart(folder)
    profiles.build(parquet, folder / "few", identity, list(Mart(parquet, identity).moments)[-FEW:])


def first(folder: Path) -> None:
    parquet, identity = _mart(folder)
    profiles.build(parquet, folder / "first" / "profiles", identity)


def second(folder: Path) -> None:
    """The first as a published edition, and all of it built again beside it."""
    parquet, identity = _mart(folder)
    published = folder / "first"
    files = {path.relative_to(published).as_posix(): path for path in published.rglob("*") if path.is_file()}
    checksums = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    manifest = {"edition": identity, "snapshots": [], "files": checksums}
    write_text(published / edition.MANIFEST, json.dumps(manifest))
    profiles.build(parquet, folder / "second", identity, earlier=profiles.Earlier.published(published))


CONTENDERS: dict[str, Callable[[Path], None]] = {"html": pages, "few": few, "first": first, "second": second}

if __name__ == "__main__":
    runs.contend(CONTENDERS[sys.argv[1]], [], Path(sys.argv[2]))
