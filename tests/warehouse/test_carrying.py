"""An ordered extract on the other side of the bridge: what is exact, what is ambiguous, and what stays unknown."""

from pathlib import Path

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.warehouse import carrying, engine

EDITION = "0123456789ab"
# 0111 is one to one; 0112 and 0113 merge into 0119; 0114 splits into 0115 and 0116.
PAIRS = [
    ("0111", "0111", "one_to_one", "4-0111"),
    ("0112", "0119", "merge", "4-0112"),
    ("0113", "0119", "merge", "4-0112"),
    ("0114", "0115", "split", "4-0114"),
    ("0114", "0116", "split", "4-0114"),
]
FIGURES = {"0111": 7, "0112": 10, "0113": 5, "0114": 8, "0129": 3}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """KALMAR and its suppressed twin follow SNI 2007, EGEN its own names; BAS is no import."""
    cells = [
        {"region_code": region, "industry_code": code, "year": 2024, "series": series, "sex": "total", "level": "4"}
        | {"employees": None if (region, code) == ("0881", "0113") else count, "table_id": series}
        | {"status": "suppressed" if (region, code) == ("0881", "0113") else "observed"}
        for series, region in (("KALMAR", "0880"), ("KALMAR", "0881"), ("EGEN", "0880"), ("BAS", "0880"))
        for code, count in FIGURES.items()
    ]
    editions = {"KALMAR": ("import", "SNI2007"), "EGEN": ("import", "EGEN"), "BAS": ("client", "SNI2007-16")}
    snapshots = [
        {"table_id": series, "part": 1, "parts": 1, "series": series, "title_sv": series, "title_en": series}
        | {"retrieved": "2026", "origin": origin, "licence": "CC0", "sha256": "a" * 64, "path": series}
        | {"industry_edition": edition}
        for series, (origin, edition) in editions.items()
    ]
    for name, rows in (("employment", cells), ("snapshot", snapshots)):
        content = pa.Table.from_pylist(rows, schema=schema.table(name).arrow_schema())
        engine.write_table(name, content, tmp_path / f"{name}.parquet", EDITION)
    return tmp_path


@pytest.fixture
def pairs() -> pa.Table:
    rows = [
        {"level": "4", "sni2007_code": before, "sni2025_code": after, "kind": kind, "union_id": union}
        | {"source": "ssb_2919"}
        for before, after, kind, union in PAIRS
    ]
    return pa.Table.from_pylist(rows, schema=schema.table("industry_bridge").arrow_schema())


def carried(folder: Path, pairs: pa.Table) -> list[tuple[object, ...]]:
    relation = carrying.carried(folder / "employment.parquet", folder / "snapshot.parquet", pairs)
    found = engine.select("carried_employment", {"carried": relation})
    assert set(found["series"].to_pylist()) == {"KALMAR"}
    names = ["region_code", "outcome", "industry_code", "edition", "employees", "other_codes"]
    return [tuple(row[name] for name in names) for row in found.to_pylist()]


def test_what_is_exact_has_its_new_code_and_what_is_not_keeps_its_own(folder: Path, pairs: pa.Table) -> None:
    assert [row for row in carried(folder, pairs) if row[0] == "0880"] == [
        ("0880", "ambiguous", "0114", "SNI2007", 8, "0115 0116"),
        ("0880", "ambiguous", "0129", "SNI2007", 3, None),
        ("0880", "exact", "0111", "SNI2025", 7, "0111"),
        ("0880", "exact", "0119", "SNI2025", 15, "0112 0113"),
    ]


def test_a_sum_with_a_suppressed_figure_is_not_the_sum_of_the_rest(folder: Path, pairs: pa.Table) -> None:
    (merged,) = (row for row in carried(folder, pairs) if row[0] == "0881" and row[2] == "0119")
    assert merged[4] is None


def test_nothing_is_lost_on_the_way(folder: Path, pairs: pa.Table) -> None:
    figures = [row[4] for row in carried(folder, pairs) if row[0] == "0880"]
    assert sum(figures) == sum(FIGURES.values())  # type: ignore[arg-type]


def test_without_imports_the_table_is_there_and_empty(folder: Path, pairs: pa.Table) -> None:
    empty = schema.table("snapshot").arrow_schema().empty_table()
    engine.write_table("snapshot", empty, folder / "none.parquet", EDITION)
    relation = carrying.carried(folder / "employment.parquet", folder / "none.parquet", pairs)
    assert engine.select("carried_employment", {"carried": relation}).num_rows == 0


def test_a_class_of_which_a_part_was_never_ordered_is_not_the_whole_class(folder: Path, pairs: pa.Table) -> None:
    """0113 is in no region: 0112 alone is not 0119. The other classes are carried as before."""
    path = folder / "employment.parquet"
    rows = [row for row in engine.read_table(path).to_pylist() if row["industry_code"] != "0113"]
    content = pa.Table.from_pylist(rows, schema=schema.table("employment").arrow_schema())
    engine.write_table("employment", content, path, EDITION)
    relation = carrying.carried(path, folder / "snapshot.parquet", pairs)
    found = engine.select("carried_employment", {"carried": relation}).to_pylist()
    (left,) = (row for row in found if row["region_code"] == "0880" and row["industry_code"] == "0112")
    assert (left["outcome"], left["reason"], left["edition"]) == ("ambiguous", "members_not_listed", "SNI2007")
    assert (left["employees"], left["other_codes"], left["union_id"]) == (10, "0119", "4-0112")
    assert [row["industry_code"] for row in found if row["outcome"] == "exact"] == ["0111", "0111"]
