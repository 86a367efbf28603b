"""Fault 7: the same snapshots again. Nothing is written anew and everything read from them is byte-identical."""

from pathlib import Path

from pipelines.scb import cells
from pipelines.snapshots.store import Store
from tests.conftest import Workplace


def state(root: Path) -> dict[Path, tuple[int, int, bytes]]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def test_the_same_answers_again_leave_every_file_untouched(tmp_path: Path, workplace: Workplace) -> None:
    source, copy = Store(workplace.raw), Store(tmp_path / "again")
    stored = [snapshot for table_id in source.table_ids() for snapshot in source.newest(table_id)]
    for snapshot in stored:
        copy.write(source.read(snapshot), snapshot.sidecar)
    first = state(copy.root)
    for snapshot in reversed(stored):
        copy.write(source.read(snapshot), snapshot.sidecar)
    assert state(copy.root) == first
    assert {path.name: content for path, (_, _, content) in first.items() if path.suffix == ".json"} == {
        snapshot.sidecar_path.name: snapshot.sidecar_path.read_bytes() for snapshot in stored
    }


def test_an_unchanged_answer_is_found_and_need_not_be_fetched(workplace: Workplace) -> None:
    store = Store(workplace.raw)
    for table_id in store.table_ids():
        known = store.newest(table_id)
        assert store.find(table_id, known[0].sidecar.updated, known[0].sidecar.selection_hash) == known


def test_the_same_snapshots_give_the_same_cells_in_whatever_order_they_were_written(
    tmp_path: Path, workplace: Workplace
) -> None:
    source, copy = Store(workplace.raw), Store(tmp_path / "turned")
    for table_id in reversed(source.table_ids()):
        for snapshot in reversed(source.newest(table_id)):
            copy.write(source.read(snapshot), snapshot.sidecar)
    assert cells.newest(copy).equals(cells.newest(source))
