"""What was published can be checked, file by file."""

import json
import os
import shutil
from pathlib import Path

import pytest

from pipelines.errors import StyrkaError
from pipelines.warehouse import manifest, publication
from pipelines.warehouse.manifest import ADDED, CHANGED, GONE, UNREADABLE
from tests.warehouse.builds import build_with


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The published edition, with files ``csv/region.csv``, ``csv/other.csv``, ``a/file`` and ``ab/file``."""
    build = build_with(tmp_path, "aaa", "first")
    for name in ("csv/other.csv", "a/file", "ab/file"):
        (build.folder / name).parent.mkdir(exist_ok=True)
        (build.folder / name).write_text(name)
    return publication.publish(build)


def damage(folder: Path, below: str = "") -> dict[str, list[str]]:
    return manifest.damage(folder, manifest.read(folder)["files"], below)


def test_what_stands_as_it_was_published_is_no_damage(folder: Path) -> None:
    assert damage(folder) == {}


def test_every_file_that_is_wrong_is_named_by_what_is_wrong_with_it(folder: Path) -> None:
    (folder / "csv" / "region.csv").write_text("tampered")
    (folder / "csv" / "other.csv").unlink()
    (folder / "csv" / "added.csv").write_text("")
    (folder / "csv" / manifest.FILE).write_text("")
    (folder / "a" / "link").symlink_to("nowhere")
    assert damage(folder) == {
        GONE: ["csv/other.csv"],
        CHANGED: ["csv/region.csv"],
        ADDED: ["a/link", "csv/added.csv", f"csv/{manifest.FILE}"],
    }


def test_a_file_that_cannot_be_read_hides_nothing_else(folder: Path) -> None:
    (folder / "a" / "file").unlink()
    (folder / "a" / "file").symlink_to("nowhere")
    (folder / "ab" / "file").unlink()
    os.mkfifo(folder / "ab" / "file")
    (folder / "csv" / "region.csv").write_text("tampered")
    assert damage(folder) == {CHANGED: ["csv/region.csv"], UNREADABLE: ["a/file", "ab/file"]}


def test_a_folder_is_not_another_whose_name_begins_alike(folder: Path) -> None:
    (folder / "ab" / "file").write_text("tampered")
    assert damage(folder, "a") == {}
    assert damage(folder, "ab") == {CHANGED: ["ab/file"]}


def test_a_part_is_trusted_whatever_happened_to_another(tmp_path: Path, folder: Path) -> None:
    (folder / "ab" / "file").write_text("tampered")
    assert manifest.trusted(tmp_path, "a") == folder / "a"
    with pytest.raises(manifest.DamagedError) as told:
        manifest.trusted(tmp_path, "ab")
    assert str(told.value) == (
        f"{folder}: checksum differs from publication: ab/file; run 'styrka run' to build it again"
    )


def test_what_was_added_keeps_nobody_from_reading(tmp_path: Path, folder: Path) -> None:
    (folder / "a" / ".DS_Store").write_text("")
    assert manifest.trusted(tmp_path, "a") == folder / "a"


def test_a_part_that_was_not_published_is_told(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(StyrkaError, match="edition aaa was published without parquet; run 'styrka run'"):
        manifest.trusted(tmp_path, "parquet")


def test_what_to_do_is_said_of_all_but_added_files() -> None:
    added = "not published with the edition, move it away: x"
    assert manifest.said({ADDED: ["x"]}, "mend it") == added
    assert manifest.said({GONE: ["y", "z"], ADDED: ["x"]}, "mend it") == (
        f"gone since publication: y, z; {added}; mend it"
    )


@pytest.mark.parametrize(
    "change",
    [
        *({"files": []}, {"files": {"a": 1}}, {"edition": 1}, {"edition": "a\x1b[31m"}, {"snapshots": {}}),
        {"configuration": []},
    ],
)
def test_a_manifest_of_another_form_is_named(folder: Path, change: dict[str, object]) -> None:
    path = folder / manifest.FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(manifest.DamagedError, match="is not an edition's manifest; run 'styrka run' to build it again"):
        manifest.read(folder)


@pytest.mark.parametrize("content", ["{", "[]", '{"edition": "aaa"}', "[" * 100_000])
def test_a_damaged_manifest_is_named(folder: Path, content: str) -> None:
    (folder / manifest.FILE).write_text(content)
    with pytest.raises(manifest.DamagedError, match=r"edition\.json.*; mend it"):
        manifest.read(folder, "mend it")


def test_nothing_published_yet_is_said_in_one_line(tmp_path: Path) -> None:
    for ask in (manifest.current, lambda mart: manifest.trusted(mart, "parquet")):
        with pytest.raises(StyrkaError, match="nothing has been published here yet; run 'styrka run' first"):
            ask(tmp_path)


def test_an_edition_that_is_gone_or_without_its_manifest_is_damage_and_not_nothing(
    tmp_path: Path, folder: Path
) -> None:
    for harm in ((folder / manifest.FILE).unlink, lambda: shutil.rmtree(folder)):
        harm()
        with pytest.raises(manifest.DamagedError, match=r"json: cannot be read \(No such file or directory\); run"):
            manifest.current(tmp_path)
        with pytest.raises(manifest.DamagedError, match=r"json: cannot be read \(No such file or directory\); run"):
            manifest.trusted(tmp_path, "csv")
