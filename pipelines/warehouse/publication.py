"""The publication of an edition: one folder sealed with a manifest, one rename that readers see, the last ones kept.
What is published belongs to whoever builds it."""

import os
import re
import shutil
import tomllib
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from pipelines import files
from pipelines.errors import StyrkaError
from pipelines.warehouse import manifest
from pipelines.warehouse.edition import INPUTS, Build

SETTINGS = Path(__file__).with_name("publication.toml")
# An edition's id, with the small number that a second one of it is given; a date is somebody's own.
OWN = re.compile(r"[^\W_]+(-[1-9]\d?)?")
PUBLISHED = ("parquet", "csv", "profiles", "site", "datapackage.json", manifest.FILE)


def publish(build: Build, required: Iterable[str] = ()) -> Path:
    """Seal the build with a manifest of checksums and make it the current edition; returns its folder.

    ``edition.json`` holds the build's inputs beside the checksum of every file. Readers see either the edition before
    or this one: the switch is the rename of one symbolic link. StyrkaError, and nothing changes, when nothing is being
    built or one of the ``required`` files is missing from the build.
    """
    if not (build.folder / INPUTS).is_file():
        raise StyrkaError(f"{build.mart}: no edition is being built; run the job run, or 'styrka run'")
    missing = [name for name in required if not (build.folder / name).exists()]
    if missing:
        raise StyrkaError(f"{build.mart}: the edition being built lacks {missing[0]}; run the job run, or 'styrka run'")
    content = seal(build)
    target = _free(build.mart / "editions", content)
    if target.exists():
        shutil.rmtree(build.folder)
        # Published anew: the folder counts as the newest when old ones go.
        os.utime(target)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        build.folder.rename(target)
        files.sync(target.parent)
    _point(build.mart / "current", Path("editions") / target.name)
    for name in PUBLISHED:
        _point(build.mart / name, Path("current") / name)
    _clear_damaged(target, content)
    _prune(build.mart)
    return target


def seal(build: Build) -> dict[str, Any]:
    """Give the build its manifest, after which nothing more is written there; returns it.

    StyrkaError when the raw cells, which are not published, cannot be removed.
    """
    inputs = build.inputs
    files.remove_folder(build.folder / "raw")
    (build.folder / INPUTS).unlink()
    content = {**inputs, "files": manifest.checksums(build.folder)}
    files.write_text(build.folder / manifest.FILE, manifest.text(content))
    return content


def _is_whole(folder: Path, content: Mapping[str, Any]) -> bool:
    """Whether a published folder is exactly what ``content`` says, file by file."""
    try:
        return manifest.read(folder) == content and not manifest.damage(folder, content["files"])
    except manifest.DamagedError:
        return False


def _free(folder: Path, content: Mapping[str, Any]) -> Path:
    """Where the edition already stands whole, else a free name: the id, numbered when a damaged one has taken it."""
    name = str(content["edition"])
    numbered = (folder / (name if number == 1 else f"{name}-{number}") for number in count(1))
    there = sorted(path for path in _own(folder) if identity(path) == name) if folder.is_dir() else []
    whole = (path for path in there if _is_whole(path, content))
    # Neither is a link, which may lead to somebody's archive, a free name.
    return next(whole, None) or next(path for path in numbered if not path.is_symlink() and not path.exists())


def _clear_damaged(target: Path, content: Mapping[str, Any]) -> None:
    """Clear the damaged folders of an edition that stands whole in ``target``.

    Copies stay, and so does a folder into which somebody has put a file of his own.
    """
    for folder in _own(target.parent):
        another = folder != target and identity(folder) == content["edition"] and (folder / manifest.FILE).exists()
        if another and not manifest.added(folder, content["files"]) and not _is_whole(folder, content):
            shutil.rmtree(folder, ignore_errors=True)


def identity(folder: Path) -> str:
    """The edition that a folder is named after; a second one of it bears a number."""
    return folder.name.partition("-")[0]


def strange(folder: Path) -> list[Path]:
    """What stands among editions and is not even a folder; hidden files are nobody's matter."""
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in there if not path.is_dir() and not path.name.startswith(".")]


def wrong_link(mart: Path, name: str) -> str:
    """What is wrong with the link by which readers find a part of the published edition; empty when nothing is."""
    link = mart / name
    if not link.is_symlink() and not link.exists():
        return f"{link}: the link to the published edition is gone; 'styrka run' sets it again"
    if not link.is_symlink():
        return f"{link}: is not linked to the published edition; move it away and run again"
    if Path(os.path.normpath(mart / link.readlink())) != mart / "current" / name:
        return f"{link}: leads to {link.readlink()} and not to the published edition; 'styrka run' links it again"
    return ""


def wrong_current(mart: Path) -> str:
    """What is wrong with the link to the published edition itself; empty when nothing is."""
    link = mart / "current"
    if link.exists() and not link.is_symlink():
        return f"{link}: is no link to an edition; move it away and run again"
    folder = manifest.home(mart)
    if not folder.is_dir():
        return f"{link}: leads to no edition; 'styrka run' sets it again"
    if folder.parent != (mart / "editions").resolve():
        return f"{link}: leads to {folder}, which is not below {mart / 'editions'}; 'styrka run' sets it again"
    return ""


def _own(folder: Path) -> list[Path]:
    """The folders that publishing has made: of an edition's name, or that with a number."""
    return [path for path in folder.iterdir() if OWN.fullmatch(path.name) and path.is_dir() and not path.is_symlink()]


def _point(link: Path, target: Path) -> None:
    if link.is_symlink() and link.readlink() == target:
        return
    temporary = link.with_name(f".{link.name}.{os.getpid()}{files.LEFTOVER_SUFFIX}")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    try:
        temporary.replace(link)
    except IsADirectoryError as error:
        temporary.unlink()
        raise StyrkaError(f"{link}: a folder stands where the published edition is linked; move it away") from error
    files.sync(link.parent)


def _prune(mart: Path) -> None:
    """Remove what is older than the last editions, of which none makes way for a second folder of another."""
    current = manifest.home(mart)
    newest_first = sorted(_own(mart / "editions"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    kept = {identity(current)}
    for folder in newest_first:
        if folder.resolve() == current or identity(folder) in kept or not _is_edition(folder):
            continue
        if len(kept) < _kept():
            kept.add(identity(folder))
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _is_edition(folder: Path) -> bool:
    """Whether a folder holds the edition that it is named after and nothing of anybody else's."""
    try:
        content = manifest.read(folder)
    except manifest.DamagedError:
        return False
    return content["edition"] == identity(folder) and not manifest.added(folder, content["files"])


def _kept() -> int:
    return int(tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["kept"])
