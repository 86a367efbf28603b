"""From raw cells to employment: what is published passes, totals of men and women are derived, gaps stay gaps."""

from typing import Any

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.warehouse import engine

CELL = {
    "table_id": "TAB900",
    "series": "RAMS",
    "region_code": "18",
    "industry_code": "A",
    "level": "group",
    "year": 2010,
    "measure": "workplace",
    "status": "observed",
}


def employment(*cells: dict[str, Any]) -> dict[str, tuple[int | None, str]]:
    """(employees, status) by sex of cells that differ from CELL as told."""
    table = pa.Table.from_pylist([CELL | cell for cell in cells], schema=schema.table("cell").arrow_schema())
    rows = engine.select("employment", {"cell": table}).to_pylist()
    assert len({row["sex"] for row in rows}) == len(rows)
    return {row["sex"]: (row["employees"], row["status"]) for row in rows}


def test_the_total_of_men_and_women_is_derived() -> None:
    found = employment({"sex": "men", "employees": 30}, {"sex": "women", "employees": 12})
    assert found == {"men": (30, "observed"), "women": (12, "observed"), "total": (42, "derived")}


def test_a_published_total_is_never_computed_again() -> None:
    published = ({"sex": "men", "employees": 30}, {"sex": "women", "employees": 12}, {"sex": "total", "employees": 41})
    assert employment(*published)["total"] == (41, "observed")


@pytest.mark.parametrize(
    ("men", "women", "total"),
    [
        ((30, "observed"), (None, "suppressed"), (None, "suppressed")),
        ((None, "missing"), (None, "suppressed"), (None, "suppressed")),
        ((30, "observed"), (None, "missing"), (None, "missing")),
        ((None, "not_applicable"), (None, "missing"), (None, "missing")),
        ((30, "observed"), (None, "not_applicable"), (None, "not_applicable")),
        ((0, "zero"), (12, "observed"), (12, "derived")),
        ((0, "zero"), (0, "zero"), (0, "derived")),
    ],
)
def test_a_total_with_a_gap_takes_the_stronger_reason(men: Any, women: Any, total: Any) -> None:
    cells = [{"sex": sex, "employees": cell[0], "status": cell[1]} for sex, cell in (("men", men), ("women", women))]
    assert employment(*cells)["total"] == total


def test_one_sex_alone_is_no_total() -> None:
    assert employment({"sex": "women", "employees": 12})["total"] == (None, "missing")


def test_the_sources_sign_for_nothing_is_a_figure() -> None:
    assert employment({"sex": "total", "employees": None, "status": "zero"}) == {"total": (0, "zero")}


def test_residence_is_not_employment_at_the_workplace() -> None:
    found = employment({"sex": "total", "employees": 5}, {"sex": "total", "employees": 9, "measure": "residence"})
    assert found == {"total": (5, "observed")}


def test_tables_and_years_keep_apart() -> None:
    cells = [
        CELL | {"sex": sex, "employees": n, "year": year, "table_id": table_id}
        for table_id, year in (("TAB900", 2018), ("TAB5837", 2019))
        for sex, n in (("men", 1), ("women", 2))
    ]
    table = pa.Table.from_pylist(cells, schema=schema.table("cell").arrow_schema())
    rows = engine.select("employment", {"cell": table}).to_pylist()
    totals = [(row["year"], row["table_id"], row["employees"]) for row in rows if row["sex"] == "total"]
    assert totals == [(2018, "TAB900", 3), (2019, "TAB5837", 3)]
