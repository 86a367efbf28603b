"""The edition being built and its publication: one folder, one manifest, one rename that readers see.
What the tables hold does not belong here."""

import hashlib
import json
import os
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipelines import files, places
from pipelines.errors import StyrkaError
from pipelines.warehouse import engine

SETTINGS = Path(__file__).with_name("edition.toml")
MANIFEST = "edition.json"
DAY = len("2026-01-31")
INPUTS = "inputs.json"
PUBLISHED = ("parquet", "csv", "profiles", "site", "datapackage.json", MANIFEST)
CODE_FOLDERS = ("pipelines", "assets", "sql")
CODE_SUFFIXES = {".py", ".sql", ".toml", ".csv", ".j2", ".json", ".css", ".js"}


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
        self.abandon()
        files.write_text(self.folder / INPUTS, _as_json(inputs))

    def abandon(self) -> None:
        """Clear what a failed run has built, which takes room and leads nowhere."""
        shutil.rmtree(self.folder, ignore_errors=True)
        files.remove_leftovers(self.mart)

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
    lock = FileLock(mart / ".lock", is_singleton=True)
    try:
        mart.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise BusyError(f"{mart}: another run is writing here; wait until it has ended and try again") from error
    except OSError as error:
        raise StyrkaError(f"{mart}: cannot be written ({error.strerror}); STYRKA_DATA_MART names the folder") from error
    try:
        yield Build(mart)
    finally:
        lock.release()


def described(snapshots: Iterable[Mapping[str, Any]]) -> list[str]:
    """Each snapshot as one text: its checksum, and all that its sidecar says of it, on which figures hang too."""
    return sorted(json.dumps(each, sort_keys=True, ensure_ascii=False) for each in snapshots)


def identify(snapshots: Iterable[str], configuration: Mapping[str, Any], predecessor: str | None = None) -> str:
    """Edition id: 12 hexadecimal digits over the snapshots as ``described``, the configuration, the code, and the
    edition that it is compared with, if any."""
    content = {"snapshots": sorted(snapshots), "configuration": dict(configuration), "code": code_fingerprint()}
    if predecessor is not None:
        content["predecessor"] = predecessor
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
    target = _home(build.mart / "editions", content)
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
    _prune(build.mart)
    return target


def seal(build: Build) -> dict[str, Any]:
    """Give the build its manifest, after which nothing more is written there; returns it."""
    inputs = build.inputs
    shutil.rmtree(build.folder / "raw", ignore_errors=True)
    (build.folder / INPUTS).unlink()
    content = {**inputs, "files": _checksums(build.folder)}
    files.write_text(build.folder / MANIFEST, _as_json(content))
    return content


def current(mart: Path) -> dict[str, Any]:
    """The manifest of the published edition; StyrkaError when there is none."""
    folder = mart / "current"
    if not (folder / MANIFEST).is_file():
        raise StyrkaError(f"{mart}: nothing has been published here yet; run 'styrka run' first")
    return read_manifest(folder)


def unfinished(mart: Path) -> Path | None:
    """The folder of an edition that a killed run, or one in the UI, left; None without, or while a run goes on."""
    if not Build(mart).folder.exists():
        return None
    with suppress(StyrkaError), writing(mart):
        return Build(mart).folder
    return None


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
    if added := sorted(found.keys() - manifest["files"].keys()):
        raise DamagedError(f"{folder / added[0]}: was not published with the edition; move it away")
    return len(found)


def age(mart: Path, now: datetime) -> str:
    """How old the published edition's newest answer is, in words; empty when nothing that can be read is published."""
    try:
        published = current(mart)
    except StyrkaError:
        return ""
    fetched = max(
        (str(each["retrieved"])[:DAY] for each in published["snapshots"] if each.get("retrieved")), default=""
    )
    said = f"edition {published['edition']} stays: its newest answer was fetched {fetched or 'nobody knows when'}"
    # A public copy says no more than the year in which it was taken.
    if len(fetched) < DAY:
        return said
    with suppress(ValueError):
        days = (now.date() - date.fromisoformat(fetched)).days
        said += f", {'1 day' if days == 1 else f'{days} days'} ago"
    return said


def read_manifest(folder: Path) -> dict[str, Any]:
    """The content of an edition's ``edition.json``."""
    return parse_manifest(folder / MANIFEST)


def parse_manifest(path: Path) -> dict[str, Any]:
    """The content of a manifest, wherever it lies; DamagedError when it is none."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedError(f"{path}: cannot be read ({error}); run 'styrka run' to build the edition again") from error
    if not _is_manifest(manifest):
        raise DamagedError(f"{path}: is not an edition's manifest; run 'styrka run' to build the edition again")
    return dict(manifest)


def _is_manifest(content: Any) -> bool:
    return (
        isinstance(content, dict)
        and isinstance(content.get("edition"), str)
        and content["edition"].isalnum()
        and isinstance(content.get("files"), dict)
        and all(isinstance(checksum, str) for checksum in content["files"].values())
        and isinstance(content.get("snapshots"), list)
        and all(isinstance(snapshot, dict) for snapshot in content["snapshots"])
    )


def _as_json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _checksums(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): files.sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def _is_whole(folder: Path, content: Mapping[str, Any]) -> bool:
    """Whether a published folder is exactly what ``content`` says, file by file."""
    try:
        return read_manifest(folder) == content and _checksums(folder) == content["files"]
    except DamagedError:
        return False


def _home(folder: Path, content: Mapping[str, Any]) -> Path:
    """Where the edition already stands whole, else a free name: the id, numbered when a damaged one has taken it."""
    name = str(content["edition"])
    numbered = (folder / (name if number == 1 else f"{name}-{number}") for number in count(1))
    return next(path for path in numbered if not path.exists() or _is_whole(path, content))


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
    current_folder = (mart / "current").resolve()
    others = [path for path in (mart / "editions").iterdir() if path != current_folder]
    others.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for old in others[_kept() - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _kept() -> int:
    return int(tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["kept"])
