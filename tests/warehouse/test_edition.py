"""An edition is published whole or not at all, and what was published can be checked."""

import json
from pathlib import Path

import pytest

from pipelines.errors import StyrkaError
from pipelines.warehouse import edition


def build_with(mart: Path, identity: str, content: str) -> edition.Build:
    build = edition.Build(mart)
    build.begin({"edition": identity, "snapshots": []})
    (build.folder / "csv").mkdir()
    (build.folder / "csv" / "region.csv").write_text(content)
    return build


def test_publication_links_the_newest_edition(tmp_path: Path) -> None:
    edition.publish(build_with(tmp_path, "aaa", "first"))
    assert (tmp_path / "csv" / "region.csv").read_text() == "first"
    edition.publish(build_with(tmp_path, "bbb", "second"))
    assert (tmp_path / "csv" / "region.csv").read_text() == "second"
    assert json.loads((tmp_path / "edition.json").read_text())["edition"] == "bbb"
    assert not (tmp_path / ".build").exists()


def test_the_same_edition_again_leaves_the_published_files_alone(tmp_path: Path) -> None:
    edition.publish(build_with(tmp_path, "aaa", "first"))
    before = (tmp_path / "csv" / "region.csv").stat()
    edition.publish(build_with(tmp_path, "aaa", "first"))
    assert (tmp_path / "csv" / "region.csv").stat().st_ino == before.st_ino


def test_a_damaged_edition_is_named_and_built_again(tmp_path: Path) -> None:
    edition.publish(build_with(tmp_path, "aaa", "first"))
    (tmp_path / "csv" / "region.csv").write_text("tampered")
    with pytest.raises(edition.DamagedError, match=r"csv/region\.csv: checksum differs"):
        edition.verify(tmp_path)
    edition.publish(build_with(tmp_path, "aaa", "first"))
    assert edition.verify(tmp_path) == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    edition.publish(build_with(tmp_path, "aaa", "first"))
    (tmp_path / "csv" / "region.csv").unlink()
    with pytest.raises(edition.DamagedError, match=r"csv/region\.csv: gone"):
        edition.verify(tmp_path)


def test_old_editions_are_kept_up_to_the_declared_number(tmp_path: Path) -> None:
    for number in range(edition.EDITIONS_KEPT + 2):
        edition.publish(build_with(tmp_path, f"e{number}", str(number)))
    assert len(list((tmp_path / "editions").iterdir())) == edition.EDITIONS_KEPT
    assert (tmp_path / "csv" / "region.csv").read_text() == str(edition.EDITIONS_KEPT + 1)


def test_the_id_depends_on_snapshots_and_configuration_but_not_on_their_order() -> None:
    one = edition.identify(["a", "b"], {"regions": ["08"]})
    assert one == edition.identify(["b", "a"], {"regions": ["08"]})
    assert one != edition.identify(["b", "c"], {"regions": ["08"]})
    assert one != edition.identify(["a", "b"], {"regions": []})


def test_a_folder_of_the_users_own_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    with pytest.raises(StyrkaError, match="a folder stands where the published edition is linked"):
        edition.publish(build_with(tmp_path, "aaa", "first"))
    assert (tmp_path / "csv").is_dir()


def test_nothing_published_yet_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(StyrkaError, match="run 'styrka run' first"):
        edition.current(tmp_path)
