"""The small picture of the location quotients shows what is told elsewhere too: SCB's newest year, by the series that
speaks first."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.orchestration import plots


def drawn(path: Path, *moments: tuple[str, int]) -> str:
    rows = [
        {"region_code": "08", "industry_code": "A", "year": year, "series": series, "reference": "nation", "lq": 2.0}
        for series, year in moments
    ]
    pq.write_table(pa.Table.from_pylist(rows), path / "location_quotient.parquet")
    return plots.quotients(path / "location_quotient.parquet").md_str or ""


@pytest.mark.parametrize(
    ("moments", "title"),
    [
        ([("BAS_PREL", 2025), ("BAS", 2025), ("BAS", 2024)], "BAS 2025: log2 LQ"),
        ([("BAS_PREL", 2025), ("BAS", 2024), ("RAMS", 2021)], "BAS_PREL 2025: log2 LQ"),
        ([("OWN", 2026), ("RAMS", 2021)], "RAMS 2021: log2 LQ"),
    ],
)
def test_the_newest_year_is_drawn_by_the_series_that_speaks_first(
    tmp_path: Path, moments: list[tuple[str, int]], title: str
) -> None:
    assert drawn(tmp_path, *moments).startswith(f"![{title}]")


def test_without_a_series_of_scb_nothing_is_drawn(tmp_path: Path) -> None:
    assert drawn(tmp_path, ("OWN", 2026)) == "no regions to draw"
