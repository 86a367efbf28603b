"""Twins: nearest regions by structure, by hand, and what holds of every similarity."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.measures import comparisons, tables
from pipelines.warehouse import classification
from tests.measures.written import Figure, Key, employment, relations

FIELD = st.lists(st.integers(0, 50), min_size=3, max_size=3).filter(any)


def twins(folder: Path, *years: tuple[int, dict[Key, Figure]]) -> list[dict[str, Any]]:
    cells = pa.concat_tables([employment(figures, year=year) for year, figures in years])
    target = folder / "location_quotient.parquet"
    tables.location_quotient(relations(cells), target, "hand")
    read = {"location_quotient": pq.ParquetFile(target).read(), "region": classification.regions()}
    return comparisons.twin(read).to_pylist()


def table(**rows: tuple[Figure, ...]) -> dict[Key, Figure]:
    return {(region[1:], f"I{n}"): figure for region, row in rows.items() for n, figure in enumerate(row)}


def test_the_smaller_shares_add_up_and_ties_go_by_the_code(tmp_path: Path) -> None:
    """08 has .5 .5 0. 07: .5 .25 .25, so .75 in common; 06 the same the other way round; 05: 0 0 1, nothing."""
    figures = table(c08=(10, 10, 0), c07=(20, 10, 10), c06=(1, 2, 1), c05=(0, 0, 7))
    rows = [row for row in twins(tmp_path, (2024, figures)) if row["region_code"] == "08"]
    assert [(row["rank"], row["twin_code"], row["similarity"]) for row in rows] == [(1, "06", 0.75), (2, "07", 0.75)]


def test_types_stand_apart_the_newest_year_speaks_and_unknown_cells_have_no_twin(tmp_path: Path) -> None:
    old = table(c08=(1, 0), c07=(1, 0), c06=(1, 1), m0880=(1, 1))
    new = table(c08=(1, 1), c07=(1, 3), c06=("suppressed", 1), m0880=(1, 1))
    rows = twins(tmp_path, (2023, old), (2024, new))
    assert [(row["region_code"], row["year"], row["twin_code"], row["similarity"]) for row in rows] == [
        ("07", 2024, "08", 0.75),
        ("08", 2024, "07", 0.75),
    ]


@given(st.lists(FIELD, min_size=2, max_size=5))
def test_a_similarity_is_a_share_the_same_both_ways(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[int]]
) -> None:
    codes = ("03", "04", "05", "06", "07")
    figures = {(code, f"I{n}"): count for code, row in zip(codes, rows, strict=False) for n, count in enumerate(row)}
    found = twins(tmp_path_factory.mktemp("twins"), (2024, figures))
    both = {(row["region_code"], row["twin_code"]): row["similarity"] for row in found}
    for (region, twin), similarity in both.items():
        assert 0 < similarity <= 1
        assert both[twin, region] == similarity
