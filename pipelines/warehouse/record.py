"""The record of what was published: the manifest of every edition, kept when the edition itself has gone, and an old
edition built again beside the others. What an edition is computed from is gathered in ``orchestration``."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipelines import files
from pipelines.errors import StyrkaError, listed, short
from pipelines.warehouse import manifest, publication
from pipelines.warehouse.edition import Build

RECORD = "history"
# What an edition told of the one before it: kept too, because that one may be gone when it is built again.
TOLD = ("source_change", "change")
REBUILT = "rebuilt"


def keep(mart: Path) -> None:
    """Record every edition that stands in ``mart`` and is not recorded yet; a damaged one is left out."""
    for folder in _standing(mart):
        try:
            content = manifest.read(folder)
        except manifest.DamagedError:
            continue
        target = mart / RECORD / f"{content['edition']}.json"
        if not target.exists():
            for name in TOLD:
                if (table := folder / "parquet" / f"{name}.parquet").is_file():
                    files.write_bytes(_told(mart, content, name), files.read_bytes(table))
            files.write_bytes(target, files.read_bytes(folder / manifest.FILE))


def newest_first(mart: Path) -> Iterator[dict[str, Any]]:
    """The manifests of all editions that were published in ``mart``; a damaged one is left out."""
    for path in _recorded(mart):
        with suppress(manifest.DamagedError):
            yield manifest.parse(path)


def told(mart: Path, content: Mapping[str, Any]) -> dict[str, Path] | None:
    """The files of what a recorded edition told of the one before, by table; None when one is gone or was changed."""
    paths = {name: _told(mart, content, name) for name in TOLD}
    expected = {name: content["files"].get(f"parquet/{name}.parquet") for name in TOLD}
    whole = all(path.is_file() and files.sha256(path) == expected[name] for name, path in paths.items())
    return paths if whole else None


def verify(mart: Path) -> Iterator[tuple[Path, int]]:
    """Recheck every edition that stands in ``mart`` against its manifest: its folder and how many files it has.

    The current one comes first. DamagedError, when all have been checked, names what is wrong with each.
    """
    current = (mart / "current").resolve()
    wrong = []
    for folder in (current, *(each for each in _standing(mart) if each != current), *_standing(mart, REBUILT)):
        again = f"remove the folder; 'styrka run --edition {folder.name.partition('-')[0]}' builds the edition again"
        try:
            yield folder, manifest.verify(folder, mend=manifest.AGAIN if folder == current else again)
        except manifest.DamagedError as error:
            wrong.append(str(error))
    if wrong:
        raise manifest.DamagedError("; ".join(wrong))


def find(mart: Path, name: str) -> dict[str, Any]:
    """The manifest of the edition whose id begins with ``name``, or that stands in a folder of this name.

    StyrkaError when none or more than one is recorded.
    """
    if (Path(name) / manifest.FILE).is_file():
        return manifest.read(Path(name))
    keep(mart)
    recorded = _recorded(mart)
    found = [path for path in recorded if name and path.stem.startswith(name)]
    if len(found) == 1:
        content = manifest.parse(found[0], "restore it, or remove it: without it the edition cannot be built again")
        if content["edition"] != found[0].stem:
            raise StyrkaError(f"{found[0]}: is the manifest of edition {content['edition']}; restore the file's name")
        return content
    what = "more than one edition begins so" if found else "no such edition was published here"
    there = listed([path.stem for path in recorded], 10) or "none"
    raise StyrkaError(f"{short(name)}: {what}; {mart / RECORD} has {there} (the newest first)")


def seal_again(build: Build, recorded: Mapping[str, Any]) -> Path:
    """Put an edition that was built again beside the published ones, of which none is touched; returns its folder.

    StyrkaError, and nothing is put anywhere, unless every file has the bytes that were ``recorded``.
    """
    made = publication.seal(build)
    _compare(made["files"], recorded["files"], str(recorded["edition"]))
    target = build.mart / REBUILT / str(recorded["edition"])
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    build.folder.rename(target)
    files.sync(target.parent)
    return target


def _compare(made: Mapping[str, str], recorded: Mapping[str, str], identity: str) -> None:
    other = sorted(name for name in {*made, *recorded} if made.get(name) != recorded.get(name))
    if other:
        raise StyrkaError(
            f"edition {identity} was built again and {len(other)} of {len(recorded)} files are not as they were "
            f"published, first {other[0]}; are the installed packages those of requirements.lock?"
        )


def _recorded(mart: Path) -> list[Path]:
    recorded = (mart / RECORD).glob("*.json")
    return sorted(recorded, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _told(mart: Path, content: Mapping[str, Any], name: str) -> Path:
    return mart / RECORD / f"{content['edition']}.{name}.parquet"


def _standing(mart: Path, where: str = "editions") -> Iterator[Path]:
    folder = mart / where
    yield from sorted(folder.iterdir()) if folder.is_dir() else ()
