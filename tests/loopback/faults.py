"""Faults that the fake server commits on demand, on the wire and for real, each in place of a proper answer.
When they are committed does not belong here (`server`)."""

import gzip
import json
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"
HTML = "<!DOCTYPE html><html><head><title>Underhåll</title></head><body>Vi är snart tillbaka</body></html>".encode()
BLOCK = 1 << 16


@dataclass
class Reply:
    """An answer before it is sent."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Wire:
    """The connection that a fault plays on: ``send`` writes a whole reply, ``write`` bare bytes, ``cut`` hangs up."""

    connection: socket.socket
    stopped: threading.Event

    def write(self, content: bytes) -> None:
        self.connection.sendall(content)

    def send(self, reply: Reply, *, length: int | None = None) -> None:
        stated = len(reply.body) if length is None else length
        self.write(head(reply, stated) + reply.body)

    def wait(self, seconds: float) -> None:
        self.stopped.wait(seconds)


def head(reply: Reply, length: int | None) -> bytes:
    headers = {**reply.headers, **({} if length is None else {"Content-Length": str(length)})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {reply.status} -\r\n{lines}\r\n".encode("latin-1")


class Fault(Protocol):
    """``commit`` answers in its own way; it returns whether the connection may be used again."""

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool: ...


@dataclass
class Status:
    """An error status, as a problem document unless other ``body`` and ``media_type`` are given."""

    status: int = 503
    retry_after: str | None = None
    body: bytes | None = None
    media_type: str = PROBLEM

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        problem = json.dumps({"type": "about:blank", "title": "Fault", "status": self.status}).encode()
        headers = {"Content-Type": self.media_type}
        if self.retry_after is not None:
            headers["Retry-After"] = self.retry_after
        wire.send(Reply(self.status, headers, problem if self.body is None else self.body))
        return True


@dataclass
class Truncated:
    """The length is right, but the server hangs up after ``share`` of the body."""

    share: float = 0.5

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        reply = proper()
        wire.write(head(reply, len(reply.body)) + reply.body[: int(len(reply.body) * self.share)])
        return False


@dataclass
class WrongLength:
    """The stated length is ``by`` bytes more or less than what is sent."""

    by: int

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        reply = proper()
        wire.send(reply, length=len(reply.body) + self.by)
        return False


@dataclass
class Slow:
    """The answer trickles: ``size`` bytes, then ``pause`` seconds; from the first header on or from the body on."""

    pause: float
    size: int = 1
    headers_too: bool = False

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        reply = proper()
        first, rest = head(reply, len(reply.body)), reply.body
        if self.headers_too:
            first, rest = b"", first + rest
        wire.write(first)
        for start in range(0, len(rest), self.size):
            wire.write(rest[start : start + self.size])
            wire.wait(self.pause)
            if wire.stopped.is_set():
                return False
        return True


@dataclass
class Hang:
    """No answer at all."""

    seconds: float = 60.0

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        wire.wait(self.seconds)
        return False


@dataclass
class Drop:
    """The connection is reset without an answer."""

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        wire.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False


@dataclass
class Html:
    """An HTML page with status 200, in place of JSON; ``media_type`` may even claim that it is JSON."""

    media_type: str = "text/html; charset=utf-8"
    body: bytes = HTML

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        wire.send(Reply(200, {"Content-Type": self.media_type}, self.body))
        return True


@dataclass
class Redirect:
    """Elsewhere, please."""

    to: str
    status: int = 302
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        wire.send(Reply(self.status, {"Location": self.to, **self.headers}, self.body))
        return True


@dataclass
class Oversized:
    """``size`` bytes of JSON white space, with their length stated or (chunked) not."""

    size: int
    chunked: bool = False

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        headers = {"Content-Type": JSON, **({"Transfer-Encoding": "chunked"} if self.chunked else {})}
        wire.write(head(Reply(200, headers, b""), None if self.chunked else self.size))
        block = b" " * BLOCK
        for _ in range(self.size // BLOCK):
            wire.write(b"%x\r\n%s\r\n" % (BLOCK, block) if self.chunked else block)
        return False


@dataclass
class Bomb:
    """A small gzip body that unpacks to ``size`` bytes."""

    size: int
    packed: bytes = field(init=False)

    def __post_init__(self) -> None:
        # Packed before anybody asks: on a busy machine it takes longer than a client waits.
        self.packed = gzip.compress(b" " * self.size)

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        wire.send(Reply(200, {"Content-Type": JSON, "Content-Encoding": "gzip"}, self.packed))
        return True


@dataclass
class Gzipped:
    """No fault: the proper answer, compressed, or only its first ``share``."""

    share: float = 1.0

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        reply = proper()
        packed = gzip.compress(reply.body)
        wire.send(Reply(200, {**reply.headers, "Content-Encoding": "gzip"}, packed[: int(len(packed) * self.share)]))
        return True


@dataclass
class Edited:
    """The proper document, changed by ``edit`` before it is sent."""

    edit: Callable[[dict[str, Any]], None]

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        reply = proper()
        document = json.loads(reply.body)
        self.edit(document)
        wire.send(Reply(reply.status, reply.headers, json.dumps(document, ensure_ascii=False).encode()))
        return True


@dataclass
class Meanwhile:
    """No fault of this answer: ``action`` happens first, as when a table is published between two calls."""

    action: Callable[[], None]

    def commit(self, wire: Wire, proper: Callable[[], Reply]) -> bool:
        self.action()
        wire.send(proper())
        return True


@dataclass
class Injected:
    """A fault, on which paths, and how many more times (None: always)."""

    fault: Fault
    path: str
    left: int | None
