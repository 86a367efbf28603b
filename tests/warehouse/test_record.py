"""What was published is recorded, and an edition that is built again is held against its record."""

from pathlib import Path

import pytest

from pipelines.errors import StyrkaError
from pipelines.warehouse import edition, record


def build_with(mart: Path, identity: str, content: str) -> edition.Build:
    build = edition.Build(mart)
    build.begin({"edition": identity, "snapshots": []})
    (build.folder / "csv").mkdir()
    (build.folder / "csv" / "region.csv").write_text(content)
    return build


def test_an_edition_is_remembered_when_it_is_no_longer_kept(tmp_path: Path) -> None:
    for number in range(5):
        edition.publish(build_with(tmp_path, f"e{number}", str(number)))
        record.keep(tmp_path)
    assert not (tmp_path / "editions" / "e0").exists()
    assert record.find(tmp_path, "e0")["files"].keys() == {"csv/region.csv"}


def test_an_edition_is_found_by_the_beginning_of_its_id_or_by_a_folder(tmp_path: Path) -> None:
    for identity in ("abc", "abd"):
        edition.publish(build_with(tmp_path, identity, identity))
    assert record.find(tmp_path, "abd")["edition"] == "abd"
    assert record.find(tmp_path, str(tmp_path / "editions" / "abc"))["edition"] == "abc"
    with pytest.raises(StyrkaError, match="more than one edition begins so"):
        record.find(tmp_path, "ab")
    with pytest.raises(StyrkaError, match="no such edition was published here"):
        record.find(tmp_path, "")


def test_a_manifest_under_the_name_of_another_edition_is_refused(tmp_path: Path) -> None:
    for identity in ("abc", "abd"):
        edition.publish(build_with(tmp_path, identity, identity))
    record.keep(tmp_path)
    one, other = (tmp_path / record.RECORD / f"{identity}.json" for identity in ("abc", "abd"))
    one.write_bytes(other.read_bytes())
    with pytest.raises(StyrkaError, match=r"abc\.json: is the manifest of edition abd"):
        record.find(tmp_path, "abc")


def test_an_edition_built_again_stands_beside_the_published_one(tmp_path: Path) -> None:
    edition.publish(build_with(tmp_path, "old", "first"))
    edition.publish(build_with(tmp_path, "new", "second"))
    folder = record.seal_again(build_with(tmp_path, "old", "first"), record.find(tmp_path, "old"))
    assert folder == tmp_path / "rebuilt" / "old"
    assert edition.read_manifest(folder) == record.find(tmp_path, "old")
    assert (tmp_path / "csv" / "region.csv").read_text() == "second"


def test_other_bytes_than_were_published_are_refused_and_named(tmp_path: Path) -> None:
    edition.publish(build_with(tmp_path, "old", "first"))
    with pytest.raises(StyrkaError, match=r"1 of 1 files are not as they were published, first csv/region\.csv"):
        record.seal_again(build_with(tmp_path, "old", "FIRST"), record.find(tmp_path, "old"))
    assert not (tmp_path / "rebuilt").exists()


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    edition.publish(build_with(tmp_path, "old", "first"))
    record.keep(tmp_path)
    (tmp_path / "history" / "old.json").write_text("{")
    with pytest.raises(edition.DamagedError, match=r"history/old\.json"):
        record.find(tmp_path, "old")
