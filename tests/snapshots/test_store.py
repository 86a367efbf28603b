"""The snapshot store: immutable, sidecar last, newest complete answer, checksums."""

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.errors import StyrkaError
from pipelines.snapshots import soundness
from pipelines.snapshots.sidecar import PARQUET, SidecarError
from pipelines.snapshots.store import Sidecar, SnapshotError, Store, selection_hash

PLAN = selection_hash([{"selection": []}])


def sidecar(**changes: object) -> Sidecar:
    declared = Sidecar(
        table_id="TAB1",
        part=1,
        parts=1,
        origin="client",
        query={"selection": []},
        url="https://example.org/tables/TAB1/data",
        updated="2026-06-12T06:00:00Z",
        retrieved="2026-06-13T08:15:00Z",
        selection_hash=PLAN,
        licence="CC0-1.0",
        note="made for a test",
    )
    return replace(declared, **changes)  # type: ignore[arg-type]


def test_a_snapshot_is_a_compressed_body_with_its_sidecar_beside_it(tmp_path: Path) -> None:
    snapshot = Store(tmp_path).write(b'{"value": []}', sidecar())
    assert snapshot.body_path == tmp_path / "fetched" / "TAB1" / f"20260612T060000Z-{PLAN[:12]}.part1.json.gz"
    assert gzip.decompress(snapshot.body_path.read_bytes()) == b'{"value": []}'
    written = json.loads(snapshot.sidecar_path.read_text("utf-8"))
    assert written["url"] == "https://example.org/tables/TAB1/data"
    assert written["size"] == 13
    assert written["sha256"] == snapshot.sidecar.sha256
    assert Store(tmp_path).newest("TAB1") == (snapshot,)
    assert Store(tmp_path).read(snapshot) == b'{"value": []}'


def test_origin_decides_the_folder(tmp_path: Path) -> None:
    store = Store(tmp_path)
    folders = [
        store.write(b"{}", sidecar(origin=origin)).body_path.parts[-3] for origin in ("client", "public_copy", "import")
    ]
    assert folders == ["fetched", "bundled", "imported"]
    assert store.table_ids() == ("TAB1",)


@pytest.mark.parametrize("folder", ["fetched", "fetched/TAB2"])
def test_a_folder_that_cannot_be_read_is_not_taken_for_one_that_is_not_there(tmp_path: Path, folder: str) -> None:
    """A link that leads in a circle, which nobody can read, whatever his rights."""
    store = Store(tmp_path)
    (tmp_path / folder).parent.mkdir(exist_ok=True)
    (tmp_path / folder).symlink_to(Path(folder).name)
    told = rf"{tmp_path / folder}: cannot be read \(.+\); let whoever runs Styrka"
    for ask in (store.table_ids, store.everything, lambda: store.newest("TAB1")):
        with pytest.raises(SnapshotError, match=told):
            ask()
    (damage,) = soundness.verify(store).damaged
    assert re.match(told, damage)


def test_what_else_lies_among_the_tables_is_none(tmp_path: Path) -> None:
    snapshot = Store(tmp_path).write(b"{}", sidecar())
    (tmp_path / "fetched" / "notes.meta.json").write_text("")
    (tmp_path / "imported").write_text("")
    assert [each.body_path for each in Store(tmp_path).everything()] == [snapshot.body_path]


def test_an_identical_snapshot_is_returned_and_not_written_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.write(b"{}", sidecar())
    times = (first.body_path.stat().st_mtime_ns, first.sidecar_path.stat().st_mtime_ns)
    again = store.write(b"{}", sidecar(retrieved="2026-06-14T08:15:00Z"))
    assert again == first
    assert (first.body_path.stat().st_mtime_ns, first.sidecar_path.stat().st_mtime_ns) == times


def test_another_body_under_an_existing_name_is_an_error_and_changes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.write(b"{}", sidecar())
    with pytest.raises(SnapshotError, match=r"part1\.json\.gz: another body is already stored"):
        store.write(b"[]", sidecar())
    assert store.read(first) == b"{}"


def test_a_body_that_does_not_match_the_given_checksum_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="TAB1: the body's checksum"):
        Store(tmp_path).write(b"{}", sidecar(sha256="0" * 64))
    assert list(tmp_path.iterdir()) == []


def test_the_newest_complete_answer_wins_and_incomplete_ones_are_ignored(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write(b"bundled", sidecar(origin="public_copy", updated=None, retrieved="2026"))
    assert [s.sidecar.origin for s in store.newest("TAB1")] == ["public_copy"]
    old = [store.write(bytes([part]), sidecar(part=part, parts=2, updated="2026-05-29T06:00:00Z")) for part in (2, 1)]
    assert store.newest("TAB1") == (old[1], old[0])
    new = store.write(b"new", sidecar(part=1, parts=2))
    assert store.newest("TAB1") == (old[1], old[0])
    assert store.newest("TAB1") != (new,)
    last = store.write(b"last", sidecar(part=2, parts=2))
    assert store.newest("TAB1") == (new, last)


def test_updated_is_compared_as_a_moment_and_not_as_text(tmp_path: Path) -> None:
    store = Store(tmp_path)
    late = store.write(b"late", sidecar(updated="2026-06-12T01:00:00-05:00"))
    store.write(b"early", sidecar(updated="2026-06-12T05:00:00Z"))
    assert store.newest("TAB1") == (late,)


def test_fetched_parts_are_found_all_or_some(tmp_path: Path) -> None:
    store = Store(tmp_path)
    updated = "2026-06-12T06:00:00Z"
    store.write(b"copy", sidecar(origin="public_copy"))
    assert store.parts("TAB1", updated, PLAN) == {}
    third = store.write(b"third", sidecar(part=3, parts=3))
    first = store.write(b"first", sidecar(part=1, parts=3))
    assert store.parts("TAB1", updated, PLAN) == {1: first, 3: third}
    assert store.parts("TAB1", "2026-06-13T06:00:00Z", PLAN) == {}
    assert store.parts("TAB1", updated, selection_hash([{"selection": ["other"]}])) == {}
    assert store.parts("TAB2", updated, PLAN) == {}


def test_a_large_body_is_adopted_in_place(tmp_path: Path) -> None:
    store = Store(tmp_path)
    own = sidecar(origin="import", media_type=PARQUET, url=None, updated=None, query={"file": "extract.csv"})
    for _ in range(2):
        file = tmp_path / "extract.parquet"
        file.write_bytes(b"PAR1 and so on")
        snapshot = store.adopt(file, own)
        assert not file.exists()
        assert snapshot.body_path == tmp_path / "imported" / "TAB1" / f"undated-{PLAN[:12]}.part1.parquet"
        assert snapshot.body_path.read_bytes() == store.read(snapshot) == b"PAR1 and so on"
    store.check(snapshot)
    assert soundness.verify(store).sound == 1


def test_refused_answers_are_kept_with_the_reason_and_are_no_snapshots(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept = store.keep_rejected("TAB1", b"<html>", reason="no JSON", url="https://example.org")
    assert gzip.decompress(kept.read_bytes()) == b"<html>"
    (reason,) = kept.parent.glob("*.reason.json")
    assert json.loads(reason.read_text("utf-8"))["reason"] == "no JSON"
    assert store.table_ids() == ()
    assert soundness.verify(store).sound == 0


@pytest.mark.parametrize("table_id", ["../TAB1", "", "a/b", ".hidden", "C:x", "TAB1\n", "-" + "x" * 70, "a b"])
def test_a_table_id_cannot_lead_out_of_the_store(tmp_path: Path, table_id: str) -> None:
    with pytest.raises(StyrkaError, match="cannot name a table"):
        sidecar(table_id=table_id)
    with pytest.raises(StyrkaError, match="cannot name a table"):
        Store(tmp_path).newest(table_id)
    with pytest.raises(StyrkaError, match="cannot name a table"):
        Store(tmp_path).keep_rejected(table_id, b"", reason="")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"part": 0}, "part 0 of 1"),
        ({"part": 3, "parts": 2}, "part 3 of 2"),
        ({"origin": "hearsay"}, "origin 'hearsay'"),
        ({"media_type": "text/csv"}, "media type 'text/csv'"),
        ({"updated": "yesterday"}, "updated 'yesterday'"),
        ({"selection_hash": "../../x"}, "selection_hash"),
    ],
)
def test_a_sidecar_that_makes_no_sense_cannot_be_made(changes: dict[str, object], named: str) -> None:
    with pytest.raises(StyrkaError, match=named):
        sidecar(**changes)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"table_id": "TAB1"}', b"\xff"])
def test_a_sidecar_that_cannot_be_read_stops_and_names_its_file(tmp_path: Path, content: bytes) -> None:
    store = Store(tmp_path)
    snapshot = store.write(b"{}", sidecar())
    snapshot.sidecar_path.write_bytes(content)
    with pytest.raises(SidecarError, match=r"part1\.meta\.json: the sidecar cannot be read"):
        store.newest("TAB1")
    assert len(soundness.verify(store).damaged) == 1


def test_a_sidecar_of_another_snapshot_stops(tmp_path: Path) -> None:
    store = Store(tmp_path)
    snapshot = store.write(b"{}", sidecar())
    snapshot.sidecar_path.write_bytes(replace(snapshot.sidecar, table_id="TAB2").to_json())
    with pytest.raises(SnapshotError, match="describes another snapshot"):
        store.newest("TAB1")


def test_a_missing_body_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path)
    snapshot = store.write(b"{}", sidecar())
    snapshot.body_path.unlink()
    with pytest.raises(SnapshotError, match=r"part1\.json\.gz: cannot be read"):
        store.read(snapshot)
    (damage,) = soundness.verify(store).damaged
    assert "part1.json.gz" in damage


def test_the_order_of_keys_in_a_query_does_not_change_what_it_is() -> None:
    assert selection_hash([{"a": 1, "b": [1, 2]}]) == selection_hash([{"b": [1, 2], "a": 1}])
    assert selection_hash([{"a": [1, 2]}]) != selection_hash([{"a": [2, 1]}])


# Every example syncs files to the disk, which takes as long as the disk takes.
@settings(deadline=None)
@given(body=st.binary(max_size=200), note=st.text(max_size=50), asked=st.dictionaries(st.text(), st.integers()))
def test_what_is_written_is_read_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, note: str, asked: dict[str, int]
) -> None:
    store = Store(tmp_path_factory.mktemp("store"))
    query = {**asked, "selection": []}
    stored = store.write(body, sidecar(note=note, query=query, selection_hash=selection_hash([query])))
    (found,) = store.newest("TAB1")
    assert found == stored
    assert store.read(found) == body


def test_another_servers_answer_never_stands_in_for_scbs(tmp_path: Path) -> None:
    scb, rehearsal = "https://scb.example/api/v2", "http://127.0.0.1:8010/api/v2"
    store = Store(tmp_path)
    for server, updated in ((scb, "2026-03-01T07:00:00Z"), (rehearsal, "2026-11-23T07:00:00Z")):
        plan = selection_hash([{"server": server}])
        store.write(server.encode(), sidecar(url=f"{server}/tables/TAB1/data", updated=updated, selection_hash=plan))
    for server in (scb, rehearsal):
        (found,) = Store(tmp_path, server).newest("TAB1")
        assert Store(tmp_path, server).read(found) == server.encode()
        assert Store(tmp_path, server + "/").newest("TAB1") == (found,)
    assert Store(tmp_path, "https://scb.example/api/v22").newest("TAB1") == ()
