"""An edition is published whole or not at all, and what was published can be checked."""

import json
import tomllib
from pathlib import Path

import pytest

from pipelines import places
from pipelines.errors import StyrkaError
from pipelines.warehouse import classification, edition, engine


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


def test_a_file_that_was_not_published_is_named(tmp_path: Path) -> None:
    edition.publish(build_with(tmp_path, "aaa", "first"))
    (tmp_path / "csv" / "extra.csv").write_text("")
    with pytest.raises(edition.DamagedError, match=r"csv/extra\.csv: was not published with the edition"):
        edition.verify(tmp_path)


@pytest.mark.parametrize(
    "change", [{"files": []}, {"files": {"a": 1}}, {"edition": 1}, {"edition": "a\x1b[31m"}, {"snapshots": {}}]
)
def test_a_manifest_of_another_form_is_named(tmp_path: Path, change: dict[str, object]) -> None:
    path = edition.publish(build_with(tmp_path, "aaa", "first")) / "edition.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(edition.DamagedError, match="is not an edition's manifest"):
        edition.verify(tmp_path)


def test_old_editions_are_kept_up_to_the_declared_number(tmp_path: Path) -> None:
    for number in range(5):
        edition.publish(build_with(tmp_path, f"e{number}", str(number)))
    kept = tomllib.loads(edition.SETTINGS.read_text())["kept"]
    assert sorted(path.name for path in (tmp_path / "editions").iterdir()) == [f"e{n}" for n in range(5)][-kept:]
    assert (tmp_path / "csv" / "region.csv").read_text() == "4"


def test_an_edition_that_was_current_a_moment_ago_stays_however_old_it_is(tmp_path: Path) -> None:
    for number in (0, 1, 2, 0, 3):
        edition.publish(build_with(tmp_path, f"e{number}", str(number)))
    assert sorted(path.name for path in (tmp_path / "editions").iterdir()) == ["e0", "e2", "e3"]


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


def test_publishing_when_nothing_is_being_built_changes_nothing(tmp_path: Path) -> None:
    edition.publish(build_with(tmp_path, "aaa", "first"))
    with pytest.raises(StyrkaError, match="no edition is being built"):
        edition.publish(edition.Build(tmp_path))
    assert (tmp_path / "csv" / "region.csv").read_text() == "first"


def test_a_build_that_lacks_a_required_file_is_not_published(tmp_path: Path) -> None:
    edition.publish(build_with(tmp_path, "aaa", "first"))
    with pytest.raises(StyrkaError, match=r"lacks parquet/region\.parquet"):
        edition.publish(build_with(tmp_path, "bbb", "second"), ["parquet/region.parquet"])
    assert (tmp_path / "csv" / "region.csv").read_text() == "first"


@pytest.mark.parametrize("manifest", ["{", "[]", '{"edition": "aaa"}'])
def test_a_damaged_manifest_is_named(tmp_path: Path, manifest: str) -> None:
    edition.publish(build_with(tmp_path, "aaa", "first"))
    (tmp_path / "edition.json").write_text(manifest)
    with pytest.raises(edition.DamagedError, match=r"edition\.json"):
        edition.verify(tmp_path)
    edition.publish(build_with(tmp_path, "aaa", "first"))
    assert edition.verify(tmp_path) == 1


def test_a_table_of_another_edition_is_refused(tmp_path: Path) -> None:
    build = edition.Build(tmp_path)
    build.begin({"edition": "aaa", "snapshots": []})
    engine.write_table("region", classification.regions(), build.path("region"), "bbb")
    with pytest.raises(StyrkaError, match="table region of edition aaa is not there"):
        build.table("region")
    engine.write_table("region", classification.regions(), build.path("region"), "aaa")
    assert build.table("region") == build.path("region")


def test_a_mart_that_cannot_be_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "mart").write_text("a file")
    with pytest.raises(StyrkaError, match="mart: cannot be written"), edition.writing(tmp_path / "mart"):
        pass


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


def test_an_edition_that_comes_back_is_not_stored_twice(tmp_path: Path) -> None:
    for identity, content in [("aaa", "first"), ("bbb", "second")] * 4:
        edition.publish(build_with(tmp_path, identity, content))
    assert sorted(path.name for path in (tmp_path / "editions").iterdir()) == ["aaa", "bbb"]
    assert (tmp_path / "csv" / "region.csv").read_text() == "second"
