"""One item is computed while the caller works on the one before: order, errors and an early stop."""

import threading
from collections.abc import Generator

import pytest

from pipelines.warehouse.ahead import ahead


def test_items_come_in_order_from_another_thread() -> None:
    def items() -> Generator[tuple[int, int], None, None]:
        for n in range(5):
            yield n, threading.get_ident()

    found = list(ahead(items()))
    assert [n for n, _ in found] == [0, 1, 2, 3, 4]
    assert {thread for _, thread in found}.isdisjoint({threading.get_ident()})


def test_the_next_item_is_computed_before_it_is_asked_for() -> None:
    begun = threading.Event()

    def items() -> Generator[int, None, None]:
        yield 1
        begun.set()
        yield 2

    found = ahead(items())
    assert next(found) == 1
    assert begun.wait(timeout=30)
    assert list(found) == [2]


def test_an_error_comes_through_after_the_items_before_it() -> None:
    def items() -> Generator[int, None, None]:
        yield 1
        raise KeyError("broken")

    found = ahead(items())
    assert next(found) == 1
    with pytest.raises(KeyError, match="broken"):
        next(found)


def test_the_generator_is_closed_when_the_caller_stops_early() -> None:
    closed = threading.Event()

    def items() -> Generator[int, None, None]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    found = ahead(items())
    next(found)
    found.close()
    assert closed.is_set()
