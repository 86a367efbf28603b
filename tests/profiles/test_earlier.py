"""A region whose profiles an edition has published already is not built again when that edition is.
A published file that no build of ours would write shows which files were taken over."""

from pathlib import Path

import pytest

from pipelines import profiles
from tests.profiles import mart

MARK = b" as published"
MARKED = ("18/profile.sv.docx", "18/profile.en.html", "18/charts/sv/18-development.csv")


@pytest.fixture
def published(parquet: Path, tmp_path: Path) -> Path:
    """Two regions as published, one of them with files that bear a mark."""
    folder = tmp_path / "published"
    profiles.build(parquet, folder / "profiles", mart.EDITION, ["18", "0880"])
    for name in MARKED:
        path = folder / "profiles" / name
        path.write_bytes(path.read_bytes() + MARK)
    (folder / "profiles" / "18" / "tables.xlsx").write_bytes(b"a workbook, which others write")
    return mart.sealed(folder)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_edition_takes_over_a_regions_files(parquet: Path, published: Path, tmp_path: Path) -> None:
    seen: list[int] = []
    written = profiles.build(
        parquet,
        tmp_path / "again",
        mart.EDITION,
        ["18", "0880"],
        lambda done, *_: seen.append(done),
        earlier=profiles.Earlier.published(published),
    )
    again, before = files(tmp_path / "again"), files(published / "profiles")
    del before["18/tables.xlsx"]
    assert again == before
    assert sorted(path.relative_to(tmp_path / "again").as_posix() for path in written) == sorted(again)
    assert seen == [1, 2, 3, 4]


def test_another_edition_takes_over_none(parquet: Path, published: Path, tmp_path: Path) -> None:
    manifest = published / "edition.json"
    manifest.write_text(manifest.read_text("utf-8").replace(mart.EDITION, "fedcba987654"), "utf-8")
    earlier = profiles.Earlier.published(published)
    profiles.build(parquet, tmp_path / "again", mart.EDITION, ["18"], earlier=earlier)
    assert not any(files(tmp_path / "again")[name].endswith(MARK) for name in MARKED)


@pytest.mark.parametrize("harm", ["changed", "gone", "not listed"])
def test_a_region_of_which_a_file_is_damaged_is_built_again(
    parquet: Path, published: Path, tmp_path: Path, harm: str
) -> None:
    damaged = published / "profiles" / "18" / "profile.en.pptx"
    damaged.unlink()
    if harm == "changed":
        damaged.write_bytes(b"another file")
    if harm == "not listed":
        mart.sealed(published)
    earlier = profiles.Earlier.published(published)
    profiles.build(parquet, tmp_path / "again", mart.EDITION, ["18", "0880"], earlier=earlier)
    profiles.build(parquet, tmp_path / "anew", mart.EDITION, ["18", "0880"])
    assert files(tmp_path / "again") == files(tmp_path / "anew")


def test_a_region_that_was_not_published_is_built(parquet: Path, published: Path, tmp_path: Path) -> None:
    earlier = profiles.Earlier.published(published)
    profiles.build(parquet, tmp_path / "again", mart.EDITION, ["0882"], earlier=earlier)
    profiles.build(parquet, tmp_path / "anew", mart.EDITION, ["0882"])
    assert files(tmp_path / "again") == files(tmp_path / "anew")
