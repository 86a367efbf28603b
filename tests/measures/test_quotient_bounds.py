"""The smallest and the largest location quotient that the bounds of four parts allow: by hand, and against every corner
and a fine grid. What the parts are made of does not belong here."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from pipelines.warehouse import engine

Box = tuple[float, float | None]
PARTS = ("x", "a", "b", "c")


def bounds(*boxes: tuple[Box, Box, Box, Box], least: float = 1) -> list[dict[str, Any]]:
    """The row of each four boxes of x, a, b and c; x is 0 or at least ``least``."""
    columns: dict[str, list[float | None]] = {"x_least": [least] * len(boxes)}
    for place, part in enumerate(PARTS):
        columns[f"{part}_low"] = [each[place][0] for each in boxes]
        columns[f"{part}_high"] = [each[place][1] for each in boxes]
    numbered = {name: pa.array(values, pa.float64()) for name, values in columns.items()}
    box = pa.table({"number": list(range(len(boxes))), **numbered})
    rows = engine.select("quotient_bounds", {"quotient_box": box}).to_pylist()
    return sorted(rows, key=lambda row: row["number"])


def bound(x: Box, a: Box, b: Box, c: Box, least: float = 1) -> tuple[float | None, float | None, bool]:
    (row,) = bounds((x, a, b, c), least=least)
    return row["lq_low"], row["lq_high"], row["unbounded"]


def test_largest_and_smallest_at_the_ends_by_hand() -> None:
    """a 30, b 20–40, c 40–60. Largest: b 20, c 60, x* = (600 + √(360000 + 3960000))/60 = 44.6, so x 20.
    Smallest: b 40, c 40; x 10 gives 10·120/(40·50) = 0.6, x 20 gives 20·130/(50·60) = 0.8667."""
    assert bound((10, 20), (30, 30), (20, 40), (40, 60)) == (0.6, 20 * 130 / (50 * 40), False)


def test_the_largest_may_lie_inside_by_hand() -> None:
    """a 1, b 2, c 7: x* = (2 + √(4 + 140))/7 = 2; LQ(2) = 2·12/(3·4) = 2; LQ(9) = 9·19/(10·11) is the smallest."""
    assert bound((1, 9), (1, 1), (2, 2), (7, 7)) == (9 * 19 / 110, 2, False)
    # From 2 on it falls, up to 2 it rises: LQ(1) = 11/6.
    assert bound((2, 9), (1, 1), (2, 2), (7, 7)) == (9 * 19 / 110, 2, False)
    assert bound((3, 9), (1, 1), (2, 2), (7, 7)) == (9 * 19 / 110, 3 * 13 / 20, False)
    assert bound((1, 2), (1, 1), (2, 2), (7, 7)) == (11 / 6, 2, False)
    # What has no upper end is largest in there too.
    assert bound((1, None), (1, 1), (2, 2), (7, 7)) == (None, 2, True)


def test_none_is_the_smallest_where_both_others_can_be_there() -> None:
    assert bound((0, 2), (0, 1), (0, 2), (7, 7))[0] == 0
    assert bound((0, 2), (0, None), (0, None), (7, 7))[0] == 0
    # Else there is no quotient of none: 1 and 2 give 1·10/(1·3) and 2·11/(2·4), or 1·9/(2·1) and 2·10/(3·2).
    assert bound((0, 2), (0, 0), (2, 2), (7, 7))[0] == 11 / 4
    assert bound((0, 2), (1, 1), (0, 0), (7, 7))[0] == 10 / 3


def test_the_least_that_is_not_none_is_where_the_largest_begins() -> None:
    """Nobody else in the region: LQ = (x + b + c)/(x + b), 1 + 7/(1 + 2) at one, 1 + 7/2.25 at a quarter."""
    assert bound((0, 2), (0, 1), (2, 2), (7, 7))[1] == 10 / 3
    assert bound((0, 2), (0, 1), (2, 2), (7, 7), least=0.25)[1] == pytest.approx(9.25 / 2.25, rel=1e-15)
    # Of what is surely there, nothing less is asked.
    assert bound((1, 2), (0, 1), (2, 2), (7, 7), least=0.25)[1] == 10 / 3
    assert bound((0.5, 2), (0, 1), (2, 2), (7, 7))[1] == 9.5 / 2.5


def test_without_anybody_else_in_the_reference_area_the_largest_is_at_the_high_end() -> None:
    """c 0: x (x + a + b)/((x + a)(x + b)), 2·6/(4·4) at two and 6·10/(8·8) at six."""
    assert bound((2, 6), (2, 2), (2, 2), (0, 0)) == (0.75, 0.9375, False)


def test_what_cannot_exist_has_no_quotient_and_none_of_something_has_none() -> None:
    assert bound((0, 0), (0, 0), (1, 4), (1, 4)) == (None, None, False)
    assert bound((0, 0), (1, 4), (0, 0), (1, 4)) == (None, None, False)
    assert bound((0, 0), (1, 4), (1, 4), (1, 4)) == (0, 0, False)
    assert bound((0, 0), (0, 4), (0, 4), (0, 0)) == (0, 0, False)
    assert bound((0, 0), (1, 4), (1, 4), (1, None)) == (0, 0, False)


def test_the_only_industry_of_a_region_and_of_one_region_alone() -> None:
    """LQ = (1 + c)/1, without end where c has none."""
    assert bound((1, 1), (0, 0), (0, 0), (7, 7)) == (8, 8, False)
    assert bound((1, 1), (0, 0), (0, 0), (7, None)) == (8, None, True)


@pytest.mark.parametrize(
    ("without", "low", "high"),
    [("x", None, 2), ("a", None, 2), ("b", None, 2), ("c", 2, None)],
)
def test_without_an_upper_end_only_what_needs_it_is_empty(without: str, low: float | None, high: float | None) -> None:
    """x 2, a 1, b 2, c 7: 2·12/(3·4)."""
    boxes: dict[str, Box] = {"x": (2, 2), "a": (1, 1), "b": (2, 2), "c": (7, 7)}
    boxes[without] = (boxes[without][0], None)
    assert bound(boxes["x"], boxes["a"], boxes["b"], boxes["c"]) == (low, high, True)


def points(box: Box, least: float) -> Iterator[float]:
    low, high = box[0], box[1] or 0
    if low == 0:
        yield 0
    yield from np.linspace(low or least, high, 2001) if high >= (low or least) else ()


def test_no_corner_and_no_point_between_goes_beyond() -> None:
    """400 boxes of 0 to 12, half of them with none possible in some part."""
    generator = np.random.default_rng(11)
    drawn: list[tuple[Box, Box, Box, Box]] = []
    for _ in range(400):
        ends = np.sort(generator.choice([0, 0, 0, 1, 2, 3, 5, 8, 12], (4, 2)), axis=1)
        drawn.append(tuple((float(low), float(high)) for low, high in ends))  # type: ignore[arg-type]
    for row, boxes in zip(bounds(*drawn), drawn, strict=True):
        x = np.array(sorted(points(boxes[0], 1)))
        values = []
        for a, b, c in product(*(np.array(each, float) for each in boxes[1:])):
            exists = (x + a) * (x + b) > 0
            values.append(x[exists] * (x[exists] + a + b + c) / ((x[exists] + a) * (x[exists] + b)))
        found = np.concatenate(values)
        if not len(found):
            assert (row["lq_low"], row["lq_high"]) == (None, None), boxes
            continue
        assert row["lq_low"] == pytest.approx(found.min(), rel=1e-12), boxes
        assert row["lq_high"] == pytest.approx(found.max(), rel=1e-4), boxes
        assert row["lq_high"] >= found.max() * (1 - 1e-12), boxes
        assert not row["unbounded"]
