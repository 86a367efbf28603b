"""Relatedness and complexity as the pipeline runs them: on which level and regions, what is refused, same bytes."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import schema
from pipelines.measures import backtests, matrices
from pipelines.warehouse import classification

EDITION = "0123456789ab"
COUNTIES = classification.regions().filter(pa.compute.field("type") == "county")["region_code"].to_pylist()
MUNICIPALITIES = (
    classification.regions().filter(pa.compute.field("type") == "municipality")["region_code"].to_pylist()[:60]
)


def quotient(series: str, level: str, regions: list[str], industries: int, year: int = 2024) -> list[dict[str, Any]]:
    """Presence that falls from the first region to the last: the more industries a region has, the rarer they are."""
    return [
        {"region_code": region, "industry_code": f"{number:0{max(1, len(level) * 3)}}", "year": year, "series": series}
        | {"reference": "nation", "reference_code": "00", "level": level}
        | {"rank": 1, "employees_region": 2, "employees_reference": 1, "employees_reference_total": 2}
        | {"employees": int(number * len(regions) <= (len(regions) - place) * industries + 7 * (number * place % 5))}
        for place, region in enumerate(regions)
        for number in range(industries)
    ]


def relations(rows: list[dict[str, Any]], editions: dict[str, str] | None = None) -> dict[str, Any]:
    found = {
        "location_quotient": pa.Table.from_pylist(rows, schema=schema.table("location_quotient").arrow_schema()),
        "workplace_quotient": schema.table("workplace_quotient").arrow_schema().empty_table(),
        "region": classification.regions(),
        "industry": classification.industries(),
    }
    followed = {row["series"]: "OWN" for row in rows} | (editions or {})
    snapshot = pa.table({"series": list(followed), "industry_edition": list(followed.values())})
    read = {**found, "snapshot": snapshot, "series_break": schema.table("series_break").arrow_schema().empty_table()}
    read["skill_relatedness"] = schema.table("skill_relatedness").arrow_schema().empty_table()
    return {**read, "density_backtest": backtest(read)}


def backtest(read: dict[str, Any]) -> pa.Table:
    with TemporaryDirectory() as folder:
        backtests.write(read, Path(folder) / "density_backtest.parquet", EDITION)
        return pq.read_table(Path(folder) / "density_backtest.parquet")


def written(tmp_path: Path, name: str, of: dict[str, Any]) -> list[dict[str, Any]]:
    matrices.write(name, of, tmp_path / f"{name}.parquet", EDITION)
    found: list[dict[str, Any]] = pq.read_table(tmp_path / f"{name}.parquet").to_pylist()
    return found


def test_a_series_is_measured_on_one_level_three_digits_first(tmp_path: Path) -> None:
    of = relations(quotient("X", "5", COUNTIES, 60) + quotient("X", "3", COUNTIES, 55))
    found = written(tmp_path, "complexity_region", of)
    assert {row["level"] for row in found} == {"3"}
    assert len(found) == 21
    assert all(row["note"] is None and row["eci"] is not None for row in found)
    assert len(written(tmp_path, "proximity", of)) == 55 * 54
    assert len(written(tmp_path, "relatedness", of)) == 21 * 55


def test_the_type_with_most_regions_is_measured_and_never_two_together(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        "complexity_region",
        relations(quotient("X", "3", COUNTIES, 55) + quotient("X", "3", MUNICIPALITIES, 55)),
    )
    assert {row["region_type"] for row in found} == {"municipality"}
    assert len(found) == 60


@pytest.mark.parametrize(
    ("level", "regions", "industries", "note"),
    [
        ("group", COUNTIES, 16, "level_too_coarse"),
        ("section", COUNTIES, 20, "level_too_coarse"),
        ("3", COUNTIES, 49, "too_few_industries"),
        ("3", MUNICIPALITIES[:12], 200, "too_few_regions"),
    ],
)
def test_what_is_too_little_to_learn_from_is_refused_with_the_reason(
    tmp_path: Path, level: str, regions: list[str], industries: int, note: str
) -> None:
    of = relations(quotient("X", level, regions, industries))
    found = written(tmp_path, "complexity_region", of)
    assert [(row["note"], row["eci"], row["outlook"]) for row in found] == [(note, None, None)] * len(regions)
    assert {row["note"] for row in written(tmp_path, "complexity_industry", of)} == {note}
    assert written(tmp_path, "proximity", of) == written(tmp_path, "relatedness", of) == []


def test_of_a_region_whose_total_lacks_a_cell_nothing_is_known(tmp_path: Path) -> None:
    rows = quotient("X", "3", COUNTIES, 55)
    unknown = [row | {"rank": None} if row["region_code"] == "08" else row for row in rows]
    found = written(tmp_path, "relatedness", relations(unknown))
    assert {row["present"] for row in found if row["region_code"] == "08"} == {None}
    assert {row["density"] for row in found if row["region_code"] == "08"} == {None}
    others = [row for row in found if row["region_code"] != "08"]
    assert all(row["present"] is not None and row["density"] is not None for row in others)


def test_regions_of_which_nothing_is_known_are_none_to_learn_from(tmp_path: Path) -> None:
    rows = quotient("X", "3", COUNTIES, 55)
    known = [row if row["region_code"] == "08" else row | {"rank": None} for row in rows]
    assert {row["note"] for row in written(tmp_path, "complexity_region", relations(known))} == {"too_few_regions"}
    assert written(tmp_path, "proximity", relations(known)) == written(tmp_path, "relatedness", relations(known)) == []


def test_unknown_industry_is_no_industry_to_be_related_to(tmp_path: Path) -> None:
    rows = quotient("X", "5", COUNTIES, 60)
    unknown = [
        {"region_code": code, "industry_code": "00000", "year": 2024, "series": "X", "level": "5"}
        | {"reference": "nation", "employees": 1, "rank": 1}
        | {"employees_region": 2, "employees_reference": 1, "employees_reference_total": 2}
        for code in COUNTIES
    ]
    rows = [row | {"industry_code": f"1{row['industry_code'][1:]}"} for row in rows]
    found = written(tmp_path, "complexity_industry", relations(rows + unknown, {"X": "SNI2007"}))
    assert len(found) == 60
    assert "00000" not in {row["industry_code"] for row in found}


def test_an_absent_industry_has_what_the_grid_needs_and_a_present_one_no_gain(tmp_path: Path) -> None:
    of = relations(quotient("X", "3", COUNTIES, 55))
    pci = {row["industry_code"]: row["pci"] for row in written(tmp_path, "complexity_industry", of)}
    for row in written(tmp_path, "relatedness", of):
        assert row["pci"] == pci[row["industry_code"]]
        assert (row["opportunity_gain"] is None) == row["present"]


def test_rows_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    rows = quotient("X", "3", COUNTIES, 55) + quotient("Y", "5", MUNICIPALITIES, 60)
    for name in matrices.RELATIONS:
        matrices.write(name, relations(rows), tmp_path / "one.parquet", EDITION)
        matrices.write(name, relations(rows[::-1]), tmp_path / "other.parquet", EDITION)
        assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "other.parquet").read_bytes()
