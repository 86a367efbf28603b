"""The sliding window: in no window of its length more calls than allowed, and no needless wait."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.web.limits import SlidingWindow


class Hours:
    """A clock that only moves by sleeping, and sleeps that end late."""

    def __init__(self, start: float, late: list[float]) -> None:
        self.now = start
        self.late = late
        self.slept = 0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds + self.late[self.slept % len(self.late)]
        self.slept += 1


seconds = st.floats(0, 50, allow_nan=False)


@given(
    calls=st.integers(1, 6),
    window=st.floats(0.01, 30),
    gaps=st.lists(seconds, min_size=1, max_size=40),
    late=st.lists(st.floats(0, 2), min_size=1, max_size=5),
    start=st.floats(0, 1e9),
)
def test_in_no_window_are_there_more_calls_than_allowed(
    calls: int, window: float, gaps: list[float], late: list[float], start: float
) -> None:
    hours = Hours(start, late)
    limiter = SlidingWindow(calls, window, clock=hours.clock, sleep=hours.sleep)
    gone: list[float] = []
    for gap in gaps:
        hours.now += gap
        arrived = hours.now
        in_window = [moment for moment in gone if moment + window > arrived]
        gone.append(limiter.acquire())
        if len(in_window) < calls:
            assert gone[-1] == arrived, "it waited though there was room"
    for first, next_allowed in zip(gone, gone[calls:], strict=False):
        assert first + window <= next_allowed


def test_a_wait_ends_as_soon_as_there_is_room() -> None:
    hours = Hours(0, [0])
    limiter = SlidingWindow(2, 0.5, clock=hours.clock, sleep=hours.sleep)
    assert [limiter.acquire() for _ in range(5)] == [0, 0, 0.5, 0.5, 1]


def test_ten_threads_together_keep_the_limit() -> None:
    limiter, gone, lock = SlidingWindow(4, 0.1), [], threading.Lock()

    def work() -> None:
        for _ in range(2):
            moment = limiter.acquire()
            with lock:
                gone.append(moment)

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    gone.sort()
    assert len(gone) == 20
    assert all(first + 0.1 <= later for first, later in zip(gone, gone[4:], strict=False))


def test_a_tighter_limit_counts_the_calls_already_made() -> None:
    hours = Hours(0.0, [0.0])
    limiter = SlidingWindow(10, 10, clock=hours.clock, sleep=hours.sleep)
    assert [limiter.acquire() for _ in range(3)] == [0, 0, 0]
    limiter.adjust(2, 5)
    assert limiter.acquire() == 5.0


@pytest.mark.parametrize(("calls", "window"), [(0, 1.0), (-1, 1.0), (1, -0.1), (1, 0.0)])
def test_a_limit_that_nobody_can_keep_is_refused(calls: int, window: float) -> None:
    with pytest.raises(ValueError, match="no limit that can be kept"):
        SlidingWindow(calls, window)
