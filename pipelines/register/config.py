"""What this project declares about the business register and how it is asked (`register.toml`, `size_classes.toml`).
Asking it does not belong here (`client`)."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.web.patience import Patience

_FOLDER = Path(__file__).parent
_DECLARED: dict[str, Any] = tomllib.loads((_FOLDER / "register.toml").read_text("utf-8"))
BASE_URL: str = _DECLARED["base_url"]
KEY_VARIABLE: str = _DECLARED["key_variable"]
KEY_HEADER: str = _DECLARED["key_header"]
INDUSTRY_EDITION: str = _DECLARED["industry_edition"]
PAGE_LIMIT: int = _DECLARED["page_limit"]
LICENCE: str = _DECLARED["licence"]
NOTE: str = _DECLARED["note"]
COUNT_TOLERANCE: int = _DECLARED["count_tolerance"]
PAGES_BETWEEN_DATES: int = _DECLARED["pages_between_dates"]
ATTEMPTS: int = _DECLARED["attempts"]
CALLS: int = _DECLARED["rate"]["calls"]
WINDOW_SECONDS: float = _DECLARED["rate"]["window_seconds"]
PATIENCE = Patience(**_DECLARED["patience"])
STATUSES: dict[str, str] = _DECLARED["status"]
CODE_TABLES: dict[str, str] = _DECLARED["code_table"]
TITLES: dict[str, dict[str, str]] = _DECLARED["title"]
SWEDISH_TIME = ZoneInfo(_DECLARED["closure"]["zone"])


@dataclass(frozen=True)
class Field:
    """Where in a workplace's document a code stands, and its number of digits (0: as it comes)."""

    path: tuple[str, ...]
    digits: int

    @property
    def name(self) -> str:
        return ".".join(self.path)


FIELDS = {name: Field(tuple(field["path"]), field["digits"]) for name, field in _DECLARED["field"].items()}


@dataclass(frozen=True)
class SizeClass:
    """A class of workplaces by employees; both bounds are None where unknown, ``high`` alone where open."""

    code: str
    low: int | None
    high: int | None


@cache
def size_classes() -> tuple[SizeClass, ...]:
    """The register's size classes in their order."""
    declared = tomllib.loads((_FOLDER / "size_classes.toml").read_text("utf-8"))["class"]
    return tuple(SizeClass(each["code"], each.get("low"), each.get("high")) for each in declared)


@dataclass(frozen=True)
class Closure:
    """The hours of the night, Swedish time, in which the register answers nobody."""

    opens: time
    closes: time
    margin_seconds: float

    def seconds_left(self, now: datetime) -> float:
        """Seconds from ``now`` (with a zone) until it answers again; 0 while it does."""
        here = now.astimezone(SWEDISH_TIME)
        if not self.closes <= here.time() < self.opens:
            return 0.0
        open_again = datetime.combine(here.date(), self.opens, SWEDISH_TIME)
        return (open_again - here + timedelta(seconds=self.margin_seconds)).total_seconds()


CLOSURE = Closure(
    opens=time.fromisoformat(_DECLARED["closure"]["to"]),
    closes=time.fromisoformat(_DECLARED["closure"]["from"]),
    margin_seconds=_DECLARED["closure"]["margin_seconds"],
)
