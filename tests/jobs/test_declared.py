"""What the bounds and the estimates rest on, as declared."""

from itertools import pairwise

import pytest

from pipelines import schema
from pipelines.measures import jobs
from pipelines.register.config import SizeClass, size_classes

CLASSES = [each for each in size_classes() if each.low is not None]


def test_size_classes_are_disjoint_and_leave_no_gap() -> None:
    """The exact extremes of concentration are of disjoint, ordered classes."""
    assert CLASSES[0].low == 0
    for before, each in pairwise(CLASSES):
        assert before.high is not None
        assert each.low == before.high + 1


@pytest.mark.parametrize("each", CLASSES, ids=lambda each: f"class {each.code}")
def test_the_fitting_starts_inside_of_every_class(each: SizeClass) -> None:
    typical = jobs.settings()["typical"][each.code]
    assert each.low is not None
    assert each.low <= typical
    assert each.high is None or typical <= each.high


def test_no_table_has_an_estimate_without_its_interval() -> None:
    found = 0
    for table in schema.tables():
        for column in table.column_names:
            if column.endswith("_estimate"):
                found += 1
                name = column.removesuffix("_estimate")
                assert {f"{name}_low", f"{name}_high"} <= set(table.column_names), f"{table.name}.{column}"
    assert found >= 5
