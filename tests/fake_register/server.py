"""The fake register on a loopback port: paths, key, pages, the rate, the nightly closure and the code tables.
What its workplaces are does not belong here (`workplaces`)."""

import json
from collections import deque
from http import HTTPStatus
from typing import Any

from pipelines.warehouse import classification
from tests.fake_register.workplaces import Register
from tests.loopback import Call, Loopback
from tests.loopback.faults import JSON, PROBLEM, Fault, Reply

ROOT = "/v1"
KEY = "planted-key-0123456789abcdef"
LARGEST_LIMIT = 5_000
FIRST_ROW = 1_000
LIST = "/arbetsstallen"
PAGES = f"{LIST}?"
SIZES = {str(code): f"klass {code}" for code in range(17)}
STATUSES = {"0": "Aldrig verksam", "1": "Verksam", "9": "Ej längre verksam"}


class ProblemError(Exception):
    """An answer that is no data; what the real server says in words is repeated by nobody, so it says too much."""

    def __init__(self, status: int, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers


class FakeRegister(Loopback):
    """A register that answers as SCB's does; use as a context manager. ``url`` is the base URL.

    ``register`` is what it holds and may be replaced, ``closed`` is the night, ``calls_per_second`` its rate (None:
    none), ``count_off`` is added to its count, ``cursor`` says what a cursor is: ``row`` (a place in the order) or
    ``cfar`` (the number of the next workplace, which nobody may write down).
    """

    def __init__(
        self,
        register: Register,
        *,
        port: int = 0,
        key: str = KEY,
        calls_per_second: int | None = None,
        cursor: str = "row",
    ) -> None:
        self.register = register
        self.key = key
        self.closed = False
        self.calls_per_second = calls_per_second
        self.count_off = 0
        self.cursor = cursor
        self._recent: deque[float] = deque()
        super().__init__(ROOT, port)

    def pages(self) -> list[Call]:
        """The calls for pages so far."""
        return [call for call in self.calls if call.path == f"{ROOT}{LIST}"]

    def inject(self, fault: Fault, *, path: str = PAGES, times: int | None = 1) -> None:
        super().inject(fault, path=path, times=times)

    def fault_for(self, path: str) -> Fault | None:
        # So that a path can be told from those below it.
        return super().fault_for(f"{path}?")

    def answer(self, call: Call) -> Reply:
        try:
            self._admit(call)
            return _reply(HTTPStatus.OK, JSON, self._document(call))
        except ProblemError as problem:
            document = {"type": "about:blank", "title": "Problem", "status": problem.status, "detail": problem.detail}
            reply = _reply(problem.status, PROBLEM, document)
            reply.headers.update({name.replace("_", "-"): value for name, value in problem.headers.items()})
            return reply

    def _admit(self, call: Call) -> None:
        if self.closed:
            raise ProblemError(503, "Tjänsten är stängd för laddning av data")
        given = call.headers.get("x-api-key", "")
        if given != self.key:
            raise ProblemError(401, f"Invalid or missing API key {given}")
        with self._lock:
            while self._recent and self._recent[0] + 1 <= call.at:
                self._recent.popleft()
            if self.calls_per_second is not None and len(self._recent) >= self.calls_per_second:
                raise ProblemError(429, "Too many requests", Retry_After="1")
            self._recent.append(call.at)

    def _document(self, call: Call) -> Any:
        match call.path.removeprefix(ROOT).strip("/").split("/"):
            case ["api-info"]:
                return {"apiNamn": "Fejkat företagsregister", "senasteUppdateringsDatum": self.register.stamp}
            case ["arbetsstallen"]:
                return self._page(call.params)
            case ["arbetsstallen", "count"]:
                return {"count": len(self.register.workplaces) + self.count_off, "path": "/arbetsstallen/count"}
            case ["arbetsstallen", number, "full"] if number.isdigit() and int(number) in self.register.by_number:
                return self.register.by_number[int(number)].document(full=True)
            case ["kodtabeller", name]:
                return _code_table(name)
        raise ProblemError(404, f"Not found: {call.path}")

    def _page(self, params: dict[str, str]) -> dict[str, Any]:
        limit, cursor = params.get("limit", "1000"), params.get("cursorid")
        if not limit.isdigit() or not 1 <= int(limit) <= LARGEST_LIMIT:
            raise ProblemError(400, f"limit {limit} must be between 1 and {LARGEST_LIMIT}")
        start = 0 if cursor is None else self._place(cursor)
        end = start + int(limit)
        workplaces = self.register.workplaces
        more = end < len(workplaces)
        return {
            "arbetsstallen": [workplace.document() for workplace in workplaces[start:end]],
            "pagination": {"nextCursorId": self._cursor(end) if more else 0, "limit": int(limit), "hasMore": more},
        }

    def _cursor(self, place: int) -> int:
        return place + FIRST_ROW if self.cursor == "row" else self.register.workplaces[place].cfar

    def _place(self, cursor: str) -> int:
        number = int(cursor) if cursor.isdigit() else -1
        if self.cursor == "row" and 0 <= number - FIRST_ROW < len(self.register.workplaces):
            return number - FIRST_ROW
        if self.cursor == "cfar" and number in self.register.by_number:
            return self.register.workplaces.index(self.register.by_number[number])
        raise ProblemError(400, f"there is no cursor {cursor}")


def _code_table(name: str) -> list[dict[str, Any]]:
    """Code tables have numbers where the workplaces have texts, but for industries and municipalities."""
    regions, industries = classification.regions().to_pylist(), classification.industries("SNI2025").to_pylist()
    tables: dict[str, dict[Any, str]] = {
        "kommunkoder": {row["region_code"]: row["name_sv"] for row in regions if row["type"] == "municipality"},
        "naringsgrenkoder": {row["industry_code"]: row["name_sv"] for row in industries if row["level"] == "5"},
        "anstklkoder": {int(code): text for code, text in SIZES.items()},
        "aestatkoder": {int(code): text for code, text in STATUSES.items()},
    }
    if name not in tables:
        raise ProblemError(404, f"no code table {name}")
    return [{"kod": code, "klartext": text} for code, text in tables[name].items()]


def _reply(status: int, media_type: str, document: Any) -> Reply:
    return Reply(status, {"Content-Type": media_type}, json.dumps(document, ensure_ascii=False).encode())
