"""styrka explain --area: from a strength area back to workplaces per size class, or to an extract's cells."""

from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.errors import StyrkaError
from pipelines.explain import area_text, areas
from pipelines.explain.explanation import DisagreementError
from pipelines.snapshots.store import Store
from pipelines.warehouse.classification import SNI2007
from tests.areas import published
from tests.areas.written import area

WOOD = area("tra", {"16": 1, "4683": 0.5})
SAWN = area("sag", {"1610": 0.25}, SNI2007)
# Kalmar 0880 has 3 + 2 in wood and 3 in timber wholesale of 13; Växjö 0780 has 1 of 20.
CELLS = {
    ("0880", "16112", "3"): 3,
    ("0880", "16231", "0"): 2,
    ("0880", "46831", "2"): 3,
    ("0880", "47112", "2"): 5,
    ("0780", "16112", "2"): 1,
    ("0780", "47112", "3"): 19,
}
EXTRACT = ("00;16101;2024;100", "00;16102;2024;60", "00;47112;2024;840", "0880;16101;2024;12", "0880;47112;2024;88")


@pytest.fixture
def mart(tmp_path: Path) -> tuple[Path, Store]:
    return tmp_path, published.write(tmp_path, [WOOD, SAWN], CELLS, EXTRACT)


def explained(mart: tuple[Path, Store], *arguments: object) -> areas.AreaExplanation:
    folder, store = mart
    return areas.explain(*arguments, parquet=folder / "parquet", store=store)  # type: ignore[arg-type]


def changed(folder: Path, **columns: object) -> None:
    """The mart's quotients of 0880 against the nation with other values."""
    path = folder / "parquet" / "strength_area_quotient.parquet"
    table = pq.read_table(path)
    rows = table.to_pylist()
    for row in rows:
        if (row["region_code"], row["reference"]) == ("0880", "nation"):
            row.update(columns)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)


def test_a_register_cell_leads_back_to_its_size_classes(mart: tuple[Path, Store]) -> None:
    found = explained(mart, "0880", "tra")
    assert (found.value, found.total) == (Fraction(13, 2), 13)
    assert [(each.row["industry_code"], each.value, dict(each.sizes)) for each in found.members] == [
        ("16", 5, {"0": 2, "3": 3}),
        ("4683", 3, {"2": 3}),
    ]
    assert [each.jobs for each in found.members] == [(15, 27), (3, 12)]
    nation = found.comparisons[0]
    assert (nation.area, nation.total, nation.exact) == (Fraction(15, 2), 33, Fraction(13 * 33, 13 * 15))
    (source,) = found.sources.values()
    assert source["series"] == "SIMULATED"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_text_names_register_date_file_checksum_and_that_it_is_simulated(
    mart: tuple[Path, Store], language: str
) -> None:
    found = explained(mart, "0880", "tra")
    told = area_text.render(found, "sv" if language == "sv" else "en")
    assert ("SIMULERAT" if language == "sv" else "SIMULATED: no real") in told
    assert ("LQ mot riket (Riket, 00) = 2,20" if language == "sv" else "LQ against Sweden (nation, 00) = 2.20") in told
    assert ("okänd: 2 · 5–9: 3" if language == "sv" else "unknown: 2 · 5–9: 3") in told
    assert "2026-02-01" in told
    (source,) = found.sources.values()
    assert source["sha256"] in told
    assert source["path"] in told


def test_an_extract_leads_back_to_its_cells(mart: tuple[Path, Store]) -> None:
    """A quarter of 12 of 100 against a quarter of 160 of 1,000."""
    found = explained(mart, "0880", "sag")
    assert (found.row["series"], found.value, found.total) == ("HAND", Fraction(3), 100)
    assert found.comparisons[0].exact == Fraction(12, 100) / Fraction(160, 1000)
    (member,) = found.members
    assert member.cells is not None
    assert member.cells["employees"].to_pylist() == [12]
    told = area_text.render(found, "sv")
    assert "0880  16101  totalt  12  publicerad  [1]" in told
    assert "imported/HAND" in told


def test_a_suppressed_cell_is_shown_and_not_summed_around(tmp_path: Path) -> None:
    lines = [line.replace("0880;16101;2024;12", "0880;16101;2024;..") for line in EXTRACT]
    store = published.write(tmp_path, [SAWN], CELLS, [*lines, "0880;16102;2024;5"])
    found = explained((tmp_path, store), "0880", "sag")
    assert (found.value, found.comparisons[0].exact) == (None, None)
    told = area_text.render(found, "sv")
    assert "0880  16101  totalt  –  ej redovisad (..)  [1]" in told
    assert "en ingående siffra är inte känd, och de övrigas summa är inte områdets" in told


def test_a_series_that_is_too_coarse_says_what_is_needed(tmp_path: Path) -> None:
    lines = ["00;161;2024;160", "00;471;2024;840", "0880;161;2024;12", "0880;471;2024;88"]
    store = published.write(tmp_path, [SAWN], CELLS, lines, level="3")
    found = explained((tmp_path, store), "0880", "sag", None, "HAND")
    assert not found.measured
    assert "Kan inte mätas: området behöver fyra siffror; serien har tre siffror." in area_text.render(found, "sv")


def test_the_series_that_measures_speaks_first(mart: tuple[Path, Store]) -> None:
    assert explained(mart, "0880", "tra").others == ("HAND",)
    assert explained(mart, "0880", "sag").others == ("SIMULATED",)
    told = area_text.render(explained(mart, "0880", "tra", None, "HAND"), "sv")
    assert "området har inga näringsgrenar i den utgåva av SNI som serien följer" in told


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"workplaces": 6.25}, r"says workplaces = 6\.25, its raw figures add up to 6\.5"),
        ({"reference_total": 34}, r"says reference_total = 34, its raw figures add up to 33"),
        ({"lq": 2.25}, r"says lq = 2\.25, its raw figures give 2\.2"),
    ],
)
def test_a_mart_that_disagrees_with_the_register_is_an_error_naming_both(
    mart: tuple[Path, Store], columns: dict[str, object], message: str
) -> None:
    changed(mart[0], **columns)
    with pytest.raises(DisagreementError, match=message):
        explained(mart, "0880", "tra")


def test_a_flipped_byte_in_the_register_is_named(mart: tuple[Path, Store]) -> None:
    (body,) = (mart[1].root / "simulated").rglob("*.parquet")
    content = bytearray(body.read_bytes())
    content[len(content) // 2] ^= 1
    body.write_bytes(content)
    with pytest.raises(StyrkaError, match=rf"{body.name}: the checksum is"):
        explained(mart, "0880", "tra")


def test_a_known_region_whose_areas_nothing_measures_is_told_what_would(mart: tuple[Path, Store]) -> None:
    path = mart[0] / "parquet" / "strength_area_quotient.parquet"
    pq.write_table(pq.read_table(path).slice(0, 0), path)
    with pytest.raises(StyrkaError, match="fine enough to measure strength area tra in region 0880; pull the business"):
        explained(mart, "0880", "tra")
    with pytest.raises(StyrkaError, match="there is no strength area 'skog'; there are sag, tra"):
        explained(mart, "0880", "skog")


def test_what_is_not_there_is_answered_with_what_is(mart: tuple[Path, Store]) -> None:
    with pytest.raises(StyrkaError, match="no location quotient for region 0880 with area 'skog'; there are sag, tra"):
        explained(mart, "0880", "skog")
    with pytest.raises(StyrkaError, match="area tra with series 'BAS'; there are HAND, SIMULATED"):
        explained(mart, "0880", "tra", None, "BAS")
    with pytest.raises(StyrkaError, match="series SIMULATED with year 2019; there are 2026"):
        explained(mart, "0880", "tra", 2019)
