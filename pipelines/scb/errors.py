"""What can go wrong between us and a PxWebApi v2, one type each, so that callers decide on types and not on texts.
Answers that arrive whole but do not fit a declared table do not belong here; the catalogue refuses those."""

import json
from http import HTTPStatus
from typing import Any

from pipelines.errors import StyrkaError

CELLS = "cell"


class ScbError(StyrkaError):
    """A call that failed. ``status`` is the HTTP status where there was one, ``body`` what came, for diagnosis, and
    ``retry_after`` the wait in seconds that the server asked for."""

    def __init__(
        self,
        message: str,
        *,
        url: str = "",
        status: int | None = None,
        body: bytes = b"",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.url = url
        self.status = status
        self.body = body
        self.retry_after = retry_after


class SelectionError(ScbError):
    """A selection that the table's metadata cannot satisfy; nothing was sent."""


class NotFound(ScbError):  # noqa: N818 - each type is named for what happened, as the API names it
    """The table or codelist does not exist."""


class BadRequest(ScbError):  # noqa: N818
    """The server does not accept the request as it is."""


class TooManyCells(BadRequest):
    """The request asks for more cells than the server gives in one answer."""


class RateLimited(ScbError):  # noqa: N818
    """Too many calls within the server's time window."""


class ServerFailure(ScbError):  # noqa: N818
    """The server failed (5xx)."""


class Unreachable(ServerFailure):
    """No answer: refused, reset, unknown host, or silent for longer than the connect or read timeout."""


class Refused(ScbError):  # noqa: N818
    """We refuse, or are refused: another host, plain http, a certificate that is not trusted, no permission."""


class MalformedAnswer(ScbError):  # noqa: N818
    """The answer is not what the API promises; ``body`` holds what came."""


class Truncated(MalformedAnswer):
    """The answer ended before its end."""


class TooLarge(ScbError):  # noqa: N818
    """The answer exceeds the byte cap, on the wire or decoded."""


class DeadlineExceeded(ScbError):  # noqa: N818
    """The total time for a call is used up."""


def from_status(status: int, media_type: str, body: bytes, url: str, retry_after: float | None = None) -> ScbError:
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
    kind, advice = _kind(status, problem)
    asked = "" if retry_after is None else f", it asks to wait {retry_after:.0f} s"
    message = f"{url}: the server answered {status}{f' ({said})' if said else ''}{asked}; {advice}"
    return kind(message, url=url, status=status, body=body, retry_after=retry_after)


def _kind(status: int, problem: dict[str, Any]) -> tuple[type[ScbError], str]:
    forbidden = (TooManyCells, "ask for fewer cells") if problem else (Refused, "it does not let us in")
    known: dict[int, tuple[type[ScbError], str]] = {
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
