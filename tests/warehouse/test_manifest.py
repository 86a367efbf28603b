"""What was published can be checked, file by file."""

import json
from pathlib import Path

import pytest

from pipelines.errors import StyrkaError
from pipelines.warehouse import manifest, publication
from tests.warehouse.builds import build_with


def test_a_damaged_edition_is_named_and_built_again(tmp_path: Path) -> None:
    publication.publish(build_with(tmp_path, "aaa", "first"))
    (tmp_path / "csv" / "region.csv").write_text("tampered")
    with pytest.raises(manifest.DamagedError, match=r"checksum differs from publication: csv/region\.csv"):
        manifest.verify(tmp_path / "current")
    publication.publish(build_with(tmp_path, "aaa", "first"))
    assert manifest.verify(tmp_path / "current") == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    publication.publish(build_with(tmp_path, "aaa", "first"))
    (tmp_path / "csv" / "region.csv").unlink()
    with pytest.raises(manifest.DamagedError, match=r"gone since publication: csv/region\.csv"):
        manifest.verify(tmp_path / "current")


def test_a_file_that_was_not_published_is_named(tmp_path: Path) -> None:
    publication.publish(build_with(tmp_path, "aaa", "first"))
    (tmp_path / "csv" / "extra.csv").write_text("")
    with pytest.raises(manifest.DamagedError, match=r"not published with the edition, move it away: csv/extra\.csv"):
        manifest.verify(tmp_path / "current")


@pytest.mark.parametrize(
    "change", [{"files": []}, {"files": {"a": 1}}, {"edition": 1}, {"edition": "a\x1b[31m"}, {"snapshots": {}}]
)
def test_a_manifest_of_another_form_is_named(tmp_path: Path, change: dict[str, object]) -> None:
    path = publication.publish(build_with(tmp_path, "aaa", "first")) / "edition.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(manifest.DamagedError, match="is not an edition's manifest"):
        manifest.verify(tmp_path / "current")


def test_nothing_published_yet_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(StyrkaError, match="run 'styrka run' first"):
        manifest.current(tmp_path)


@pytest.mark.parametrize("content", ["{", "[]", '{"edition": "aaa"}'])
def test_a_damaged_manifest_is_named(tmp_path: Path, content: str) -> None:
    publication.publish(build_with(tmp_path, "aaa", "first"))
    (tmp_path / "edition.json").write_text(content)
    with pytest.raises(manifest.DamagedError, match=r"edition\.json"):
        manifest.verify(tmp_path / "current")
    publication.publish(build_with(tmp_path, "aaa", "first"))
    assert manifest.verify(tmp_path / "current") == 1


def test_all_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    build = build_with(tmp_path, "aaa", "first")
    (build.folder / "csv" / "gone.csv").write_text("")
    publication.publish(build)
    (tmp_path / "csv" / "region.csv").write_text("tampered")
    (tmp_path / "csv" / "gone.csv").unlink()
    (tmp_path / "csv" / "added.csv").write_text("")
    with pytest.raises(manifest.DamagedError) as told:
        manifest.verify(tmp_path / "current")
    assert "gone since publication: csv/gone.csv;" in str(told.value)
    assert "checksum differs from publication: csv/region.csv;" in str(told.value)
    assert "move it away: csv/added.csv;" in str(told.value)


def test_a_part_is_trusted_whatever_happened_to_another(tmp_path: Path) -> None:
    build = build_with(tmp_path, "aaa", "first")
    for name in ("a", "ab"):
        (build.folder / name).mkdir()
        (build.folder / name / "file").write_text(name)
    publication.publish(build)
    (tmp_path / "current" / "ab" / "file").write_text("tampered")
    assert manifest.trusted(tmp_path, "a") == tmp_path / "current" / "a"
    with pytest.raises(manifest.DamagedError, match="ab/file"):
        manifest.trusted(tmp_path, "ab")


def test_an_edition_without_its_manifest_is_damage_and_not_nothing(tmp_path: Path) -> None:
    publication.publish(build_with(tmp_path, "aaa", "first"))
    (tmp_path / "editions" / "aaa" / manifest.FILE).unlink()
    with pytest.raises(manifest.DamagedError, match=r"edition\.json: cannot be read \(No such file or directory\)"):
        manifest.current(tmp_path)
