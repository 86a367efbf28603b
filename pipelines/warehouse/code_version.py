"""What computes an edition: code, declarations and packages, as one checksum.
Which snapshots it is computed from is no matter of this module."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from pipelines import places
from pipelines.errors import listed

LOCK = "requirements.lock"
FOLDERS = ("pipelines", "assets", "sql")
SUFFIXES = {".py", ".sql", ".toml", ".csv", ".j2", ".json", ".css", ".js"}
LOCKED = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)


def fingerprint() -> str:
    """SHA-256 over code and declarations, the locked versions, and what the lock does not tell of those installed."""
    digest = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted((places.PROJECT / folder).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                digest.update(f"{path.relative_to(places.PROJECT).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    digest.update((places.PROJECT / LOCK).read_bytes())
    digest.update("".join(each.said for each in _packages() if [each.installed] != each.locked).encode())
    return digest.hexdigest()


def warning() -> str:
    """Which packages are installed in another version than is locked, and what to do; empty when none is."""
    other = [each.said for each in _packages() if each.installed not in each.locked]
    if not other:
        return ""
    return f"installed is {listed(other)}, which makes another edition than elsewhere; 'make run' installs the locked"


@dataclass(frozen=True)
class _Package:
    """A package that is installed, and the versions that are locked: more than one where they hang on Python's."""

    name: str
    installed: str
    locked: list[str]

    @property
    def said(self) -> str:
        return f"{self.name} {self.installed} (locked: {' or '.join(self.locked)})"


def _packages() -> Iterator[_Package]:
    """Those of the lock that are installed, by name: a lock for all platforms holds what only some need."""
    locked = defaultdict(list)
    for name, each in LOCKED.findall((places.PROJECT / LOCK).read_text(encoding="utf-8")):
        locked[name].append(each)
    for name in sorted(locked):
        with suppress(PackageNotFoundError):
            yield _Package(name, version(name), locked[name])
