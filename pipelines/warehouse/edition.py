"""The edition being built: what it is computed from, its id, and the folder in which one run at a time lets it grow.
Its publication belongs to ``publication``; what its tables hold belongs to whoever writes them."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipelines import files
from pipelines.errors import StyrkaError
from pipelines.warehouse import code_version, engine, manifest

INPUTS = "inputs.json"
# Who only looks whether a run goes on holds the lock for a moment too.
PATIENCE_SECONDS = 10.0


class BusyError(StyrkaError):
    """Another run is writing the same mart."""


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
        """Begin an empty edition from ``inputs`` (its id, snapshots, configuration); leftovers of a stopped run go.

        StyrkaError when one stays, for it would be published with the edition.
        """
        files.remove_folder(self.folder)
        files.remove_leftovers(self.mart)
        files.write_text(self.folder / INPUTS, manifest.text(inputs))

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
        return manifest.current(self.mart)

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
def writing(mart: Path, patience: float = PATIENCE_SECONDS) -> Iterator[Build]:
    """Hold the mart's lock: one run at a time, from whichever process. Raises BusyError after ``patience`` seconds."""
    lock = FileLock(mart / ".lock", is_singleton=True)
    try:
        mart.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=patience)
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
    content = {"snapshots": sorted(snapshots), "configuration": dict(configuration), "code": code_version.fingerprint()}
    if predecessor is not None:
        content["predecessor"] = predecessor
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def unfinished(mart: Path) -> Path | None:
    """The folder of an edition that a killed run, or one in the UI, left; None without, or while a run goes on."""
    if not Build(mart).folder.exists():
        return None
    with suppress(StyrkaError), writing(mart, patience=0.0):
        return Build(mart).folder
    return None
