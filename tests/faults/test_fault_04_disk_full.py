"""Fault 4: the disk is full: one clear line, and what was published stays as it was."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.conftest import Workplace

DISK_BYTES = 64 << 20


# A name space of one's own needs no rights to mount in; what runs through its process sees the small file system.
MOUNT = f'mount -t tmpfs -o size={DISK_BYTES} tmpfs "$0" && echo mounted && exec cat'
NAME_SPACE = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", MOUNT]


@dataclass(frozen=True)
class Disk:
    """A small file system mounted at ``folder`` for what runs ``through`` a command; others see it at ``seen``."""

    folder: Path
    seen: Path
    through: Sequence[str]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("unshare") is None or shutil.which("nsenter") is None:
        pytest.skip("a small file system cannot be mounted here: unshare and nsenter (util-linux) are needed")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*NAME_SPACE, folder], text=True, **pipes) as holder:
        assert holder.stdout is not None
        assert holder.stderr is not None
        if holder.stdout.readline() != "mounted\n":
            pytest.skip(f"a small file system cannot be mounted here: {holder.stderr.read().strip()}")
        through = ["nsenter", f"--target={holder.pid}", "--user", "--mount", "--preserve-credentials"]
        yield Disk(folder, Path(f"/proc/{holder.pid}/root{folder}"), through)


@pytest.mark.parametrize("free", [200_000, 4_000_000])
def test_a_run_on_a_full_disk_fails_in_one_line_and_changes_nothing(
    workplace: Workplace, disk: Disk, free: int
) -> None:
    place = replace(workplace, mart=disk.folder / "mart", through=disk.through)
    reader = replace(workplace, mart=disk.seen / "mart")
    assert place.styrka("run", "--region", "08").returncode == 0
    before = reader.files
    space = os.statvfs(disk.seen)
    (disk.seen / "ballast").write_bytes(bytes(space.f_bavail * space.f_frsize - free))

    done = place.styrka("run")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "No space left on device" in done.stderr
    assert reader.files == before
    assert place.styrka("verify").returncode == 0
