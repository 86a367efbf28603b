"""An edition is published whole or not at all, and the last ones are kept."""

import json
import os
import shutil
import tomllib
from pathlib import Path

import pytest

from pipelines.errors import StyrkaError
from pipelines.warehouse import edition, manifest, publication
from tests.warehouse.builds import build_with


def test_publication_links_the_newest_edition(tmp_path: Path) -> None:
    publication.publish(build_with(tmp_path, "aaa", "first"))
    assert (tmp_path / "csv" / "region.csv").read_text() == "first"
    publication.publish(build_with(tmp_path, "bbb", "second"))
    assert (tmp_path / "csv" / "region.csv").read_text() == "second"
    assert json.loads((tmp_path / "edition.json").read_text())["edition"] == "bbb"
    assert not (tmp_path / ".build").exists()


def test_the_same_edition_again_leaves_the_published_files_alone(tmp_path: Path) -> None:
    publication.publish(build_with(tmp_path, "aaa", "first"))
    before = (tmp_path / "csv" / "region.csv").stat()
    publication.publish(build_with(tmp_path, "aaa", "first"))
    assert (tmp_path / "csv" / "region.csv").stat().st_ino == before.st_ino


def test_nothing_is_sealed_with_raw_cells_that_cannot_be_removed(tmp_path: Path) -> None:
    build = build_with(tmp_path, "aaa", "first")
    (tmp_path / "elsewhere").mkdir()
    (build.folder / "raw").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StyrkaError, match=r"\.build/raw: cannot be removed \(.+\); remove it yourself and run again"):
        publication.publish(build)
    assert not (tmp_path / "current").is_symlink()
    (build.folder / "raw").unlink()
    publication.publish(build)
    assert sorted(manifest.read(manifest.home(tmp_path))["files"]) == ["csv/region.csv"]


def test_old_editions_are_kept_up_to_the_declared_number(tmp_path: Path) -> None:
    for number in range(5):
        publication.publish(build_with(tmp_path, f"e{number}", str(number)))
    kept = tomllib.loads(publication.SETTINGS.read_text())["kept"]
    assert sorted(path.name for path in (tmp_path / "editions").iterdir()) == [f"e{n}" for n in range(5)][-kept:]
    assert (tmp_path / "csv" / "region.csv").read_text() == "4"


def test_what_publishing_did_not_make_is_neither_counted_nor_removed(tmp_path: Path) -> None:
    """Copies, notes, links and whatever a file manager leaves; old as they are. A file beside an edition's own keeps
    the edition too."""
    publication.publish(build_with(tmp_path, "e0", "0"))
    editions = tmp_path / "editions"
    for name in ("e0-backup", "e4-backup", "e0-20261127", "notes", "e9", "e8"):
        shutil.copytree(editions / "e0", editions / name)
    (editions / "notes" / manifest.FILE).unlink()
    content = manifest.read(editions / "e8") | {"edition": "e8"}
    (editions / "e8" / manifest.FILE).write_text(manifest.text(content))
    (editions / "e8" / "notes.txt").write_text("")
    (editions / "link").symlink_to("nowhere")
    (editions / ".DS_Store").write_text("")
    before = sorted(path.name for path in editions.iterdir())
    for path in editions.iterdir():
        os.utime(path, (0, 0), follow_symlinks=False)
    for number in range(1, 6):
        publication.publish(build_with(tmp_path, f"e{number}", str(number)))
    assert sorted(path.name for path in editions.iterdir()) == sorted({*before, "e3", "e4", "e5"} - {"e0"})


def test_a_second_folder_of_an_edition_takes_the_place_of_no_other(tmp_path: Path) -> None:
    for number in range(3):
        publication.publish(build_with(tmp_path, f"e{number}", str(number)))
    editions = tmp_path / "editions"
    shutil.copytree(editions / "e2", editions / "e2-2")
    publication.publish(build_with(tmp_path, "e2", "2"))
    assert sorted(path.name for path in editions.iterdir()) == ["e0", "e1", "e2", "e2-2"]


def test_nothing_is_published_from_or_removed_in_a_folder_that_a_link_leads_to(tmp_path: Path) -> None:
    mart, archive = tmp_path / "mart", tmp_path / "archive"
    for number in range(3):
        publication.publish(build_with(archive, f"e{number}", str(number)))
    publication.publish(build_with(mart, "e0", "0"))
    shutil.rmtree(mart / "editions" / "e0")
    (mart / "editions" / "e0").symlink_to(archive / "editions" / "e0")
    for number in (0, 3, 4, 5):
        publication.publish(build_with(mart, f"e{number}", str(number)))
    assert sorted(path.name for path in (archive / "editions").iterdir()) == ["e0", "e1", "e2"]
    assert sorted(path.name for path in (mart / "editions").iterdir()) == ["e0", "e3", "e4", "e5"]


def test_only_a_damaged_folder_of_an_edition_is_cleared_when_it_is_published_again(tmp_path: Path) -> None:
    publication.publish(build_with(tmp_path, "e0", "0"))
    editions = tmp_path / "editions"
    for name in ("e0-backup", "e0-2", "e0-3", "e0-4", "e0-5"):
        shutil.copytree(editions / "e0", editions / name)
    # Part of a copy, without its manifest.
    (editions / "e0-5" / manifest.FILE).unlink()
    for name in ("e0", "e0-3", "e0-4"):
        (editions / name / "csv" / "region.csv").write_text("tampered")
    # Whoever has put a file of his own there is told by verify to move it away.
    (editions / "e0-4" / "notes.txt").write_text("")
    publication.publish(build_with(tmp_path, "e0", "0"))
    assert sorted(path.name for path in editions.iterdir()) == ["e0-2", "e0-4", "e0-5", "e0-backup"]
    assert (tmp_path / "csv" / "region.csv").read_text() == "0"


def test_an_edition_whose_first_folder_is_gone_is_published_from_its_second(tmp_path: Path) -> None:
    publication.publish(build_with(tmp_path, "e0", "0"))
    editions = tmp_path / "editions"
    (editions / "e0").rename(editions / "e0-2")
    publication.publish(build_with(tmp_path, "e0", "0"))
    assert [path.name for path in editions.iterdir()] == ["e0-2"]
    assert (tmp_path / "csv" / "region.csv").read_text() == "0"


def test_an_edition_that_was_current_a_moment_ago_stays_however_old_it_is(tmp_path: Path) -> None:
    for number in (0, 1, 2, 0, 3):
        publication.publish(build_with(tmp_path, f"e{number}", str(number)))
    assert sorted(path.name for path in (tmp_path / "editions").iterdir()) == ["e0", "e2", "e3"]


def test_a_folder_of_the_users_own_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    with pytest.raises(StyrkaError, match="a folder stands where the published edition is linked"):
        publication.publish(build_with(tmp_path, "aaa", "first"))
    assert (tmp_path / "csv").is_dir()


def test_publishing_when_nothing_is_being_built_changes_nothing(tmp_path: Path) -> None:
    publication.publish(build_with(tmp_path, "aaa", "first"))
    with pytest.raises(StyrkaError, match="no edition is being built"):
        publication.publish(edition.Build(tmp_path))
    assert (tmp_path / "csv" / "region.csv").read_text() == "first"


def test_a_build_that_lacks_a_required_file_is_not_published(tmp_path: Path) -> None:
    publication.publish(build_with(tmp_path, "aaa", "first"))
    with pytest.raises(StyrkaError, match=r"lacks parquet/region\.parquet"):
        publication.publish(build_with(tmp_path, "bbb", "second"), ["parquet/region.parquet"])
    assert (tmp_path / "csv" / "region.csv").read_text() == "first"


def test_an_edition_that_comes_back_is_not_stored_twice(tmp_path: Path) -> None:
    for identity, content in [("aaa", "first"), ("bbb", "second")] * 4:
        publication.publish(build_with(tmp_path, identity, content))
    assert sorted(path.name for path in (tmp_path / "editions").iterdir()) == ["aaa", "bbb"]
    assert (tmp_path / "csv" / "region.csv").read_text() == "second"
