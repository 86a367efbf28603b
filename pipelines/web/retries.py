"""When a failed call is made again and how long it waits before: what the server asked for, else growing and spread.
What a call is does not belong here, nor the pace of calls that succeed (`limits`)."""

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import tenacity

from pipelines.web.errors import RateLimited, ServerFailure, Truncated, WebError
from pipelines.web.patience import Patience

T = TypeVar("T")
SECONDS = re.compile(r"[0-9]+", re.ASCII)
# A number of any length is a wait, and one beyond some thirty years is read as these seconds.
LONGEST_READ = 999_999_999.0
# Seconds; a wait is told in the largest of these of which it has at least two.
UNITS = {"years": 365 * 86_400, "days": 86_400, "hours": 3_600, "minutes": 60}


class Retries:
    """Repeats a call after 429, 5xx and lost connections, as often and as long as ``patience`` allows."""

    def __init__(
        self,
        patience: Patience,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        jitter: random.Random | None = None,
    ) -> None:
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._jitter = jitter or random.Random()  # noqa: S311 - spreads repetitions, guards nothing

    def call(self, once: Callable[[], T], deadline: float) -> T:
        """The result of ``once``, or its last error with the number of attempts in the text.

        ``deadline`` is a moment of the clock: a wait that would pass it is not begun.
        """

        def hopeless(state: tenacity.RetryCallState) -> bool:
            late = self._clock() + state.upcoming_sleep > deadline
            return late or state.attempt_number >= self._patience.attempts

        repeat = tenacity.Retrying(
            retry=tenacity.retry_if_exception(self._passing),
            wait=self._pause,
            stop=hopeless,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return repeat(once)
        except WebError as error:
            attempts = repeat.statistics["attempt_number"]
            longest = self._patience.retry_after_longest_seconds
            if (error.retry_after or 0.0) > longest:
                error.args = (f"{error}; given up: no more than {in_words(longest)} are waited",)
            if attempts > 1:
                error.args = (f"{error}; {attempts} attempts were made",)
            raise

    def _passing(self, error: BaseException) -> bool:
        if not isinstance(error, RateLimited | ServerFailure | Truncated):
            return False
        return error.retry_after is None or error.retry_after <= self._patience.retry_after_longest_seconds

    def _pause(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        first = self._patience.backoff_first_seconds
        if isinstance(error, WebError) and error.retry_after is not None:
            return error.retry_after + self._jitter.uniform(0, first)
        longest = min(first * 2.0 ** (state.attempt_number - 1), self._patience.backoff_longest_seconds)
        return self._jitter.uniform(0.5, 1.0) * longest


def seconds_asked(retry_after: str, now: datetime) -> float | None:
    """Seconds from a Retry-After header, which holds seconds or a date; None when it holds neither."""
    text = retry_after.strip()
    if SECONDS.fullmatch(text):
        return min(float(text), LONGEST_READ)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((zoned - now).total_seconds(), 0.0)


def in_words(seconds: float) -> str:
    """A wait as it may stand in a message: ``45 s``, ``26 hours``."""
    unit = next((unit for unit, length in UNITS.items() if seconds >= 2 * length), None)
    return f"{seconds:.0f} s" if unit is None else f"{seconds / UNITS[unit]:.0f} {unit}"
