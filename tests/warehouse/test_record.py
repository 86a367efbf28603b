"""What was published is recorded, and an edition that is built again is held against its record."""

from pathlib import Path

import pytest

from pipelines.errors import StyrkaError
from pipelines.warehouse import manifest, publication, record
from tests.warehouse.builds import build_with


def test_an_edition_is_remembered_when_it_is_no_longer_kept(tmp_path: Path) -> None:
    for number in range(5):
        publication.publish(build_with(tmp_path, f"e{number}", str(number)))
        record.keep(tmp_path)
    assert not (tmp_path / "editions" / "e0").exists()
    assert record.find(tmp_path, "e0")["files"].keys() == {"csv/region.csv"}


def test_an_edition_is_found_by_the_beginning_of_its_id_or_by_a_folder(tmp_path: Path) -> None:
    for identity in ("abc", "abd"):
        publication.publish(build_with(tmp_path, identity, identity))
    assert record.find(tmp_path, "abd")["edition"] == "abd"
    assert record.find(tmp_path, str(tmp_path / "editions" / "abc"))["edition"] == "abc"
    with pytest.raises(StyrkaError, match="more than one edition begins so"):
        record.find(tmp_path, "ab")
    with pytest.raises(StyrkaError, match="no such edition was published here"):
        record.find(tmp_path, "")


def test_a_manifest_under_the_name_of_another_edition_is_refused(tmp_path: Path) -> None:
    for identity in ("abc", "abd"):
        publication.publish(build_with(tmp_path, identity, identity))
    record.keep(tmp_path)
    one, other = (tmp_path / record.RECORD / f"{identity}.json" for identity in ("abc", "abd"))
    one.write_bytes(other.read_bytes())
    with pytest.raises(StyrkaError, match=r"abc\.json: is the manifest of edition abd"):
        record.find(tmp_path, "abc")


def test_an_edition_built_again_stands_beside_the_published_one(tmp_path: Path) -> None:
    publication.publish(build_with(tmp_path, "old", "first"))
    publication.publish(build_with(tmp_path, "new", "second"))
    folder = record.seal_again(build_with(tmp_path, "old", "first"), record.find(tmp_path, "old"))
    assert folder == tmp_path / "rebuilt" / "old"
    assert manifest.read(folder) == record.find(tmp_path, "old")
    assert (tmp_path / "csv" / "region.csv").read_text() == "second"


def test_other_bytes_than_were_published_are_refused_and_named(tmp_path: Path) -> None:
    publication.publish(build_with(tmp_path, "old", "first"))
    with pytest.raises(StyrkaError, match=r"1 of 1 files are not as they were published, first csv/region\.csv"):
        record.seal_again(build_with(tmp_path, "old", "FIRST"), record.find(tmp_path, "old"))
    assert not (tmp_path / "rebuilt").exists()


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    publication.publish(build_with(tmp_path, "old", "first"))
    record.keep(tmp_path)
    (tmp_path / "history" / "old.json").write_text("{")
    with pytest.raises(manifest.DamagedError, match=r"history/old\.json"):
        record.find(tmp_path, "old")


def test_every_edition_that_stands_is_verified_the_current_one_first(tmp_path: Path) -> None:
    for identity in ("abc", "abd"):
        publication.publish(build_with(tmp_path, identity, identity))
    record.seal_again(build_with(tmp_path, "abc", "abc"), record.find(tmp_path, "abc"))
    editions, rebuilt = tmp_path / "editions", tmp_path / "rebuilt"
    assert list(record.verify(tmp_path)) == [(editions / "abd", 1), (editions / "abc", 1), (rebuilt / "abc", 1)]


def test_damage_of_a_kept_edition_is_named_with_its_own_mend_when_the_others_have_been_verified(tmp_path: Path) -> None:
    for identity in ("abc", "abd", "abe"):
        publication.publish(build_with(tmp_path, identity, identity))
    (tmp_path / "editions" / "abc" / "csv" / "region.csv").write_text("tampered")
    (tmp_path / "editions" / "abd" / manifest.FILE).write_text("{")
    verified = record.verify(tmp_path)
    assert next(verified) == (tmp_path / "editions" / "abe", 1)
    with pytest.raises(manifest.DamagedError) as told:
        next(verified)
    for identity in ("abc", "abd"):
        assert f"remove the folder; 'styrka run --edition {identity}' builds the edition again" in str(told.value)
