"""Which files declare strength areas: the project's beside this module, and the user's own below ``data_raw/areas``.
What a file may say is ``declaration``'s matter."""

from collections.abc import Mapping
from pathlib import Path

from pipelines import files, places
from pipelines.areas.declaration import Area, read
from pipelines.errors import StyrkaError

DECLARED = Path(__file__).with_name("declared")
SUFFIXES = (".toml", ".csv")
# Some twenty times the largest that is declared.
MOST_BYTES = 1_000_000
# What the table of coverage calls all sets together.
ALL = "all"


def users_folder() -> Path:
    """Where users put files of their own areas."""
    return places.data_raw() / "areas"


def users_files() -> tuple[Path, ...]:
    """The user's files of areas, by name; StyrkaError when one would be taken for another set."""
    folder = users_folder()
    found = sorted(path for path in folder.iterdir() if _is_of_areas(path)) if folder.is_dir() else []
    taken = {ALL, *(path.stem for path in DECLARED.glob("*.toml"))}
    for path in found:
        if not path.is_file():
            raise StyrkaError(f"{path}: this is no file of areas that can be read; move it away")
        if any("\udc80" <= letter <= "\udcff" for letter in path.name):
            raise StyrkaError(f"{path.name!a} in {folder}: the name is no text in UTF-8; rename the file")
        if not path.suffix:
            raise StyrkaError(f"{path}: the file has no name before {path.name}; give it one")
        if path.stat().st_size > MOST_BYTES:
            raise StyrkaError(f"{path}: larger than {MOST_BYTES:,} bytes, as no file of areas is; split it or move it")
        if path.stem in taken:
            raise StyrkaError(f"{path}: there is a set of areas named {path.stem}; give the file another name")
        taken.add(path.stem)
    return tuple(found)


def _is_of_areas(path: Path) -> bool:
    return (path.suffix or path.name).lower() in SUFFIXES


def users_checksums() -> dict[str, str]:
    """SHA-256 of each of the user's files, by name: part of what an edition is computed from."""
    return {path.name: files.sha256(path) for path in users_files()}


def areas(checksums: Mapping[str, str]) -> tuple[Area, ...]:
    """All areas, the project's first, by file and in the file's order.

    ``checksums`` are those that the edition was begun with. StyrkaError when the user's files have changed since, when
    an id is taken, or when a file cannot be understood.
    """
    if users_checksums() != dict(checksums):
        raise StyrkaError(f"{users_folder()}: a file has changed since this edition was begun; run 'styrka run' again")
    found = [area for path in sorted(DECLARED.glob("*.toml")) for area in read(path, "declared")]
    found += [area for path in users_files() for area in read(path, "user")]
    seen: dict[str, Area] = {}
    for area in found:
        first = seen.setdefault(area.declared.id, area)
        if first is not area:
            raise StyrkaError(f"{area.place()}: {first.file} has an area of this id already; give one of them another")
    return tuple(found)
