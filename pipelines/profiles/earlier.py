"""What a published edition holds of its regions already: each file only as it was published.
Which of them a new edition may take over is decided by those who would write them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.files import write_bytes
from pipelines.warehouse import manifest

# Where an edition has the folders of its regions.
PROFILES = "profiles"


@dataclass(frozen=True)
class Earlier:
    """The regions' files of the published edition ``edition`` in ``folder``, with its manifest's checksums; a file's
    name begins with its region's code."""

    folder: Path = Path()
    edition: str = ""
    checksums: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def published(cls, folder: Path) -> "Earlier":
        """Those of the edition in ``folder``; none where there is no edition, or one whose manifest is damaged."""
        try:
            content = manifest.read(folder)
        except manifest.DamagedError:
            return cls()
        files, within = content["files"], f"{PROFILES}/"
        found = {name.removeprefix(within): files[name] for name in files if name.startswith(within)}
        return cls(folder / PROFILES, str(content["edition"]), found)

    def content(self, name: str) -> bytes | None:
        """The file ``name``; None unless it is what was published."""
        if name not in self.checksums or not (self.folder / name).is_file():
            return None
        content = (self.folder / name).read_bytes()
        return content if hashlib.sha256(content).hexdigest() == self.checksums[name] else None

    def take_over(self, identity: str, target: Path, *required: str, beside: tuple[str, ...] = ()) -> list[Path]:
        """Write the ``required`` files, and all whose names begin with one of ``beside``, below ``target`` and return
        their paths, if this is the edition ``identity``: it is computed from the same, to the same bytes. None at all
        when one of them is not there as it was published."""
        if identity != self.edition:
            return []
        names = [*required, *sorted(each for each in self.checksums if each.startswith(beside))]
        found = {name: content for name in names if (content := self.content(name)) is not None}
        if len(found) < len(names):
            return []
        for name, content in found.items():
            write_bytes(target / name, content)
        return [target / name for name in found]
