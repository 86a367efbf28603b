"""What a PxWebApi v2 states about its limits, and what this project declares about how it is asked (`api.toml`).
Keeping within the limits does not belong here: `web.limits` paces calls, `planner` splits selections."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.web import patience as web
from pipelines.web.errors import Refused

_DECLARED: dict[str, Any] = tomllib.loads(Path(__file__).with_name("api.toml").read_text("utf-8"))
BASE_URL: str = _DECLARED["base_url"]
LANGUAGE: str = _DECLARED["language"]
LICENCE: str = _DECLARED["licence"]
NOTE: str = _DECLARED["note"]


@dataclass(frozen=True)
class Patience(web.Patience):
    """As of every client; a query whose URL would be longer than ``get_url_characters`` is posted, and a list of tables
    on more than ``listing_pages`` is not read."""

    get_url_characters: int
    listing_pages: int


PATIENCE = Patience(**_DECLARED["patience"], **_DECLARED["caps"])


@dataclass(frozen=True)
class ApiConfig:
    """The limits to keep and, in ``raw``, the answer of ``/config`` as it came.

    ``max_data_cells`` per answer; ``max_calls`` per ``window_seconds``. What the server does not state is replaced by
    the declared fallback.
    """

    max_data_cells: int
    max_calls: int
    window_seconds: float
    raw: Mapping[str, Any]

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "ApiConfig":
        """From the answer of ``/config``; Refused when it asks to wait longer than anybody does."""
        fallback = _DECLARED["fallback"]
        calls, window = _stated(document, "maxCallsPerTimeWindow"), _stated(document, "timeWindow")
        paced = calls is not None and window is not None
        if window is not None and window > PATIENCE.retry_after_longest_seconds:
            longest = f"{PATIENCE.retry_after_longest_seconds:.0f} s"
            raise Refused(f"/config of the server states a time window of calls longer than {longest}; not waited for")
        return cls(
            max_data_cells=_stated(document, "maxDataCells") or fallback["max_data_cells"],
            max_calls=calls if paced and calls else fallback["max_calls"],
            window_seconds=float(window if paced and window else fallback["window_seconds"]),
            raw=dict(document),
        )


def _stated(document: Mapping[str, Any], name: str) -> int | None:
    """A positive whole number, or None: 0 means that the server does not state it."""
    number = document.get(name)
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else None


FALLBACK = ApiConfig.from_document({})
