"""Which edition a word means: its id or the beginning of it, current, previous, or a folder.
What is in an edition does not belong here; `warehouse.publication` publishes them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines import files, schema
from pipelines.errors import StyrkaError, listed, short
from pipelines.warehouse import engine, manifest, record

CURRENT, PREVIOUS = "current", "previous"


@dataclass(frozen=True)
class Edition:
    """A published edition: its ``folder``, ``id``, the ``snapshots`` it was computed from, and the ``checksums`` of its
    files (None of one that is being built)."""

    folder: Path
    id: str
    snapshots: Sequence[Mapping[str, Any]]
    checksums: Mapping[str, str] | None = None

    @property
    def parquet(self) -> Path:
        return self.folder / "parquet"

    def path(self, name: str) -> Path:
        return self.parquet / f"{name}.parquet"

    def table(self, name: str) -> Path:
        """The file of a mart table; StyrkaError when it is gone, of another edition, or not as it was published."""
        path = self.path(name)
        if not path.is_file():
            raise StyrkaError(f"{path}: not there; edition {self.id} was published without it, or is damaged")
        if engine.edition_of(path) != self.id:
            raise StyrkaError(f"{path}: of edition {engine.edition_of(path)}, not {self.id}; restore the folder")
        declared, there = schema.table(name).column_names, set(pq.read_schema(path).names)
        if lacking := [column for column in declared if column not in there]:
            raise StyrkaError(f"{path}: lacks column {lacking[0]}; edition {self.id} is of another version of Styrka")
        expected = (self.checksums or {}).get(f"parquet/{name}.parquet")
        if self.checksums is not None and files.sha256(path) != expected:
            raise StyrkaError(f"{path}: not as edition {self.id} was published; restore the file, or build it again")
        return path


class Remembered(Edition):
    """An edition of which only the record is left (``folder``): the tables that are remembered of it."""

    def path(self, name: str) -> Path:
        return record.remembered(self.folder, self.id, name)


def find(mart: Path, name: str) -> Edition:
    """The edition that ``name`` means: the beginning of an id that is kept or was built again in ``mart``, ``current``,
    ``previous`` (the newest beside the current one), or a folder with an ``edition.json``. StyrkaError lists those that
    are there."""
    if name == CURRENT:
        manifest.current(mart)
        return _read(manifest.home(mart))
    if (Path(name) / manifest.FILE).is_file():
        return _read(Path(name).resolve(), record.RESTORE)
    kept = list(newest_first(mart))
    if name == PREVIOUS:
        # A copy of the current edition is none before it.
        current = {each.id for each in kept if each.folder == manifest.home(mart)}
        found = [each for each in kept if each.id not in current][:1]
    else:
        for path in sorted((mart / record.REBUILT).glob(f"*/{manifest.FILE}")):
            with suppress(manifest.DamagedError):
                kept.append(_read(path.parent))
        # Of an edition that stands twice the newest folder counts.
        found = list({each.id: each for each in reversed(kept) if name and each.id.startswith(name)}.values())
    if len(found) == 1:
        return found[0]
    there = listed([each.id for each in kept]) or "none"
    what = "more than one edition begins so" if found else "no such edition is kept"
    raise StyrkaError(f"{short(name)}: {what}; in {mart / 'editions'} are {there} (the current one first)")


def newest_first(mart: Path) -> Iterator[Edition]:
    """The editions that are kept in ``mart``: the current one, then the others by when they were published. One whose
    manifest is damaged is passed over."""
    folder = manifest.home(mart)
    standing = (path.parent for path in (mart / "editions").glob(f"*/{manifest.FILE}"))
    others = [path for path in standing if path.resolve() != folder]
    others.sort(key=lambda each: (each.stat().st_mtime_ns, each.name), reverse=True)
    for path in (folder, *others):
        with suppress(manifest.DamagedError):
            yield _read(path)


def remembered(mart: Path) -> Iterator[Edition]:
    """The recorded editions whose claims can be read, the newest first; whether they are still kept does not matter."""
    for content in record.newest_first(mart):
        edition = Remembered(mart, str(content["edition"]), content["snapshots"], content["files"])
        with suppress(StyrkaError):
            edition.table("claim")
            yield edition


def _read(folder: Path, mend: str = manifest.AGAIN) -> Edition:
    content = manifest.read(folder, mend)
    return Edition(folder, str(content["edition"]), content["snapshots"], content["files"])
