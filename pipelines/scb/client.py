"""The client of a PxWebApi v2, for the pipeline and for a notebook: configuration, tables, metadata, codelists, data.
Which of a table's cells are fetched and where answers are kept does not belong here (`planner`, `refresh`)."""

import json
import random
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from pipelines.errors import short
from pipelines.scb import variables
from pipelines.scb.config import BASE_URL, FALLBACK, LANGUAGE, PATIENCE, ApiConfig, Patience
from pipelines.scb.errors import SelectionError, TooManyCells, from_status
from pipelines.scb.planner import Codelist, Request, plan, shrinking
from pipelines.web.errors import MalformedAnswer
from pipelines.web.limits import SlidingWindow
from pipelines.web.retries import Retries, seconds_asked
from pipelines.web.transport import Reply, Transport, base_address

OUTPUT_FORMAT = "json-stat2"
# In a URL these would be read as separators or expressions.
UNFIT_FOR_URL = re.compile(r"[,()\[\]*?]|\s")
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """One raw answer: the decoded bytes, the URL asked, the reply's headers, the query as posted, and when (UTC).

    A server that redirects within itself answers under another URL; whose answer it is, the one asked tells."""

    body: bytes
    url: str
    headers: Mapping[str, str]
    query: Mapping[str, Any]
    retrieved: datetime

    def document(self) -> dict[str, Any]:
        """The answer decoded."""
        return _decoded(self.body, self.url)


class Client:
    """Asks one PxWebApi v2, within its limits, patiently but not endlessly.

    Every call keeps the server's rate, is repeated after 429 (waiting as long as asked), 5xx and lost connections with
    jittered exponential back-off, and ends within ``patience.total_seconds``. All errors are WebError, one type for
    each thing that can go wrong. ``clock``, ``sleep``, ``now`` and ``jitter`` can be replaced.
    """

    def __init__(
        self,
        base_url: str = BASE_URL,
        language: str = LANGUAGE,
        *,
        patience: Patience = PATIENCE,
        ca_bundle: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: random.Random | None = None,
    ) -> None:
        self.base_url = base_address(base_url)
        self.language = language
        self._patience = patience
        self._transport = Transport(patience, clock, ca_bundle)
        self._clock, self._now = clock, now
        self._retries = Retries(patience, clock, sleep, jitter)
        self._window = SlidingWindow(FALLBACK.max_calls, self._widened(FALLBACK), clock=clock, sleep=sleep)
        self._config: ApiConfig | None = None
        self._configuring = threading.Lock()

    def close(self) -> None:
        """Close the kept connections."""
        self._transport.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def config(self) -> ApiConfig:
        """The server's limits, asked for once; from then on they are kept."""
        with self._configuring:
            if self._config is None:
                reply = self._patiently("GET", f"{self.base_url}/config")
                self._config = ApiConfig.from_document(_decoded(reply.body, reply.url))
                self._window.adjust(self._config.max_calls, self._widened(self._config))
            return self._config

    def tables(self, query: str | None = None) -> tuple[dict[str, Any], ...]:
        """All tables, or those that match ``query``, as the API lists them, from all pages."""
        found: dict[str, dict[str, Any]] = {}
        asked = {"query": query} if query else {}
        page = pages = 1
        while page <= pages:
            url = f"{self.base_url}/tables"
            document = self._get("/tables", {**asked, "pageNumber": str(page)})
            try:
                listed = {table["id"]: table for table in document["tables"]}
                pages = int(document["page"]["totalPages"])
            except (KeyError, TypeError, ValueError, OverflowError) as error:
                raise MalformedAnswer(f"{url}: page {page} lacks {error}") from error
            if pages > self._patience.listing_pages:
                raise MalformedAnswer(
                    f"{url}: page {page} says that there are {short(str(pages))} pages; "
                    f"more than {self._patience.listing_pages:,} are not asked for"
                )
            if (again := listed.keys() & found.keys()) or (pages > 1 and not listed):
                what = f"lists {short(min(map(str, again)))} again" if again else "is empty"
                raise MalformedAnswer(
                    f"{url}: page {page} of {pages} {what}; the list has no end, or changed: ask again"
                )
            found |= listed
            page += 1
        return tuple(found.values())

    def metadata(self, table_id: str) -> dict[str, Any]:
        """A table's metadata: a json-stat2 dataset without values."""
        return self._get(f"/tables/{_segment(table_id)}/metadata", check=variables.check)

    def codelist(self, codelist_id: str) -> dict[str, Any]:
        """A codelist with its own codes; `planner.Codelist.from_document` takes it."""
        return self._get(f"/codelists/{_segment(codelist_id)}", check=Codelist.from_document)

    def data(self, table_id: str, request: Request) -> Answer:
        """One answer for one request, as json-stat2: by GET when the URL stays short, else by POST."""
        self.config()
        params = [("lang", self.language), ("outputFormat", OUTPUT_FORMAT)]
        url = f"{self.base_url}/tables/{_segment(table_id)}/data"
        plain = f"{url}?{urlencode(params)}"
        whole = f"{url}?{urlencode([*params, *_as_params(request)])}"
        codes = [code for codes in request.values.values() for code in codes]
        if len(whole) <= self._patience.get_url_characters and not any(UNFIT_FOR_URL.search(code) for code in codes):
            asked, reply = whole, self._patiently("GET", whole)
        else:
            asked, reply = plain, self._patiently("POST", plain, request.query)
        _decoded(reply.body, reply.url)
        return Answer(reply.body, asked, reply.headers, request.query, self._now())

    def select(
        self,
        table_id: str,
        selection: Mapping[str, Sequence[str]],
        codelists: Mapping[str, str] | None = None,
    ) -> tuple[Answer, ...]:
        """Everything that ``selection`` asks for, in as few answers as the cell limit allows.

        Expressions are allowed; ``codelists`` gives the id of a codelist for a variable. When the server refuses the
        number of cells that it states, smaller and smaller limits are tried, a bounded number of times.
        """
        metadata = self.metadata(table_id)
        lists = {name: Codelist.from_document(self.codelist(id_)) for name, id_ in (codelists or {}).items()}
        return self.fewest(
            lambda limit: [
                self.data(table_id, request) for request in plan(metadata, selection, lists, max_cells=limit)
            ]
        )

    def fewest(self, fetch: Callable[[int], Sequence[T]]) -> tuple[T, ...]:
        """What ``fetch`` gives for the stated cell limit, or for half of it, and so on, while cells are too many."""
        *limits, last = shrinking(self.config().max_data_cells)
        for limit in limits:
            with suppress(TooManyCells):
                return tuple(fetch(limit))
        return tuple(fetch(last))

    def _get(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        check: Callable[[dict[str, Any]], object] = lambda _: None,
    ) -> dict[str, Any]:
        self.config()
        reply = self._patiently("GET", f"{self.base_url}{path}?{urlencode({'lang': self.language, **(params or {})})}")
        document = _decoded(reply.body, reply.url)
        try:
            check(document)
        except MalformedAnswer as error:
            raise MalformedAnswer(f"{reply.url}: {error}", url=reply.url, body=reply.body) from error
        return document

    def _patiently(self, method: str, url: str, json: Mapping[str, Any] | None = None) -> Reply:
        deadline = self._clock() + self._patience.total_seconds
        return self._retries.call(lambda: self._once(method, url, json, deadline), deadline)

    def _once(self, method: str, url: str, json: Mapping[str, Any] | None, deadline: float) -> Reply:
        self._window.acquire()
        reply = self._transport.send(method, url, deadline=deadline, json=json)
        if reply.status != HTTPStatus.OK:
            wait = seconds_asked(reply.headers.get("retry-after", ""), self._now())
            raise from_status(reply.status, reply.media_type, reply.body, url, wait)
        if "json" not in reply.media_type:
            kind = reply.media_type or "of an unstated type"
            raise MalformedAnswer(f"{url}: the answer is {kind} where JSON was expected", url=url, body=reply.body)
        return reply

    def _widened(self, config: ApiConfig) -> float:
        return config.window_seconds + self._patience.window_margin_seconds


def _decoded(body: bytes, url: str) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedAnswer(f"{url}: the answer is not JSON ({error})", url=url, body=body) from error
    if not isinstance(document, dict):
        raise MalformedAnswer(f"{url}: the answer is JSON but no object", url=url, body=body)
    return document


def _as_params(request: Request) -> list[tuple[str, str]]:
    values = [(f"valuecodes[{name}]", ",".join(codes)) for name, codes in request.values.items()]
    return values + [(f"codelist[{name}]", codelist) for name, codelist in request.codelists.items()]


def _segment(identifier: str) -> str:
    """An id as one segment of a path; SelectionError when it would lead elsewhere."""
    if not identifier.strip(".") or any(character in identifier for character in "/\\?#%"):
        raise SelectionError(f"{identifier!r} is no id of a table or codelist")
    return quote(identifier, safe="")
