"""The watchdog against servers that dribble: every byte comes in time for the timeout of a read, the whole never.
Asked are real servers, in plain and over TLS, directly and through proxies."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from pipelines.web.watchdog import Watchdog, WatchedAdapter
from tests.loopback import faults
from tests.loopback.faults import Reply
from tests.loopback.server import Call, Loopback
from tests.web.bare import Handler, serving, trusted

ROOT = Path(__file__).parents[2]
BODY = b" " * 200
# A whole answer takes ten seconds or more.
PAUSE = 0.05
LIMIT, SOON = 0.3, 4.0


class Proper(Loopback):
    """Answers whatever it is asked, also as a proxy is asked."""

    def answer(self, call: Call) -> Reply:
        return Reply(200, {}, BODY)


@pytest.fixture
def server() -> Iterator[Proper]:
    with Proper("/") as found:
        yield found


def session(proxy: str = "", verify: str | bool = True) -> requests.Session:
    made = requests.Session()
    for scheme in ("https://", "http://"):
        made.mount(scheme, WatchedAdapter())
    made.trust_env = False
    made.proxies = {"http": proxy, "https": proxy} if proxy else {}
    made.verify = verify
    return made


def assert_cut(asking: requests.Session, url: str) -> None:
    started = time.monotonic()
    with asking, Watchdog(LIMIT) as watchdog, pytest.raises(requests.RequestException):
        asking.get(url, timeout=10)
    assert LIMIT <= time.monotonic() - started < SOON
    assert watchdog.fired


@pytest.mark.parametrize("headers_too", [False, True], ids=["body", "headers"])
@pytest.mark.parametrize("proxied", [False, True], ids=["direct", "proxied"])
def test_an_answer_that_dribbles_is_cut_off(server: Proper, proxied: bool, headers_too: bool) -> None:
    server.inject(faults.Slow(PAUSE, headers_too=headers_too), path="/")
    assert_cut(session(server.url if proxied else ""), "http://example.invalid/" if proxied else server.url)
    assert len(server.calls) == 1


def test_so_is_one_over_tls(tmp_path: Path) -> None:
    context, bundle = trusted(tmp_path)
    with Proper("/", tls=context) as server:
        server.inject(faults.Slow(PAUSE), path="/")
        assert_cut(session(verify=bundle), server.url)
        assert len(server.calls) == 1


def test_so_is_one_over_tls_through_the_tunnel_of_a_proxy(tmp_path: Path) -> None:
    context, bundle = trusted(tmp_path)
    asked = []

    def tunnel(handler: Handler) -> None:
        with handler.tunnelled(context) as inner:
            asked.append(inner.recv(1000))
            inner.sendall(b"HTTP/1.1 200 -\r\nContent-Length: 200\r\n\r\n")
            for _ in range(200):
                inner.sendall(b" ")
                time.sleep(PAUSE)

    with serving(tunnel) as proxy:
        assert_cut(session(proxy, bundle), "https://127.0.0.1:1/")
    assert asked[0].startswith(b"GET / ")


def test_so_is_a_proxy_that_dribbles_before_there_is_a_tunnel() -> None:
    def endless(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 -\r\n")
        for _ in range(200):
            handler.wfile.write(b"X: 1\r\n")
            time.sleep(PAUSE)

    with serving(endless) as proxy:
        assert_cut(session(proxy), "https://127.0.0.1:1/")


def test_a_connection_that_comes_when_the_time_is_over_is_cut_at_once(server: Proper) -> None:
    server.inject(faults.Hang(), path="/")
    with session() as asking, Watchdog(0.05) as watchdog:
        while not watchdog.fired:
            time.sleep(0.01)
        started = time.monotonic()
        with pytest.raises(requests.ConnectionError):
            asking.get(server.url, timeout=10)
        assert time.monotonic() - started < SOON


def test_what_ends_in_time_is_left_alone_then_and_later(server: Proper) -> None:
    with session() as asking:
        with Watchdog(1.0) as watchdog:
            assert asking.get(server.url).content == BODY
        # The same connection again, for longer than was left of the time, and with nobody watching.
        server.inject(faults.Slow(0.13, size=20), path="/")
        assert asking.get(server.url).content == BODY
        assert not watchdog.fired


def test_one_thread_is_cut_and_another_on_the_same_session_goes_on(server: Proper) -> None:
    server.inject(faults.Slow(0.1, size=20), path="/patient")
    server.inject(faults.Slow(PAUSE), path="/")
    bodies: list[bytes] = []
    asking = session()
    patient = threading.Thread(target=lambda: bodies.append(asking.get(f"{server.url}patient").content))
    patient.start()
    while not server.calls:
        time.sleep(0.01)
    assert_cut(asking, server.url)
    patient.join(timeout=10)
    asking.close()
    assert bodies == [BODY]


def test_a_program_ends_though_a_thread_of_its_own_is_still_watched() -> None:
    program = """
import threading, time
from pipelines.web.watchdog import Watchdog
begun = threading.Event()
def wait():
    with Watchdog(60):
        begun.set()
        time.sleep(60)
threading.Thread(target=wait, daemon=True).start()
begun.wait()
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=30, check=True)
