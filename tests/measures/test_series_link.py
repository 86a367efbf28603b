"""The factor between a series and the one that replaced it, of tables small enough to check by hand."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.measures import tables
from tests.measures.written import Figure, declared, employment, segments


def series(name: str, first: int, *figures: Figure, region: str = "08", industry: str = "A") -> pa.Table:
    return pa.concat_tables(
        [employment({(region, industry): each}, year=first + n, series=name) for n, each in enumerate(figures)]
    )


def links(folder: Path, *parts: pa.Table, breaks: pa.Table | None = None) -> list[dict[str, Any]]:
    content = pa.concat_tables(parts)
    tables.series_link(
        {"employment": content, "series_segment": segments(content, breaks)}, folder / "link.parquet", "hand"
    )
    return pq.ParquetFile(folder / "link.parquet").read().to_pylist()


def test_the_factor_is_the_sum_over_the_sum_of_the_years_that_both_have(tmp_path: Path) -> None:
    (row,) = links(tmp_path, series("RAMS", 2019, 999, 100, 300), series("BAS", 2020, 110, 300, 555))
    assert (row["series_from"], row["series_to"], row["start_year"], row["end_year"]) == ("RAMS", "BAS", 2020, 2021)
    assert (row["employees_from"], row["employees_to"], row["factor"]) == (400, 410, 410 / 400)
    assert (row["factor_low"], row["factor_high"], row["note"]) == (1.0, 1.1, None)


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ((100, "suppressed"), (110, 120), "suppressed"),
        (("missing", 100), (110, "suppressed"), "suppressed"),
        ((100, 100), ("missing", 120), "missing"),
        ((0, 0), (0, 3), "no_employment"),
        ((0, 4), (1, 3), "year_without_employment"),
    ],
)
def test_a_factor_is_refused_with_its_reason(
    old: tuple[Figure, ...], new: tuple[Figure, ...], note: str, tmp_path: Path
) -> None:
    (row,) = links(tmp_path, series("RAMS", 2020, *old), series("BAS", 2020, *new))
    assert (row["factor"], row["factor_low"], row["factor_high"], row["note"]) == (None, None, None, note)


def test_a_cell_that_one_of_the_years_does_not_list_is_refused(tmp_path: Path) -> None:
    whole = [series("RAMS", 2020, 10, 10), series("BAS", 2020, 10, 10)]
    part = [series("RAMS", 2020, 10, industry="J"), series("BAS", 2020, 10, 10, industry="J")]
    rows = {row["industry_code"]: row for row in links(tmp_path, *whole, *part)}
    assert (rows["A"]["factor"], rows["J"]["factor"], rows["J"]["note"]) == (1.0, None, "missing")


def test_years_beyond_a_break_of_either_series_are_no_overlap(tmp_path: Path) -> None:
    both = [series("RAMS", 2020, 10, 20, 30, 40), series("BAS", 2020, 10, 20, 30, 44)]
    (row,) = links(tmp_path, *both, breaks=declared(("RAMS", 2021, "source"), ("BAS", 2023, "source")))
    assert (row["start_year"], row["end_year"], row["factor"]) == (2021, 2022, 1.0)


def test_series_that_share_no_year_have_no_link(tmp_path: Path) -> None:
    assert links(tmp_path, series("RAMS", 2018, 10, 20), series("BAS", 2020, 10, 20)) == []
