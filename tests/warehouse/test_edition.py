"""An edition is built from what its id is computed from, by one run at a time."""

import threading
from importlib.metadata import version
from pathlib import Path

import pytest
from filelock import FileLock

from pipelines import places
from pipelines.errors import StyrkaError
from pipelines.warehouse import classification, code_version, edition, engine
from tests.warehouse.builds import build_with


def test_the_id_depends_on_snapshots_and_configuration_but_not_on_their_order() -> None:
    one = edition.identify(["a", "b"], {"regions": ["08"]})
    assert one == edition.identify(["b", "a"], {"regions": ["08"]})
    assert one != edition.identify(["b", "c"], {"regions": ["08"]})
    assert one != edition.identify(["a", "b"], {"regions": []})


def test_a_table_of_another_edition_is_refused(tmp_path: Path) -> None:
    build = edition.Build(tmp_path)
    build.begin({"edition": "aaa", "snapshots": []})
    engine.write_table("region", classification.regions(), build.path("region"), "bbb")
    with pytest.raises(StyrkaError, match="table region of edition aaa is not there"):
        build.table("region")
    engine.write_table("region", classification.regions(), build.path("region"), "aaa")
    assert build.table("region") == build.path("region")


def test_an_edition_begins_empty(tmp_path: Path) -> None:
    build_with(tmp_path, "aaa", "of a stopped run")
    build = edition.Build(tmp_path)
    build.begin({"edition": "bbb", "snapshots": []})
    assert [path.name for path in build.folder.iterdir()] == [edition.INPUTS]


def test_an_edition_does_not_begin_on_what_cannot_be_removed(tmp_path: Path) -> None:
    """A link is not removed with what it leads to, as little as a folder that may not be written."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "old.csv").write_text("of a stopped run")
    build = edition.Build(tmp_path / "mart")
    build.mart.mkdir()
    build.folder.symlink_to(elsewhere)
    with pytest.raises(StyrkaError, match=r"mart/\.build: cannot be removed \(.+\); remove it yourself and run again"):
        build.begin({"edition": "aaa", "snapshots": []})
    assert [path.name for path in elsewhere.iterdir()] == ["old.csv"]
    build.folder.unlink()
    build.folder.write_text("")
    with pytest.raises(StyrkaError, match=r"mart/\.build: cannot be removed \(Not a directory\)"):
        build.begin({"edition": "aaa", "snapshots": []})


def test_a_mart_that_cannot_be_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "mart").write_text("a file")
    with pytest.raises(StyrkaError, match="mart: cannot be written"), edition.writing(tmp_path / "mart"):
        pass


def test_a_run_waits_for_who_holds_the_lock_a_moment_and_refuses_beside_who_keeps_it(tmp_path: Path) -> None:
    """As ``styrka ui`` does when it opens: it closes lost runs, if no run is going on."""
    held = FileLock(tmp_path / ".lock", thread_local=False)
    held.acquire()
    with pytest.raises(edition.BusyError, match="another run is writing here"), edition.writing(tmp_path, 0.0):
        pass
    opened = threading.Timer(0.3, held.release)
    opened.start()
    with edition.writing(tmp_path):
        assert not held.is_locked
    opened.join()


def test_the_id_changes_with_the_code_and_with_the_locked_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "PROJECT", tmp_path)
    (tmp_path / "sql").mkdir()
    (tmp_path / "requirements.lock").write_text("")
    statement = tmp_path / "sql" / "region.sql"
    ids = set()
    for text in ("SELECT 1", "SELECT 2"):
        statement.write_text(text)
        ids.add(edition.identify([], {}))
    (tmp_path / "requirements.lock").write_text("duckdb==3.0.0")
    ids.add(edition.identify([], {}))
    assert len(ids) == 3


def test_a_package_that_is_installed_in_another_version_than_is_locked_is_told_and_is_part_of_the_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = version("duckdb")
    monkeypatch.setattr(places, "PROJECT", tmp_path)
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"duckdb=={installed} \\\n    --hash=sha256:0\nnot-there==1.0\n")
    assert code_version.warning() == ""
    lock.write_text("duckdb==0.1 ; python_full_version < '3.12'\nduckdb==0.2 ; python_full_version >= '3.12'\n")
    assert code_version.warning() == (
        f"installed is duckdb {installed} (locked: 0.1 or 0.2), which makes another edition than elsewhere; "
        "'make run' installs the locked"
    )
    # The same lock, and what is installed is another: each of the locked, and one that is not.
    ids = {edition.identify([], {})}
    for other in ("0.1", "0.2"):
        monkeypatch.setattr(code_version, "version", {"duckdb": other}.__getitem__)
        assert code_version.warning() == ""
        ids.add(edition.identify([], {}))
    assert len(ids) == 3
