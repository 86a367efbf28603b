"""What a server says about waiting, read. How often a call is repeated is tested against real servers."""

from datetime import UTC, datetime

import pytest

from pipelines.web.retries import seconds_asked


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
