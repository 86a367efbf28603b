"""Sockets, threads, the log of calls, and faults in place of proper answers.
What a proper answer is does not belong here; a fake API says so in `Loopback.answer`."""

import json
import ssl
import sys
import threading
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.loopback.faults import Fault, Injected, Reply, Wire


@dataclass(frozen=True)
class Call:
    """One call as it came in; ``at`` in seconds of the monotonic clock."""

    method: str
    path: str
    params: dict[str, str]
    body: Any
    at: float
    headers: dict[str, str]


class Loopback(ABC):
    """A server below ``root``; use as a context manager. ``url`` is the base URL.

    ``calls`` logs what came in, ``inject`` orders faults.
    """

    def __init__(self, root: str, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.calls: list[Call] = []
        self.failures: list[BaseException] = []
        self.stopped = threading.Event()
        self._faults: list[Injected] = []
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Handler, self, tls)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_address[1]}{root}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        if self.failures:
            raise self.failures[0]

    @abstractmethod
    def answer(self, call: Call) -> Reply:
        """The proper answer to a call."""

    def inject(self, fault: Fault, *, path: str, times: int | None = 1) -> None:
        """Commit ``fault`` on the next ``times`` calls (None: all) whose path contains ``path``, first come first."""
        with self._lock:
            self._faults.append(Injected(fault, path, times))

    def heal(self) -> None:
        """Forget all faults that are still ordered."""
        with self._lock:
            self._faults.clear()

    def asked(self, path: str) -> list[Call]:
        """The calls so far whose path contains ``path``."""
        return [call for call in self.calls if path in call.path]

    def fault_for(self, path: str) -> Fault | None:
        with self._lock:
            for injected in self._faults:
                if injected.path in path and injected.left != 0:
                    if injected.left is not None:
                        injected.left -= 1
                    return injected.fault
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], handler: type, fake: Loopback, tls: ssl.SSLContext | None) -> None:
        super().__init__(address, handler)
        self.fake = fake
        if tls is not None:
            # The handshake is left to the thread of the connection, so that a failed one stops nobody else.
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the play; anything else is a fault of the fake and fails the test."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            self.fake.failures.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._handle(None)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            self._handle(json.loads(sent))
        except ValueError:
            self._handle(None)

    def log_message(self, *_: Any) -> None:
        """Nothing is printed; `Loopback.calls` is the log."""

    def _handle(self, body: Any) -> None:
        fake, parts = self.server.fake, urlsplit(self.path)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        # Names of parameters count in any case, names of variables within brackets are read as they stand.
        params = {(name.lower() if "[" not in name else _lower_before_bracket(name)): value for name, value in pairs}
        headers = {name.lower(): value for name, value in self.headers.items()}
        call = Call(self.command, parts.path, params, body, time.monotonic(), headers)
        fake.calls.append(call)
        wire = Wire(self.connection, fake.stopped)
        fault = fake.fault_for(parts.path)
        if fault is None:
            wire.send(fake.answer(call))
        elif not fault.commit(wire, lambda: fake.answer(call)):
            self.close_connection = True


def _lower_before_bracket(name: str) -> str:
    word, bracket, rest = name.partition("[")
    return word.lower() + bracket + rest
