"""A client that does not wait for long, for tests against the fake server on real sockets.
No test belongs here."""

import random
from dataclasses import replace
from typing import Any

from pipelines.scb.client import Client
from pipelines.scb.config import PATIENCE

IMPATIENT = replace(
    PATIENCE,
    connect_seconds=2.0,
    read_seconds=2.0,
    total_seconds=10.0,
    attempts=4,
    backoff_first_seconds=0.01,
    backoff_longest_seconds=0.05,
    retry_after_longest_seconds=5.0,
    window_margin_seconds=0.05,
    body_bytes=4_000_000,
)


def asking(url: str, *, patience: dict[str, Any] | None = None, **options: Any) -> Client:
    """A client for ``url``; ``patience`` changes single limits, ``options`` go to the client."""
    return Client(url, patience=replace(IMPATIENT, **(patience or {})), **{"jitter": random.Random(1), **options})
