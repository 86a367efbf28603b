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


def fill(disk: Disk, free: int) -> None:
    space = os.statvfs(disk.seen)
    (disk.seen / "ballast").write_bytes(bytes(space.f_bavail * space.f_frsize - free))


@pytest.mark.parametrize("free", [200_000, 4_000_000])
def test_a_run_on_a_full_disk_fails_in_one_line_and_changes_nothing(
    workplace: Workplace, disk: Disk, free: int
) -> None:
    place = replace(workplace, mart=disk.folder / "mart", through=disk.through)
    reader = replace(workplace, mart=disk.seen / "mart")
    assert place.styrka("run", "--region", "08").returncode == 0
    before = reader.files
    fill(disk, free)

    done = place.styrka("run")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "No space left on device" in done.stderr
    assert reader.files == before
    assert not (reader.mart / ".build").exists()
    assert place.styrka("verify").returncode == 0


@pytest.mark.parametrize(
    ("free", "said"),
    [
        (0, "home/dagster.yaml: cannot be written (No space left on device)"),
        (40_000, "home: Dagster cannot keep its history here (database or disk is full); make room, or"),
        (400_000, "home: Dagster cannot keep its history here ("),
    ],
)
def test_a_full_disk_for_the_history_of_runs_is_one_line_that_names_the_folder(
    workplace: Workplace, disk: Disk, free: int, said: str
) -> None:
    fill(disk, free)
    done = replace(workplace, home=disk.folder / "home", through=disk.through).styrka("run", "--region", "08")
    assert done.returncode == 1
    assert done.stderr.startswith(f"styrka: {disk.folder}/{said}")
    assert done.stderr.count("\n") == 1, done.stderr
    assert not (workplace.mart / "current").exists()


def test_a_limit_on_the_size_of_files_is_named_as_what_it_is(workplace: Workplace) -> None:
    if shutil.which("prlimit") is None:
        pytest.skip("files cannot be limited here: prlimit (util-linux) is needed")
    limited = replace(workplace, through=["prlimit", "--fsize=40000"])
    done = limited.styrka("run", "--region", "08")
    assert done.returncode == 1
    assert done.stderr.startswith(f"styrka: {workplace.home}: Dagster cannot keep its history here (")
    assert "where no file may exceed 40,000 bytes (ulimit -f)" in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


@pytest.mark.parametrize("command", [["run"], ["ui"]])
def test_a_history_of_runs_that_cannot_be_written_is_one_line_that_names_the_folder(
    workplace: Workplace, disk: Disk, command: list[str]
) -> None:
    home = disk.folder / "home"
    (disk.seen / "home").mkdir()
    subprocess.run([*disk.through, "mount", "-o", "remount,ro", disk.folder], check=True)
    done = replace(workplace, home=home, through=disk.through).styrka(*command)
    assert done.returncode == 1
    assert done.stderr == (
        f"styrka: {home}/dagster.yaml: cannot be written (Read-only file system); what was there stays\n"
    )
