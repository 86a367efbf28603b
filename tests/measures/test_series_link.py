"""The factor between a series and the one that replaced it, of tables small enough to check by hand."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import schema
from pipelines.measures import tables
from tests.measures.written import Figure, declared, employment, segments


def series(
    name: str, first: int, *figures: Figure, region: str = "08", industry: str = "A", level: str = "group"
) -> pa.Table:
    cells = [{(region, industry): figure} for figure in figures]
    return pa.concat_tables(
        [employment(each, year=first + n, series=name, level=level) for n, each in enumerate(cells)]
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
        ((100, "not_applicable"), (110, 120), "not_applicable"),
        ((100, 100), ("not_applicable", 120), "not_applicable"),
        (("not_applicable", 100), ("not_applicable", 120), "not_applicable"),
        (("not_applicable", 100), ("suppressed", 120), "suppressed"),
        (("not_applicable", 100), ("missing", 120), "missing"),
        (("missing", 100), ("not_applicable", 120), "missing"),
        (("not_applicable", "missing"), (110, 120), "missing"),
        (("not_applicable", 100), (110, "suppressed"), "suppressed"),
        ((0, 0), (0, 3), "no_employment"),
        ((0, 4), (1, 3), "year_without_employment"),
    ],
)
def test_a_factor_is_refused_with_its_reason(
    old: tuple[Figure, ...], new: tuple[Figure, ...], note: str, tmp_path: Path
) -> None:
    (row,) = links(tmp_path, series("RAMS", 2020, *old), series("BAS", 2020, *new))
    assert (row["factor"], row["factor_low"], row["factor_high"], row["note"]) == (None, None, None, note)
    # A sum of which a part is not known is none.
    known = note not in {"suppressed", "missing", "not_applicable"}
    assert [row["employees_from"] is not None, row["employees_to"] is not None] == [known, known]
    (declared_note,) = (column for column in schema.table("series_link").columns if column.name == "note")
    assert note in declared_note.domain


def test_a_cell_that_one_of_the_years_does_not_list_is_refused(tmp_path: Path) -> None:
    whole = [series("RAMS", 2020, 10, 10), series("BAS", 2020, 10, 10)]
    part = [series("RAMS", 2020, 10, industry="J"), series("BAS", 2020, 10, 10, industry="J")]
    rows = {row["industry_code"]: row for row in links(tmp_path, *whole, *part)}
    assert (rows["A"]["factor"], rows["J"]["factor"], rows["J"]["note"]) == (1.0, None, "missing")
    assert (rows["J"]["employees_from"], rows["J"]["employees_to"]) == (None, None)


@pytest.mark.parametrize(("told", "note"), [("suppressed", "suppressed"), ("not_applicable", "missing")])
def test_a_year_that_is_not_listed_is_missing_beside_other_reasons(told: str, note: str, tmp_path: Path) -> None:
    whole = [series("RAMS", 2020, 10, 10), series("BAS", 2020, 10, 10)]
    part = [series("RAMS", 2020, told, industry="J"), series("BAS", 2020, 10, 10, industry="J")]
    rows = {row["industry_code"]: row["note"] for row in links(tmp_path, *whole, *part)}
    assert rows == {"A": None, "J": note}


def test_each_level_is_linked_over_the_years_that_both_series_have_of_it(tmp_path: Path) -> None:
    fine = [series("RAMS", 2020, 7, 8, industry="16", level="2"), series("BAS", 2021, 9, 10, industry="16", level="2")]
    found = links(tmp_path, series("RAMS", 2019, 999, 100, 300), series("BAS", 2020, 110, 300, 555), *fine)
    columns = ("industry_code", "level", "start_year", "end_year", "employees_from", "employees_to")
    assert sorted(tuple(row[name] for name in columns) for row in found) == [
        ("16", "2", 2021, 2021, 8, 9),
        ("A", "group", 2020, 2021, 400, 410),
    ]


def test_single_persons_are_figures_like_any_other(tmp_path: Path) -> None:
    (row,) = links(tmp_path, series("RAMS", 2020, 1, 1), series("BAS", 2020, 1, 2))
    assert (row["factor"], row["factor_low"], row["factor_high"]) == (1.5, 1.0, 2.0)


@pytest.mark.parametrize("other", [{"region": "07"}, {"industry": "J"}, {"level": "section"}])
def test_only_the_same_cell_is_linked(other: dict[str, str], tmp_path: Path) -> None:
    both = [series(name, 2020, 30, region="01", industry="J") for name in ("RAMS", "BAS")]
    found = links(tmp_path, *both, series("RAMS", 2020, 10), series("BAS", 2020, 10, **other))
    assert [(row["region_code"], row["industry_code"]) for row in found] == [("01", "J")]


def test_neither_one_of_the_sexes_nor_the_total_of_all_industries_is_linked(tmp_path: Path) -> None:
    both = [series("RAMS", 2020, 10, 20), series("BAS", 2020, 10, 20)]
    place = both[0].schema.get_field_index("sex")
    men = [each.set_column(place, each.schema.field(place), pa.array(["men"] * len(each))) for each in both]
    whole = [series(name, 2020, 30, 60, industry="A-U+US", level="total") for name in ("RAMS", "BAS")]
    (row,) = links(tmp_path, *both, *men, *whole)
    assert (row["industry_code"], row["employees_from"], row["employees_to"]) == ("A", 30, 30)


def test_years_beyond_a_break_of_either_series_are_no_overlap(tmp_path: Path) -> None:
    both = [series("RAMS", 2020, 10, 20, 30, 40), series("BAS", 2020, 10, 20, 30, 44)]
    (row,) = links(tmp_path, *both, breaks=declared(("RAMS", 2021, "source"), ("BAS", 2023, "source")))
    assert (row["start_year"], row["end_year"], row["factor"]) == (2021, 2022, 1.0)


def test_series_that_share_no_year_have_no_link(tmp_path: Path) -> None:
    assert links(tmp_path, series("RAMS", 2018, 10, 20), series("BAS", 2020, 10, 20)) == []
