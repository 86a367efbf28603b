"""A client of the register that does not wait for long, for tests against the fake register on real sockets.
No test belongs here."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pipelines.register.client import Client
from pipelines.register.config import PATIENCE
from tests.fake_register import KEY

IMPATIENT = replace(
    PATIENCE,
    connect_seconds=2.0,
    read_seconds=5.0,
    total_seconds=20.0,
    attempts=4,
    backoff_first_seconds=0.01,
    backoff_longest_seconds=0.05,
    retry_after_longest_seconds=5.0,
    window_margin_seconds=0.0,
)
NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)


def asking(url: str, *, key: str = KEY, patience: dict[str, Any] | None = None, **options: Any) -> Client:
    """A client for ``url`` at noon and without a pace; ``patience`` changes single limits, ``options`` go to it."""
    given = {"rate": (1_000, 1.0), "now": lambda: NOON, "jitter": random.Random(1), **options}
    return Client(key, url, patience=replace(IMPATIENT, **(patience or {})), **given)
