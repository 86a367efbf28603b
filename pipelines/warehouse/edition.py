"""The edition being built and its publication: one folder, one manifest, one rename that readers see.
What the tables hold does not belong here."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipelines import files, places
from pipelines.errors import StyrkaError
from pipelines.warehouse import engine

EDITIONS_KEPT = 3
MANIFEST = "edition.json"
INPUTS = "inputs.json"
PUBLISHED = ("parquet", "csv", "profiles", "datapackage.json", MANIFEST)
CODE_FOLDERS = ("pipelines", "assets", "sql")
CODE_SUFFIXES = {".py", ".sql", ".toml", ".csv", ".j2", ".json", ".css"}


class BusyError(StyrkaError):
    """Another run is writing the same mart."""


class DamagedError(StyrkaError):
    """A published file differs from its recorded checksum, or is gone."""


@dataclass(frozen=True)
class Build:
    """The folder in which one edition grows until it is published."""

    mart: Path

    @property
    def folder(self) -> Path:
        return self.mart / ".build"

    @property
    def parquet(self) -> Path:
        return self.folder / "parquet"

    def path(self, table: str) -> Path:
        """Where a table of the mart is written."""
        return self.parquet / f"{table}.parquet"

    def raw(self, table_id: str) -> Path:
        """Where the raw cells of one source are written; they are not published."""
        return self.folder / "raw" / f"{table_id}.parquet"

    def begin(self, inputs: Mapping[str, Any]) -> None:
        """Begin an empty edition from ``inputs`` (its id, snapshots, configuration); leftovers of a stopped run go."""
        shutil.rmtree(self.folder, ignore_errors=True)
        files.remove_leftovers(self.mart)
        files.write_text(self.folder / INPUTS, _as_json(inputs))

    @property
    def inputs(self) -> dict[str, Any]:
        """What the edition being built is computed from; without one, what the published edition was."""
        path = self.folder / INPUTS
        if path.is_file():
            inputs: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return inputs
        return current(self.mart)

    @property
    def edition(self) -> str:
        """Id of the edition being built."""
        return str(self.inputs["edition"])

    def table(self, name: str) -> Path:
        """A table to read: from the build, else from the published edition if it is the same edition."""
        for path in (self.path(name), self.mart / "current" / "parquet" / f"{name}.parquet"):
            if path.is_file() and engine.edition_of(path) == self.edition:
                return path
        raise StyrkaError(f"table {name} of edition {self.edition} is not there; materialise it first")


@contextmanager
def writing(mart: Path, wait: float = 0.0) -> Iterator[Build]:
    """Hold the mart's lock: one run at a time, from whichever process. Raises BusyError after ``wait`` seconds."""
    mart.mkdir(parents=True, exist_ok=True)
    lock = FileLock(mart / ".lock", is_singleton=True)
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise BusyError(f"{mart}: another run is writing here; wait until it has ended and try again") from error
    try:
        yield Build(mart)
    finally:
        lock.release()


def identify(checksums: Iterable[str], configuration: Mapping[str, Any]) -> str:
    """Edition id: 12 hexadecimal digits over the snapshots' checksums, the configuration and the code."""
    content = {"snapshots": sorted(checksums), "configuration": dict(configuration), "code": code_fingerprint()}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def code_fingerprint() -> str:
    """SHA-256 over the code, declarations and locked versions that compute an edition."""
    digest = hashlib.sha256()
    for folder in CODE_FOLDERS:
        for path in sorted((places.PROJECT / folder).rglob("*")):
            if path.suffix in CODE_SUFFIXES and path.is_file():
                digest.update(f"{path.relative_to(places.PROJECT).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    digest.update((places.PROJECT / "requirements.lock").read_bytes())
    return digest.hexdigest()


def publish(build: Build) -> Path:
    """Seal the build with a manifest of checksums and make it the current edition; returns its folder.

    ``edition.json`` holds the build's inputs beside the checksum of every file.
    Readers see either the edition before or this one: the switch is the rename of one symbolic link.
    """
    inputs = build.inputs
    shutil.rmtree(build.folder / "raw", ignore_errors=True)
    (build.folder / INPUTS).unlink(missing_ok=True)
    content = {**inputs, "files": _checksums(build.folder)}
    files.write_text(build.folder / MANIFEST, _as_json(content))
    target = build.mart / "editions" / str(inputs["edition"])
    target.parent.mkdir(parents=True, exist_ok=True)
    if _is_whole(target) and read_manifest(target) == content:
        shutil.rmtree(build.folder)
    else:
        aside = target.with_name(f".replaced-{target.name}")
        shutil.rmtree(aside, ignore_errors=True)
        if target.exists():
            target.rename(aside)
        build.folder.rename(target)
        shutil.rmtree(aside, ignore_errors=True)
    files.sync(target.parent)
    _point(build.mart / "current", Path("editions") / target.name)
    for name in PUBLISHED:
        _point(build.mart / name, Path("current") / name)
    _prune(build.mart, keep=target)
    return target


def current(mart: Path) -> dict[str, Any]:
    """The manifest of the published edition; StyrkaError when there is none."""
    folder = mart / "current"
    if not (folder / MANIFEST).is_file():
        raise StyrkaError(f"{mart}: nothing has been published here yet; run 'styrka run' first")
    return read_manifest(folder)


def verify(mart: Path) -> int:
    """Recheck every file of the published edition against its manifest; returns how many. Raises DamagedError."""
    manifest = current(mart)
    folder: Path = (mart / "current").resolve()
    found = _checksums(folder)
    for name, expected in manifest["files"].items():
        if name not in found:
            raise DamagedError(f"{folder / name}: gone since publication; run 'styrka run' to build it again")
        if found[name] != expected:
            raise DamagedError(
                f"{folder / name}: checksum differs from publication; run 'styrka run' to build it again"
            )
    return len(manifest["files"])


def read_manifest(folder: Path) -> dict[str, Any]:
    """The content of an edition's ``edition.json``."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def _as_json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _checksums(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): files.sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def _is_whole(folder: Path) -> bool:
    return (folder / MANIFEST).is_file() and read_manifest(folder)["files"] == _checksums(folder)


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


def _prune(mart: Path, keep: Path) -> None:
    editions = sorted((mart / "editions").iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    others = [path for path in editions if path != keep]
    for old in others[EDITIONS_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
