"""Pacing of calls: never more than so many in any window of time, whatever the number of threads.
What the limits are does not belong here, nor what to do when a server still says 429 (`retries`)."""

import threading
import time
from collections import deque
from collections.abc import Callable
from math import inf

# A sleep this short is repeated rather than computed to the last bit, so that rounding never spins.
SHORTEST_SLEEP = 0.001


class SlidingWindow:
    """At most ``calls`` in any ``seconds``, counted at the moments when `acquire` lets a caller go.

    Callers are let go one after the other, also when they come from several threads. ``clock`` gives seconds that never
    go back and ``sleep`` waits some; both can be replaced.
    """

    def __init__(
        self,
        calls: int,
        seconds: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._turn = threading.Lock()
        self._gone: deque[float] = deque()
        self.adjust(calls, seconds)

    def adjust(self, calls: int, seconds: float) -> None:
        """Take on other limits; calls still within the present window go on counting."""
        if calls < 1 or seconds <= 0:
            raise ValueError(f"{calls} calls per {seconds} s is no limit that can be kept")
        with self._turn:
            self._calls, self._seconds = calls, seconds

    def acquire(self) -> float:
        """Wait until one more call is within the limit; returns the moment at which the caller was let go."""
        # The turn is held while sleeping: whoever comes later has to wait longer anyway, and a moment is only known
        # when it has come, since sleeps end late.
        with self._turn:
            while (wait := self._free_from() - self._clock()) > 0:
                self._sleep(max(wait, SHORTEST_SLEEP))
            now = self._clock()
            self._gone.append(now)
            while self._gone[0] + self._seconds <= now:
                self._gone.popleft()
            return now

    def _free_from(self) -> float:
        return self._gone[-self._calls] + self._seconds if len(self._gone) >= self._calls else -inf
