"""Firms beside jobs, end to end: a refresh fills every table, the checks hold, and a table that no longer fits or is
gone is told and leaves the rest alone."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pipelines.definitions import assemble
from pipelines.orchestration import launching
from pipelines.warehouse import engine
from tests.conftest import Workplace
from tests.fake_scb import FakeScb
from tests.fake_scb.generated import all_full_size

FILLED = ("commuting", "education", "gross_regional_product", "local_unit", "population", "regional_account")
DERIVED = ("productivity", "commuting_balance", "catchment")


@pytest.fixture
def scb() -> Iterator[FakeScb]:
    with FakeScb(all_full_size()) as server:
        # One pair into Kalmar is suppressed, and value added of one industry in Kalmar county.
        server.tables["TAB1830"].revise({("1+2", "0881", "0880", "00000001", "2024"): None}, sign="..")
        server.tables["TAB3513"].revise({("08", "16", "NV01095E", "2021"): None}, sign="..")
        yield server


@pytest.fixture
def place(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    for name in ("STYRKA_DATA_RAW", "STYRKA_DATA_MART", "DAGSTER_HOME"):
        monkeypatch.setenv(name, workplace.environment[name])
    return workplace


def refresh(scb: FakeScb) -> launching.Outcome:
    return launching.launch("refresh", lambda loggers: assemble(api=scb.url, regions=["0880"], loggers=loggers))


def rows(place: Workplace, name: str, **wanted: Any) -> list[dict[str, Any]]:
    found = engine.read_table(place.mart / "parquet" / f"{name}.parquet").to_pylist()
    return [row for row in found if wanted.items() <= row.items()]


def test_every_firm_table_is_filled_once_and_outlives_a_table_that_changed_or_went(
    place: Workplace, scb: FakeScb
) -> None:
    first = refresh(scb)
    calls = len(scb.asked())
    assert not [
        warning for warning in first.warnings if warning.startswith(("parts_of_total", "commuting", "optional"))
    ]
    # The regional accounts are real and bundled, the municipal product here is made up.
    assert [warning for warning in first.warnings if warning.startswith("municipalities_against_accounts")]
    filled(place)

    assert refresh(scb).manifest["edition"] == first.manifest["edition"]
    assert len(scb.asked()) == calls

    before = {name: rows(place, name) for name in (*FILLED, *DERIVED)}
    del scb.tables["TAB1830"]
    (label,) = [each.labels for each in scb.tables["TAB6329"].variables if each.code == "ContentsCode"]
    scb.tables["TAB6329"].relabel("ContentsCode", next(iter(label)), "Något annat")
    (warning,) = [each for each in refresh(scb).warnings if each.startswith("optional_tables")]
    assert "TAB1830 failed" in warning
    assert "404" in warning
    assert "TAB6329 refused" in warning
    assert "no code of ContentsCode is called 'Antal arbetsställen (lokala verksamheter)'" in warning
    assert {name: rows(place, name) for name in before} == before


def filled(place: Workplace) -> None:
    assert {name for name in (*FILLED, *DERIVED) if not rows(place, name)} == set()
    package = json.loads((place.mart / "datapackage.json").read_text("utf-8"))
    assert {*FILLED, *DERIVED} <= {each["name"] for each in package["resources"]}

    assert rows(place, "catchment", workplace_code="0880", residence_code="0881", year=2024)[0]["note"] == "suppressed"
    (suppressed,) = rows(place, "commuting_balance", region_code="0880", year=2024)
    assert (suppressed["jobs"], suppressed["self_sufficiency"], suppressed["note"]) == (None, None, "suppressed")
    (kalmar,) = rows(place, "commuting_balance", region_code="0880", year=2023)
    (employed,) = rows(
        place, "employment", region_code="0880", industry_code="A-U+US", year=2023, series="BAS", sex="total"
    )
    assert kalmar["jobs"] == employed["employees"]
    assert kalmar["note"] is None

    (empty,) = rows(place, "productivity", region_code="08", industry_code="16", year=2021)
    assert (empty["productivity"], empty["note"]) == (None, "suppressed")
    years = {row["year"] for row in rows(place, "productivity", source="LOCAL_UNITS")}
    assert years == set(range(2007, 2023))
    assert len(rows(place, "gross_regional_product", region_code="9900")) == 2 * 13
    assert {row["sex"] for row in rows(place, "population", region_code="0880")} == {"men", "women", "total"}
    assert len(rows(place, "education", region_code="0880")) == 5
