"""The client of the business register: its date, its counts, its pages and its code tables, with a key and at its pace.
What a page means does not belong here (`minimise`), nor going through all of them (`pull`)."""

import hmac
import json
import random
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from pipelines.errors import StyrkaError
from pipelines.register.config import (
    BASE_URL,
    CALLS,
    CLOSURE,
    KEY_HEADER,
    KEY_VARIABLE,
    PATIENCE,
    SWEDISH_TIME,
    WINDOW_SECONDS,
    Closure,
)
from pipelines.web.errors import (
    BadRequest,
    MalformedAnswer,
    NotFound,
    RateLimited,
    Refused,
    ServerFailure,
    WebError,
)
from pipelines.web.limits import SlidingWindow
from pipelines.web.patience import Patience
from pipelines.web.retries import Retries, in_words, seconds_asked
from pipelines.web.transport import Reply, Transport, base_address

KEY = re.compile(r"[!-~]+")
DATE = "senasteUppdateringsDatum"
STAMP = re.compile(r"(19|20)\d{2}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
# No country has as many; a larger number is no count.
MOST_WORKPLACES = 1_000_000_000
NO_KEY = (
    f"the business register needs a key of your own, and {KEY_VARIABLE} holds none: a person orders it free of charge "
    f"from SCB (scb.se, Allmänna företagsregistret), accepts the terms and puts it into {KEY_VARIABLE}; "
    f"everything else works without it"
)


def checked_key(key: str) -> str:
    """The key without white space around it; StyrkaError when there is none or it cannot be one."""
    stripped = key.strip()
    if not stripped:
        raise StyrkaError(NO_KEY)
    if not KEY.fullmatch(stripped):
        raise StyrkaError(f"{KEY_VARIABLE} holds characters that no key has; copy the key again as SCB sent it")
    return stripped


class Client:
    """Asks the business register, one call at a time, patiently but not endlessly.

    Calls keep the declared rate, are repeated after 429 (waiting as long as asked), 5xx and lost connections, and wait
    while the register is closed for the night; ``tell`` hears of that. The key goes into one header of calls to
    ``base_url``'s own host and nowhere else. All errors are WebError and hold nothing of an answer: an answer is about
    persons. ``clock``, ``sleep``, ``now`` and ``jitter`` can be replaced.
    """

    def __init__(
        self,
        key: str,
        base_url: str = BASE_URL,
        *,
        patience: Patience = PATIENCE,
        closure: Closure = CLOSURE,
        rate: tuple[int, float] = (CALLS, WINDOW_SECONDS),
        ca_bundle: str | None = None,
        tell: Callable[[str], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: random.Random | None = None,
    ) -> None:
        self.base_url = base_address(base_url)
        self._patience = patience
        self._closure = closure
        self._key = checked_key(key)
        self._transport = Transport(patience, clock, ca_bundle, {KEY_HEADER: self._key}, discreet=True)
        self._tell, self._clock, self._sleep, self._now = tell, clock, sleep, now
        self._retries = Retries(patience, clock, sleep, jitter)
        calls, seconds = rate
        self._window = SlidingWindow(calls, seconds + patience.window_margin_seconds, clock=clock, sleep=sleep)

    def close(self) -> None:
        """Close the kept connections."""
        self._transport.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def stamp(self) -> str:
        """When the register was last loaded, as it states it (ISO 8601)."""
        stated = self._object("/api-info").get(DATE)
        if not isinstance(stated, str) or not _is_date(stated):
            raise MalformedAnswer(f"{self.base_url}/api-info: {DATE} is no date; its form has changed")
        return stated

    def count(self) -> int:
        """How many workplaces the register says it has."""
        stated = self._object("/arbetsstallen/count").get("count")
        if isinstance(stated, bool) or not isinstance(stated, int) or not 0 <= stated <= MOST_WORKPLACES:
            raise MalformedAnswer(f"{self.base_url}/arbetsstallen/count: count is no number; its form has changed")
        return stated

    def page(self, limit: int, cursor: int | None) -> dict[str, Any]:
        """A page of at most ``limit`` workplaces, decoded, from ``cursor`` on or the first. It is about persons."""
        at = {} if cursor is None else {"cursorId": str(cursor)}
        return self._object("/arbetsstallen", {"limit": str(limit), **at})

    def code_table(self, name: str) -> frozenset[str]:
        """The codes of one of the register's code tables, as text."""
        path = f"/kodtabeller/{name}"
        rows = self._get(path)
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) and "kod" in row for row in rows):
            raise MalformedAnswer(f"{self.base_url}{path}: it is no list of codes; its form has changed")
        return frozenset(str(row["kod"]).strip() for row in rows)

    def keyed(self, message: bytes) -> bytes:
        """HMAC-SHA256 of ``message`` by the client's key: what only a holder of the key can tell."""
        return hmac.digest(self._key.encode(), message, "sha256")

    def _object(self, path: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        document = self._get(path, params)
        if not isinstance(document, dict):
            raise MalformedAnswer(f"{self.base_url}{path}: the answer is JSON but no object")
        return document

    def _get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """The decoded answer; nothing of it is left in an error, nor in what caused the error."""
        try:
            return self._while_open(path, params)
        except WebError as error:
            failure = error
        failure.body = b""
        failure.__cause__ = failure.__context__ = None
        raise failure

    def _while_open(self, path: str, params: Mapping[str, str] | None) -> Any:
        while True:
            self._wait_until_open()
            deadline = self._clock() + self._patience.total_seconds
            try:
                return self._retries.call(lambda: self._once(path, params, deadline), deadline)  # noqa: B023 - at once
            except ServerFailure:
                if not self._closure.seconds_left(self._now()):
                    raise

    def _wait_until_open(self) -> None:
        while seconds := self._closure.seconds_left(self._now()):
            until = self._closure.opens.strftime("%H:%M")
            self._tell(f"register closed for the night, waiting until {until} ({SWEDISH_TIME.key})")
            self._sleep(seconds)

    def _once(self, path: str, params: Mapping[str, str] | None, deadline: float) -> Any:
        self._window.acquire()
        url = f"{self.base_url}{path}"
        reply = self._transport.send("GET", url, deadline=deadline, params=params)
        if reply.status != HTTPStatus.OK:
            raise self._refusal(reply, url)
        if "json" not in reply.media_type:
            raise MalformedAnswer(f"{url}: the answer is not JSON, as its media type says")
        try:
            return json.loads(reply.body)
        except (ValueError, RecursionError):
            raise MalformedAnswer(f"{url}: the answer is not JSON") from None

    def _refusal(self, reply: Reply, url: str) -> WebError:
        """The error for a status that is not 200. What the server says in words is not repeated."""
        known: dict[int, tuple[type[WebError], str]] = {
            HTTPStatus.UNAUTHORIZED: (Refused, f"it does not accept the key in {KEY_VARIABLE}; check it, or order one"),
            HTTPStatus.FORBIDDEN: (Refused, f"the key in {KEY_VARIABLE} does not let us in there"),
            HTTPStatus.NOT_FOUND: (NotFound, "check the base URL"),
            HTTPStatus.TOO_MANY_REQUESTS: (RateLimited, "too many calls; try again later"),
        }
        failed = reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        other = (ServerFailure, "try again later") if failed else (BadRequest, "its form has changed")
        kind, advice = known.get(reply.status, other)
        wait = seconds_asked(reply.headers.get("retry-after", ""), self._now())
        asked = "" if wait is None else f", it asks to wait {in_words(wait)}"
        return kind(
            f"{url}: the register answered {reply.status}{asked}; {advice}", status=reply.status, retry_after=wait
        )


def _is_date(text: str) -> bool:
    """Whether a text is a date and nothing else: it becomes part of file names and of errors."""
    if not STAMP.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
