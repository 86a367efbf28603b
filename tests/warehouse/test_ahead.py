"""Streams are computed while the caller works on items before: order, how many at a time, errors and an early stop."""

import threading
from collections.abc import Iterator

import pytest

from pipelines.warehouse.ahead import Stream, ahead


def numbered(stream: int, items: int) -> Stream[tuple[int, int]]:
    for item in range(items):
        yield stream, item


@pytest.mark.parametrize("lanes", [1, 2, 5])
def test_items_come_stream_after_stream_in_order(lanes: int) -> None:
    lengths = (2, 0, 3, 1)
    found = list(ahead((numbered(stream, items) for stream, items in enumerate(lengths)), lanes))
    assert found == [(stream, item) for stream, items in enumerate(lengths) for item in range(items)]


def test_the_next_item_is_computed_before_it_is_asked_for() -> None:
    begun = threading.Event()

    def items() -> Stream[int]:
        yield 1
        begun.set()
        yield 2

    found = ahead([items()], 1)
    assert next(found) == 1
    assert begun.wait(timeout=30)
    assert list(found) == [2]


def test_two_streams_are_computed_at_the_same_time() -> None:
    together = threading.Barrier(2, timeout=30)

    def items(name: str) -> Stream[str]:
        together.wait()
        yield name

    assert list(ahead([items("a"), items("b")], 2)) == ["a", "b"]


def test_no_more_streams_are_begun_than_there_are_lanes() -> None:
    open_now, most = set(), []

    def items(stream: int) -> Stream[int]:
        open_now.add(stream)
        most.append(len(open_now))
        yield stream
        open_now.remove(stream)

    assert list(ahead((items(stream) for stream in range(20)), 2)) == list(range(20))
    assert max(most) <= 2


def test_an_error_comes_through_after_the_items_before_it() -> None:
    def items() -> Stream[int]:
        yield 1
        raise KeyError("broken")

    found = ahead([items()], 1)
    assert next(found) == 1
    with pytest.raises(KeyError, match="broken"):
        next(found)


@pytest.mark.parametrize("failing", [False, True])
def test_every_stream_begun_is_closed_when_the_caller_stops_early(failing: bool) -> None:
    closed = []

    def items(stream: int) -> Stream[int]:
        try:
            for item in range(1000):
                yield item
                if failing and stream == 0:
                    raise KeyError("broken")
        finally:
            closed.append(stream)

    def streams() -> Iterator[Stream[int]]:
        yield from (items(stream) for stream in range(9))

    found = ahead(streams(), 2)
    next(found)
    if failing:
        with pytest.raises(KeyError, match="broken"):
            next(found)
    else:
        found.close()
    assert sorted(closed) == [0, 1]
