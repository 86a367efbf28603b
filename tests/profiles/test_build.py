from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import profiles
from pipelines.errors import StyrkaError
from pipelines.warehouse import engine
from tests.conftest import Workplace
from tests.profiles import mart

FORMATS = ("docx", "html", "pptx")


def test_every_claim_has_a_page_of_its_own_in_both_languages(pages: Path, parquet: Path) -> None:
    claimed = pq.read_table(parquet / "claim.parquet").to_pylist()
    assert claimed
    assert {path.relative_to(pages).as_posix() for path in pages.glob("*/claims/*")} == {
        f"{row['region_code']}/claims/{row['claim_id']}.{language}.html" for row in claimed for language in ("en", "sv")
    }


def test_every_county_and_municipality_with_quotients_gets_every_format_in_both_languages(pages: Path) -> None:
    written = sorted(path.relative_to(pages).as_posix() for path in pages.glob("*/*") if path.is_file())
    codes = ("08", "0880", "0882", "18")
    names = [f"profile.{language}.{kind}" for language in ("en", "sv") for kind in FORMATS]
    assert written == [f"{code}/{name}" for code in codes for name in names]


def test_every_figure_has_its_files(pages: Path) -> None:
    charts = {path.name for path in (pages / "08" / "charts" / "sv").iterdir()}
    names = ("08-location-quotient-2022", "county-location-quotient-2022", "08-map-2022", "08-development")
    assert charts == {f"{name}.{kind}" for name in names for kind in ("csv", "png", "svg")}
    assert charts == {path.name for path in (pages / "08" / "charts" / "en").iterdir()}


def test_chosen_regions_and_progress(parquet: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    written = profiles.build(
        parquet, tmp_path, mart.EDITION, ["18", "18"], lambda done, total, region: seen.append((done, total, region))
    )
    on_disk = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert set(written) == on_disk
    assert len(written) == len(on_disk)
    pages = [path.relative_to(tmp_path).as_posix() for path in written if path.suffix == ".html"]
    assert pages == ["18/profile.sv.html", "18/profile.en.html"]
    assert seen == [(1, 2, "Örebro län"), (2, 2, "Örebro län")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("0881", "has no location quotients in edition 0123456789ab; run 'make refresh'"),
        ("0883", "near: 0882 Oskarshamn, 0880 Kalmar"),
        ("kalmar", "0880 Kalmar"),
        ("../../etc", "region '../../etc' is unknown"),
        ("00", "region 00 (Riket) has no location quotients"),
    ],
)
def test_an_unknown_region_is_refused_with_near_matches(parquet: Path, tmp_path: Path, code: str, said: str) -> None:
    with pytest.raises(StyrkaError) as refused:
        profiles.build(parquet, tmp_path, mart.EDITION, [code])
    assert said in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_without_a_region_to_profile_the_folder_is_empty(tmp_path: Path) -> None:
    folder = mart.write(tmp_path / "mart")
    for name in ("location_quotient", "specialisation"):
        path = folder / f"{name}.parquet"
        engine.write_table(name, engine.read_table(path).slice(0, 0), path, mart.EDITION)
    assert profiles.build(folder, tmp_path / "out", mart.EDITION) == []
    assert list((tmp_path / "out").iterdir()) == []


def test_a_table_of_another_edition_is_refused(tmp_path: Path) -> None:
    folder = mart.write(tmp_path)
    region = folder / "region.parquet"
    engine.write_table("region", pq.read_table(region), region, "fedcba987654")
    with pytest.raises(StyrkaError, match="edition fedcba987654"):
        profiles.build(folder, tmp_path / "out", mart.EDITION)


def test_an_absent_table_is_named(tmp_path: Path) -> None:
    folder = mart.write(tmp_path)
    (folder / "series_break.parquet").unlink()
    with pytest.raises(StyrkaError, match=r"series_break\.parquet"):
        profiles.build(folder, tmp_path / "out", mart.EDITION)


def test_the_bundled_edition_says_what_is_known(published: Workplace) -> None:
    folder = published.mart / "profiles"
    kalmar = (folder / "08" / "profile.sv.html").read_text("utf-8")
    for figure in ("LQ\u00a02,37", "LQ\u00a01,49", "LQ\u00a01,55", ">0,32<"):
        assert figure in kalmar
    assert "har utgåvan ingenting för de 12 kommunerna i Kalmar län" in kalmar
    assert "saknar Kalmar län BAS 2020–2024 (finns för riket och Örebro län) samt RAMS 2019–2021 (finns för" in kalmar
    hallsberg = (folder / "1861" / "profile.sv.html").read_text("utf-8")
    # The development has the last year of RAMS: H 3.41 in 2021.
    assert ">3,41<" in hallsberg
    assert "Utgåvan har BAS 2024 för 12 av landets 290 kommuner." in hallsberg


def test_a_file_that_cannot_be_written_is_named_with_its_region(parquet: Path, tmp_path: Path) -> None:
    (tmp_path / "08" / "profile.sv.pptx").mkdir(parents=True)
    with pytest.raises(StyrkaError, match=r"^profile of Kalmar län \(08\), 08/profile\.sv\.pptx: .*cannot be written"):
        profiles.build(parquet, tmp_path, mart.EDITION, ["08"])


def test_a_fault_of_the_program_stays_what_it_is_and_notes_whose_profile_it_was(tmp_path: Path) -> None:
    """A verdict that no program of this version gives: nothing that a user could mend in a line."""
    folder = mart.write(tmp_path / "mart")
    path = folder / "verdict.parquet"
    verdicts = engine.read_table(path)
    unheard = pa.array(["unheard of"] * verdicts.num_rows, verdicts.schema.field("verdict").type)
    position = verdicts.schema.get_field_index("verdict")
    engine.write_table("verdict", verdicts.set_column(position, "verdict", unheard), path, mart.EDITION)
    with pytest.raises((KeyError, ValueError)) as fault:
        profiles.build(folder, tmp_path / "out", mart.EDITION, ["08"])
    assert fault.value.__notes__ == ["profile of Kalmar län (08), 08/sv"]
