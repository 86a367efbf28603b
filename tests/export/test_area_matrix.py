"""styrka areas: strength areas by a county's municipalities, with intervals and the reason for every dash."""

from dataclasses import replace
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from pipelines.errors import StyrkaError
from pipelines.export import area_matrix
from tests.areas import published
from tests.areas.written import area
from tests.explain.test_areas import CELLS, EXTRACT, SAWN, WOOD

CSV = Path("strength_area_quotient.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    published.write(tmp_path, [WOOD, SAWN, area("gruvor", {"07": 1})], CELLS, EXTRACT)
    return tmp_path / "parquet"


def lines(
    folder: Path,
    region: str,
    shown: area_matrix.Shown = "lq",
    *,
    series: str = "SIMULATED",
    width: int | None = None,
) -> list[str]:
    matrix = area_matrix.read(folder, region, series)
    return area_matrix.render(matrix, shown, "sv", CSV, width).splitlines()


def test_real_figures_speak_before_a_simulation(folder: Path) -> None:
    assert area_matrix.read(folder, "0880").series == "HAND"


def test_a_county_is_shown_with_its_municipalities_and_marked_as_simulated(folder: Path) -> None:
    told = lines(folder, "08")
    assert told[:2] == [
        "SIMULERAT: inga verkliga arbetsställen.",
        "Styrkeområden, Kalmar län: serie SIMULATED, 2026-02-01",
    ]
    names = told[4].split()
    assert names[:3] == ["Styrkeområde", "Kalmar", "län"]
    assert len(names) == 3 + 12
    assert told[5].split()[:2] == ["tra", "2,20"]
    assert told[6].split()[0] == "tra"
    assert "–" in told[6].split()[1]


def test_the_interval_is_rounded_outwards_and_numbers_have_theirs(folder: Path) -> None:
    told = lines(folder, "0880", "size")
    assert told[4].split() == ["Styrkeområde", "Kalmar"]
    assert told[5].split() == ["tra", "6,5"]
    assert told[6].split() == ["tra", "16–93", "[2]"]


def test_how_many_workplaces_of_unknown_size_an_interval_rests_on_is_told(folder: Path) -> None:
    told = lines(folder, "0880")
    assert told[6].split()[-1] == "[2]"
    assert [line for line in told if line.startswith("[n]  intervallet rymmer n arbetsställen av okänd storlek")]
    assert not [line for line in told if line.startswith("–") and "okänd storlek" in line], "nothing is empty for it"


def test_every_dash_has_its_reason(folder: Path) -> None:
    told = lines(folder, "0880")
    assert "–  området finns inte i riket" in told
    assert "–  området är inte deklarerat i den utgåva av SNI som serien följer" in told


def test_an_extract_has_no_intervals(folder: Path) -> None:
    told = lines(folder, "0880", series="HAND")
    assert told[0] == "Styrkeområden, Kalmar: serie HAND, 2024"
    assert told[1] == "LQ mot riket av sysselsatta."
    assert ["sag", "0,75"] in [line.split() for line in told]


def test_narrow_terminals_get_blocks_that_repeat_the_areas(folder: Path) -> None:
    told = lines(folder, "08", width=60)
    assert len([line for line in told if line.startswith("Styrkeområde ")]) > 1
    end = told.index("", len(told) - 6)
    assert max(len(line) for line in told[4:end]) <= 60
    municipalities = {word for line in told if line.startswith("Styrkeområde ") for word in line.split()[1:]}
    assert {"Högsby", "Kalmar", "Vimmerby", "Borgholm"} <= municipalities


def test_the_nation_is_shown_by_counties(folder: Path) -> None:
    matrix = area_matrix.read(folder, "00")
    assert {each["type"] for each in matrix.regions} == {"county"}
    assert len(matrix.regions) == 21


def test_areas_declared_for_others_are_not_shown_and_those_declared_for_the_region_come_first(tmp_path: Path) -> None:
    kalmars = replace(area("egen", {"16": 1}), regions=("08",))
    jonkopings = replace(area("annan", {"47": 1}), regions=("06",))
    published.write(tmp_path, [WOOD, kalmars, jonkopings], CELLS, [])
    matrix = area_matrix.read(tmp_path / "parquet", "0880")
    assert [each["area_id"] for each in matrix.areas] == ["egen", "tra"]


def test_where_nothing_is_measured_one_line_says_so_and_what_would(folder: Path) -> None:
    path = folder / "strength_area_quotient.parquet"
    table = pq.read_table(path)
    pq.write_table(table.filter(pc.field("level").is_null()), path)
    with pytest.raises(
        StyrkaError, match=r"any strength area in region 0880 \(HAND, SIMULATED: too coarse.*--register"
    ):
        area_matrix.read(folder, "0880")
    pq.write_table(table.slice(0, 0), path)
    with pytest.raises(StyrkaError, match="fine enough to measure any strength area in region 08; pull the business"):
        area_matrix.read(folder, "08")


def test_what_is_not_there_is_one_line(folder: Path) -> None:
    with pytest.raises(StyrkaError, match="there is no region '99'"):
        area_matrix.read(folder, "99")
    with pytest.raises(StyrkaError, match="no strength areas of series BAS in region 08; series: HAND, SIMULATED"):
        area_matrix.read(folder, "08", "BAS")
