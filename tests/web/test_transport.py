"""What is refused before it costs anything: a body too long as stated or as unpacked, and a way out of https."""

import gzip
import ssl
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import trustme

from pipelines.web.errors import DeadlineExceeded, MalformedAnswer, Refused, TooLarge, Truncated
from pipelines.web.transport import Transport
from tests.loopback import faults
from tests.loopback.faults import JSON, Reply, Wire
from tests.loopback.server import Call, Loopback
from tests.web.test_retries import PATIENCE

CAP = 100_000
LIMITS = {"connect_seconds": 5.0, "read_seconds": 5.0, "body_bytes": CAP, "redirects": 3}


class Spaces(Loopback):
    """Answers every call with as many spaces as its path says."""

    def answer(self, call: Call) -> Reply:
        return Reply(200, {"Content-Type": JSON}, b" " * int(call.path.strip("/")))


@dataclass
class Announced:
    """A length is stated, and then nothing comes."""

    length: int

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        wire.write(faults.head(Reply(200, {"Content-Type": JSON}, b""), self.length))
        wire.wait(60.0)
        return False


@dataclass
class Members:
    """A gzip body of a member for each of ``parts``, and then ``rest`` as it stands."""

    parts: tuple[bytes, ...]
    rest: bytes = b""

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        body = b"".join(map(gzip.compress, self.parts)) + self.rest
        wire.send(Reply(200, {"Content-Type": JSON, "Content-Encoding": "gzip"}, body))
        return True


def transport(ca_bundle: str | None = None) -> Transport:
    return Transport(replace(PATIENCE, **LIMITS), time.monotonic, ca_bundle)


def soon() -> float:
    return time.monotonic() + 20


def test_a_body_of_the_stated_cap_is_read_and_of_one_byte_more_nothing_is() -> None:
    with Spaces("/") as server:
        assert transport().send("GET", f"{server.url}{CAP}", deadline=soon()).body == b" " * CAP
        with pytest.raises(TooLarge, match="exceeds the cap of 100,000 bytes") as caught:
            transport().send("GET", f"{server.url}{CAP + 1}", deadline=soon())
        assert caught.value.body == b""


def test_a_length_beyond_the_cap_is_refused_before_a_byte_of_it_has_come() -> None:
    with Spaces("/") as server:
        server.inject(Announced(CAP + 1), path="/")
        started = time.monotonic()
        with pytest.raises(TooLarge):
            transport().send("GET", f"{server.url}1", deadline=soon())
        assert time.monotonic() - started < LIMITS["read_seconds"]


def test_a_bomb_is_unpacked_no_further_than_the_cap() -> None:
    """60 MB of spaces are 60 kB of gzip, which comes in one block: unpacked whole, they would all be in memory."""
    bomb = faults.Bomb(60_000_000)
    assert len(bomb.packed) < CAP
    with Spaces("/") as server:
        server.inject(bomb, path="/")
        tracemalloc.start()
        try:
            with pytest.raises(TooLarge):
                transport().send("GET", f"{server.url}1", deadline=soon())
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 5_000_000


def test_what_unpacks_to_the_cap_is_read() -> None:
    with Spaces("/") as server:
        server.inject(faults.Bomb(CAP), path="/")
        assert transport().send("GET", f"{server.url}1", deadline=soon()).body == b" " * CAP


def test_a_body_of_several_gzip_members_is_read_to_its_end_and_no_further_than_the_cap() -> None:
    with Spaces("/") as server:
        server.inject(Members((b"[1,", b"2,", b"3]")), path="/")
        assert transport().send("GET", f"{server.url}1", deadline=soon()).body == b"[1,2,3]"
        server.inject(Members((b" " * CAP, b"1")), path="/")
        with pytest.raises(TooLarge):
            transport().send("GET", f"{server.url}1", deadline=soon())
        server.inject(Members((b"[1,",), gzip.compress(b"2]")[:-9]), path="/")
        with pytest.raises(Truncated):
            transport().send("GET", f"{server.url}1", deadline=soon())
        server.inject(Members((b"[1]",), b"more"), path="/")
        with pytest.raises(MalformedAnswer, match="the answer is not gzip as it says"):
            transport().send("GET", f"{server.url}1", deadline=soon())


def test_as_many_redirects_as_allowed_are_followed_and_not_one_more() -> None:
    with Spaces("/") as server:

        def chain(length: int) -> bytes:
            for step in range(length):
                server.inject(faults.Redirect(f"{server.url}{step}"), path=f"/{step + 1}")
            return transport().send("GET", f"{server.url}{length}", deadline=soon()).body

        server.inject(faults.Redirect(f"{server.url}5"), path="/0")
        assert chain(2) == b" " * 5
        with pytest.raises(Refused, match="more than 3 redirects"):
            chain(4)


def test_headers_of_ones_own_go_with_every_request() -> None:
    with Spaces("/") as server:
        own = Transport(replace(PATIENCE, **LIMITS), time.monotonic, headers={"X-Own": "mine"})
        own.send("GET", f"{server.url}1", deadline=soon())
        assert server.calls[0].headers["x-own"] == "mine"


def test_nothing_is_asked_when_the_time_is_over() -> None:
    with Spaces("/") as server:
        waiting = Transport(replace(PATIENCE, **LIMITS), lambda: 100.0)
        for deadline in (99.0, 100.0):
            with pytest.raises(DeadlineExceeded, match="not answered within"):
                waiting.send("GET", f"{server.url}1", deadline=deadline)
        assert server.calls == []
        # Less than a second is time enough for a server that is near.
        assert waiting.send("GET", f"{server.url}1", deadline=100.9).body == b" "


def test_this_machine_itself_is_asked_past_any_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with Spaces("/") as server:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert transport().send("GET", f"{server.url}1", deadline=soon()).body == b" "


@pytest.fixture
def secure(tmp_path: Path) -> tuple[ssl.SSLContext, str]:
    authority, bundle = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context, str(bundle)


def test_a_redirect_from_https_to_plain_http_of_the_same_host_and_port_is_refused(
    secure: tuple[ssl.SSLContext, str],
) -> None:
    context, bundle = secure
    with Spaces("/", tls=context) as server:
        assert transport(bundle).send("GET", f"{server.url}3", deadline=soon()).body == b"   "
        plain = server.url.replace("https:", "http:")
        server.inject(faults.Redirect(f"{plain}3"), path="/")
        with pytest.raises(Refused, match=f"redirects to {plain}3; other hosts and plain http are not followed"):
            transport(bundle).send("GET", f"{server.url}3", deadline=soon())
        assert len(server.calls) == 2


def test_a_redirect_within_https_is_followed(secure: tuple[ssl.SSLContext, str]) -> None:
    context, bundle = secure
    with Spaces("/", tls=context) as server:
        server.inject(faults.Redirect(f"{server.url}7"), path="/3")
        assert transport(bundle).send("GET", f"{server.url}3", deadline=soon()).body == b" " * 7
