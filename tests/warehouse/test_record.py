"""What was published is recorded, and an edition that is built again is held against its record."""

import os
import shutil
from pathlib import Path

import pytest

from pipelines.errors import StyrkaError
from pipelines.warehouse import edition, manifest, publication, record
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
    shutil.rmtree(tmp_path / "editions" / "abc")
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
    shutil.rmtree(tmp_path / "editions" / "old")
    with pytest.raises(manifest.DamagedError, match=r"history/old\.json"):
        record.find(tmp_path, "old")


def verified(mart: Path) -> dict[str, str]:
    """What is wrong with each edition and each part of the record, by path, in the order in which they are checked."""
    return {path.relative_to(mart).as_posix(): wrong for path, _, wrong in record.verify(mart)}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A mart with editions ``abc``, ``abd`` and, the current one, ``abe``, all of them recorded."""
    for identity in ("abc", "abd", "abe"):
        publication.publish(build_with(tmp_path, identity, identity))
    record.keep(tmp_path)
    return tmp_path


def test_every_edition_that_stands_is_verified_the_current_one_first(kept: Path) -> None:
    record.seal_again(build_with(kept, "abc", "abc"), record.find(kept, "abc"))
    (kept / "editions" / ".DS_Store").write_text("")
    found = list(record.verify(kept))
    assert [(path.relative_to(kept).as_posix(), files, wrong) for path, files, wrong in found] == [
        *((f"editions/{identity}", 1, "") for identity in ("abe", "abc", "abd")),
        ("rebuilt/abc", 1, ""),
        *((f"history/{identity}.json", 1, "") for identity in ("abc", "abd", "abe")),
    ]


def test_each_damaged_edition_is_named_with_a_mend_of_its_own(kept: Path) -> None:
    record.seal_again(build_with(kept, "abc", "abc"), record.find(kept, "abc"))
    for folder in ("editions/abc", "editions/abe", "rebuilt/abc"):
        (kept / folder / "csv" / "region.csv").write_text("tampered")
    (kept / "editions" / "abd" / manifest.FILE).write_text("{")
    wrong = verified(kept)
    changed, again = (
        "checksum differs from publication: csv/region.csv",
        "by the code that computed it, builds it again",
    )
    rebuilt = kept / "rebuilt"
    assert wrong["editions/abe"] == f"{kept / 'editions/abe'}: {changed}; run 'styrka run' to build it again"
    assert wrong["editions/abc"] == (
        f"{kept / 'editions/abc'}: {changed}; 'styrka run --edition abc', {again} in {rebuilt}; then remove this folder"
    )
    assert wrong["rebuilt/abc"] == f"{kept / 'rebuilt/abc'}: {changed}; 'styrka run --edition abc', {again}"
    assert wrong["editions/abd"].endswith(
        f"; 'styrka run --edition abd', {again} in {rebuilt}; then remove this folder"
    )


def test_whoever_follows_the_line_about_the_current_edition_is_rid_of_it(kept: Path) -> None:
    (kept / "csv" / "region.csv").write_text("tampered")
    publication.publish(build_with(kept, "abe", "abe"))
    assert set(verified(kept).values()) == {""}
    assert [path.name for path in sorted((kept / "editions").iterdir())] == ["abc", "abd", "abe-2"]
    assert manifest.current(kept)["edition"] == "abe"


def test_a_link_that_is_gone_is_set_again_by_a_run(kept: Path) -> None:
    (kept / "csv").unlink()
    line = f"{kept / 'csv'}: the link to the published edition is gone; 'styrka run' sets it again"
    assert verified(kept)["csv"] == line
    (kept / "current").unlink()
    with pytest.raises(manifest.DamagedError, match="current: the link to the published edition is gone"):
        manifest.current(kept)
    assert verified(kept)["current"] == f"{kept / 'current'}: leads to no edition; 'styrka run' sets it again"
    publication.publish(build_with(kept, "abe", "abe"))
    assert set(verified(kept).values()) == {""}


def test_a_run_links_again_what_leads_elsewhere(kept: Path) -> None:
    (kept / "csv").unlink()
    (kept / "csv").symlink_to("editions/abc/csv")
    publication.publish(build_with(kept, "abe", "abe"))
    assert set(verified(kept).values()) == {""}


def test_a_pipe_in_place_of_a_manifest_is_damage_and_waited_for_by_nobody(kept: Path) -> None:
    for path in (kept / "history" / "zzz.json", kept / "editions" / "abc" / manifest.FILE):
        path.unlink(missing_ok=True)
        os.mkfifo(path)
    wrong = verified(kept)
    for name, path in (("history/zzz.json", "history/zzz.json"), ("editions/abc", f"editions/abc/{manifest.FILE}")):
        assert wrong[name].startswith(f"{kept / path}: this is no file (a pipe or a device waits for ever)")
    with pytest.raises(manifest.DamagedError, match="this is no file"):
        record.find(kept, "zzz")


def test_a_link_to_the_published_edition_that_leads_in_a_circle_is_one_line(kept: Path) -> None:
    (kept / "current").unlink()
    (kept / "current").symlink_to("current")
    wrong = verified(kept)
    assert wrong["current"].startswith(f"{kept / 'current'}: leads nowhere (")
    assert wrong["current"].endswith("; move it away and run 'styrka run'")
    assert wrong["editions/abe"] == ""


def test_a_link_to_what_is_no_edition_of_the_mart_is_told(kept: Path) -> None:
    elsewhere = shutil.move(kept / "editions" / "abe", kept / "abe")
    (kept / "current").unlink()
    (kept / "current").symlink_to(elsewhere)
    told = f"leads to {elsewhere}, which is not below {kept / 'editions'}; 'styrka run' sets it again"
    assert next(record.verify(kept))[2] == f"{kept / 'current'}: {told}"
    (kept / "current").unlink()
    shutil.copytree(elsewhere, kept / "current")
    assert next(record.verify(kept))[2] == f"{kept / 'current'}: is no link to an edition; move it away and run again"


def test_an_absolute_link_to_the_same_place_is_right(kept: Path) -> None:
    (kept / "csv").unlink()
    (kept / "csv").symlink_to(kept / "current" / "csv")
    assert set(verified(kept).values()) == {""}


def test_a_manifest_that_was_made_to_fit_is_held_against_the_record(kept: Path) -> None:
    folder = kept / "editions" / "abd"
    (folder / "csv" / "region.csv").write_text("tampered")
    content = manifest.read(folder) | {"files": manifest.checksums(folder)}
    (folder / manifest.FILE).write_text(manifest.text(content))
    assert f"another manifest than {kept / 'history/abd.json'}" in verified(kept)["editions/abd"]


def test_what_else_stands_in_the_mart_is_told(kept: Path) -> None:
    (kept / "editions" / "foo").mkdir()
    (kept / "csv").unlink()
    (kept / "csv").mkdir()
    (kept / "editions" / "link").symlink_to("nowhere")
    (kept / "rebuilt").mkdir()
    (kept / "rebuilt" / "notes.txt").write_text("")
    for name, target in (("profiles", "editions/abc/profiles"), ("parquet", "/elsewhere")):
        (kept / name).unlink()
        (kept / name).symlink_to(target)
    wrong = verified(kept)
    for name in ("editions/link", "rebuilt/notes.txt"):
        assert wrong[name] == f"{kept / name}: is no edition; move it away"
    for name, target in (("profiles", "editions/abc/profiles"), ("parquet", "/elsewhere")):
        assert wrong[name] == (
            f"{kept / name}: leads to {target} and not to the published edition; 'styrka run' links it again"
        )
    assert wrong["editions/foo"] == f"{kept / 'editions/foo'}: is no edition; move it away"
    assert wrong["csv"] == f"{kept / 'csv'}: is not linked to the published edition; move it away and run again"


def test_the_run_that_builds_the_current_edition_again_is_that_of_its_regions(tmp_path: Path) -> None:
    build = edition.Build(tmp_path)
    build.begin({"edition": "abc", "snapshots": [], "configuration": {"regions": ["08", "1880"]}})
    build.path("region").parent.mkdir(parents=True)
    build.path("region").write_text("whole")
    folder = publication.publish(build)
    (folder / "parquet" / "region.parquet").write_text("tampered")
    assert verified(tmp_path)["editions/abc"].endswith("; run 'styrka run --region 08 --region 1880' to build it again")


def test_an_edition_in_the_folder_of_another_is_told(kept: Path) -> None:
    shutil.rmtree(kept / "editions" / "abc")
    shutil.copytree(kept / "editions" / "abd", kept / "editions" / "abc")
    assert verified(kept)["editions/abc"].endswith("holds edition abd; restore the folder's name")


def test_a_damaged_record_is_told_too(kept: Path) -> None:
    (kept / "history" / "abc.json").write_text("{")
    shutil.copy(kept / "history" / "abe.json", kept / "history" / "abd.json")
    wrong = verified(kept)
    assert wrong["history/abc.json"].endswith(f"; 'styrka run' writes it again from {kept / 'editions/abc'}")
    assert "is the manifest of edition abe; 'styrka run' writes it again from " in wrong["history/abd.json"]
    # Of the editions themselves nothing is said.
    assert not any(wrong[f"editions/{identity}"] for identity in ("abc", "abd", "abe"))
    record.keep(kept)
    assert set(verified(kept).values()) == {""}
    # Of an edition that is gone nobody but a copy knows.
    shutil.rmtree(kept / "editions" / "abc")
    (kept / "history" / "abc.json").write_text("{")
    record.keep(kept)
    assert verified(kept)["history/abc.json"].endswith("; restore from a copy")
    assert wrong["history/abe.json"] == ""


def test_what_an_edition_told_of_the_one_before_is_verified_where_it_is_kept(tmp_path: Path) -> None:
    build = build_with(tmp_path, "abc", "abc")
    build.parquet.mkdir()
    for name in record.TOLD:
        build.path(name).write_text(name)
    publication.publish(build)
    record.keep(tmp_path)
    (path, files, wrong) = list(record.verify(tmp_path))[-1]
    assert (path.name, files, wrong) == ("abc.json", 3, "")
    changed = tmp_path / "history" / "abc.change.parquet"
    changed.write_text("tampered")
    wrong = f"{changed}: not as edition abc told it; "
    again = f"'styrka run' writes it again from {tmp_path / 'editions' / 'abc'}"
    assert verified(tmp_path)["history/abc.json"] == wrong + again
    record.keep(tmp_path)
    assert verified(tmp_path)["history/abc.json"] == ""
    # From what is damaged itself nothing is written again.
    changed.unlink()
    (tmp_path / "editions" / "abc" / "parquet" / "change.parquet").write_text("tampered")
    record.keep(tmp_path)
    assert not changed.exists()
    shutil.rmtree(tmp_path / "editions" / "abc")
    assert verified(tmp_path)["history/abc.json"] == f"{wrong}restore from a copy"
