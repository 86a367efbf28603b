"""Whether the snapshots of a store are sound: checksums, answers that lack a part, bodies without a sidecar.
What is wrong is told, never mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines import files
from pipelines.errors import StyrkaError, listed
from pipelines.snapshots.sidecar import FOLDERS, SIDECAR_SUFFIX, beside
from pipelines.snapshots.store import Store, recency


@dataclass(frozen=True)
class Report:
    """Outcome of `verify`: how many snapshots are sound, which files are damaged, which bodies are orphans, and
    which answers lack a part."""

    sound: int
    damaged: tuple[str, ...]
    orphans: tuple[Path, ...]
    incomplete: tuple[str, ...] = ()


def verify(store: Store) -> Report:
    """Recheck every checksum and list the orphans."""
    sound, damaged = 0, []
    try:
        paths = store.sidecar_paths()
    except StyrkaError as error:
        # What lies in a folder that nobody can read is not known; the editions are looked at all the same.
        return Report(0, (str(error),), ())
    for path in paths:
        try:
            store.check(store.load(path))
            sound += 1
        except StyrkaError as error:
            damaged.append(str(error))
    return Report(sound, tuple(damaged), orphans(store), () if damaged else incomplete(store))


def incomplete(store: Store) -> tuple[str, ...]:
    """What is missing of every answer that would be the newest of its table if it were whole, in words."""
    return tuple(line for table_id in store.table_ids() for line in _incomplete(store, table_id))


def _incomplete(store: Store, table_id: str) -> Iterator[str]:
    newest = store.newest(table_id)
    for (_, _, _, parts), answer in store.stored(table_id).items():
        stored = {snapshot.sidecar.part for snapshot in answer}
        missing = [str(part) for part in range(1, parts + 1) if part not in stored]
        if missing and (not newest or recency(tuple(answer)) > recency(newest)):
            place = answer[0].body_path
            number = "part" if len(missing) == 1 else "parts"
            yield (
                f"{table_id}: {number} {listed(missing)} of {parts} missing beside {place}, "
                f"and {'an older answer is' if newest else 'nothing of the table is'} used; "
                f"restore its files, or run 'styrka refresh'"
            )


def orphans(store: Store) -> tuple[Path, ...]:
    """Bodies without a sidecar, which nothing reads, sorted."""
    folders = [store.root / folder for folder in FOLDERS.values()]
    bodies = sorted(path for folder in folders for path in folder.glob("*/[!.]*") if not path.is_dir())
    own = (SIDECAR_SUFFIX, files.LEFTOVER_SUFFIX)
    return tuple(path for path in bodies if not path.name.endswith(own) and not beside(path).exists())
