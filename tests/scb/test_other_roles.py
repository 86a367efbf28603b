"""Tables that are not employment by industry group: what is not known of them is found live, or refused by name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.scb import cells, local_units
from pipelines.scb.catalogue import MisfitError, asked, declaration, declarations
from pipelines.scb.refresh import Outcome, refresh
from pipelines.scb.settling import settled
from pipelines.scb.translation import CellError
from pipelines.snapshots.store import Store
from tests.fake_scb import FakeScb, documents, generated
from tests.fake_scb.table import Table
from tests.scb.answers import answer, codes, metadata
from tests.scb.asking import asking
from tests.shared import SHARED, needs_shared

TABLES = {
    "NR0105ENS2010T03A": "regional_account",
    "TAB1830": "commuting",
    "TAB3143": "gross_regional_product",
    "TAB3513": "local_unit",
    "TAB5557": "population",
    "TAB6329": "local_unit",
    "TAB6534": "education",
}
BY_LABEL = ("TAB6329", "TAB5557")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture
def table(request: pytest.FixtureRequest) -> Table:
    return generated.full_size(request.param)


@pytest.fixture
def fake(table: Table) -> Iterator[FakeScb]:
    with FakeScb([table], rate_limited=False) as server:
        yield server


def refreshed(fake: FakeScb, store: Store, table_id: str) -> Outcome:
    with asking(fake.url) as client:
        (outcome,) = refresh(client, store, [declaration(table_id)])
    return outcome


def read(store: Store, table_id: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = cells.read(store, declaration(table_id), store.newest(table_id)).to_pylist()
    return rows


def test_every_table_beside_employment_is_optional_and_says_what_was_never_seen_live() -> None:
    others = {declared.table_id: declared for declared in declarations() if declared.optional}
    assert {table_id: declared.role for table_id, declared in others.items()} == TABLES
    assert all(declared.verify for declared in others.values())
    assert {declared.role for declared in declarations() if not declared.optional} == {"employment"}


def test_a_table_without_an_id_in_the_api_is_never_asked_for() -> None:
    assert [each.table_id for each in declarations() if not each.asked] == ["NR0105ENS2010T03A"]
    assert "NR0105ENS2010T03A" not in {each.table_id for each in asked()}


@needs_shared
def test_the_industries_of_local_units_are_what_the_script_writes() -> None:
    assert local_units.TARGET.read_text("utf-8") == local_units.text(SHARED / "classification")


@pytest.mark.parametrize("table_id", ["TAB3513", "TAB6329"])
def test_industries_of_local_units_have_names_in_both_languages(table_id: str) -> None:
    found = declaration(table_id).categories
    assert all(each.name_sv and each.name_en and each.level for each in found)
    assert [each.code for each in found if each.level == "total"] == ["A-S"]


def test_a_division_that_is_listed_alone_and_in_a_group_is_counted_once() -> None:
    found = {each.code for each in declaration("TAB3513").categories}
    assert {"16", "17"} <= found
    assert "16-17" not in found
    names = {each.code: each.name_sv for each in declaration("TAB3513").categories}
    assert names["10-12"] == "Livsmedelsframställning; Framställning av drycker; Tobaksvarutillverkning"


@pytest.mark.parametrize("table_id", BY_LABEL)
def test_codes_that_are_not_known_are_found_by_their_labels_blanks_aside(table_id: str) -> None:
    live = documents.metadata(generated.full_size(table_id), "", "sv")
    known = settled(declaration(table_id), [live])
    assert known.check_metadata(live) == ()
    measure = known.dimension("measure")
    assert set(measure.codes.values()) == {content.measure for content in declaration(table_id).contents}
    assert known.selection["ContentsCode"] == tuple(measure.codes)


def test_a_label_that_is_gone_or_borne_twice_is_named_with_what_is_unsure() -> None:
    live = generated.full_size("TAB6329")
    live.relabel("ContentsCode", "000002A1", "Antal sysselsatta")
    with pytest.raises(
        MisfitError,
        match=r"TAB6329: no code of ContentsCode is called 'Antal anställda'; .*TAB6329\.toml .*"
        r"\(never seen live: the labels of contents and industries",
    ):
        settled(declaration("TAB6329"), [documents.metadata(live, "", "sv")])
    live.relabel("ContentsCode", "000002A1", "Förädlingsvärde, mnkr")
    with pytest.raises(MisfitError, match="2 codes of ContentsCode are called 'Förädlingsvärde, mnkr'"):
        settled(declaration("TAB6329"), [documents.metadata(live, "", "sv")])


@pytest.mark.parametrize("levels", [(), ("00",), ("00", "08")])
def test_regions_that_may_be_listed_are_taken_where_they_are(levels: tuple[str, ...]) -> None:
    declared = declaration("TAB3143")
    regions = [*declared.dimension("region").codes, *levels]
    live = answer("TAB3143", codes("TAB3143", Region=regions)) | {"value": []}
    known = settled(declared, [live])
    known.check_metadata(live)
    assert set(known.dimension("region").codes) == set(regions)


def test_a_municipality_or_the_unallocated_must_be_there() -> None:
    declared = declaration("TAB3143")
    regions = [code for code in declared.dimension("region").codes if code != "9900"]
    live = answer("TAB3143", codes("TAB3143", Region=regions)) | {"value": []}
    with pytest.raises(MisfitError, match="1 of 291 codes of Region: '9900' is missing"):
        settled(declared, [live]).check_metadata(live)


def test_an_unknown_commuting_place_is_refused_and_not_left_out() -> None:
    declared = declaration("TAB1830")
    places = [*declared.dimension("workplace").codes, "9999"]
    live = answer("TAB1830", codes("TAB1830", Arbetsstallekommun=places, Bostadskommun=["0880"], Tid=["2024"]))
    with pytest.raises(MisfitError, match="Arbetsstallekommun has the new code '9999'"):
        declared.check_metadata(live | {"value": []})


def test_content_codes_of_another_table_are_named() -> None:
    live = metadata("TAB3143")
    live["dimension"]["ContentsCode"]["category"] = {"index": {"X": 0, "NR0105AY": 1}, "label": {}}
    with pytest.raises(MisfitError, match="1 of 2 codes of ContentsCode: 'NR0105AW' is missing"):
        declaration("TAB3143").check_metadata(live)


@pytest.mark.parametrize("table", ["TAB5557", "TAB6329", "TAB3513", "TAB6534", "TAB3143"], indirect=True)
def test_what_a_table_has_beside_the_declared_is_not_asked_for_and_the_rest_comes_whole(
    table: Table, fake: FakeScb, store: Store
) -> None:
    outcome = refreshed(fake, store, table.id)
    assert (outcome.action, outcome.remarks) == ("fetched", ())
    (call,) = fake.asked()
    assert generated.UNASKED not in str(call.body or call.params)
    assert refreshed(fake, store, table.id).action == "unchanged"
    rows = read(store, table.id)
    assert {row["status"] for row in rows} == {"observed"}
    measures = {content.measure for content in declaration(table.id).contents}
    assert {row["measure"] for row in rows} == measures
    assert len(rows) % len(measures) == 0


@pytest.mark.parametrize("table", ["TAB6329"], indirect=True)
def test_signs_and_units_of_local_units(table: Table, fake: FakeScb, store: Store) -> None:
    contents = {
        each.labels[code].strip(): code
        for each in table.variables
        if each.code == "ContentsCode"
        for code in each.codes
    }
    industries = {
        each.labels[code].strip()[0]: code for each in table.variables if each.code == "SNI2007" for code in each.codes
    }
    place = ("08", industries["B"], contents["Förädlingsvärde, mnkr"], "2022")
    table.revise({place: None}, sign="..")
    table.revise({("08", industries["B"], contents["Antal anställda"], "2022"): None}, sign="-")
    refreshed(fake, store, table.id)
    found = {
        row["measure"]: (row["value"], row["unit"], row["status"])
        for row in read(store, table.id)
        if (row["region_code"], row["industry_code"]) == ("08", "B")
    }
    assert found["value_added"] == (None, "SEK million", "suppressed")
    assert found["employees"] == (0.0, "persons", "zero")
    assert found["establishments"][1:] == ("local units", "observed")


def per_head(value: float) -> list[dict[str, Any]]:
    found = codes("TAB3143", Region=["0880"], Tid=["2024"])
    document = answer("TAB3143", found, lambda place: value if place[1] == "NR0105AY" else 12_345)
    rows: list[dict[str, Any]] = cells.cells(declaration("TAB3143"), [document]).to_pylist()
    return rows


def test_decimals_are_allowed_as_far_as_the_unit_has_them() -> None:
    product, head = per_head(412.7)
    assert (product["value"], product["unit"]) == (12_345.0, "SEK million")
    assert (head["value"], head["unit"]) == (412.7, "SEK thousand per inhabitant")
    with pytest.raises(CellError, match=r"NR0105AY.*value 412\.75.*has more decimals than the table publishes"):
        per_head(412.75)


def test_persons_have_no_decimals() -> None:
    found = codes("TAB1830", Bostadskommun=["0880"], Arbetsstallekommun=["0880"], Tid=["2024"])
    with pytest.raises(CellError, match=r"value 0\.5.*has more decimals"):
        cells.cells(declaration("TAB1830"), [answer("TAB1830", found, lambda _: 0.5)])


def test_cells_of_commuting_have_two_places_and_no_region() -> None:
    found = codes("TAB1830", Bostadskommun=["0880", "0840"], Arbetsstallekommun=["0880"], Tid=["2024"])
    rows = cells.cells(declaration("TAB1830"), [answer("TAB1830", found)]).to_pylist()
    assert [(row["residence_code"], row["workplace_code"], row["region_code"]) for row in rows] == [
        ("0840", "0880", None),
        ("0880", "0880", None),
    ]
    assert {row["sex"] for row in rows} == {"total"}
