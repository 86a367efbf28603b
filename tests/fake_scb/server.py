"""The fake PxWebApi v2 on a loopback port: paths and the rate window.
What the answers hold does not belong here (`documents`, `selection`)."""

import json
import math
import re
import ssl
from collections import deque
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from tests.fake_scb import documents, problems
from tests.fake_scb.problems import ProblemError
from tests.fake_scb.selection import Asked, choose
from tests.fake_scb.table import Table
from tests.loopback import Call, Loopback
from tests.loopback.faults import JSON, PROBLEM, Fault, Reply

ROOT = "/api/v2"
# Commas separate codes, but not within the parentheses of an expression.
SEPARATOR = re.compile(r",(?![^(]*\))")


class FakeScb(Loopback):
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
        self._recent: deque[float] = deque()
        super().__init__(ROOT, port, tls)

    def inject(self, fault: Fault, *, path: str = "/data", times: int | None = 1) -> None:
        super().inject(fault, path=path, times=times)

    def asked(self, path: str = "/data") -> list[Call]:
        return super().asked(path)

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
