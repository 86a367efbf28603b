"""What computes an edition: code, declarations and packages, as one checksum.
Which snapshots it is computed from is no matter of this module."""

import hashlib
import re
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, version

from pipelines import places

LOCK = "requirements.lock"
FOLDERS = ("pipelines", "assets", "sql")
SUFFIXES = {".py", ".sql", ".toml", ".csv", ".j2", ".json", ".css", ".js"}
LOCKED = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)


def fingerprint() -> str:
    """SHA-256 over code and declarations, the locked versions, and those that are installed in place of them."""
    digest = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted((places.PROJECT / folder).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                digest.update(f"{path.relative_to(places.PROJECT).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    digest.update((places.PROJECT / LOCK).read_bytes())
    digest.update("".join(unlocked()).encode())
    return digest.hexdigest()


def unlocked() -> list[str]:
    """The packages that are installed in another version than is locked, as ``name version (locked: version)``.

    One that is not installed is none of them: a lock for all platforms holds what only some need.
    """
    locked = defaultdict(list)
    for name, each in LOCKED.findall((places.PROJECT / LOCK).read_text(encoding="utf-8")):
        locked[name].append(each)
    installed = {name: _installed(name) for name in locked}
    return [
        f"{name} {installed[name]} (locked: {' or '.join(versions)})"
        for name, versions in sorted(locked.items())
        if installed[name] not in (None, *versions)
    ]


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
