"""What an edition says of itself: its manifest, and whether its files are still those that it names.
How one is built belongs to ``edition``, how one is published to ``publication``."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines import files
from pipelines.errors import StyrkaError, listed

FILE = "edition.json"
DAY = len("2026-01-31")
# What to do about a damaged edition that is the current one.
AGAIN = "run 'styrka run' to build it again"


class DamagedError(StyrkaError):
    """A published file differs from its recorded checksum, or is gone."""


def current(mart: Path) -> dict[str, Any]:
    """The manifest of the published edition; StyrkaError when there is none."""
    folder = mart / "current"
    if not folder.is_symlink() and not folder.exists():
        raise StyrkaError(f"{mart}: nothing has been published here yet; run 'styrka run' first")
    return read(folder)


def read(folder: Path, mend: str = AGAIN) -> dict[str, Any]:
    """The content of an edition's ``edition.json``; DamagedError, which says how to ``mend`` it, when it is none."""
    return parse(folder / FILE, mend)


def parse(path: Path, mend: str = AGAIN) -> dict[str, Any]:
    """The content of a manifest, wherever it lies; DamagedError, which says how to ``mend`` it, when it is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DamagedError(f"{path}: cannot be read ({error.strerror or error}); {mend}") from error
    except ValueError as error:
        raise DamagedError(f"{path}: cannot be read ({error}); {mend}") from error
    if not _is_manifest(content):
        raise DamagedError(f"{path}: is not an edition's manifest; {mend}")
    return dict(content)


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


def text(content: Mapping[str, Any]) -> str:
    """A manifest as it stands in its file, of the same content always the same."""
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def checksums(folder: Path, below: str = "") -> dict[str, str]:
    """The SHA-256 of every file of an edition in ``below`` but its manifest, by path within ``folder``."""
    return {
        path.relative_to(folder).as_posix(): files.sha256(path)
        for path in sorted((folder / below).rglob("*"))
        if path.is_file() and path.name != FILE
    }


def verify(folder: Path, below: str = "", mend: str = AGAIN) -> int:
    """Recheck the files of an edition in ``below``, a folder of it or all, against its manifest; returns how many.

    DamagedError names those that are changed, gone or added, and says how to ``mend`` the edition.
    """
    recorded = {name: each for name, each in read(folder, mend)["files"].items() if Path(name).is_relative_to(below)}
    found = checksums(folder, below)
    wrong = {
        "gone since publication": sorted(recorded.keys() - found.keys()),
        "checksum differs from publication": [name for name in found if recorded.get(name, found[name]) != found[name]],
        "not published with the edition, move it away": [name for name in found if name not in recorded],
    }
    if told := [f"{what}: {listed(names)}" for what, names in wrong.items() if names]:
        raise DamagedError(f"{folder}: {'; '.join(told)}; {mend}")
    return len(found)


def trusted(mart: Path, below: str) -> Path:
    """A folder of the published edition, once every file in it has been found to be what was published."""
    current(mart)
    verify(mart / "current", below)
    return mart / "current" / below


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
