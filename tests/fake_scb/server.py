"""The fake PxWebApi v2 on a loopback port: paths, the rate window, the log of calls and the faults on demand.
What the answers hold does not belong here (`documents`, `selection`)."""

import json
import math
import re
import ssl
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.fake_scb import documents, problems
from tests.fake_scb.faults import JSON, PROBLEM, Fault, Injected, Reply, Wire
from tests.fake_scb.problems import ProblemError
from tests.fake_scb.selection import Asked, choose
from tests.fake_scb.table import Table

ROOT = "/api/v2"
# Commas separate codes, but not within the parentheses of an expression.
SEPARATOR = re.compile(r",(?![^(]*\))")


@dataclass(frozen=True)
class Call:
    """One call as it came in; ``at`` in seconds of the monotonic clock."""

    method: str
    path: str
    params: dict[str, str]
    body: Any
    at: float
    headers: dict[str, str]


class FakeScb:
    """A server that answers as SCB's does; use as a context manager. ``url`` is the base URL.

    Config states ``max_cells``, ``max_calls`` and ``window`` (seconds); ``real_max_cells`` and ``rate_limited`` say
    what the server truly keeps to. ``calls`` logs what came in, ``inject`` orders faults.
    """

    def __init__(
        self,
        tables: Iterable[Table] = (),
        *,
        port: int = 0,
        max_cells: int = 150_000,
        real_max_cells: int | None = None,
        max_calls: int = 30,
        window: int = 10,
        rate_limited: bool = True,
        too_many_cells: ProblemError = problems.TOO_MANY_CELLS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.tables = {table.id: table for table in tables}
        self.max_cells = max_cells
        self.real_max_cells = real_max_cells
        self.max_calls = max_calls
        self.window = window
        self.rate_limited = rate_limited
        self.too_many_cells = too_many_cells
        self.calls: list[Call] = []
        self.failures: list[BaseException] = []
        self._faults: list[Injected] = []
        self._recent: deque[float] = deque()
        self._lock = threading.Lock()
        self.stopped = threading.Event()
        self._server = _Server(("127.0.0.1", port), _Handler, self, tls)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_address[1]}{ROOT}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> "FakeScb":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        if self.failures:
            raise self.failures[0]

    def inject(self, fault: Fault, *, path: str = "/data", times: int | None = 1) -> None:
        """Commit ``fault`` on the next ``times`` calls (None: all) whose path contains ``path``, first come first."""
        with self._lock:
            self._faults.append(Injected(fault, path, times))

    def heal(self) -> None:
        """Forget all faults that are still ordered."""
        with self._lock:
            self._faults.clear()

    def asked(self, path: str = "/data") -> list[Call]:
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

    def answer(self, call: Call) -> Reply:
        """The proper answer to a call."""
        try:
            self._count(call.at)
            return _reply(200, JSON, self._document(call))
        except ProblemError as problem:
            reply = _reply(problem.status, PROBLEM, problem.document)
            if problem.retry_after is not None:
                reply.headers["Retry-After"] = str(problem.retry_after)
            return reply

    def _count(self, now: float) -> None:
        with self._lock:
            while self._recent and self._recent[0] + self.window <= now:
                self._recent.popleft()
            if self.rate_limited and len(self._recent) >= self.max_calls:
                raise problems.too_many_calls(max(1, math.ceil(self._recent[0] + self.window - now)))
            self._recent.append(now)

    def _document(self, call: Call) -> dict[str, Any]:
        lang = call.params.get("lang", "sv")
        match [unquote(part) for part in call.path.removeprefix(ROOT).strip("/").split("/")]:
            case [name] if name.lower() == "config":
                return documents.config(self.max_cells, self.max_calls, self.window)
            case [name] if name.lower() == "tables":
                return self._listed(call.params, lang)
            case [name, codelist_id] if name.lower() == "codelists":
                found = [
                    table.codelists[codelist_id] for table in self.tables.values() if codelist_id in table.codelists
                ]
                if not found:
                    raise problems.NO_CODELIST
                return documents.codelist(found[0], self.url, lang)
            case [name, table_id, *rest] if name.lower() == "tables":
                if table_id not in self.tables:
                    raise problems.NO_TABLE
                table = self.tables[table_id]
                match rest:
                    case []:
                        return documents.table(table, self.url, lang)
                    case ["metadata"]:
                        return documents.metadata(table, self.url, lang)
                    case ["data"]:
                        return self._data(table, call, lang)
        raise problems.NO_PATH

    def _listed(self, params: dict[str, str], lang: str) -> dict[str, Any]:
        query, size = params.get("query"), int(params.get("pagesize", documents.PAGE_SIZE))
        words = (query or "").casefold().split()
        found = list(self.tables.values())
        if params.get("includediscontinued", "false").lower() != "true":
            found = [table for table in found if not table.discontinued]
        if "pastdays" in params:
            earliest = datetime.now(UTC) - timedelta(days=int(params["pastdays"]))
            found = [table for table in found if datetime.fromisoformat(table.updated) >= earliest]
        texts = {
            table.id: f"{table.id} {table.label} {[v.label for v in table.variables]}".casefold() for table in found
        }
        found = [table for table in found if all(word in texts[table.id] for word in words)]
        return documents.tables(found, self.url, lang, (int(params.get("pagenumber", 1)), size), query)

    def _data(self, table: Table, call: Call, lang: str) -> dict[str, Any]:
        if call.params.get("outputformat", "json-stat2") != "json-stat2":
            raise problems.UNSUPPORTED_FORMAT
        query = _posted(call.body) if call.method == "POST" else _in_url(call.params)
        limit = self.max_cells if self.real_max_cells is None else self.real_max_cells
        return documents.data(table, choose(table, query, limit or 150_000, self.too_many_cells), lang)


def _reply(status: int, media_type: str, document: dict[str, Any]) -> Reply:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(status, {"Content-Type": media_type}, body)


def _posted(body: Any) -> list[Asked]:
    try:
        parts = body["selection"]
        return [Asked(part["variableCode"], list(part["valueCodes"]), part.get("codelist")) for part in parts]
    except (KeyError, TypeError) as error:
        raise problems.BAD_BODY from error


def _in_url(params: dict[str, str]) -> list[Asked]:
    lists = {_inside(name): value for name, value in params.items() if name.startswith("codelist[")}
    values = {_inside(name): value for name, value in params.items() if name.startswith("valuecodes[")}
    return [
        Asked(name, [code for code in SEPARATOR.split(value) if code], lists.get(name))
        for name, value in values.items()
    ]


def _inside(name: str) -> str:
    return name[name.index("[") + 1 : -1]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], handler: type, fake: FakeScb, tls: ssl.SSLContext | None) -> None:
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
        """Nothing is printed; `FakeScb.calls` is the log."""

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
