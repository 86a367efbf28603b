"""The smallest and largest location quotient of jobs: the closed form against every corner and a fine grid."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines import schema
from pipelines.warehouse import classification, engine
from tests.jobs.world import DATE, PLANING, SAWMILLS, regions

Box = tuple[int, int | None]
PARAMETERS = {
    "series": "SIMULATED",
    "register_date": DATE,
    "level": "5",
    **dict.fromkeys(("year", "start_year", "end_year"), 2026),
    "industry_edition": "SNI2025",
}


def quotient(
    x: Box,
    a: Box,
    b: Box,
    c: Box,
    estimates: tuple[float | None, ...] | None = None,
    *,
    note: str | None = None,
    unknown: int = 0,
    bounded: bool = True,
) -> dict[str, Any]:
    """The row of sawmilling in a municipality that has x in sawmilling and a in planing, the rest of Sweden b and c.

    ``note`` is that of the workplaces; of its sawmills ``unknown`` are of unknown size, ``bounded`` by what x says.
    """
    boxes = {("0880", SAWMILLS): x, ("0880", PLANING): a, ("0980", SAWMILLS): b, ("0980", PLANING): c}
    middle = estimates or tuple(None if high is None else (low + high) / 2 for low, high in boxes.values())
    cells = [(*key, *box, estimate) for (key, box), estimate in zip(boxes.items(), middle, strict=True)]
    for industry in (SAWMILLS, PLANING):
        parts = [each for each in cells if each[1] == industry and each[0] != "00"]
        highs, guesses = [each[3] for each in parts], [each[4] for each in parts]
        cells.append(
            (
                "00",
                industry,
                sum(each[2] for each in parts),
                None if None in highs else sum(highs),
                None if None in guesses else sum(guesses),
            )
        )
    constant = {"series": "SIMULATED", "register_date": DATE, "level": "5"}
    interval = [
        {
            **constant,
            "region_code": region,
            "industry_code": industry,
            "jobs_low": low,
            "jobs_high_known_size": high,
            "jobs_high": high if bounded or industry != SAWMILLS else None,
            "jobs_estimate": estimate,
            "workplaces": 1,
            "workplaces_unknown_size": unknown if industry == SAWMILLS and region != "0980" else 0,
            "size_class": "2",
        }
        for region, industry, low, high, estimate in cells
    ]
    asked = {**constant, "region_code": "0880", "industry_code": SAWMILLS, "reference": "nation", "note": note}
    names = {column.name: column.type for column in schema.table("job_interval").columns}
    relations = {
        "region": regions(("00", "08", "0880", "09", "0980")),
        "industry": classification.industries(),
        "workplace_count": pa.Table.from_pylist(interval),
        "job_allocation": schema.table("job_allocation").arrow_schema().empty_table(),
        "job_interval": pa.Table.from_pylist(
            [{name: row.get(name) for name in names} for row in interval],
            schema=schema.table("job_interval").arrow_schema(),
        ),
        "workplace_quotient": pa.Table.from_pylist(
            [
                {
                    name: {**asked, "reference_code": "00"}.get(name)
                    for name in schema.table("workplace_quotient").column_names
                }
            ],
            schema=schema.table("workplace_quotient").arrow_schema(),
        ),
    }
    (row,) = engine.select("job_quotient", relations, PARAMETERS).to_pylist()
    return row


def formula(x: Any, a: Any, b: Any, c: Any) -> Any:
    return x * (x + a + b + c) / ((x + a) * (x + b))


def test_worked_by_hand() -> None:
    """x 10–20, a 30, b 20–40, c 40–60. Largest: b 20, c 60, x* = (600 + √(360000 + 3960000))/60 = 44.6, so x 20.
    Smallest: b 40, c 40; x 10 gives 10·120/(40·50) = 0.6, x 20 gives 20·130/(50·60) = 0.8667."""
    row = quotient((10, 20), (30, 30), (20, 40), (40, 60))
    assert row["lq_high"] == pytest.approx(20 * 130 / (50 * 40), rel=1e-15)
    assert row["lq_low"] == pytest.approx(0.6, rel=1e-15)
    assert row["lq_estimate"] == pytest.approx((15 / 45) / (45 / 125), rel=1e-15)
    assert row["note"] is None


def test_the_largest_may_lie_inside_the_box() -> None:
    """a 1, b 2, c 7: x* = (2 + √(4 + 140))/7 = 2; LQ(2) = 2·12/(3·4) = 2, LQ(1) = 11/6, LQ(9) = 171/110."""
    row = quotient((1, 9), (1, 1), (2, 2), (7, 7))
    assert row["lq_high"] == pytest.approx(2, rel=1e-15)
    assert row["lq_low"] == pytest.approx(9 * 19 / (10 * 11), rel=1e-15)


def test_exact_sizes_give_one_number() -> None:
    row = quotient((10, 10), (30, 30), (20, 20), (40, 40))
    assert row["lq_low"] == row["lq_high"] == pytest.approx((10 / 40) / (30 / 100), rel=1e-15)


def test_no_jobs_is_zero_over_something_and_nothing_over_nothing_is_empty() -> None:
    assert quotient((0, 0), (1, 4), (5, 9), (1, 4))["lq_high"] == 0
    nowhere = quotient((0, 0), (1, 4), (0, 0), (1, 4))
    assert (nowhere["lq_low"], nowhere["lq_high"], nowhere["note"]) == (None, None, "no_jobs_in_reference")
    empty = quotient((0, 0), (0, 0), (1, 4), (1, 4))
    assert (empty["lq_low"], empty["lq_high"], empty["note"]) == (None, None, "no_jobs_in_region")


def test_without_an_upper_bound_only_the_side_that_needs_it_is_empty() -> None:
    """An open plant elsewhere in another industry (c): the largest quotient has no bound, the smallest has."""
    row = quotient((10, 20), (30, 40), (20, 40), (10_000, None))
    assert row["lq_high"] is None
    assert row["lq_low"] == pytest.approx(formula(10, 40, 40, 10_000), rel=1e-15)
    assert row["note"] == "open_class_unbounded"


def test_a_box_that_begins_at_none_has_the_quotient_none_and_its_largest_at_one_job_or_more() -> None:
    """x 0–20 at a 30, b 20–40, c 40–60: 0 at x 0, and the largest as above. With b at 0 LQ = (x + a + c)/(x + a) falls
    from x 1 on: at most (1 + 30 + 60)/31. With a and b at 0: (1 + 60)/1."""
    row = quotient((0, 20), (30, 30), (20, 40), (40, 60))
    assert row["lq_low"] == 0
    assert row["lq_high"] == pytest.approx(20 * 130 / (50 * 40), rel=1e-15)
    assert quotient((0, 20), (30, 30), (0, 40), (40, 60))["lq_high"] == pytest.approx(91 / 31, rel=1e-15)
    assert quotient((0, 20), (0, 30), (0, 40), (40, 60))["lq_high"] == pytest.approx(61, rel=1e-15)


def test_where_none_of_it_would_leave_no_quotient_the_smallest_is_at_the_most() -> None:
    """Nothing beside it in the region: LQ = (x + b + c)/(x + b), and x 0 is 0/0. x 20, b 40, c 40: 100/60."""
    row = quotient((0, 20), (0, 0), (20, 40), (40, 60))
    assert row["lq_low"] == pytest.approx(100 / 60, rel=1e-15)
    assert row["lq_high"] == pytest.approx((1 + 20 + 60) / (1 + 20), rel=1e-15)
    row = quotient((0, 20), (30, 30), (0, 0), (40, 60))
    assert row["lq_low"] == pytest.approx((20 + 30 + 40) / (20 + 30), rel=1e-15)


def test_none_is_possible_also_without_an_upper_bound() -> None:
    row = quotient((0, None), (30, None), (20, 40), (40, None))
    assert (row["lq_low"], row["lq_high"], row["note"]) == (0, None, "open_class_unbounded")


def test_the_estimate_needs_every_estimate() -> None:
    row = quotient((10, 20), (30, 30), (20, 40), (40, 60), estimates=(15.0, 30.0, 30.0, None))
    assert (row["lq_estimate"], row["note"]) == (None, "no_estimate")
    assert row["lq_low"] is not None


def test_of_several_notes_the_first_is_given() -> None:
    usual: tuple[Box, ...] = ((10, 20), (30, 30), (20, 40), (40, 60))
    none = (15.0, 30.0, 30.0, None)
    # As many jobs beside it as of it are no reason for one.
    assert quotient((10, 20), (10, 20), (10, 20), (40, 60))["note"] is None
    assert quotient(*usual, note="unknown_industry")["note"] == "unknown_industry"
    assert quotient(*usual, note="unknown_industry", unknown=1)["note"] == "size_unknown"
    assert quotient(*usual, none, unknown=1)["note"] == "no_estimate"
    # Nothing bounds what the mill of unknown size has: the note says so, and with an open plant besides names that.
    endless = quotient(*usual, none, unknown=1, bounded=False)
    assert (endless["lq_high"], endless["note"]) == (
        pytest.approx(44.6410 * 154.6410 / (74.6410 * 64.6410)),
        "size_unknown",
    )
    wider = quotient(usual[0], usual[1], usual[2], (40, None), none, unknown=1, bounded=False)
    assert wider["note"] == "open_class_unbounded"
    assert quotient((0, 0), (0, 0), (1, 4), (1, 4), note="reference_incomplete")["note"] == "reference_incomplete"


def test_an_estimate_beyond_what_whole_jobs_allow_is_the_end_next_to_it() -> None:
    """One job or none, 1 or 2 elsewhere: 2/1 or 3/1; half a job would have 2/0.5. And one job of 10 to 20: 0.6."""
    row = quotient((0, 1), (0, 0), (0, 0), (1, 2))
    assert (row["lq_low"], row["lq_high"], row["lq_estimate"]) == (2, 3, 3)
    row = quotient((10, 20), (30, 30), (20, 40), (40, 60), estimates=(1.0, 30.0, 40.0, 40.0))
    assert row["lq_estimate"] == row["lq_low"] == pytest.approx(0.6, rel=1e-15)


def boxes() -> st.SearchStrategy[Box]:
    """No plant with employees: exactly none; of unknown size: none to some; else at least one job."""
    some = st.tuples(st.integers(1, 400), st.integers(0, 800)).map(lambda pair: (pair[0], pair[0] + pair[1]))
    unknown = st.tuples(st.just(0), st.integers(1, 800))
    return st.one_of(st.just((0, 0)), unknown, some, some)


# None or one job, of one plant: half a job as an estimate would have the quotient 3, one job has 2.
@example((0, 1), (0, 0), (0, 0), (1, 1))
@settings(max_examples=30, deadline=None)
@given(boxes(), boxes(), boxes(), boxes())
def test_the_closed_form_is_the_extreme_over_the_whole_box(x: Box, a: Box, b: Box, c: Box) -> None:
    row = quotient(x, a, b, c)
    if x[1] + a[1] == 0 or x[1] + b[1] == 0:  # type: ignore[operator]
        assert row["lq_low"] is row["lq_high"] is None
        return
    # Jobs are whole: x is 0 or at least 1.
    grid = [np.unique(np.linspace(*each, 3)) for each in (a, b, c)]
    whole = np.unique([*np.linspace(max(x[0], min(x[1], 1)), x[1], 4001), x[0]])  # type: ignore[type-var]
    at = np.meshgrid(whole, *grid, indexing="ij")
    exists = (at[0] + at[1] > 0) & (at[0] + at[2] > 0)
    found = formula(*(each[exists] for each in at))
    assert row["lq_low"] == pytest.approx(found.min(), rel=1e-12)
    assert found.max() <= row["lq_high"] * (1 + 1e-12)
    assert row["lq_high"] <= found.max() * (1 + 1e-5)
    if row["lq_estimate"] is not None:
        assert row["lq_low"] * (1 - 1e-12) <= row["lq_estimate"] <= row["lq_high"] * (1 + 1e-12)
