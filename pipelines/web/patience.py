"""How long a call may take and how much it may bring; each client declares its own numbers.
Keeping within them does not belong here (`transport`, `retries`, `limits`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """Times in seconds, sizes in bytes; ``total_seconds`` holds for one call with all its repetitions."""

    connect_seconds: float
    read_seconds: float
    total_seconds: float
    attempts: int
    backoff_first_seconds: float
    backoff_longest_seconds: float
    retry_after_longest_seconds: float
    window_margin_seconds: float
    body_bytes: int
    redirects: int
