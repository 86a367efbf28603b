"""Value added per employed: the two sources stay apart, an empty figure leaves the quotient empty with a reason."""

from typing import Any

import pytest

from pipelines.warehouse import engine
from tests.conftest import Workplace
from tests.firms.written import Rows, account, arrow, unit


def productivity(accounts: Rows, units: Rows) -> Rows:
    relations = {"regional_account": arrow("regional_account", accounts), "local_unit": arrow("local_unit", units)}
    rows: Rows = engine.select("productivity", relations).to_pylist()
    return rows


def test_sek_million_by_persons_give_sek_thousand_per_person_in_each_source() -> None:
    local, regional = productivity(
        [account("gross_regional_product", 47_516), account("average_employed", 37.0), account("wages", 18_531)],
        [unit("value_added", 12_000), unit("employees", 16_000), unit("turnover", 40_000)],
    )
    assert (local["source"], local["employed"], local["productivity"]) == ("LOCAL_UNITS", 16_000, 750.0)
    assert (regional["source"], regional["employed"]) == ("REGIONAL_ACCOUNTS", 37_000)
    assert regional["productivity"] == pytest.approx(1284.2162, abs=1e-4)
    assert (regional["industry_sv"], regional["industry_en"]) == ("Varuproducenter", "Producers of goods")
    assert (local["note"], regional["note"]) == (None, None)


@pytest.mark.parametrize(
    ("added", "employees", "note"),
    [
        ((100.0, "observed"), (None, "suppressed"), "suppressed"),
        ((None, "suppressed"), (None, "missing"), "suppressed"),
        ((None, "not_applicable"), (None, "missing"), "missing"),
        ((None, "not_applicable"), (5.0, "observed"), "not_applicable"),
        ((0.0, "zero"), (0.0, "zero"), "no_employed"),
        ((100.0, "observed"), (0.0, "observed"), "no_employed"),
    ],
)
def test_without_a_quotient_there_is_a_reason(added: Any, employees: Any, note: str) -> None:
    (found,) = productivity([], [unit("value_added", *added), unit("employees", *employees)])
    assert (found["productivity"], found["note"]) == (None, note)
    assert (found["value_added"], found["employed"]) == (added[0], employees[0])


def test_what_is_neither_value_added_nor_employed_tells_nothing() -> None:
    hidden = (None, "suppressed")
    rows = productivity(
        [account("gross_regional_product", 100.0), account("average_employed", 1.0), account("wages", *hidden)],
        [unit("value_added", 100.0), unit("employees", 10), unit("turnover", *hidden)],
    )
    assert [row["note"] for row in rows] == [None, None]


def test_a_figure_that_the_source_does_not_list_is_missing() -> None:
    (found,) = productivity([], [unit("value_added", 100.0)])
    assert (found["productivity"], found["employed"], found["note"]) == (None, None, "missing")


def test_zero_value_added_by_employed_persons_is_zero_and_a_negative_one_negative() -> None:
    rows = productivity(
        [],
        [
            *(unit("value_added", 0.0, "zero"), unit("employees", 10)),
            *(unit("value_added", -5.0, industry_code="B"), unit("employees", 10, industry_code="B")),
        ],
    )
    assert {row["industry_code"]: row["productivity"] for row in rows} == {"C": 0.0, "B": -500.0}


def test_the_bundled_edition_has_orebro_2024_and_its_suppressed_cells_stay_suppressed(published: Workplace) -> None:
    rows = engine.read_table(published.mart / "parquet" / "productivity.parquet").to_pylist()
    assert len(rows) == 2 * 5 * 25
    (total,) = [row for row in rows if (row["region_code"], row["industry_code"], row["year"]) == ("18", "TOTAL", 2024)]
    # 162,546 SEK million by 153.7 thousand persons, both as published.
    assert (total["value_added"], total["employed"]) == (162_546.0, 153_700)
    assert total["productivity"] == pytest.approx(1057.5537, abs=1e-4)
    empty = [row for row in rows if row["productivity"] is None]
    assert {(row["industry_code"], row["note"], row["employed"]) for row in empty} == {
        ("UNALLOCATED", "suppressed", None)
    }
    assert len(empty) == 50
    assert all(row["value_added"] is not None for row in empty)


def test_the_accounts_are_as_published_with_100_suppressed_cells(published: Workplace) -> None:
    rows = engine.read_table(published.mart / "parquet" / "regional_account.parquet").to_pylist()
    assert len(rows) == 2 * 5 * 3 * 25
    assert sum(row["status"] == "suppressed" and row["value"] is None for row in rows) == 100
    wanted = {"region_code": "18", "industry_code": "TOTAL", "year": 2024}
    assert {row["measure"]: row["value"] for row in rows if wanted.items() <= row.items()} == {
        "average_employed": 153.7,
        "gross_regional_product": 162_546.0,
        "wages": 65_088.0,
    }


@pytest.mark.parametrize(
    "name",
    ["catchment", "commuting", "commuting_balance", "education", "gross_regional_product", "local_unit", "population"],
)
def test_what_the_bundled_edition_has_no_figures_of_is_an_empty_table(published: Workplace, name: str) -> None:
    assert engine.read_table(published.mart / "parquet" / f"{name}.parquet").num_rows == 0
    assert (published.mart / "csv" / f"{name}.csv").read_text("utf-8-sig").count("\n") == 1
