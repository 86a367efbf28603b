"""What an edition says of itself: its manifest, and whether its files are still those that it names.
How one is built belongs to ``edition``, how one is published to ``publication``."""

import json
from collections.abc import Mapping, Sequence
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
# What can be wrong with a file of an edition.
GONE, CHANGED = "gone since publication", "checksum differs from publication"
UNREADABLE, ADDED = "cannot be read", "not published with the edition, move it away"


class DamagedError(StyrkaError):
    """Something of a published edition is not as it was published: a file, or the manifest itself."""


def current(mart: Path) -> dict[str, Any]:
    """The manifest of the published edition; StyrkaError when there is none."""
    folder = mart / "current"
    if not folder.is_symlink() and not folder.exists():
        if next((mart / "editions").glob(f"*/{FILE}"), None):
            raise DamagedError(f"{folder}: the link to the published edition is gone; 'styrka run' sets it again")
        raise StyrkaError(f"{mart}: nothing has been published here yet; run 'styrka run' first")
    return read(folder)


def home(mart: Path) -> Path:
    """The published edition's own folder, whatever is published meanwhile; DamagedError when its link is a circle."""
    link = mart / "current"
    try:
        return link.resolve()
    except (RuntimeError, OSError) as error:
        raise DamagedError(f"{link}: leads nowhere ({error}); move it away and run 'styrka run'") from error


def read(folder: Path, mend: str = AGAIN) -> dict[str, Any]:
    """The content of an edition's ``edition.json``; DamagedError, which says how to ``mend`` it, when it is none."""
    return parse(folder / FILE, mend)


def parse(path: Path, mend: str = AGAIN) -> dict[str, Any]:
    """The content of a manifest, wherever it lies; DamagedError, which says how to ``mend`` it, when it is none."""
    try:
        content = json.loads(files.read_bytes(path).decode("utf-8"))
    except OSError as error:
        raise DamagedError(f"{path}: cannot be read ({error.strerror or error}); {mend}") from error
    except (ValueError, RecursionError) as error:
        raise DamagedError(f"{path}: cannot be read ({error}); {mend}") from error
    except StyrkaError as error:
        raise DamagedError(str(error)) from error
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
        and isinstance(content.get("configuration", {}), dict)
    )


def text(content: Mapping[str, Any]) -> str:
    """A manifest as it stands in its file, of the same content always the same."""
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of an edition but its manifest, by path within ``folder``."""
    return {name: files.sha256(path) for name, path in _found(folder).items()}


def damage(folder: Path, recorded: Mapping[str, str], below: str = "") -> dict[str, list[str]]:
    """The files in ``below`` that are not as ``recorded``, by what is wrong: GONE, CHANGED, UNREADABLE or ADDED."""
    wrong: dict[str, list[str]] = {GONE: [], CHANGED: [], UNREADABLE: [], ADDED: []}
    expected = {name: each for name, each in recorded.items() if Path(name).is_relative_to(below)}
    found = _found(folder, below)
    for name in sorted({*expected, *found}):
        if name not in found:
            wrong[GONE].append(name)
        elif name not in expected:
            wrong[ADDED].append(name)
        else:
            try:
                if files.sha256(found[name]) != expected[name]:
                    wrong[CHANGED].append(name)
            except (OSError, StyrkaError):
                wrong[UNREADABLE].append(name)
    return {what: names for what, names in wrong.items() if names}


def added(folder: Path, recorded: Mapping[str, str]) -> list[str]:
    """The files of an edition that are not among the ``recorded`` ones, by path within ``folder``."""
    return sorted(set(_found(folder)) - set(recorded))


def said(wrong: Mapping[str, Sequence[str]], mend: str) -> str:
    """What ``damage`` found as a part of a line, with what ``mend`` says to do about all but added files."""
    told = [f"{what}: {listed(names)}" for what, names in wrong.items()]
    return "; ".join([*told, *([mend] if set(wrong) - {ADDED} else [])])


def trusted(mart: Path, below: str) -> Path:
    """A folder or file of the published edition, once every file in it has been found to be what was published.

    The folder is the edition's own: what is published meanwhile changes nothing in it. StyrkaError when nothing is
    published, or without such a folder; DamagedError when a file of it is gone or changed.
    """
    folder = home(mart)
    content = read(folder) if folder.is_dir() else current(mart)
    if not any(Path(name).is_relative_to(below) for name in content["files"]):
        raise StyrkaError(f"{folder}: edition {content['edition']} was published without {below}; {again(content)}")
    # What was added is read by nobody.
    wrong = {what: names for what, names in damage(folder, content["files"], below).items() if what != ADDED}
    if wrong:
        raise DamagedError(f"{folder}: {said(wrong, again(content))}")
    return folder / below


def again(content: Mapping[str, Any]) -> str:
    """What to do about a damaged edition that is the current one: the run that publishes the same."""
    regions = content.get("configuration", {}).get("regions", ())
    command = " ".join(["styrka run", *(f"--region {region}" for region in regions)])
    return f"run '{command}' to build it again"


def _found(folder: Path, below: str = "") -> dict[str, Path]:
    """The files of an edition in ``below``, or that file, but its manifest, by path within ``folder``."""
    within = folder / below
    paths = [within] if within.is_file() else sorted(within.rglob("*"))
    paths = [path for path in paths if path.is_symlink() or not path.is_dir()]
    return {path.relative_to(folder).as_posix(): path for path in paths if path != folder / FILE}


def age(mart: Path, now: datetime) -> str:
    """How old the published edition's newest answer is, in words; empty when nothing that can be read is published."""
    try:
        published = current(mart)
    except StyrkaError:
        return ""
    # A user's own table that was taken in today makes no answer of SCB's any newer.
    answers = [each for each in published["snapshots"] if each.get("origin") != "import"] or published["snapshots"]
    fetched = max((str(each["retrieved"])[:DAY] for each in answers if each.get("retrieved")), default="")
    told = f"edition {published['edition']} stays: its newest answer was fetched {fetched or 'nobody knows when'}"
    # A public copy says no more than the year in which it was taken.
    if len(fetched) < DAY:
        return told
    with suppress(ValueError):
        days = (now.date() - date.fromisoformat(fetched)).days
        told += f", {'1 day' if days == 1 else f'{days} days'} ago"
    return told
