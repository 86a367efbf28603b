"""The record of what was published: the manifest of every edition, kept when the edition itself has gone, whether those
that stand are as recorded, and an old one built again. What one is computed from is gathered in ``orchestration``."""

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
# And what it claimed: offers outlive editions, and whoever published a claim asks years later whether it holds.
REMEMBERED = (*TOLD, "claim")
REBUILT = "rebuilt"
# The folders of the mart into which nothing but publishing, recording and building again write.
OWN = ("editions", REBUILT, RECORD)
# What to do about a manifest that only a copy can replace.
RESTORE = "restore from a copy"


def keep(mart: Path) -> None:
    """Record every edition that stands in ``mart``, as far as its record is not whole; a damaged one is left out."""
    for folder in _standing(mart):
        try:
            content = manifest.read(folder)
        except manifest.DamagedError:
            continue
        for name in _remembered(content):
            table, kept = folder / "parquet" / f"{name}.parquet", remembered(mart, content["edition"], name)
            if _is_as_published(table, content, name) and not _is_as_published(kept, content, name):
                files.write_bytes(kept, files.read_bytes(table))
        target = mart / RECORD / f"{content['edition']}.json"
        if not _is_record(target):
            files.write_bytes(target, files.read_bytes(folder / manifest.FILE))


def newest_first(mart: Path) -> Iterator[dict[str, Any]]:
    """The manifests of all editions that were published in ``mart``; a damaged one is left out."""
    for path in _recorded(mart):
        with suppress(manifest.DamagedError):
            yield manifest.parse(path)


def told(mart: Path, content: Mapping[str, Any]) -> dict[str, Path] | None:
    """The files of what a recorded edition told of the one before, by table; None when one is gone or was changed."""
    kept = {name: remembered(mart, content["edition"], name) for name in TOLD}
    return kept if all(_is_as_published(path, content, name) for name, path in kept.items()) else None


def remembered(mart: Path, identity: str, name: str) -> Path:
    """Where a table of a recorded edition is kept, if it is one of the REMEMBERED."""
    return mart / RECORD / f"{identity}.{name}.parquet"


def verify(mart: Path) -> Iterator[tuple[Path, int, str]]:
    """Recheck every edition that stands in ``mart``, the current one first, and then the record of all.

    Of each: its folder, how many files it has, and what is wrong (empty: nothing).
    """
    try:
        current, wrong = manifest.home(mart), publication.wrong_current(mart)
    except manifest.DamagedError as error:
        current, wrong = mart / "current", str(error)
    yield current, *((0, wrong) if wrong else _checked(mart, current))
    for name in publication.PUBLISHED:
        if wrong := publication.wrong_link(mart, name):
            yield mart / name, 0, wrong
    for where in ("editions", REBUILT):
        for folder in (each for each in _standing(mart, where) if each.resolve() != current):
            again = (
                f"'styrka run --edition {publication.identity(folder)}', by the code that computed it, builds it again"
            )
            mend = again if where == REBUILT else f"{again} in {mart / REBUILT}; then remove this folder"
            yield folder, *_checked(mart, folder, mend)
        for path in publication.strange(mart / where):
            yield path, 0, f"{path}: is no edition; move it away"
    for path in reversed(_recorded(mart)):
        yield path, *_checked_record(mart, path)


def _checked(mart: Path, folder: Path, mend: str = "") -> tuple[int, str]:
    """How many files an edition has and what is wrong with it; without ``mend`` a run mends it."""
    recorded = mart / RECORD / f"{publication.identity(folder)}.json"
    try:
        content = manifest.read(folder, mend or manifest.AGAIN)
    except manifest.DamagedError as error:
        known = recorded.is_file() or (folder / manifest.FILE).exists()
        return 0, str(error) if known else f"{folder}: is no edition; move it away"
    if content["edition"] != publication.identity(folder):
        return 0, f"{folder}: holds edition {content['edition']}; restore the folder's name"
    if wrong := manifest.damage(folder, content["files"]):
        return len(content["files"]), f"{folder}: {manifest.said(wrong, mend or manifest.again(content))}"
    # A record that is damaged itself is told as such, and says nothing of the edition.
    with suppress(manifest.DamagedError):
        kept = manifest.parse(recorded) if recorded.is_file() else content
        if kept["edition"] == content["edition"] and kept != content:
            return 0, f"{folder / manifest.FILE}: another manifest than {recorded}; {RESTORE} what was changed"
    return len(content["files"]), ""


def _checked_record(mart: Path, path: Path) -> tuple[int, str]:
    standing = [folder for folder in _standing(mart) if publication.identity(folder) == path.stem]
    mend = f"'styrka run' writes it again from {standing[0]}" if standing else RESTORE
    try:
        content = manifest.parse(path, mend)
    except manifest.DamagedError as error:
        return 0, str(error)
    if content["edition"] != path.stem:
        return 0, f"{path}: is the manifest of edition {content['edition']}; {mend}"
    kept = {name: remembered(mart, path.stem, name) for name in _remembered(content)}
    wrong = [str(each) for name, each in kept.items() if not _is_as_published(each, content, name)]
    return 1 + len(kept), f"{listed(wrong)}: not as edition {path.stem} told it; {mend}" if wrong else ""


def find(mart: Path, name: str) -> dict[str, Any]:
    """The manifest of the edition whose id begins with ``name``, or that stands in a folder of this name.

    StyrkaError when none or more than one is recorded.
    """
    if (Path(name) / manifest.FILE).is_file():
        return manifest.read(Path(name), RESTORE)
    keep(mart)
    recorded = _recorded(mart)
    found = [path for path in recorded if name and path.stem.startswith(name)]
    if len(found) == 1:
        content = manifest.parse(found[0], RESTORE)
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


def _is_record(path: Path) -> bool:
    with suppress(manifest.DamagedError):
        return bool(manifest.parse(path)["edition"] == path.stem)
    return False


def _remembered(content: Mapping[str, Any]) -> list[str]:
    """The tables of an edition that are remembered; one of a few files has not all of them."""
    return [name for name in REMEMBERED if f"parquet/{name}.parquet" in content["files"]]


def _is_as_published(path: Path, content: Mapping[str, Any], name: str) -> bool:
    return path.is_file() and files.sha256(path) == content["files"].get(f"parquet/{name}.parquet")


def _standing(mart: Path, where: str = "editions") -> Iterator[Path]:
    folder = mart / where
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
