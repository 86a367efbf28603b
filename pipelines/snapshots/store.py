"""The store of immutable snapshots below `data_raw/`: writing, finding the newest complete answer, reading.
What a body means does not belong here: `scb` parses answers, `extracts` users' own files, `register` counts; whether
all that is stored is sound is asked in `soundness`."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pipelines import files
from pipelines.errors import StyrkaError
from pipelines.snapshots.sidecar import (
    FOLDERS,
    JSON,
    SIDECAR_SUFFIX,
    Sidecar,
    check_table_id,
    moment,
    selection_hash,
)
from pipelines.snapshots.sidecar import read as read_sidecar

__all__ = ["Sidecar", "Snapshot", "Store", "selection_hash"]

# In place of a register's base URL.
SIMULATED = "simulated"
EARLIEST = datetime.min.replace(tzinfo=UTC)


class SnapshotError(StyrkaError):
    """A snapshot is damaged, was tampered with, or would be overwritten."""


@dataclass(frozen=True)
class Snapshot:
    """One immutable body with its sidecar; ``body_path`` may be gzip (JSON) or a file to open as it is (Parquet)."""

    sidecar: Sidecar
    body_path: Path

    @property
    def sidecar_path(self) -> Path:
        return self.body_path.with_name(self.sidecar.name)


class Store:
    """Snapshots below ``root``, in a folder per origin (FOLDERS) and in it one per table id.

    With ``server`` (the base URL of an API) only that server's fetched answers count beside the bundled and imported
    ones, so that what a rehearsal server answered never stands in for SCB's figures. ``register`` does the same for
    pulls of the business register: a base URL, or SIMULATED for simulated ones. With ``only`` (bodies' paths below
    ``root``) no other snapshot counts: those that an edition names, whatever has come since.
    """

    def __init__(
        self,
        root: Path,
        server: str | None = None,
        register: str | None = None,
        only: Collection[str] | None = None,
    ) -> None:
        self.root = root
        self.server = server
        self.register = register
        self.only = only

    def write(self, body: bytes, sidecar: Sidecar) -> Snapshot:
        """Store ``body`` (gzip when JSON) and then its sidecar; an identical snapshot already there is returned.

        SnapshotError when another body is already stored under the same name.
        """
        content = gzip.compress(body, mtime=0) if sidecar.media_type == JSON else body
        sidecar = _completed(sidecar, _digest(body), len(body), _digest(content))
        present = self._present(sidecar)
        if present:
            return present
        path = self._folder(sidecar) / sidecar.body_name
        files.write_bytes(path, content)
        return self._seal(path, sidecar)

    def adopt(self, file: Path, sidecar: Sidecar) -> Snapshot:
        """Move ``file``, already written on the same file system, into the store and write its sidecar last.

        For bodies too large for memory. SnapshotError when another body is already stored under the same name.
        """
        if sidecar.media_type == JSON:
            raise SnapshotError(f"{sidecar.table_id}: a JSON body is stored compressed: write it, do not adopt it")
        digest = files.sha256(file)
        sidecar = _completed(sidecar, digest, file.stat().st_size, digest)
        present = self._present(sidecar)
        if present:
            file.unlink()
            return present
        path = self._folder(sidecar) / sidecar.body_name
        with files.replacing(path) as temporary:
            file.replace(temporary)
        return self._seal(path, sidecar)

    def retain(self, snapshot: Snapshot) -> None:
        """Throw away every other snapshot of its origin and table; only for what can be made again at any time."""
        for path in self._folder(snapshot.sidecar).glob(f"[!.]*{SIDECAR_SUFFIX}"):
            if path != snapshot.sidecar_path:
                body = path.with_name(self.load(path).sidecar.body_name)
                # The sidecar first: a body without one is not read, a sidecar without its body is damage.
                path.unlink()
                body.unlink(missing_ok=True)

    def remove_leftovers(self) -> None:
        """Delete what processes that were killed left half written; to be called before anything is written."""
        try:
            files.remove_abandoned(self.root)
        except OSError as error:
            raise SnapshotError(f"{self.root}: a leftover cannot be removed ({error.strerror or error})") from error

    def keep_rejected(self, table_id: str, body: bytes, *, reason: str, url: str | None = None) -> Path:
        """Keep a refused answer below ``rejected/`` for diagnosis, with the reason beside it; returns its file."""
        check_table_id(table_id)
        digest = _digest(body)
        path = self.root / "rejected" / table_id / f"{digest[:12]}.body.gz"
        files.write_bytes(path, gzip.compress(body, mtime=0))
        account = {"bytes": len(body), "reason": reason, "sha256": digest, "table_id": table_id, "url": url}
        text = json.dumps(account, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        files.write_text(path.with_name(f"{digest[:12]}.reason.json"), text)
        return path

    def table_ids(self) -> tuple[str, ...]:
        """Ids of all tables that have a snapshot, sorted."""
        return tuple(sorted({path.parent.name for path in self.sidecar_paths()}))

    def everything(self) -> tuple[Snapshot, ...]:
        """Every snapshot of every table and server."""
        return tuple(self.load(path) for path in self.sidecar_paths())

    def newest(self, table_id: str) -> tuple[Snapshot, ...]:
        """The newest complete answer of ``table_id``: its parts 1..n in order; empty when there is none.

        A known ``updated`` is newer than an unknown one, then ``updated`` decides, then ``retrieved``. Answers that
        lack a part are ignored. SnapshotError when a sidecar cannot be read.
        """
        answers = self._answers(table_id)
        return max(answers, key=recency, default=())

    def editions(self, table_id: str) -> tuple[tuple[Snapshot, ...], ...]:
        """All complete answers of ``table_id``, oldest first, for tables of which every answer is history."""
        return tuple(sorted(self._answers(table_id), key=recency))

    def parts(self, table_id: str, updated: str, selection: str) -> dict[int, Snapshot]:
        """The fetched parts of one answer by number, all or some: what an interrupted refresh need not fetch again."""
        return {
            snapshot.sidecar.part: snapshot
            for (origin, stamp, hash_, _), answer in self.stored(table_id).items()
            if (origin, stamp, hash_) == ("client", updated, selection)
            for snapshot in answer
        }

    def read(self, snapshot: Snapshot) -> bytes:
        """The uncompressed body; SnapshotError naming the file when it is gone or a checksum is another."""
        try:
            stored = files.read_bytes(snapshot.body_path)
            _compare(snapshot, _digest(stored), snapshot.sidecar.file_sha256)
            body = gzip.decompress(stored) if snapshot.sidecar.media_type == JSON else stored
        except (OSError, EOFError, zlib.error) as error:
            raise SnapshotError(f"{snapshot.body_path}: cannot be read ({error}); restore it") from error
        _compare(snapshot, _digest(body), snapshot.sidecar.sha256)
        return body

    def check(self, snapshot: Snapshot) -> None:
        """As `read` without keeping the body, in blocks where it is opened by path: SnapshotError when it changed."""
        if snapshot.sidecar.media_type == JSON:
            self.read(snapshot)
            return
        try:
            digest = files.sha256(snapshot.body_path)
        except OSError as error:
            raise SnapshotError(f"{snapshot.body_path}: cannot be read ({error}); restore it") from error
        _compare(snapshot, digest, snapshot.sidecar.sha256)

    def _folder(self, sidecar: Sidecar) -> Path:
        return self.root / FOLDERS[sidecar.origin] / sidecar.table_id

    def _present(self, sidecar: Sidecar) -> Snapshot | None:
        path = self._folder(sidecar) / sidecar.name
        if not path.exists():
            return None
        present = self.load(path)
        if present.sidecar.sha256 != sidecar.sha256:
            raise SnapshotError(
                f"{present.body_path}: another body is already stored under this name and a snapshot never changes; "
                f"the source changed its answer without changing `updated`: move the old one away to take the new"
            )
        self.check(present)
        return present

    def _seal(self, body_path: Path, sidecar: Sidecar) -> Snapshot:
        files.write_bytes(body_path.with_name(sidecar.name), sidecar.to_json())
        return Snapshot(sidecar, body_path)

    def sidecar_paths(self) -> list[Path]:
        """Where all sidecars lie, sorted; SnapshotError when a folder cannot be read, for what is in it is not gone."""
        tables = (table for folder in FOLDERS.values() for table in _entries(self.root / folder))
        names = (path for table in tables for path in _entries(table))
        return sorted(path for path in names if path.name.endswith(SIDECAR_SUFFIX) and not path.name.startswith("."))

    def load(self, path: Path) -> Snapshot:
        """The snapshot of one sidecar; SnapshotError when it describes another than its name says."""
        sidecar = read_sidecar(path)
        if sidecar.name != path.name or self._folder(sidecar) != path.parent:
            raise SnapshotError(f"{path}: the sidecar describes another snapshot; restore it or move it away")
        return Snapshot(sidecar, path.with_name(sidecar.body_name))

    def _answers(self, table_id: str) -> list[tuple[Snapshot, ...]]:
        return [
            tuple(answer)
            for (_, _, _, parts), answer in self.stored(table_id).items()
            if [snapshot.sidecar.part for snapshot in answer] == list(range(1, parts + 1))
        ]

    def _counts(self, snapshot: Snapshot) -> bool:
        """Whether a snapshot is of the API, or the register, that this store speaks for, and named if any are."""
        sidecar = snapshot.sidecar
        if self.only is not None and snapshot.body_path.relative_to(self.root).as_posix() not in self.only:
            return False
        if sidecar.origin == "simulated":
            return self.register in (None, SIMULATED)
        if sidecar.origin not in ("client", "register"):
            return True
        server = self.server if sidecar.origin == "client" else self.register
        return server is None or (sidecar.url or "").startswith(f"{server.rstrip('/')}/")

    def stored(self, table_id: str) -> dict[tuple[str, str | None, str, int], list[Snapshot]]:
        """All snapshots of a table by origin, ``updated``, selection hash and number of parts, ordered by part."""
        check_table_id(table_id)
        answers: dict[tuple[str, str | None, str, int], list[Snapshot]] = {}
        for path in self.sidecar_paths():
            if path.parent.name != table_id:
                continue
            snapshot = self.load(path)
            sidecar = snapshot.sidecar
            if not self._counts(snapshot):
                continue
            key = (sidecar.origin, sidecar.updated, sidecar.selection_hash, sidecar.parts)
            answers.setdefault(key, []).append(snapshot)
        return {key: sorted(answer, key=lambda snapshot: snapshot.sidecar.part) for key, answer in answers.items()}


def _entries(folder: Path) -> list[Path]:
    """What lies in a folder: nothing where there is none."""
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        reason = error.strerror or error
        raise SnapshotError(f"{folder}: cannot be read ({reason}); let whoever runs Styrka read it") from error


def _completed(sidecar: Sidecar, digest: str, size: int, file_digest: str) -> Sidecar:
    if sidecar.sha256 not in ("", digest):
        raise SnapshotError(f"{sidecar.table_id}: the body's checksum {digest[:12]}… is not the one in its sidecar")
    return replace(sidecar, sha256=digest, size=size, file_sha256=file_digest)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _compare(snapshot: Snapshot, found: str, expected: str) -> None:
    if found != expected:
        raise SnapshotError(
            f"{snapshot.body_path}: the checksum is {found[:12]}…, the sidecar says {expected[:12]}…; "
            f"the snapshot was changed: restore it or move both files away"
        )


def recency(answer: tuple[Snapshot, ...]) -> tuple[datetime, str, str]:
    """What orders the answers of a table, the newest last."""
    sidecar = answer[0].sidecar
    updated = EARLIEST if sidecar.updated is None else moment(sidecar.updated)
    return (updated, max(snapshot.sidecar.retrieved for snapshot in answer), sidecar.selection_hash)
