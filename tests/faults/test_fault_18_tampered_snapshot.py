"""Fault 18: a snapshot was tampered with. The checksum stops the run and names the file."""

import gzip
import json
import shutil
from pathlib import Path

import pytest

from pipelines.snapshots import soundness
from pipelines.snapshots.store import Snapshot, SnapshotError, Store
from tests.conftest import Workplace
from tests.scb.stored import newest_cells


@pytest.fixture
def store(tmp_path: Path, workplace: Workplace) -> Store:
    """A copy of the bundled edition that may be damaged."""
    shutil.copytree(workplace.raw / "bundled", tmp_path / "copy" / "bundled")
    return Store(tmp_path / "copy")


def snapshot(store: Store) -> Snapshot:
    (found,) = store.newest("TAB5837")
    return found


def test_whichever_byte_is_flipped_the_file_is_refused_by_name(store: Store) -> None:
    found = snapshot(store)
    stored = found.body_path.read_bytes()
    for place in range(len(stored)):
        found.body_path.write_bytes(stored[:place] + bytes([stored[place] ^ 0b100]) + stored[place + 1 :])
        with pytest.raises(SnapshotError, match=found.body_path.name):
            store.read(found)


def test_one_changed_figure_stops_the_reading_and_names_the_file(store: Store) -> None:
    found = snapshot(store)
    document = json.loads(store.read(found))
    document["value"][0] += 1
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    found.body_path.write_bytes(gzip.compress(body, mtime=0))
    with pytest.raises(SnapshotError, match=rf"{found.body_path}: the checksum is .* the snapshot was changed"):
        newest_cells(store)
    (damage,) = soundness.verify(store).damaged
    assert str(found.body_path) in damage


@pytest.mark.parametrize("left", [0, 5, 1000])
def test_a_truncated_file_stops_the_reading_and_names_the_file(store: Store, left: int) -> None:
    found = snapshot(store)
    found.body_path.write_bytes(found.body_path.read_bytes()[:left])
    with pytest.raises(SnapshotError, match=found.body_path.name):
        newest_cells(store)
    assert soundness.verify(store).sound == 5


def test_a_sidecar_that_was_made_to_fit_another_snapshot_stops(store: Store) -> None:
    found = snapshot(store)
    account = json.loads(found.sidecar_path.read_text("utf-8")) | {"updated": "2030-01-01T06:00:00Z"}
    found.sidecar_path.write_text(json.dumps(account), "utf-8")
    with pytest.raises(SnapshotError, match=rf"{found.sidecar_path.name}: the sidecar describes another snapshot"):
        store.newest("TAB5837")


def test_the_run_stops_in_one_line_that_names_the_file(tmp_path: Path, store: Store, published: Workplace) -> None:
    place = Workplace(store.root, tmp_path / "mart", tmp_path / "home")
    shutil.copytree(published.mart, place.mart, symlinks=True)
    before = place.files
    found = snapshot(store)
    stored = found.body_path.read_bytes()
    found.body_path.write_bytes(stored[:500] + bytes([stored[500] ^ 1]) + stored[501:])
    for command in ("run", "verify"):
        outcome = place.styrka(command)
        assert outcome.returncode >= 1
        assert found.body_path.name in outcome.stderr
        assert len(outcome.stderr.splitlines()) == 1
        assert "Dependencies" not in outcome.stdout
    assert place.files == before
