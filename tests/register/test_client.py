"""The register's client on real sockets: its key, its pace, the night, and errors that hold nothing of an answer."""

import json
import socketserver
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from pipelines.errors import StyrkaError
from pipelines.register.client import Client, checked_key
from pipelines.register.config import CLOSURE
from pipelines.web.errors import (
    BadRequest,
    MalformedAnswer,
    NotFound,
    RateLimited,
    Refused,
    ServerFailure,
    Truncated,
    WebError,
)
from tests.fake_register import KEY, FakeRegister, faults, register
from tests.fake_register.workplaces import PLANTED
from tests.register.asking import NOON, asking


@pytest.fixture
def fake() -> Iterator[FakeRegister]:
    with FakeRegister(register(40)) as server:
        yield server


def test_what_the_register_says_of_itself(fake: FakeRegister) -> None:
    with asking(fake.url) as client:
        assert client.stamp() == "2026-11-24T23:00:00.000Z"
        assert client.count() == 40
        assert client.code_table("anstklkoder") == {str(code) for code in range(17)}
        assert "0880" in client.code_table("kommunkoder")
    assert {call.headers["x-api-key"] for call in fake.calls} == {KEY}


def test_pages_lead_from_one_to_the_next(fake: FakeRegister) -> None:
    with asking(fake.url) as client:
        first = client.page(25, None)
        second = client.page(25, first["pagination"]["nextCursorId"])
    assert (first["pagination"]["hasMore"], second["pagination"]["hasMore"]) == (True, False)
    assert len(first["arbetsstallen"] + second["arbetsstallen"]) == 40
    assert [call.params for call in fake.pages()] == [{"limit": "25"}, {"limit": "25", "cursorid": "1025"}]


def test_the_declared_pace_is_one_call_a_second(fake: FakeRegister) -> None:
    with Client(KEY, fake.url, now=lambda: NOON) as client:
        for _ in range(3):
            client.count()
    moments = [call.at for call in fake.calls]
    assert all(later - first >= 1 for first, later in pairwise(moments))


# ── the key ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", ["", "  ", "\n"])
def test_without_a_key_it_is_said_how_to_get_one(key: str) -> None:
    with pytest.raises(StyrkaError, match="STYRKA_AFR_KEY holds none: a person orders it free of charge from SCB"):
        checked_key(key)


@pytest.mark.parametrize("key", ["secret key", "secret\r\nX-Other: 1", "nyckelå", "secret\x00"])
def test_what_cannot_be_a_key_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(StyrkaError) as refused:
        checked_key(key)
    assert key not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_white_space_around_a_key_is_no_part_of_it(fake: FakeRegister) -> None:
    with asking(fake.url, key=f" {KEY}\n") as client:
        assert client.count() == 40


def test_a_wrong_key_is_said_to_be_wrong_and_not_shown_though_the_server_repeats_it(fake: FakeRegister) -> None:
    with asking(fake.url, key="mistyped") as client, pytest.raises(Refused) as refused:
        client.count()
    assert "401; it does not accept the key in STYRKA_AFR_KEY" in str(refused.value)
    assert "mistyped" not in everything_about(refused.value)
    assert len(fake.calls) == 1, "a wrong key does not become right by asking again"


@pytest.mark.parametrize("status", [301, 307])
def test_the_key_never_reaches_another_server(fake: FakeRegister, status: int) -> None:
    with FakeRegister(register(1)) as other, asking(fake.url) as client:
        fake.inject(faults.Redirect(f"{other.url}/arbetsstallen?cursorId=195013000001", status))
        with pytest.raises(Refused, match="it redirects elsewhere; other hosts") as refused:
            client.page(5, None)
        assert other.calls == []
        assert "195013000001" not in everything_about(refused.value)


ECHO = f"/{KEY}/Planterad-Namn\x1b[31m"
HOSTILE = [
    f"HTTP/1.1 302 Found\r\nLocation: http://evil.example{ECHO}\r\nContent-Length: 0\r\n\r\n",
    f"HTTP/1.1 302 Found\r\nLocation: {ECHO}?q=1\r\nContent-Length: 0\r\n\r\n",
    f"HTTP/1.1 302 Found\r\nLocation: http://{KEY}@127.0.0.1/Planterad\r\nContent-Length: 0\r\n\r\n",
    f"HTTP/1.1 200 OK\r\nContent-Encoding: {KEY} Planterad\r\nContent-Length: 0\r\n\r\n",
    f"HTTP/1.1 200 OK\r\nContent-Type: {KEY} Planterad\r\nContent-Length: 0\r\n\r\n",
    f"HTTP/1.1 {KEY} Planterad\r\n\r\n",
    f"{KEY} Planterad\r\n\r\n",
    f"HTTP/1.1 503 {KEY} Planterad\r\nRetry-After: {KEY} Planterad\r\nContent-Length: 0\r\n\r\n",
    f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{KEY} Planterad\r\n",
    f"HTTP/1.1 200 OK\r\n{KEY} Planterad no header\r\nContent-Length: {KEY}\r\n\r\n",
]


@contextmanager
def echoing(reply: str) -> Iterator[str]:
    """A server that answers whatever it is asked with the very bytes of ``reply``."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            self.wfile.write(reply.encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize("reply", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_a_server_sends_back_is_repeated(reply: str) -> None:
    """A broken or hostile server can echo the very key that it was sent, anywhere in its answer."""
    with echoing(reply) as url, asking(url) as client, pytest.raises(WebError) as failed:
        client.count()
    told = str(failed.value)
    assert told.startswith(f"{url}/arbetsstallen/count: ")
    for secret in (KEY, "Planterad", "\x1b"):
        assert secret not in told
        assert secret not in everything_about(failed.value).replace(repr(reply), "")


@pytest.mark.parametrize("stamp", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59Z", "2026-02-01\x1b22:00", KEY])
def test_a_date_that_is_none_is_refused(stamp: str) -> None:
    with (
        FakeRegister(register(1, stamp=stamp)) as fake,
        asking(fake.url) as client,
        pytest.raises(MalformedAnswer, match="is no date"),
    ):
        client.stamp()


@pytest.mark.parametrize(
    "url", ["http://example.org/v1", "ftp://example.org", "apiafr.scb.se/v1", "https://me:you@x/v1"]
)
def test_plain_http_and_nonsense_are_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(Refused):
        asking(url)


# ── errors ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def everything_about(error: BaseException) -> str:
    """Whatever a log could write about an error: its text, its trace, what it is said to come from, what it carries."""
    chain, seen = [error], {id(error)}
    for each in chain:
        for cause in (each.__cause__, each.__context__):
            if cause is not None and id(cause) not in seen:
                seen.add(id(cause))
                chain.append(cause)
    return "".join("".join(traceback.format_exception(each)) + repr(vars(each)) + repr(each.args) for each in chain)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.Status(400, body=b'{"detail": "Planterad"}'), BadRequest),
        (faults.Status(403, body=b"Planterad"), Refused),
        (faults.Status(404, body=b"Planterad"), NotFound),
        (faults.Status(429, body=b"Planterad"), RateLimited),
        (faults.Status(503, body=b"Planterad"), ServerFailure),
        (faults.Status(302, body=b"Planterad"), Refused),
        (faults.Html(body=b"<html>Planterad</html>"), MalformedAnswer),
        (faults.Html(media_type="application/json", body=b'[{"ben": "Planterad'), MalformedAnswer),
        (faults.Html(media_type="application/json", body=b"\xff Planterad"), MalformedAnswer),
        (faults.Html(media_type="application/json", body=b'["Planterad"]'), MalformedAnswer),
        (faults.Truncated(0.7), Truncated),
        (faults.WrongLength(1_000), WebError),
        (faults.Gzipped(0.5), WebError),
        (faults.Drop(), ServerFailure),
    ],
    ids=lambda each: type(each).__name__ if not isinstance(each, type) else each.__name__,
)
def test_no_error_holds_anything_of_an_answer_or_a_cursor(
    fake: FakeRegister, fault: faults.Fault, kind: type[WebError]
) -> None:
    fake.inject(fault, times=None)
    with asking(fake.url, patience={"attempts": 2, "read_seconds": 0.5}) as client, pytest.raises(kind) as failed:
        client.page(25, 1_000)
    said = everything_about(failed.value)
    assert PLANTED not in said
    assert KEY not in said
    assert "cursorId" not in said
    assert failed.value.body == b""
    assert len(str(failed.value).splitlines()) == 1


def edited(edit: Callable[[dict[str, Any]], Any]) -> faults.Edited:
    return faults.Edited(edit)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("/api-info", {"senasteUppdateringsDatum": f"{PLANTED}"}),
        ("/api-info", {"senasteUppdateringsDatum": 20261124}),
        ("/api-info", {"senasteUppdateringsDatum": None}),
        ("/count", {"count": "40"}),
        ("/count", {"count": True}),
        ("/count", {"count": -1}),
    ],
)
def test_answers_of_another_form(fake: FakeRegister, path: str, change: dict[str, Any]) -> None:
    fake.inject(edited(lambda document: document.update(change)), path=path)
    with asking(fake.url) as client, pytest.raises(MalformedAnswer, match="its form has changed") as failed:
        client.stamp() if path == "/api-info" else client.count()
    assert PLANTED not in everything_about(failed.value)


def test_a_code_table_that_is_none(fake: FakeRegister) -> None:
    fake.inject(faults.Html("application/json", json.dumps({"kod": 1}).encode()), path="/kodtabeller")
    with asking(fake.url) as client, pytest.raises(MalformedAnswer, match="no list of codes"):
        client.code_table("anstklkoder")


def test_429_is_waited_for_as_long_as_it_asks() -> None:
    with FakeRegister(register(4), calls_per_second=2) as fake, asking(fake.url) as client:
        assert [client.count() for _ in range(4)] == [4] * 4
        assert len(fake.calls) > 4


def test_a_failure_that_passes_is_asked_again(fake: FakeRegister) -> None:
    fake.inject(faults.Status(503), path="/count")
    fake.inject(faults.Drop(), path="/count")
    with asking(fake.url) as client:
        assert client.count() == 40
    assert len(fake.calls) == 3


# ── the night ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        # In summer Sweden is two hours ahead of UTC, in winter one.
        ("2026-07-01T01:59:59+00:00", 0),
        ("2026-07-01T02:00:00+00:00", 1800 + 60),
        ("2026-07-01T02:29:00+00:00", 60 + 60),
        ("2026-07-01T02:30:00+00:00", 0),
        ("2026-12-01T03:10:00+00:00", 1200 + 60),
        ("2026-12-01T02:10:00+00:00", 0),
        # The night on which the clock is set back, and forward.
        ("2026-10-25T03:15:00+00:00", 900 + 60),
        ("2026-03-29T02:15:00+00:00", 900 + 60),
    ],
)
def test_the_register_is_closed_from_four_to_half_past_in_swedish_time(moment: str, seconds: float) -> None:
    assert CLOSURE.seconds_left(datetime.fromisoformat(moment)) == seconds


class Night:
    """A clock that only moves by sleeping."""

    def __init__(self, start: datetime, wakes: Callable[[], None]) -> None:
        self.moment = start
        self.slept: list[float] = []
        self._wakes = wakes

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)
        if seconds > 60:
            self._wakes()


def test_a_call_at_night_waits_until_the_register_is_open(fake: FakeRegister) -> None:
    fake.closed = True
    night = Night(datetime(2026, 11, 25, 3, 10, tzinfo=UTC), lambda: setattr(fake, "closed", False))
    heard: list[str] = []
    with asking(fake.url, now=night.now, sleep=night.sleep, tell=heard.append) as client:
        assert client.count() == 40
    assert night.slept == [20 * 60 + 60]
    assert heard == ["register closed for the night, waiting until 04:30 (Europe/Stockholm)"]
    assert len(fake.calls) == 1, "nobody is asked who does not answer"


def test_a_call_that_the_closure_overtakes_is_made_again_after_it(fake: FakeRegister) -> None:
    fake.closed = True
    night = Night(datetime(2026, 11, 25, 2, 59, 59, 990_000, tzinfo=UTC), lambda: setattr(fake, "closed", False))
    with asking(fake.url, now=night.now, sleep=night.sleep) as client:
        assert client.count() == 40
    assert night.slept[-1] > 1_800


def test_by_day_a_503_is_a_failure(fake: FakeRegister) -> None:
    fake.closed = True
    with asking(fake.url) as client, pytest.raises(ServerFailure, match=r"503; try again later; 4 attempts were made"):
        client.count()
