"""Fault 18, what is no file: a pipe or a device in the place of one is named in one line, and nobody waits for it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines import places
from tests.conftest import Workplace

# One that never ends, and one that a reader waits for.
KINDS: dict[str, Callable[[Path], None]] = {
    "pipe": os.mkfifo,
    "device": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.fixture
def copied(tmp_path: Path) -> Workplace:
    shutil.copytree(places.PROJECT / "data_raw" / "bundled", tmp_path / "raw" / "bundled")
    return Workplace(tmp_path / "raw", tmp_path / "mart", tmp_path / "home")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["*.meta.json", "*.json.gz"])
@pytest.mark.parametrize("command", [["verify"], ["run", "--region", "18"]])
def test_in_place_of_a_snapshot(copied: Workplace, kind: str, name: str, command: list[str]) -> None:
    (path,) = (copied.raw / "bundled" / "TAB3785").glob(name)
    path.unlink()
    KINDS[kind](path)
    done = copied.start(*command)
    _, errors = done.communicate(timeout=120)
    assert done.returncode == 1
    assert errors == f"styrka: {path}: this is no file (a pipe or a device waits for ever); put a file in its place\n"


@pytest.mark.parametrize("kind", KINDS)
def test_beside_the_snapshots(copied: Workplace, kind: str) -> None:
    path = copied.raw / "bundled" / "TAB3785" / "more.json.gz"
    KINDS[kind](path)
    done = copied.start("verify")
    _, errors = done.communicate(timeout=120)
    assert errors.startswith(f"note: {path} has no sidecar and is ignored\n")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["areas/own.csv", "skill_relatedness/own.csv"])
def test_in_place_of_a_users_own_file(copied: Workplace, kind: str, name: str) -> None:
    path = copied.raw / name
    path.parent.mkdir()
    KINDS[kind](path)
    done = copied.start("run", "--region", "18")
    _, errors = done.communicate(timeout=120)
    assert done.returncode == 1
    assert errors.startswith(f"styrka: {path}: this is no file")
    assert errors.count("\n") == 1
