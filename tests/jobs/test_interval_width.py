"""Table ``interval_width`` of cells written one by one: which are counted where, and which of them a quantile is."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.warehouse import classification, engine
from tests.jobs.world import DATE

Row = dict[str, Any]
KEY = {"region_code": "0880", "industry_code": "I0", "series": "SIMULATED", "register_date": DATE, "level": "5"}


def cell(low: int, high: int | None, estimate: float | None = None, **more: Any) -> Row:
    return {**KEY, "jobs_low": low, "jobs_high": high, "jobs_estimate": estimate, "workplaces_unknown_size": 0, **more}


def quotient(low: float | None, high: float | None, note: str | None = None, **more: Any) -> Row:
    return {**KEY, "reference": "nation", "reference_code": "00", "lq_low": low, "lq_high": high, "note": note, **more}


def numbered(rows: list[Row]) -> list[Row]:
    """One industry for each row."""
    return [row | {"industry_code": f"I{place}"} for place, row in enumerate(rows)]


def rows_of(name: str, rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema.table(name).arrow_schema())


def widths(
    cells: list[Row], quotients: list[Row] | None = None, sizes: tuple[int, ...] = (0,)
) -> dict[tuple[Any, ...], Row]:
    relations = {
        "job_interval": rows_of("job_interval", cells),
        "job_quotient": rows_of("job_quotient", quotients or []),
        "region": classification.regions(),
        "width_size": pa.table({"jobs": sizes}),
    }
    found = engine.select("interval_width", relations, {"series": "SIMULATED", "register_date": DATE}).to_pylist()
    return {(row["region_type"], row["level"], row["jobs_from"]): row for row in found}


def one(cells: list[Row], quotients: list[Row] | None = None) -> Row:
    (row,) = widths(numbered(cells), None if quotients is None else numbered(quotients)).values()
    return row


def test_sizes_are_told_apart_by_the_jobs_there_are_at_least() -> None:
    """0; 1, 4 and 9; 10 and 11. A cell that can have no jobs is none."""
    lows = (0, 1, 4, 9, 10, 11)
    cells = numbered([*(cell(low, low + 1, 1.0) for low in lows), cell(0, 0, 0.0)])
    found = widths(cells, sizes=(0, 1, 10))
    assert {key[2]: row["cells"] for key, row in found.items()} == {0: 1, 1: 3, 10: 2}


def test_kinds_of_region_and_levels_are_told_apart_and_other_editions_left_out() -> None:
    cells = [cell(1, 2, 1.0), cell(1, 2, 1.0, level="2", industry_code="16"), cell(1, 2, 1.0, region_code="08")]
    other: list[Row] = [{"series": "REGISTER"}, {"register_date": date(2025, 2, 1)}]
    found = widths([*cells, *(cell(1, 2, 1.0) | each for each in other)])
    assert {key[:2]: row["cells"] for key, row in found.items()} == {
        ("municipality", "5"): 1,
        ("municipality", "2"): 1,
        ("county", "5"): 1,
    }
    assert {(row["series"], row["register_date"]) for row in found.values()} == {("SIMULATED", DATE)}


@pytest.mark.parametrize(
    ("unknown_size", "high", "counted"), [(0, 5, (1, 0, 0)), (1, 5, (1, 1, 0)), (2, None, (1, 1, 1)), (0, 1, (1, 0, 0))]
)
def test_cells_of_unknown_size_and_without_an_upper_end_are_counted(
    unknown_size: int, high: int | None, counted: tuple[int, ...]
) -> None:
    row = one([cell(0, high, 1.0, workplaces_unknown_size=unknown_size)])
    assert (row["cells"], row["cells_unknown_size"], row["cells_unbounded"]) == counted


def test_of_eleven_cells_the_quantiles_are_the_second_the_sixth_and_the_tenth() -> None:
    """Widths 1 to 11 of an estimate of 1; jobs of 1 to as many more, and quotients of 1 to 1 to 11."""
    order = (7, 3, 1, 5, 9, 2, 10, 4, 8, 6, 11)
    row = one([cell(1, 1 + width, 1.0) for width in order], [quotient(1, ratio) for ratio in order])
    assert [row[f"width_{name}"] for name in ("p10", "median", "p90")] == [2, 6, 10]
    assert (row["ratio_median"], row["lq_ratio_median"]) == (7, 6)
    # Of ten the first, the fifth and the ninth.
    row = one([cell(1, 1 + width, 1.0) for width in order[:-1]], [quotient(1, ratio) for ratio in range(1, 11)])
    assert [row[f"width_{name}"] for name in ("p10", "median", "p90")] == [1, 5, 9]
    assert (row["ratio_median"], row["lq_ratio_median"]) == (6, 5)


def test_the_width_of_jobs_is_told_in_shares_of_their_estimate() -> None:
    row = one([cell(10, 40, 20.0)])
    assert (row["width_median"], row["ratio_median"]) == (1.5, 4)


def test_what_has_no_upper_end_is_wider_than_every_number_and_what_has_no_estimate_is_no_width() -> None:
    """Widths of 1 and 2 beside two without end: the first half is 2, nine tenths have none."""
    endless = cell(1, None)
    row = one([endless, cell(1, 3, 1.0), endless, cell(1, 2, 1.0)])
    assert (row["width_median"], row["width_p90"], row["ratio_median"]) == (2, None, 3)
    row = one([cell(1, 9), cell(1, 9), cell(1, 9), cell(1, 2, 1.0)])
    assert (row["width_p90"], row["ratio_median"]) == (1, 9)


def test_against_an_estimate_or_a_lower_end_of_none_a_width_has_no_end() -> None:
    row = one([cell(0, 4, 0.0)], [quotient(0, 4)])
    assert (row["width_median"], row["ratio_median"], row["lq_ratio_median"]) == (None, None, None)
    assert (row["quotients"], row["quotients_unbounded"]) == (1, 1)


@pytest.mark.parametrize(
    ("low", "high", "contains"),
    [
        (0.5, 1.5, 1),
        (1.0, 3.0, 1),
        (0.5, 1.0, 1),
        (0.5, None, 1),
        (None, 1.5, 1),
        (1.25, 3.0, 0),
        (1.25, None, 0),
        (0.25, 0.75, 0),
        (None, 0.75, 0),
    ],
)
def test_a_quotient_contains_one_when_its_ends_are_on_either_side(
    low: float | None, high: float | None, contains: int
) -> None:
    row = one([cell(1, 2, 1.0)], [quotient(low, high)])
    assert (row["quotients"], row["lq_contains_one"]) == (1, contains)
    ratio = high / low if high is not None and low is not None else None
    assert (row["lq_ratio_median"], row["quotients_unbounded"]) == (ratio, 1 if ratio is None else 0)


def test_the_share_of_quotients_that_contain_one_is_of_those_there_are() -> None:
    """Two of four contain it; the fifth cell has none for a reason other than an end that nothing bounds."""
    of = [quotient(0.5, 2), quotient(0.5, 0.75), quotient(2, 4), quotient(None, None, "open_class_unbounded")]
    row = one([cell(1, 2, 1.0)] * 5, [*of, quotient(None, None, "no_jobs_in_reference")])
    assert (row["cells"], row["quotients"], row["quotients_unbounded"], row["lq_contains_one"]) == (5, 4, 1, 0.5)
    # Ratios of 1.5, 2 and 4 and one without end: the second of four.
    assert row["lq_ratio_median"] == 2


@pytest.mark.parametrize(
    "other",
    [
        *({"region_code": "0881"}, {"industry_code": "I1"}, {"series": "REGISTER"}, {"reference": "county"}),
        {"register_date": date(2025, 2, 1)},
    ],
)
def test_a_cell_has_its_own_quotient_against_the_nation_or_none(other: Row) -> None:
    ((_, row),) = widths([cell(1, 2, 1.0)], [quotient(0.5, 2) | other]).items()
    assert (row["cells"], row["quotients"], row["lq_contains_one"], row["lq_ratio_median"]) == (1, 0, None, None)
