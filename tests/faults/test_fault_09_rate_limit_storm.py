"""Fault 9: a storm of 429. Retry-After is honoured, in seconds and as a date, up to a cap; then one line says why."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from pipelines.scb.planner import Request
from pipelines.web.errors import RateLimited
from tests.fake_scb import FakeScb, faults, generated
from tests.scb.asking import asking

ONE = Request({"Region": ("08",), "Kon": ("1",), "ContentsCode": ("X1",), "Tid": ("2024",)})


def test_retry_after_in_seconds_is_waited_for_on_a_real_clock() -> None:
    with FakeScb([generated.small()]) as fake, asking(fake.url) as client:
        fake.inject(faults.Status(429, retry_after="1"), times=2)
        assert client.data("TAB1", ONE).document()["value"] == [11]
        first, second, third = (call.at for call in fake.asked())
        assert second - first >= 1
        assert third - second >= 1


def test_retry_after_as_a_date_is_waited_for() -> None:
    now = datetime(2026, 11, 23, 8, 0, 0, tzinfo=UTC)
    slept: list[float] = []
    with FakeScb([generated.small()]) as fake, asking(fake.url, now=lambda: now, sleep=slept.append) as client:
        fake.inject(faults.Status(429, retry_after=format_datetime(now + timedelta(seconds=4), usegmt=True)))
        client.data("TAB1", ONE)
        assert 4 <= slept[0] <= 4 + 0.01


def test_the_window_of_a_server_that_others_use_too_is_respected() -> None:
    with FakeScb([generated.small()], max_calls=4, window=1) as fake:
        with asking(fake.url) as other:
            for _ in range(3):
                other.data("TAB1", ONE)
        with asking(fake.url) as client:
            for _ in range(3):
                assert client.data("TAB1", ONE).document()["value"] == [11]


def test_a_storm_ends_in_one_line_after_the_last_attempt() -> None:
    with FakeScb([generated.small()]) as fake, asking(fake.url) as client:
        fake.inject(faults.Status(429), times=None)
        with pytest.raises(
            RateLimited, match=r"429.*too many calls in its time window.*; 4 attempts were made"
        ) as caught:
            client.data("TAB1", ONE)
        assert len(fake.asked()) == 4
        assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("100", "100 s"),
        ("3600", "60 minutes"),
        ("100000", "28 hours"),
        ("3000000", "35 days"),
        ("99999999999999999999999", "32 years"),
        ("Fri, 01 Jan 2100 00:00:00 GMT", r"\d\d years"),
    ],
)
def test_a_wait_beyond_the_cap_is_not_begun(asked: str, said: str) -> None:
    with FakeScb([generated.small()]) as fake, asking(fake.url) as client:
        fake.inject(faults.Status(429, retry_after=asked), times=None)
        with pytest.raises(RateLimited, match=rf"it asks to wait {said}; too many calls.*; given up: .* 5 s") as caught:
            client.data("TAB1", ONE)
        assert "\n" not in str(caught.value)
        assert len(fake.asked()) == 1


def test_waits_that_would_pass_the_deadline_are_not_begun() -> None:
    with FakeScb([generated.small()]) as fake, asking(fake.url, patience={"total_seconds": 2.0}) as client:
        client.config()
        fake.inject(faults.Status(429, retry_after="3"), times=None)
        started = time.monotonic()
        with pytest.raises(RateLimited):
            client.data("TAB1", ONE)
        assert time.monotonic() - started < 2
        assert len(fake.asked()) == 1
