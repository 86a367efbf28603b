"""What is refused before it costs anything: a body too long as stated or as unpacked, and a way out of https."""

import gzip
import random
import ssl
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipelines.web.errors import DeadlineExceeded, MalformedAnswer, Refused, TooLarge, Truncated, Unreachable
from pipelines.web.transport import Transport, base_address
from tests.loopback import faults
from tests.loopback.faults import JSON, Reply, Wire
from tests.loopback.server import Call, Loopback
from tests.web.bare import Handler, serving, trusted
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

    length: str

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        wire.write(faults.head(Reply(200, {"Content-Type": JSON, "Content-Length": self.length}, b""), None))
        wire.wait(60.0)
        return False


@dataclass
class Members:
    """A gzip body of a member for each of ``parts``, and then ``rest`` as it stands, its length stated or not."""

    parts: tuple[bytes, ...]
    rest: bytes = b""
    stated: bool = True

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        body = b"".join(map(gzip.compress, self.parts)) + self.rest
        reply = Reply(200, {"Content-Type": JSON, "Content-Encoding": "gzip"}, body)
        wire.write(faults.head(reply, len(body) if self.stated else None) + body)
        return self.stated


def transport(ca_bundle: str | None = None, *, discreet: bool = False) -> Transport:
    return Transport(replace(PATIENCE, **LIMITS), time.monotonic, ca_bundle, discreet=discreet)


def soon() -> float:
    return time.monotonic() + 20


def test_a_body_of_the_stated_cap_is_read_and_of_one_byte_more_nothing_is() -> None:
    with Spaces("/") as server:
        assert transport().send("GET", f"{server.url}{CAP}", deadline=soon()).body == b" " * CAP
        with pytest.raises(TooLarge, match="exceeds the cap of 100,000 bytes") as caught:
            transport().send("GET", f"{server.url}{CAP + 1}", deadline=soon())
        assert caught.value.body == b""


@pytest.mark.parametrize("length", [f"{CAP + 1}", f"{CAP}0", "9" * 5_000, f"{CAP + 1:05000}"])
def test_a_length_beyond_the_cap_is_refused_before_a_byte_of_it_has_come(length: str) -> None:
    with Spaces("/") as server:
        server.inject(Announced(length), path="/")
        started = time.monotonic()
        with pytest.raises(TooLarge, match="exceeds the cap of 100,000 bytes"):
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
        with pytest.raises(Truncated) as short:
            transport().send("GET", f"{server.url}1", deadline=soon())
        server.inject(Members((b"[1]",), b"more"), path="/")
        with pytest.raises(MalformedAnswer, match="the answer is not gzip as it says") as broken:
            transport().send("GET", f"{server.url}1", deadline=soon())
    # What had come by then is kept for whoever looks into it.
    assert short.value.body.startswith(b"[1,")
    assert broken.value.body == b"[1]"


def test_a_gzip_body_is_unpacked_across_the_blocks_in_which_it_is_read() -> None:
    body = random.Random(1).randbytes(CAP - 1_000)
    with Spaces("/") as server:
        server.inject(Members((body,)), path="/")
        assert transport().send("GET", f"{server.url}1", deadline=soon()).body == body


def test_an_empty_answer_may_say_that_it_is_gzip() -> None:
    with Spaces("/") as server:
        server.inject(Members(()), path="/")
        assert transport().send("GET", f"{server.url}1", deadline=soon()).body == b""


def test_what_unpacks_to_nothing_is_read_no_further_than_the_cap_either() -> None:
    with Spaces("/") as server:
        server.inject(Members((b"",) * (CAP // 10), stated=False), path="/")
        with pytest.raises(TooLarge):
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


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_that_keeps_the_method_repeats_a_post_whole(status: int) -> None:
    with Spaces("/") as server:
        server.inject(faults.Redirect(f"{server.url}2", status), path="/1")
        assert transport().send("POST", f"{server.url}1", deadline=soon(), json={"a": 1}).body == b"  "
        assert [(call.method, call.path, call.body) for call in server.calls] == [
            ("POST", "/1", {"a": 1}),
            ("POST", "/2", {"a": 1}),
        ]


@pytest.mark.parametrize("status", [301, 302, 303])
def test_any_other_is_followed_by_a_get_and_refused_to_a_post(status: int) -> None:
    with Spaces("/") as server:
        server.inject(faults.Redirect(f"{server.url}2", status), path="/1", times=None)
        assert transport().send("GET", f"{server.url}1", deadline=soon()).body == b"  "
        with pytest.raises(Refused, match=f"redirects a POST with {status}, which would lose the query"):
            transport().send("POST", f"{server.url}1", deadline=soon(), json={"a": 1})


@pytest.mark.parametrize("status", [300, 304])
def test_what_only_looks_like_a_redirect_is_an_answer(status: int) -> None:
    with Spaces("/") as server:
        server.inject(faults.Redirect(f"{server.url}2", status), path="/1")
        assert transport().send("GET", f"{server.url}1", deadline=soon()).status == status
        assert len(server.calls) == 1


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


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "127.0.0.1:1/", "http://anna:hemligt@127.0.0.1:1/"])
def test_a_proxy_that_is_down_is_named_without_its_login(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    with pytest.raises(Unreachable) as error:
        transport().send("GET", "https://example.invalid/a", deadline=soon())
    assert str(error.value) == (
        "https://example.invalid/a: no answer through the proxy 127.0.0.1:1 that the environment names "
        "([Errno 111] Connection refused)"
    )


@pytest.mark.parametrize(
    "proxy",
    [
        "http://anna:hemligt@127.0.0.1:99999",
        "http://anna:hem/ligt@h:8",
        "http://anna:hem#ligt@h:8",
        "http://anna:hemligt@",
        "http://anna:hemligt@h:0",
    ],
)
def test_of_a_proxy_whose_address_is_none_nothing_is_told(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    with pytest.raises(Refused) as error:
        transport().send("GET", "https://example.invalid/a", deadline=soon())
    assert str(error.value).startswith(
        "https://example.invalid/a: the proxy that the environment names is no address; "
    )
    assert "hem" not in str(error.value)


def test_what_a_proxy_answers_is_told_as_its_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(handler: Handler) -> None:
        handler.request.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    with serving(refusing) as proxy:
        monkeypatch.setenv("https_proxy", proxy)
        with pytest.raises(Unreachable, match=r"through the proxy 127\.0\.0\.1:\d+ that .* \(.*407 Proxy Auth"):
            transport().send("GET", "https://example.invalid/a", deadline=soon())


@pytest.fixture
def secure(tmp_path: Path) -> tuple[ssl.SSLContext, str]:
    return trusted(tmp_path)


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


@pytest.mark.parametrize(("asked", "led"), [("", ":443"), (":443", "")])
def test_the_usual_port_may_stand_in_an_address_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, led: str
) -> None:
    """Nobody may serve at that port here: a proxy leads there."""
    context, bundle = trusted(tmp_path, "example.invalid")

    def tunnel(handler: Handler) -> None:
        with handler.tunnelled(context) as inner:
            head = f"HTTP/1.1 302 -\r\nLocation: https://example.invalid{led}/b\r\n"
            if inner.recv(1000).startswith(b"GET /b "):
                head = "HTTP/1.1 200 -\r\n"
            inner.sendall(f"{head}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())

    with serving(tunnel) as proxy:
        monkeypatch.setenv("https_proxy", proxy)
        reply = transport(bundle).send("GET", f"https://example.invalid{asked}/a", deadline=soon())
    assert reply.url == f"https://example.invalid{led}/b"


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("HTTPS://Example.ORG:443/Api/", "https://example.org/Api"),
        ("https://example.org:444", "https://example.org:444"),
        ("https://example.org:80/", "https://example.org:80"),
        ("http://LOCALHOST:80/", "http://localhost"),
        ("http://localhost:443/", "http://localhost:443"),
        ("http://127.0.0.1:81/a/", "http://127.0.0.1:81/a"),
        ("http://[::1]:80/", "http://[::1]"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ],
)
def test_an_address_has_one_form(url: str, form: str) -> None:
    assert base_address(url) == form


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://me@example.org/", "https://example.org: a login in the address"),
        ("https://:secret@example.org/", "https://example.org: a login in the address"),
        ("http://me:secret@example.org/", "http://example.org: a login in the address"),
        ("https://:443/", "is no web address"),
        ("ftp://127.0.0.1:21/", "is no web address"),
        ("https://example.org/v2?key=secret", "https://example.org/v2: paths are added to this address"),
        ("https://example.org/v2/#secret", "https://example.org/v2/: paths are added to this address"),
    ],
)
def test_an_address_that_cannot_be_asked_is_refused_without_what_may_be_secret(url: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as caught:
        base_address(url)
    assert "secret" not in str(caught.value) + caught.value.url


def test_what_the_http_library_will_not_ask_is_refused() -> None:
    with pytest.raises(Refused, match=r"cannot be asked \(.*invalid label"):
        transport().send("GET", "https://*.example.org/", deadline=soon())


def test_a_discreet_transport_says_of_an_error_what_the_system_says_or_only_its_kind(
    secure: tuple[ssl.SSLContext, str],
) -> None:
    asked = transport(discreet=True)
    with Spaces("/", tls=secure[0]) as server, pytest.raises(Refused, match=r"\(SSLCertVerificationError\)"):
        asked.send("GET", f"{server.url}1", deadline=soon())
    with (
        serving(lambda handler: handler.wfile.write(b"secret\r\n\r\n") and None) as url,
        pytest.raises(Unreachable, match=r"no answer \(BadStatusLine\)"),
    ):
        asked.send("GET", url, deadline=soon())
    with Spaces("/") as gone:
        url = gone.url
    with pytest.raises(Unreachable, match=r"no answer \(Connection refused\)"):
        asked.send("GET", url, deadline=soon())
    # A name that nobody can resolve, without a question to the network.
    with pytest.raises(Unreachable, match=r"no answer \(Name or service not known\)"):
        asked.send("GET", "http://[::1%25nowhere]:9/", deadline=soon())
