"""One HTTP exchange under guard: only https (or loopback), only the host that was asked, within time and size.
What is asked and how often does not belong here."""

import ipaddress
import os
import socket
import ssl
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import requests
import urllib3

from pipelines.web import proxy
from pipelines.web.errors import DeadlineExceeded, MalformedAnswer, Refused, TooLarge, Truncated, Unreachable, WebError
from pipelines.web.patience import Patience
from pipelines.web.watchdog import Watchdog, WatchedAdapter

BLOCK = 1 << 16
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# These two keep the method and the body; the others would turn a POST into a GET.
REPEATS_POST = frozenset({307, 308})
# gzip or zlib header, whichever is there.
INFLATE = zlib.MAX_WBITS + 32
PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Reply:
    """What came: status, headers (names in lower case), the decoded body, and the URL that finally answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


@dataclass(frozen=True)
class _Call:
    """One request; errors name it ``named``, for where a redirect led is the server's word."""

    method: str
    url: str
    named: str
    json: Mapping[str, Any] | None
    params: Mapping[str, str] | None


class Transport:
    """A session that sends requests with JSON bodies and reads replies; connections are kept and reused.

    ``ca_bundle`` is a file of certificates to trust instead of the usual ones; ``headers`` go with every request. A
    ``discreet`` transport repeats in its errors nothing that a server sent, which could be the key it was sent itself.
    """

    def __init__(
        self,
        patience: Patience,
        clock: Callable[[], float],
        ca_bundle: str | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        discreet: bool = False,
    ) -> None:
        self._patience = patience
        self._discreet = discreet
        self._clock = clock
        self._session = _Session()
        self._session.headers.update({"Accept": "application/json", "Accept-Encoding": "gzip", **(headers or {})})
        # A login for the host in the user's .netrc would otherwise be sent along.
        self._session.auth = lambda request: request
        # Given with each request, for a session's own is overruled by the environment's.
        self._verify = ca_bundle
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, WatchedAdapter())

    def close(self) -> None:
        self._session.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        deadline: float,
        json: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send one request, follow redirects within the host, and return the reply, whatever its status.

        ``deadline`` is a moment of the clock. ``params`` are added to the URL but named in no error.
        Raises Refused, Unreachable, Truncated, TooLarge, MalformedAnswer and DeadlineExceeded.
        """
        check_url(url)
        call = _Call(method, url, url, json, params)
        for _ in range(self._patience.redirects + 1):
            reply = self._exchange(call, deadline)
            if reply.status not in REDIRECTS:
                return reply
            call = self._redirected(call, reply)
        raise Refused(f"{call.named}: more than {self._patience.redirects} redirects", url=call.named)

    def _redirected(self, call: _Call, reply: Reply) -> _Call:
        named = call.named
        location = reply.headers.get("location", "")
        target = _target(call.url, location)
        if target is None or _origin(target) != _origin(call.url):
            place = "elsewhere" if self._discreet else f"to {location.partition('?')[0]}"
            raise Refused(f"{named}: it redirects {place}; other hosts and plain http are not followed", url=named)
        if call.method != "GET" and reply.status not in REPEATS_POST:
            raise Refused(f"{named}: it redirects a POST with {reply.status}, which would lose the query", url=named)
        # The server has put into its own address what it wants to be asked.
        return replace(call, url=target, named=named if self._discreet else target, params=None)

    def _exchange(self, call: _Call, deadline: float) -> Reply:
        named = call.named
        remaining = deadline - self._clock()
        late = DeadlineExceeded(f"{named}: not answered within {self._patience.total_seconds:g} s in all", url=named)
        if remaining <= 0:
            raise late
        timeout = (min(self._patience.connect_seconds, remaining), min(self._patience.read_seconds, remaining))
        proxies = {"http": "", "https": ""} if is_loopback(urlsplit(call.url)) else None
        if proxies is None:
            proxy.check(call.url, named)
        with Watchdog(remaining) as watchdog:
            try:
                with self._session.request(
                    call.method,
                    call.url,
                    json=call.json,
                    params=call.params,
                    timeout=timeout,
                    stream=True,
                    proxies=proxies,
                    verify=self._verify,
                ) as response:
                    headers = {name.lower(): value for name, value in response.headers.items()}
                    body = self._body(response, headers, named)
                    reply = Reply(response.status_code, headers, body, response.url)
            except (requests.RequestException, urllib3.exceptions.HTTPError, WebError) as error:
                if watchdog.fired:
                    raise late from error
                raise self._typed(error, named) from error
        # A cut connection can look like the regular end of an answer of unstated length.
        if watchdog.fired:
            raise late
        return reply

    def _body(self, response: requests.Response, headers: Mapping[str, str], url: str) -> bytes:
        """The decoded body, read in blocks; the connection is dropped when anything is wrong with it."""
        body = bytearray()
        try:
            for block in self._decoded(response, headers, url):
                body += block
        except BaseException as error:
            response.raw.close()
            if isinstance(error, urllib3.exceptions.ProtocolError):
                raise Truncated(
                    f"{url}: the answer broke off after {len(body):,} bytes", url=url, body=bytes(body)
                ) from error
            if isinstance(error, WebError):
                error.body = bytes(body)
            raise
        return bytes(body)

    def _decoded(self, response: requests.Response, headers: Mapping[str, str], url: str) -> Iterator[bytes]:
        cap = self._patience.body_bytes
        encoding = headers.get("content-encoding", "identity").strip().lower()
        if encoding not in {"identity", "", "gzip", "deflate"}:
            how = "in a way" if self._discreet else f"as {encoding!r}"
            raise MalformedAnswer(f"{url}: the answer is encoded {how} that was not asked for", url=url)
        inflate = zlib.decompressobj(INFLATE) if encoding in {"gzip", "deflate"} else None
        oversized = TooLarge(f"{url}: the answer exceeds the cap of {cap:,} bytes; it is not read further", url=url)
        stated = headers.get("content-length", "").lstrip("0")
        # By its length first: Python refuses to read numbers of thousands of digits.
        if stated.isdecimal() and (len(stated) > len(str(cap)) or int(stated) > cap):
            raise oversized
        received = decoded = 0
        for block in response.raw.stream(BLOCK, decode_content=False):
            received += len(block)
            rest = block
            while rest:
                try:
                    # A gzip body may have several members: where one ends the next begins.
                    if inflate and inflate.eof:
                        inflate = zlib.decompressobj(INFLATE)
                    plain = inflate.decompress(rest, cap + 1 - decoded) if inflate else rest
                except zlib.error as error:
                    raise MalformedAnswer(
                        f"{url}: the answer is not {encoding} as it says ({error})", url=url
                    ) from error
                rest = inflate.unused_data if inflate else b""
                decoded += len(plain)
                if max(received, decoded) > cap:
                    raise oversized
                yield plain
        if inflate and received and not inflate.eof:
            raise Truncated(f"{url}: the {encoding} answer ended before its end", url=url)

    def _typed(self, error: Exception, url: str) -> WebError:
        if isinstance(error, WebError):
            return error
        cause = _innermost(error)
        reason = (_of_the_system(cause) if self._discreet else " ".join(str(cause).split())) or type(cause).__name__
        if isinstance(error, requests.exceptions.ProxyError):
            return Unreachable(f"{url}: no answer through {proxy.named(url)} ({reason})", url=url)
        if isinstance(error, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
            return Refused(f"{url}: its TLS certificate or connection cannot be trusted ({reason})", url=url)
        if isinstance(error, requests.ConnectionError | requests.Timeout | urllib3.exceptions.HTTPError):
            return Unreachable(f"{url}: no answer ({reason})", url=url)
        return Refused(f"{url}: cannot be asked ({reason})", url=url)


class _Session(requests.Session):
    """Sees no redirects: its own handling would read their bodies whole and decoded, past the byte cap."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002
        return None


def check_url(url: str) -> str:
    """``url`` in the one form in which addresses are compared; Refused unless https, or http to this machine itself.

    Scheme and host in small letters, no usual port, no slash at the end.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(f"{url!r} is no URL ({error})", url=url) from error
    if not parts.hostname or parts.scheme not in PORTS:
        raise Refused(f"{url!r} is no web address; give one that begins with https://", url=url)
    # Before anything else is said of the address, for what is said repeats it.
    if parts.username is not None:
        raise Refused(
            f"{parts.scheme}://{parts.hostname}: a login in the address would be stored; leave it out", url=""
        )
    if parts.scheme == "http" and not is_loopback(parts):
        raise Refused(f"{url}: plain http can be read and changed on its way; use https://", url=url)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    stated = "" if port in (None, PORTS[parts.scheme]) else f":{port}"
    return urlunsplit(parts._replace(netloc=host + stated)).rstrip("/")


def base_address(url: str) -> str:
    """``check_url`` of an address to which paths are added; Refused where something would stand between them."""
    address, sign, _ = check_url(url).replace("#", "?", 1).partition("?")
    if sign:
        raise Refused(f"{address}: paths are added to this address; leave out what follows it from ? or # on", url="")
    return address


def is_loopback(parts: SplitResult) -> bool:
    """Whether a URL leads to this machine itself."""
    host = parts.hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _target(url: str, location: str) -> str | None:
    """Where a redirect leads, or None when that is no URL."""
    try:
        target = urljoin(url, location)
        _origin(target)
    except ValueError:
        return None
    return target


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme)


def _of_the_system(error: BaseException) -> str:
    """What the system itself says of an error, if it does: nothing of it comes from a server."""
    if isinstance(error, socket.gaierror):
        return str(error.strerror)
    # The numbers of TLS errors are none of the system's.
    known = isinstance(error, OSError) and not isinstance(error, ssl.SSLError) and error.errno
    return os.strerror(known) if known else ""


def _innermost(error: BaseException) -> BaseException:
    while (cause := error.__context__) is not None:
        error = cause
    return error
