"""Tables in order: what is sorted, what is left as it is, and where empty values go."""

import pyarrow as pa
import pytest

from pipelines.warehouse.ordering import in_order

CHUNKS = pa.chunked_array([["a", "a"], ["b"], ["b", "c"]])


def test_a_table_in_order_is_left_as_it_is() -> None:
    content = pa.table({"code": CHUNKS, "year": [1, 2, 1, 1, 0]})
    assert in_order(content, ["code", "year"]) is content


@pytest.mark.parametrize("rows", [0, 1])
def test_a_table_too_short_for_disorder_is_left_as_it_is(rows: int) -> None:
    content = pa.table({"code": CHUNKS, "year": [1, 2, 1, 1, 0]}).slice(0, rows)
    assert in_order(content, ["code", "year"]) is content


@pytest.mark.parametrize("at", range(4))
def test_two_rows_changed_over_are_put_right_wherever_they_stand(at: int) -> None:
    content = pa.table({"code": CHUNKS, "year": [1, 2, 1, 2, 0]})
    order = list(range(5))
    order[at], order[at + 1] = order[at + 1], order[at]
    assert in_order(content.take(order), ["code", "year"]).equals(content)


def test_a_column_counts_only_where_those_before_it_are_tied() -> None:
    content = pa.table({"code": ["b", "a", "b", "a"], "year": [1, 9, 0, 8]})
    assert in_order(content, ["code", "year"]).to_pylist() == [
        {"code": "a", "year": 8},
        {"code": "a", "year": 9},
        {"code": "b", "year": 0},
        {"code": "b", "year": 1},
    ]


def test_empty_values_stand_last() -> None:
    assert in_order(pa.table({"code": [None, "a"]}), ["code"])["code"].to_pylist() == ["a", None]
