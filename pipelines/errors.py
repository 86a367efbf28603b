"""The errors a user can meet: each is one line that names the file, table, code or column and what to do.
Faults of our own making do not belong here; they keep their traceback."""

import math
from collections.abc import Iterable

LONGEST = 40
MINUTE = 60


class StyrkaError(Exception):
    """An expected failure; the command line prints it as one line and exits with ``exit_code``."""

    exit_code = 1

    def __str__(self) -> str:
        return " ".join(super().__str__().split())


def short(text: str) -> str:
    """A text of a user's as it may stand in a message: quoted, control characters escaped, cut after LONGEST."""
    return repr(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def listed(texts: Iterable[str], most: int = 5) -> str:
    """The first texts of a list as it may stand in a message, and how many more there are."""
    found = list(texts)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more


def duration(seconds: float) -> str:
    """A time as it may stand in a message: whole seconds up to a minute, then whole minutes, never too few."""
    return f"{math.ceil(seconds / MINUTE)} min" if seconds > MINUTE else f"{math.ceil(seconds)} s"
