"""An edition that is no longer the newest, built again from its snapshots: the same bytes, or one line that says why
not."""

import json
import shutil
from pathlib import Path

import pytest

from pipelines.warehouse import code_version, manifest, record
from tests.conftest import Workplace, empty

TABLE = "region_code,industry_code,year,employees\n00,A,2024,1000\n08,A,2024,{farmers}\n08,G,2024,90\n00,G,2024,9000\n"
# Where, and the id and the files of the first edition.
Twice = tuple[Workplace, str, dict[str, bytes]]


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Twice:
    """Two editions of a table of the user's, revised in between; the id and the files of the first."""
    folder = tmp_path_factory.mktemp("editions")
    place = empty(folder)
    first: tuple[str, dict[str, bytes]] = ("", {})
    for farmers in (20, 30):
        (folder / "own.csv").write_text(TABLE.format(farmers=farmers))
        assert place.styrka("import", str(folder / "own.csv"), "--source", "OWN").returncode == 0
        done = place.styrka("run", "--region", "18")
        assert done.returncode == 0, done.stderr
        first = first if first[0] else (str(manifest.current(place.mart)["edition"]), place.files)
    return place, *first


def copied(place: Workplace, folder: Path) -> Workplace:
    """The same folders, to be damaged."""
    shutil.copytree(place.raw, folder / "raw", symlinks=True)
    shutil.copytree(place.mart, folder / "mart", symlinks=True)
    return Workplace(folder / "raw", folder / "mart", folder / "home")


def own(place: Workplace, identity: str) -> Path:
    """The file of the user's table that an edition rests on."""
    named = manifest.parse(place.mart / record.RECORD / f"{identity}.json")["snapshots"]
    (path,) = (each["path"] for each in named if each["table_id"] == "OWN")
    return place.raw / path


def refused(place: Workplace, *arguments: str) -> str:
    done = place.styrka("run", *arguments)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    return line


def test_a_manifest_names_snapshots_code_and_configuration(twice: Twice) -> None:
    content = manifest.current(twice[0].mart)
    assert {each["table_id"] for each in content["snapshots"]} >= {"TAB3204", "OWN"}
    assert all(len(each["sha256"]) == 64 for each in content["snapshots"])
    assert content["code"]["sha256"] == code_version.fingerprint()
    assert content["configuration"]["regions"] == ["18"]


def test_an_old_edition_is_built_again_to_the_same_bytes_beside_the_published_one(
    twice: Twice,
) -> None:
    place, first, files = twice
    now = place.files
    # As when it had been thrown away: all that is left of it is its record.
    shutil.rmtree(place.mart / "editions" / first)
    done = place.styrka("run", "--edition", first[:6])
    assert done.returncode == 0, done.stderr
    folder = place.mart / record.REBUILT / first
    made = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert made == files
    assert place.files == now, "the published edition is left alone"
    assert f"All {len(files) - 1} files have the bytes that were published" in done.stdout
    assert place.styrka("diff", first).returncode == 0, "it is found by its id again"


def test_what_an_edition_told_of_the_one_before_is_built_again_without_that_one(twice: Twice, tmp_path: Path) -> None:
    place, (second, files) = (
        copied(twice[0], tmp_path),
        (str(manifest.current(twice[0].mart)["edition"]), twice[0].files),
    )
    assert manifest.current(place.mart)["predecessor"] == twice[1]
    shutil.rmtree(place.mart / "editions" / twice[1], ignore_errors=True)
    done = place.styrka("run", "--edition", second)
    assert done.returncode == 0, done.stderr
    folder = place.mart / record.REBUILT / second
    made = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert made == files
    # Nor does a run on the same figures compare the edition with itself.
    assert place.styrka("run", "--region", "18").returncode == 0
    assert place.files == files


def test_without_the_one_before_and_what_was_told_of_it_an_edition_is_not_built_again(
    twice: Twice, tmp_path: Path
) -> None:
    place, second = copied(twice[0], tmp_path), str(manifest.current(twice[0].mart)["edition"])
    shutil.rmtree(place.mart / "editions" / twice[1], ignore_errors=True)
    shutil.rmtree(place.mart / record.REBUILT, ignore_errors=True)
    # Else the record would be written again from the edition, which stands.
    for told in (place.mart / record.RECORD / f"{second}.change.parquet", place.mart / "parquet" / "change.parquet"):
        told.unlink()
    assert f"{twice[1]}': no such edition is kept" in refused(place, "--edition", second)


@pytest.mark.parametrize("where", ["current/x", "csv", "editions/x", "rebuilt", "history/x/y"])
def test_a_difference_is_written_nowhere_among_the_editions(twice: Twice, where: str) -> None:
    place = twice[0]
    done = place.styrka("diff", "current", "--out", str(place.mart / where))
    assert done.returncode == 1
    assert done.stderr == (
        f"styrka: --out {place.mart / where} lies among the editions in {place.mart}, of which nothing changes; "
        "give a folder elsewhere\n"
    )


def test_a_missing_snapshot_is_named(twice: Twice, tmp_path: Path) -> None:
    place = copied(twice[0], tmp_path)
    for path in own(place, twice[1]).parent.glob(f"{own(place, twice[1]).name.split('.')[0]}*"):
        path.unlink()
    line = refused(place, "--edition", twice[1])
    assert f"edition {twice[1]} rests on OWN part 1 of 1" in line
    assert "restore it from a backup" in line


def test_a_snapshot_that_was_tampered_with_is_named(twice: Twice, tmp_path: Path) -> None:
    place = copied(twice[0], tmp_path)
    body = own(place, twice[1])
    body.write_bytes(body.read_bytes()[:-1] + b"!")
    line = refused(place, "--edition", twice[1])
    assert str(body) in line
    assert "checksum" in line


def test_other_code_is_said_with_both_versions(twice: Twice, tmp_path: Path) -> None:
    place = copied(twice[0], tmp_path)
    path = place.mart / record.RECORD / f"{twice[1]}.json"
    content = json.loads(path.read_text())
    path.write_text(json.dumps(content | {"code": {"styrka": "0.0.1", "sha256": "0" * 64}}))
    line = refused(place, "--edition", twice[1])
    assert "was computed by code 000000000000 (Styrka 0.0.1), and this is code" in line
    path.write_text(json.dumps({name: each for name, each in content.items() if name != "code"}))
    assert "before editions told which code computed them" in refused(place, "--edition", twice[1])


def test_a_strength_area_that_came_later_is_named(twice: Twice, tmp_path: Path) -> None:
    place = copied(twice[0], tmp_path)
    (place.raw / "areas").mkdir()
    (place.raw / "areas" / "mine.toml").write_text("")
    assert "mine.toml; put them back as they were" in refused(place, "--edition", twice[1])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--edition", "zzz"), "no such edition was published here"),
        (("--edition", "../../etc"), "no such edition was published here"),
        (("--edition", "aaa", "--region", "08"), "leave --region out"),
    ],
)
def test_an_edition_that_is_unknown_or_asked_for_otherwise_is_refused(
    twice: Twice, arguments: tuple[str, ...], said: str
) -> None:
    assert said in refused(twice[0], *arguments)


def test_a_run_of_the_published_edition_takes_profiles_over_and_a_rebuild_does_not(
    twice: Twice, tmp_path: Path
) -> None:
    """What is published bears a mark that no build of ours would make."""
    place = copied(twice[0], tmp_path)
    folder, whole = (place.mart / "current").resolve(), place.files
    identity = str(manifest.current(place.mart)["edition"])
    names = ("profiles/18/tables.xlsx", "profiles/18/profile.sv.html")
    for name in names:
        (folder / name).write_bytes(whole[name] + b" as published")
    place.reseal()

    done = place.styrka("run", "--region", "18")
    assert done.returncode == 0, done.stderr
    assert (place.mart / "current").resolve() == folder
    assert all(place.files[name].endswith(b" as published") for name in names)

    done = place.styrka("run", "--edition", identity)
    assert done.returncode == 0, done.stderr
    assert all((place.mart / record.REBUILT / identity / name).read_bytes() == whole[name] for name in names)
