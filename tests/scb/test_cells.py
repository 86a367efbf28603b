"""Raw cells: codes translated, signs kept apart, nothing silently dropped, doubled or rounded."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines import schema
from pipelines.scb import cells
from pipelines.scb.catalogue import MisfitError, declaration
from pipelines.scb.cells import CellError
from pipelines.snapshots.store import Sidecar, Store, selection_hash
from tests.conftest import Workplace
from tests.scb.answers import answer, codes, query
from tests.scb.stored import newest_cells


def one_region(**changes: Any) -> dict[str, Any]:
    """TAB5837, one region and one year: 16 industries × 2 sexes, values 0, 1, 2 …"""
    found = codes("TAB5837", Region=["18"], Tid=["2021"])
    return answer("TAB5837", found) | {"value": list(range(32))} | changes


def test_cells_are_in_the_declared_form() -> None:
    found = cells.cells(declaration("TAB5837"), [one_region()])
    assert found.schema.equals(schema.table("cell").arrow_schema(), check_metadata=True)
    assert found.slice(0, 2).to_pylist() == [
        {
            "table_id": "TAB5837",
            "series": "RAMS",
            "region_code": "18",
            "industry_code": "A",
            "level": "group",
            "year": 2021,
            "sex": sex,
            "measure": "workplace",
            "employees": figure,
            "workplaces": None,
            "status": "observed",
        }
        for figure, sex in enumerate(["men", "women"])
    ]


def test_unknown_industry_of_rams_is_us_and_a_published_zero_is_a_figure() -> None:
    found = cells.cells(declaration("TAB5837"), [one_region()]).to_pylist()
    assert [row["employees"] for row in found if row["industry_code"] == "US"] == [30, 31]
    assert found[0]["employees"] == 0
    assert found[0]["status"] == "observed"


def test_suppressed_missing_not_applicable_and_zero_stay_four_different_things() -> None:
    value = [None, None, None, None, 0, *range(27)]
    document = one_region(value=value, status={"0": "-", "1": "..", "2": ".", "4": "-"})
    found = cells.cells(declaration("TAB5837"), [document]).to_pylist()
    assert [(row["employees"], row["status"]) for row in found[:6]] == [
        (0, "zero"),
        (None, "suppressed"),
        (None, "not_applicable"),
        (None, "missing"),
        (0, "zero"),
        (0, "observed"),
    ]


def test_the_total_of_bas_is_a_total_and_not_a_group() -> None:
    found = codes("TAB3204", Region=["00"], Tid=["2024"])
    rows = cells.cells(declaration("TAB3204"), [answer("TAB3204", found)]).to_pylist()
    assert {row["industry_code"] for row in rows if row["level"] == "total"} == {"A-U+US"}
    assert {row["sex"] for row in rows} == {"men", "women", "total"}
    assert {row["measure"] for row in rows} == {"workplace", "residence"}


def test_the_order_of_variables_and_parts_does_not_show() -> None:
    declared = declaration("TAB5837")
    regions = codes("TAB5837", Region=["00", "18"], Tid=["2021"])
    turned = dict(reversed(regions.items()))
    whole = cells.cells(declared, [answer("TAB5837", regions, lambda place: len(place[1]))])
    other = cells.cells(declared, [answer("TAB5837", turned, lambda place: len(place[3]))])
    parts = [answer("TAB5837", regions | {"Region": [code]}, lambda place: len(place[1])) for code in ("18", "00")]
    assert other.equals(whole)
    assert cells.cells(declared, parts).equals(whole)


def test_parts_that_overlap_are_refused_and_the_cell_is_named() -> None:
    named = (
        "TAB5837: 32 cells are in more than one part, the first is region_code 18, industry_code A, year 2021, sex men"
    )
    with pytest.raises(CellError, match=named):
        cells.cells(declaration("TAB5837"), [one_region(), one_region()])


def test_parts_that_leave_cells_out_are_refused() -> None:
    other = answer("TAB5837", codes("TAB5837", Region=["00"], Tid=["2020"]))
    with pytest.raises(CellError, match=r"64 cells where .* make 128"):
        cells.cells(declaration("TAB5837"), [one_region(), other])


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"status": {"3": "x"}}, "Region 18, SNI2007 B[+]C, Kon 2, .* sign 'x'.* none of - .. ."),
        ({"status": {"3": ".."}}, "value 3, sign '..'.* both a figure and a sign"),
        ({"value": [0.5, *range(31)]}, "SNI2007 A, Kon 1, .*value 0.5.* no whole number"),
    ],
)
def test_what_cannot_be_read_as_it_is_is_refused_and_the_cell_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(CellError, match=named):
        cells.cells(declaration("TAB5837"), [one_region(**changes)])


def test_whole_numbers_written_as_decimals_are_whole() -> None:
    found = cells.cells(declaration("TAB5837"), [one_region(value=[float(number) for number in range(32)])])
    assert found["employees"].to_pylist() == list(range(32))


def test_no_answer_gives_no_cells_in_the_declared_form() -> None:
    assert cells.cells(declaration("TAB900"), []).equals(schema.table("cell").arrow_schema().empty_table())


def test_the_bundled_edition_is_read_as_cells(workplace: Workplace) -> None:
    found = newest_cells(Store(workplace.raw))
    assert found.num_rows == 2380 + 4488 + 1344 + 7744 + 12 * 16 * 2 * 11
    assert set(found["status"].to_pylist()) == {"observed"}
    wanted = {"region_code": "00", "industry_code": "B+C", "year": 2020, "sex": "total", "measure": "workplace"}
    rows = [row for row in found.to_pylist() if wanted.items() <= row.items()]
    assert [(row["series"], row["employees"]) for row in rows] == [("BAS", 538_046), ("BAS_PREL", 545_981)]


def test_what_the_client_fetched_must_cover_the_whole_declared_selection(tmp_path: Path) -> None:
    store = Store(tmp_path)
    found = codes("TAB5837", Region=["00", "18"])
    snapshot = store.write(_body(answer("TAB5837", found)), _fetched(query(found)))
    with pytest.raises(MisfitError, match="310 of 312 codes of Region"):
        cells.read(store, declaration("TAB5837"), [snapshot])
    everything = codes("TAB5837")
    whole = store.write(_body(answer("TAB5837", everything)), _fetched(query(everything)))
    assert cells.read(store, declaration("TAB5837"), [whole]).num_rows == 312 * 16 * 2 * 3


def test_a_stored_answer_that_is_no_dataset_is_refused_and_the_file_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path)
    snapshot = store.write(b"<html></html>", _fetched(query(codes("TAB5837"))))
    with pytest.raises(CellError, match=rf"{snapshot.body_path.name}: the answer is not JSON"):
        cells.read(store, declaration("TAB5837"), [snapshot])


def _body(document: dict[str, Any]) -> bytes:
    return json.dumps(document).encode()


def _fetched(asked: dict[str, Any]) -> Sidecar:
    return Sidecar(
        table_id="TAB5837",
        part=1,
        parts=1,
        origin="client",
        query=asked,
        url="https://example.org/tables/TAB5837/data",
        updated="2026-06-12T06:00:00Z",
        retrieved="2026-06-13T08:15:00Z",
        selection_hash=selection_hash([asked]),
        licence="CC0-1.0",
        note="made for a test",
    )
