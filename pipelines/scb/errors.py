"""What a PxWebApi v2 can answer in place of data: its own kinds of failure, and any status read as a typed error.
Failures that every server can have are `web.errors`'; answers that do not fit a declared table are the catalogue's."""

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from pipelines.web.errors import (
    BadRequest,
    MalformedAnswer,
    NotFound,
    RateLimited,
    Refused,
    ServerFailure,
    WebError,
)
from pipelines.web.retries import in_words

CELLS = "cell"
DATA = "/data"


class SelectionError(WebError):
    """A selection that the table's metadata cannot satisfy; nothing was sent."""


class TooManyCells(BadRequest):
    """The request asks for more cells than the server gives in one answer."""


def from_status(status: int, media_type: str, body: bytes, url: str, retry_after: float | None = None) -> WebError:
    """The error for an answer whose status is not 200, typed by status and by the problem's ``type``.

    The open server gives all faults of parameters one ``type`` ("Parameter error"), so what it says of cells in
    ``detail`` tells a cell limit from other bad requests; titles are only shown. It also answers 400 to some requests
    whose problem itself has status 404: the problem's status then counts.
    """
    problem = _problem(media_type, body)
    stated = problem.get("status")
    if (
        status == HTTPStatus.BAD_REQUEST
        and isinstance(stated, int)
        and HTTPStatus.BAD_REQUEST <= stated < HTTPStatus.INTERNAL_SERVER_ERROR
    ):
        status = stated
    said = _said(problem)
    kind, advice = _kind(status, problem, url)
    asked = "" if retry_after is None else f", it asks to wait {in_words(retry_after)}"
    message = f"{url}: the server answered {status}{f' ({said})' if said else ''}{asked}; {advice}"
    return kind(message, url=url, status=status, body=body, retry_after=retry_after)


def _kind(status: int, problem: dict[str, Any], url: str) -> tuple[type[WebError], str]:
    # Only a request for data can ask for too many cells.
    forbidden = (
        (TooManyCells, "ask for fewer cells")
        if problem and urlsplit(url).path.endswith(DATA)
        else (Refused, "it does not let us in; check the base URL, or whether it is open to all")
    )
    known: dict[int, tuple[type[WebError], str]] = {
        HTTPStatus.FORBIDDEN: forbidden,
        HTTPStatus.NOT_FOUND: (NotFound, "check the id and the base URL"),
        HTTPStatus.TOO_MANY_REQUESTS: (RateLimited, "too many calls in its time window; try again later"),
    }
    if status in known:
        return known[status]
    if status == HTTPStatus.BAD_REQUEST and CELLS in _about(problem):
        return TooManyCells, "ask for fewer cells"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ServerFailure, "try again later"
    if status >= HTTPStatus.BAD_REQUEST:
        return BadRequest, "the request does not suit it"
    return MalformedAnswer, "only 200 is an answer"


def _about(problem: dict[str, Any]) -> str:
    """The machine-given account of the problem: its type and detail; the title only where there is no detail."""
    return f"{problem.get('type')} {problem.get('detail') or problem.get('title')}".casefold()


def _said(problem: dict[str, Any]) -> str:
    return " ".join(str(problem.get("detail") or problem.get("title") or "").split())[:200]


def _problem(media_type: str, body: bytes) -> dict[str, Any]:
    if "json" not in media_type:
        return {}
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
