"""Scales: from location quotients and years to positions, with readable ticks.
Nothing here knows what a chart looks like."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

# Halvings and doublings; whatever is smaller than the last is drawn at the edge.
LOWEST = 1 / 16
HIGHEST = 64.0
LEAST_SPAN = (0.5, 2.0)
PADDING = 1.06


@dataclass(frozen=True)
class LogScale:
    """Positions ``left`` … ``right`` for quotients ``low`` … ``high``; outside values lie at the edge."""

    low: float
    high: float
    left: float
    right: float

    @classmethod
    def over(cls, values: Iterable[float], left: float, right: float) -> "LogScale":
        """A scale that holds ``values``, 1, and at least a half and a double."""
        known = [value for value in values if value > 0]
        low = max(LOWEST, min([LEAST_SPAN[0], *(value / PADDING for value in known)]))
        high = min(HIGHEST, max([LEAST_SPAN[1], *(value * PADDING for value in known)]))
        return cls(low, high, left, right)

    def __call__(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        part = math.log(inside / self.low) / math.log(self.high / self.low)
        return self.left + part * (self.right - self.left)

    def ticks(self, apart: float) -> list[float]:
        """Powers of two at least ``apart`` positions from each other, 1 always among them."""
        octave = (self.right - self.left) / math.log2(self.high / self.low)
        step = max(1, math.ceil(apart / octave))
        first, last = math.ceil(math.log2(self.low)), math.floor(math.log2(self.high))
        return [2.0**power for power in range(first, last + 1) if power % step == 0]


@dataclass(frozen=True)
class LinearScale:
    """Positions ``start`` … ``end`` for values ``low`` … ``high``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def round_ticks(low: float, high: float, most: int = 4) -> list[float]:
    """At least two round values from at or below ``low`` to at or above ``high``, about ``most`` steps apart."""
    span = max(high - low, abs(high) * 1e-6, 1e-6)
    magnitude = 10.0 ** math.floor(math.log10(span / most))
    step = next(factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= span / most)
    first = math.floor(low / step + 1e-9)
    last = max(math.ceil(high / step - 1e-9), first + 1)
    return [round(index * step, 10) for index in range(first, last + 1)]
