"""Writing files so that a reader never sees half of one: temporary name, sync, rename, and checksums.
What the files contain does not belong here."""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import StyrkaError

LEFTOVER_SUFFIX = ".styrka-tmp"
# A temporary file's name says which process writes it.
WRITER = re.compile(rf"\.(\d+)\.[^.]+{re.escape(LEFTOVER_SUFFIX)}")


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yield a temporary path beside ``target``; on success it is synced and renamed over it, on failure removed.

    Raises StyrkaError naming ``target`` when the file system refuses (full disk, no permission).
    """
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{target.name}.{os.getpid()}."
        handle, name = tempfile.mkstemp(prefix=prefix, suffix=LEFTOVER_SUFFIX, dir=target.parent)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        temporary.chmod(0o644)
        sync(temporary)
        temporary.replace(target)
        temporary = None
        sync(target.parent)
    except OSError as error:
        raise StyrkaError(f"{target}: cannot be written ({error.strerror or error}); what was there stays") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_bytes(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target`` atomically."""
    with replacing(target) as temporary:
        temporary.write_bytes(content)


def write_text(target: Path, content: str) -> None:
    """Write ``content`` to ``target`` atomically as UTF-8 with ``\\n`` line ends."""
    write_bytes(target, content.encode("utf-8"))


def check_regular(path: Path) -> None:
    """StyrkaError when a pipe or a device, on which a reader may wait for ever, stands at ``path`` or is linked."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise StyrkaError(f"{path}: this is no file (a pipe or a device waits for ever); put a file in its place")


def read_bytes(path: Path) -> bytes:
    """A file's bytes; StyrkaError when it is no regular file."""
    check_regular(path)
    return path.read_bytes()


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes, read in blocks; StyrkaError when it is no regular file."""
    check_regular(path)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it, if it is there; StyrkaError when something of it stays."""
    try:
        shutil.rmtree(folder)
    except OSError as error:
        if os.path.lexists(folder):
            raise StyrkaError(
                f"{folder}: cannot be removed ({error.strerror or error}); remove it yourself and run again"
            ) from error


def sync(path: Path) -> None:
    """Flush a file's bytes, or a folder's entries, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_leftovers(root: Path) -> list[Path]:
    """Delete all temporary files below ``root``, where nobody else may write now, and return them."""
    return _removed(_leftovers(root))


def remove_abandoned(root: Path) -> list[Path]:
    """Delete the temporary files below ``root`` whose processes are gone, and return them.

    For a folder that others may be writing to. To be called before this process writes there: a file that bears its
    number is of an earlier one.
    """
    return _removed([path for path in _leftovers(root) if not _is_being_written(path)])


def _leftovers(root: Path) -> list[Path]:
    return sorted(root.rglob(f"*{LEFTOVER_SUFFIX}")) if root.is_dir() else []


def _removed(leftovers: list[Path]) -> list[Path]:
    for leftover in leftovers:
        leftover.unlink(missing_ok=True)
    return leftovers


def _is_being_written(path: Path) -> bool:
    writer = WRITER.search(path.name)
    if writer is None or int(writer[1]) == os.getpid():
        return False
    try:
        os.kill(int(writer[1]), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        # Somebody else's process, but one that runs.
        return True
    return True
