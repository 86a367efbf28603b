"""What a server says about waiting, read, and how long the waits become. Real servers are asked in other tests."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from pipelines.web.errors import RateLimited, ServerFailure, WebError
from pipelines.web.patience import Patience
from pipelines.web.retries import Retries, in_words, seconds_asked

PATIENCE = Patience(
    connect_seconds=1.0,
    read_seconds=1.0,
    total_seconds=1e9,
    attempts=9,
    backoff_first_seconds=1.0,
    backoff_longest_seconds=8.0,
    retry_after_longest_seconds=60.0,
    window_margin_seconds=0.0,
    body_bytes=1,
    redirects=0,
)


def given_up(
    failing: Callable[[], WebError], seed: int | None = 1, deadline: float = 1e9, **limits: float
) -> tuple[list[float], str]:
    """The waits between the calls of something that never succeeds, and what is said at last."""
    slept: list[float] = []
    patience = replace(PATIENCE, **limits)
    jitter = None if seed is None else random.Random(seed)
    retries = Retries(patience, clock=lambda: sum(slept), sleep=slept.append, jitter=jitter)

    def once() -> None:
        raise failing()

    with pytest.raises(WebError) as caught:
        retries.call(once, deadline)
    return slept, str(caught.value)


def waits(failing: Callable[[], WebError], seed: int | None = 1, deadline: float = 1e9, **limits: float) -> list[float]:
    return given_up(failing, seed, deadline, **limits)[0]


def busy(retry_after: float | None = None) -> Callable[[], WebError]:
    def failing() -> WebError:
        error = RateLimited("busy", url="")
        error.retry_after = retry_after
        return error

    return failing


def test_waits_double_up_to_the_longest_and_no_further() -> None:
    for seed in range(50):
        found = waits(lambda: ServerFailure("down", url=""), seed)
        assert len(found) == PATIENCE.attempts - 1
        for wait, longest in zip(found, [1, 2, 4, 8, 8, 8, 8, 8], strict=True):
            assert longest / 2 <= wait <= longest


def test_waits_are_spread_over_the_upper_half_of_what_they_may_be() -> None:
    shares = [wait / 8 for seed in range(100) for wait in waits(lambda: ServerFailure("down", url=""), seed)[3:]]
    assert 0.5 <= min(shares) < 0.52
    assert 0.98 < max(shares) <= 1
    assert len(set(shares)) == len(shares)


def test_the_same_jitter_gives_the_same_waits_and_none_given_others_each_time() -> None:
    down = partial(ServerFailure, "down", url="")
    assert waits(down, seed=3) == waits(down, seed=3)
    assert waits(down, seed=None) != waits(down, seed=None)


def test_what_the_server_asks_for_is_waited_for_whole_and_a_little_spread_beyond() -> None:
    found = [wait for seed in range(50) for wait in waits(busy(30.0), seed)]
    assert 30 <= min(found) < 30.05
    assert 30.95 < max(found) <= 30 + PATIENCE.backoff_first_seconds
    assert len(set(found)) == len(found)


def test_no_wait_asked_for_is_a_wait_of_the_spread_alone() -> None:
    assert all(0 <= wait <= PATIENCE.backoff_first_seconds for wait in waits(busy(0.0)))


@pytest.mark.parametrize(("asked", "calls"), [(60.0, 9), (60.001, 1), (1e9, 1)])
def test_the_longest_wait_asked_for_is_waited_and_one_beyond_it_not_begun(asked: float, calls: int) -> None:
    assert len(waits(busy(asked), deadline=1e18)) == calls - 1


@pytest.mark.parametrize(
    ("failing", "longest", "said"),
    [
        (busy(60.0), 60.0, "busy; 9 attempts were made"),
        (busy(61.0), 60.0, "busy; given up: no more than 60 s are waited"),
        (busy(None), 0.5, "busy; 9 attempts were made"),
        (partial(WebError, "refused"), 60.0, "refused"),
    ],
)
def test_what_was_tried_is_said(failing: Callable[[], WebError], longest: float, said: str) -> None:
    assert given_up(failing, retry_after_longest_seconds=longest)[1] == said


def test_the_second_attempt_is_the_first_that_is_told() -> None:
    assert given_up(busy(), attempts=1)[1] == "busy"
    assert given_up(busy(), attempts=2)[1] == "busy; 2 attempts were made"


def test_a_wait_that_would_pass_the_deadline_is_not_begun() -> None:
    assert len(waits(busy(30.0), deadline=100.0)) == 3
    # One that ends with it is.
    assert waits(busy(30.0), deadline=60.0, backoff_first_seconds=0.0) == [30.0, 30.0]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 0 ", 0.0),
        ("Mon, 23 Nov 2026 08:00:30 GMT", 30.0),
        ("Mon, 23 Nov 2026 09:00:30 +0100", 30.0),
        ("Mon, 23 Nov 2026 07:00:00 GMT", 0.0),
        ("9" * 5000, 999_999_999.0),
        ("", None),
        ("-3", None),
        ("soon", None),
        ("1.5", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    assert seconds_asked(header, datetime(2026, 11, 23, 8, 0, 0, tzinfo=UTC)) == seconds


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (45, "45 s"),
        (119, "119 s"),
        (120, "2 minutes"),
        (2 * 3_600 - 1, "120 minutes"),
        (2 * 3_600, "2 hours"),
        (2 * 86_400 - 1, "48 hours"),
        (2 * 86_400, "2 days"),
        (2 * 365 * 86_400 - 1, "730 days"),
        (2 * 365 * 86_400, "2 years"),
    ],
)
def test_a_wait_is_told_in_the_largest_unit_of_which_it_has_two(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
