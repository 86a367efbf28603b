"""Fault 7: the same snapshots again. Nothing is written anew and everything read from them is byte-identical."""

from pathlib import Path

from pipelines.scb.catalogue import declaration
from pipelines.scb.client import Client
from pipelines.scb.refresh import refresh
from pipelines.snapshots.store import Store
from tests.conftest import Workplace
from tests.fake_scb import FakeScb
from tests.fake_scb.generated import full_size
from tests.scb.stored import newest_cells

TABLE = "TAB5837"


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


def test_a_refresh_of_unchanged_tables_fetches_no_data_and_touches_no_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with FakeScb([full_size(TABLE)]) as server, Client(server.url) as client:
        (first,) = refresh(client, store, [declaration(TABLE)])
        before, asked = state(tmp_path), len(server.asked())
        (again,) = refresh(client, store, [declaration(TABLE)])
        assert (first.action, again.action) == ("fetched", "unchanged")
        assert len(server.asked()) == asked >= 1
        assert state(tmp_path) == before


def test_a_refresh_fetches_only_what_was_updated(tmp_path: Path) -> None:
    store = Store(tmp_path)
    tables = {table_id: full_size(table_id) for table_id in (TABLE, "TAB900")}
    declared = [declaration(table_id) for table_id in tables]
    with FakeScb(tables.values()) as server, Client(server.url) as client:
        refresh(client, store, declared)
        known = newest_cells(store)
        asked = len(server.asked())
        tables[TABLE].bump("2026-07-01T06:00:00Z")
        actions = [outcome.action for outcome in refresh(client, store, declared)]
        assert actions == ["fetched", "unchanged"]
        assert {TABLE in call.path for call in server.asked()[asked:]} == {True}
    assert store.newest(TABLE)[0].sidecar.updated == "2026-07-01T06:00:00Z"
    assert newest_cells(store).equals(known)


def test_the_same_snapshots_give_the_same_cells_in_whatever_order_they_were_written(
    tmp_path: Path, workplace: Workplace
) -> None:
    source, copy = Store(workplace.raw), Store(tmp_path / "turned")
    for table_id in reversed(source.table_ids()):
        for snapshot in reversed(source.newest(table_id)):
            copy.write(source.read(snapshot), snapshot.sidecar)
    assert newest_cells(copy).equals(newest_cells(source))
