"""What can go wrong between us and any server, one type each, so that callers decide on types and not on texts.
What only one API can say, and how its statuses are read, does not belong here (`scb.errors`, `register.client`)."""

from pipelines.errors import StyrkaError


class WebError(StyrkaError):
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


class NotFound(WebError):  # noqa: N818 - each type is named for what happened, as an API names it
    """What was asked for does not exist."""


class BadRequest(WebError):  # noqa: N818
    """The server does not accept the request as it is."""


class RateLimited(WebError):  # noqa: N818
    """Too many calls within the server's time window."""


class ServerFailure(WebError):  # noqa: N818
    """The server failed (5xx)."""


class Unreachable(ServerFailure):
    """No answer: refused, reset, unknown host, or silent for longer than the connect or read timeout."""


class Refused(WebError):  # noqa: N818
    """We refuse, or are refused: another host, plain http, a certificate that is not trusted, no permission."""


class MalformedAnswer(WebError):  # noqa: N818
    """The answer is not what the API promises; ``body`` holds what came."""


class Truncated(MalformedAnswer):
    """The answer ended before its end."""


class TooLarge(WebError):  # noqa: N818
    """The answer exceeds the byte cap, on the wire or decoded."""


class DeadlineExceeded(WebError):  # noqa: N818
    """The total time for a call is used up."""
