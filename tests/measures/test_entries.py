"""Entries and exits inside unbroken segments, and how well density told the entries: by hand and by construction."""

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import schema
from pipelines.measures import comparisons, tables
from tests.measures.written import Figure, Key, employment, relations


def rows_of(name: str, rows: Iterable[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema.table(name).arrow_schema())


def segment(start: int, end: int, series: str = "HAND", level: str = "group") -> dict[str, Any]:
    return {"series": series, "level": level, "start_year": start, "end_year": end, "ended_by": "newest_figures"}


def changes(folder: Path, segments: list[dict[str, Any]], years: dict[int, dict[Key, Figure]]) -> list[dict[str, Any]]:
    cells = pa.concat_tables([employment(figures, year=year) for year, figures in years.items()])
    target = folder / "location_quotient.parquet"
    tables.location_quotient(relations(cells), target, "hand")
    read = {"location_quotient": pq.ParquetFile(target).read()}
    found = comparisons.entry_exit(read | {"series_segment": rows_of("series_segment", segments)})
    return found.to_pylist()


def two(first: tuple[Figure, Figure], second: tuple[Figure, Figure]) -> dict[Key, Figure]:
    """Two counties of industries I0 and I1."""
    return {(code, f"I{n}"): figure for code, row in (("08", first), ("07", second)) for n, figure in enumerate(row)}


OLD, NEW = two((10, 10), (30, 10)), two((30, 10), (10, 30))


def test_who_crossed_one_and_which_way(tmp_path: Path) -> None:
    """08 has I0 at .5 of .667, then .75 of .5; 07 the other way round."""
    found = changes(tmp_path, [segment(2020, 2023)], {2020: OLD, 2023: NEW})
    assert [(row["region_code"], row["industry_code"], row["change"]) for row in found] == [
        ("07", "I0", "exit"),
        ("07", "I1", "entry"),
        ("08", "I0", "entry"),
        ("08", "I1", "exit"),
    ]
    entry = found[2]
    assert (entry["lq_start"], entry["lq_end"]) == (pytest.approx(0.75), 1.5)
    assert (entry["start_year"], entry["end_year"]) == (2020, 2023)


def test_nothing_is_compared_across_a_break_or_with_a_single_year(tmp_path: Path) -> None:
    assert changes(tmp_path, [segment(2020, 2020), segment(2023, 2023)], {2020: OLD, 2023: NEW}) == []


def test_a_quotient_of_exactly_one_is_present(tmp_path: Path) -> None:
    even = two((10, 10), (10, 10))
    found = changes(tmp_path, [segment(2020, 2023)], {2020: even, 2023: NEW})
    assert {(row["region_code"], row["industry_code"], row["change"]) for row in found} == {
        ("07", "I0", "exit"),
        ("08", "I1", "exit"),
    }


def test_what_is_not_listed_counts_as_none_and_what_is_not_known_decides_nothing(tmp_path: Path) -> None:
    unlisted = {key: figure for key, figure in OLD.items() if key != ("08", "I0")}
    found = changes(tmp_path, [segment(2020, 2023)], {2020: unlisted, 2023: NEW})
    entry = next(row for row in found if (row["region_code"], row["industry_code"]) == ("08", "I0"))
    assert (entry["change"], entry["lq_start"], entry["lq_end"]) == ("entry", None, 1.5)
    assert changes(tmp_path, [segment(2020, 2023)], {2020: OLD | {("08", "I0"): "suppressed"}, 2023: NEW}) == []


def related(year: int, cells: Iterable[tuple[str, str, bool, float | None]]) -> list[dict[str, Any]]:
    shared = {"year": year, "series": "HAND", "level": "3", "region_type": "county"}
    return [
        shared | {"region_code": region, "industry_code": industry, "present": present, "density": density}
        for region, industry, present, density in cells
    ]


def backtests(rows: list[dict[str, Any]], *segments: dict[str, Any]) -> list[dict[str, Any]]:
    chosen = segments or (segment(2020, 2023, level="3"),)
    read = {"relatedness": rows_of("relatedness", rows), "series_segment": rows_of("series_segment", chosen)}
    return comparisons.backtest(read).to_pylist()


def test_the_area_under_the_curve_by_hand() -> None:
    """Came: .6 and .4; did not: .4, .2 and .6. Of six pairs three are won and two tied: 4/6. What was present before,
    or has no density, is not asked. Hanley & McNeil: Q1 = .5, Q2 = .53333."""
    past = [("08", "a", False, 0.6), ("08", "b", False, 0.4), ("08", "c", False, 0.4), ("08", "d", False, 0.2)]
    past += [("07", "a", False, 0.6), ("07", "b", True, 0.9), ("07", "c", False, None)]
    came = {("08", "a"), ("08", "b"), ("07", "b"), ("07", "c")}
    later = [(region, industry, (region, industry) in came, 0.5) for region, industry, *_ in past]
    (row,) = backtests(related(2020, past) + related(2023, later))
    assert (row["absent"], row["entries"], row["auc"]) == (5, 2, pytest.approx(4 / 6))
    a, q1, q2 = 2 / 3, (2 / 3) / (4 / 3), 2 * (4 / 9) / (5 / 3)
    error = ((a * (1 - a) + 1 * (q1 - a * a) + 2 * (q2 - a * a)) / 6) ** 0.5
    assert row["auc_low"] == pytest.approx(max(a - 1.96 * error, 0))
    assert row["auc_high"] == pytest.approx(min(a + 1.96 * error, 1))
    assert (row["recommended"], row["note"]) == (False, "could_be_chance")


@pytest.mark.parametrize(("steered", "recommended", "note"), [(True, True, None), (False, False, "below_threshold")])
def test_advice_stands_where_density_steered_entries_and_is_withheld_where_chance_did(
    steered: bool, recommended: bool, note: str | None
) -> None:
    drawn = random.Random(1)
    past, later = [], []
    for number in range(2000):
        density = drawn.random()
        chance = density / 2 if steered else 0.25
        cell = (f"{number % 21:02}", f"{number // 21:03}")
        past.append((*cell, False, density))
        later.append((*cell, drawn.random() < chance, 0.5))
    (row,) = backtests(related(2020, past) + related(2023, later))
    assert (row["recommended"], row["note"]) == (recommended, note)
    assert (row["auc"] > 0.65) if steered else (0.45 < row["auc"] < 0.55)


def test_what_cannot_be_tested_says_why() -> None:
    cells = [("08", "a", False, 0.5), ("07", "a", False, 0.6)]
    none = related(2020, cells) + related(2023, cells)
    assert [row["note"] for row in backtests(none)] == ["no_entries"]
    assert [row["note"] for row in backtests([], segment(2020, 2023), segment(2024, 2024))] == [
        "no_density",
        "one_year",
    ]
    all_of_them = related(2020, cells) + related(2023, [(region, code, True, None) for region, code, *_ in cells])
    assert [(row["note"], row["recommended"]) for row in backtests(all_of_them)] == [("all_entered", False)]
