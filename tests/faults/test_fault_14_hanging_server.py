"""Fault 14: a server that hangs or trickles. Connect and read timeouts, and a total deadline that nothing outlasts."""

import socket
import time
from collections.abc import Iterator

import pytest

from pipelines.scb.planner import Request
from pipelines.web.errors import DeadlineExceeded, Unreachable
from tests.fake_scb import FakeScb, faults, generated
from tests.scb.asking import asking

ONE = Request({"Region": ("08",), "Kon": ("1",), "ContentsCode": ("X1",), "Tid": ("2024",)})
# Far above the limits that are set, far below what the server would take.
SOON = 5.0


@pytest.fixture
def fake() -> Iterator[FakeScb]:
    with FakeScb([generated.small()]) as server:
        yield server


def test_a_silent_server_runs_into_the_read_timeout_each_time(fake: FakeScb) -> None:
    fake.inject(faults.Hang(), times=None)
    with asking(fake.url, patience={"read_seconds": 0.2, "attempts": 3}) as client:
        started = time.monotonic()
        with pytest.raises(Unreachable, match=r"timed out.*; 3 attempts were made"):
            client.data("TAB1", ONE)
        assert time.monotonic() - started < SOON
    assert len(fake.asked()) == 3


def test_one_silence_is_forgiven(fake: FakeScb) -> None:
    fake.inject(faults.Hang())
    with asking(fake.url, patience={"read_seconds": 0.2}) as client:
        assert client.data("TAB1", ONE).document()["value"] == [11]


@pytest.mark.parametrize("headers_too", [False, True], ids=["body", "headers"])
def test_a_trickle_ends_at_the_deadline(fake: FakeScb, headers_too: bool) -> None:
    fake.inject(faults.Slow(pause=0.05, headers_too=headers_too), times=None)
    with asking(fake.url, patience={"total_seconds": 0.6}) as client:
        client.config()
        started = time.monotonic()
        with pytest.raises(DeadlineExceeded, match=r"not answered within 0\.6 s in all"):
            client.data("TAB1", ONE)
        assert time.monotonic() - started < SOON


def test_the_deadline_holds_over_all_attempts(fake: FakeScb) -> None:
    fake.inject(faults.Hang(), times=None)
    with asking(fake.url, patience={"read_seconds": 0.3, "total_seconds": 1.0, "attempts": 100}) as client:
        client.config()
        started = time.monotonic()
        with pytest.raises((Unreachable, DeadlineExceeded)):
            client.data("TAB1", ONE)
        assert time.monotonic() - started < SOON
    assert 2 <= len(fake.asked()) <= 5


def test_a_slow_answer_within_the_deadline_is_an_answer(fake: FakeScb) -> None:
    fake.inject(faults.Slow(pause=0.01, size=100))
    with asking(fake.url) as client:
        assert client.data("TAB1", ONE).document()["value"] == [11]


def test_after_a_deadline_the_client_is_as_good_as_new(fake: FakeScb) -> None:
    fake.inject(faults.Slow(pause=0.05))
    with asking(fake.url, patience={"total_seconds": 0.4}) as client:
        client.config()
        with pytest.raises(DeadlineExceeded):
            client.data("TAB1", ONE)
        assert client.data("TAB1", ONE).document()["value"] == [11]


def test_a_server_that_accepts_nobody_runs_into_the_connect_timeout() -> None:
    # A queue of one that is full: the next connection is neither accepted nor refused.
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        host, port = server.getsockname()
        waiting = []
        for _ in range(4):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex((host, port))
            waiting.append(one)
        try:
            patience = {"connect_seconds": 0.2, "read_seconds": 0.2, "attempts": 2}
            with (
                asking(f"http://{host}:{port}/api/v2", patience=patience) as client,
                pytest.raises(Unreachable, match=r"timed out.*; 2 attempts were made"),
            ):
                client.config()
        finally:
            for one in waiting:
                one.close()
