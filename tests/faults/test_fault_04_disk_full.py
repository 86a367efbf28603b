"""Fault 4: the disk is full: one clear line, and what was published stays as it was."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import Workplace

DISK_BYTES = 64 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", folder],
        check=False,
        capture_output=True,
        text=True,
    )
    if mounted.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("free", [200_000, 4_000_000])
def test_a_run_on_a_full_disk_fails_in_one_line_and_changes_nothing(
    workplace: Workplace, disk: Path, free: int
) -> None:
    place = replace(workplace, mart=disk / "mart")
    assert place.styrka("run", "--region", "08").returncode == 0
    before = place.files
    space = os.statvfs(disk)
    (disk / "ballast").write_bytes(bytes(space.f_bavail * space.f_frsize - free))

    done = place.styrka("run")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "No space left on device" in done.stderr
    assert place.files == before
    assert place.styrka("verify").returncode == 0
