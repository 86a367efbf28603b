"""styrka explain: from a location quotient back to its four sums and raw cells, or one line that says what is wrong."""

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import StyrkaError
from pipelines.explain import explanation, text
from pipelines.explain.explanation import DisagreementError, Explanation
from pipelines.snapshots.store import Store
from tests.conftest import Workplace
from tests.explain import worked


def explained(place: Workplace, *arguments: Any) -> Explanation:
    return explanation.explain(*arguments, parquet=place.mart / "parquet", store=Store(place.raw))


def test_a_worked_quotient_from_an_imported_table_without_a_nation(tmp_path: Path) -> None:
    parquet, store = worked.write(tmp_path)
    found = explanation.explain("R1", "X", 2024, parquet=parquet, store=store)
    (comparison,) = found.comparisons
    assert comparison.exact == Fraction(worked.E_IR * worked.E, worked.E_R * worked.E_I)
    assert float(comparison.exact) == pytest.approx(worked.LQ, abs=5e-8)
    sums = (found.industry_sum, found.region_sum, comparison.industry, comparison.total)
    assert [each.value for each in sums] == [worked.E_IR, worked.E_R, worked.E_I, worked.E]
    assert [each.cells.num_rows for each in sums] == [1, 2, 3, 6]
    assert [each.unknown for each in sums] == [0, 0, 1, 1]


def test_a_suppressed_cell_stays_suppressed(tmp_path: Path) -> None:
    parquet, store = worked.write(tmp_path)
    found = explanation.explain("R3", "X", 2024, parquet=parquet, store=store)
    assert (found.industry_sum.value, found.industry_sum.unknown) == (None, 1)
    assert found.comparisons[0].exact is None
    told = text.render(found, "sv")
    assert "= saknas: siffran redovisas inte (..)" in told
    assert "R3  X  totalt  –  ej redovisad (..)  [1]" in told


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"lq": worked.LQ}, r"says lq = 0\.3847623, its raw cells give 0\.38476"),
        ({"lq": None}, r"says lq = None, its raw cells give 0\.38476"),
        ({"employees_reference": 879_214}, r"says employees_reference = 879214, its raw cells add up to 879213"),
    ],
)
def test_a_mart_that_disagrees_with_its_raw_cells_is_an_error_naming_both(
    changed: dict[str, Any], message: str, tmp_path: Path
) -> None:
    parquet, store = worked.write(tmp_path, changed)
    with pytest.raises(DisagreementError, match=message):
        explanation.explain("R1", "X", 2024, parquet=parquet, store=store)


def test_a_flipped_byte_in_the_answer_is_named(tmp_path: Path) -> None:
    parquet, store = worked.write(tmp_path)
    (body,) = store.root.rglob("*.parquet")
    content = bytearray(body.read_bytes())
    content[len(content) // 2] ^= 1
    body.write_bytes(content)
    with pytest.raises(StyrkaError, match=rf"{body.name}: the checksum is"):
        explanation.explain("R1", "X", 2024, parquet=parquet, store=store)


def test_an_answer_that_is_not_the_one_of_the_mart_is_named(tmp_path: Path) -> None:
    parquet, store = worked.write(tmp_path)
    (path,) = store.root.rglob("*.meta.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"sha256": "ab" * 32}))
    with pytest.raises(StyrkaError, match=r"part1\.parquet: the mart was computed from an answer with checksum"):
        explanation.explain("R1", "X", 2024, parquet=parquet, store=store)
    path.unlink()
    with pytest.raises(StyrkaError, match=r"part1\.meta\.json: the sidecar cannot be read"):
        explanation.explain("R1", "X", 2024, parquet=parquet, store=store)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("R9", "X", 2024), "no location quotient for region 'R9'; regions: R1, R3"),
        (("R1", "Z", 2024), "no location quotient for region R1 with industry 'Z'; there are X"),
        (("R1", "X", 1999), "no location quotient for region R1, industry X with year 1999; there are 2024"),
        (("R1", "X", 2024, "BAS"), "industry X, year 2024 with series 'BAS'; there are WORKED"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(asked: Any, message: str, tmp_path: Path) -> None:
    parquet, store = worked.write(tmp_path)
    with pytest.raises(StyrkaError, match=message) as caught:
        explanation.explain(*asked, parquet=parquet, store=store)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("table", ["location_quotient", "region", "industry", "employment", "snapshot"])
def test_a_truncated_table_is_named_in_one_line(table: str, tmp_path: Path) -> None:
    parquet, store = worked.write(tmp_path)
    path = parquet / f"{table}.parquet"
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(StyrkaError, match=rf"{table}\.parquet cannot be read as Parquet") as caught:
        explanation.explain("R1", "X", 2024, parquet=parquet, store=store)
    assert "\n" not in str(caught.value)


def test_without_a_mart_the_first_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(StyrkaError, match=r"location_quotient\.parquet is not there; run 'styrka run' first"):
        explanation.explain("08", "A", 2025, parquet=tmp_path, store=Store(tmp_path))


def test_kalmar_county_2025_in_both_languages(published: Workplace) -> None:
    found = explained(published, "08", "B+C", 2025)
    assert (found.series, found.others) == ("BAS_PREL", ())
    assert found.comparisons[0].exact == Fraction(18_126 * 5_273_735, 114_665 * 559_813)
    swedish, english = (text.render(found, language) for language in ("sv", "en"))
    assert "LQ mot riket (Riket, 00) = 1,49" in swedish
    assert "(18\u00a0126 / 114\u00a0665) / (559\u00a0813 / 5\u00a0273\u00a0735)" in swedish
    assert "Egen beräkning på SCB:s tabell TAB3785 (uppdateringsdatum okänt, avskriven för hand från" in swedish
    assert "LQ against Sweden (nation, 00) = 1.49" in english
    assert "(18,126 / 114,665) / (559,813 / 5,273,735)" in english
    for told in (swedish, english):
        assert str(found.sources[1]["sha256"]) in told
        assert "bundled/TAB3785/" in told


def test_hallsberg_2021_with_every_reference_area_and_both_sexes(published: Workplace) -> None:
    found = explained(published, "1861", "H", 2021, "RAMS")
    assert found.others == ("BAS",)
    assert [each.mart["reference"] for each in found.comparisons] == ["nation", "county", "skr_group"]
    assert round(float(found.comparisons[0].exact or 0), 2) == 3.41
    assert sorted(found.industry_sum.cells["sex"].to_pylist()) == ["men", "women"]
    assert found.region_sum.cells.num_rows == 32
    # The bundled edition has Örebro county's municipalities only, so no SKR group is complete.
    assert (found.comparisons[2].exact, found.comparisons[2].total.value) == (None, None)
    assert "saknas: jämförelseområdets siffror är inte fullständiga" in text.render(found, "sv")


def test_the_series_that_speaks_first_is_explained_unless_another_is_asked_for(published: Workplace) -> None:
    assert explained(published, "1883", "B+C", 2021).series == "BAS"
    assert explained(published, "1883", "B+C", 2021, "RAMS").series == "RAMS"


def test_quotients_of_every_series_agree_with_their_raw_cells(published: Workplace) -> None:
    for region in ("08", "18", "1814", "1883"):
        for industry in ("A", "B+C", "J", "US"):
            for year, series in ((2008, "RAMS"), (2018, "RAMS"), (2021, None)):
                explained(published, region, industry, year, series)


def test_a_bundled_answer_tampered_with_stops_the_explanation(published: Workplace, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(published.raw, raw)
    (body,) = (raw / "bundled" / "TAB3785").glob("*.json.gz")
    content = bytearray(body.read_bytes())
    content[-20] ^= 1
    body.write_bytes(content)
    with pytest.raises(StyrkaError, match=body.name):
        explanation.explain("08", "A", 2025, parquet=published.mart / "parquet", store=Store(raw))
