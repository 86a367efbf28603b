"""The selection expressions of PxWebApi v2 (`*`, `TOP(n)`, `FROM(x)`, …) and the codes that they stand for.
Which codes a table has and how many may be asked for at once does not belong here (`planner`)."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from pipelines.scb.errors import SelectionError

COUNTED = re.compile(r"(TOP|BOTTOM)\(([1-9]\d*)(?:,(\d+))?\)", re.IGNORECASE)
OPEN_ENDED = re.compile(r"(FROM|TO)\(([^,]+)\)", re.IGNORECASE)
RANGE = re.compile(r"RANGE\(([^,]+),([^,]+)\)", re.IGNORECASE)


def expand(
    variable: str, codes: Sequence[str], expressions: Sequence[str], *, newest_last: bool = False
) -> tuple[str, ...]:
    """Those of a variable's ``codes`` that ``expressions`` stand for, in their order, each once.

    A code counts as itself before it counts as an expression. Expressions are ``*``, ``18*``, ``*18``, ``*18*``,
    ``18??``, ``TOP(n)``, ``TOP(n,offset)``, ``BOTTOM(…)``, ``FROM(x)``, ``TO(x)`` and ``RANGE(x,y)``. With
    ``newest_last`` (time) TOP counts from the end and BOTTOM from the start.
    """
    if isinstance(expressions, str):
        raise SelectionError(f"the selection of {variable} must be a list of codes, not the text {expressions!r}")
    chosen: set[str] = set()
    for expression in expressions:
        found = _matches(variable, codes, expression, newest_last)
        if not found:
            raise SelectionError(f"{expression!r} selects nothing of variable {variable}")
        chosen.update(found)
    if not chosen:
        raise SelectionError(f"nothing of variable {variable} is selected; '*' selects all of it")
    return tuple(code for code in codes if code in chosen)


def _matches(variable: str, codes: Sequence[str], expression: str, newest_last: bool) -> Sequence[str]:
    if (place := _place(codes, expression)) is not None:
        return [codes[place]]
    if counted := COUNTED.fullmatch(expression):
        from_start = (counted[1].upper() == "TOP") != newest_last
        return _counted(codes, int(counted[2]), int(counted[3] or 0), from_start)
    if open_ended := OPEN_ENDED.fullmatch(expression):
        place = _known(variable, codes, open_ended[2])
        return codes[place:] if open_ended[1].upper() == "FROM" else codes[: place + 1]
    if between := RANGE.fullmatch(expression):
        first, last = sorted(_known(variable, codes, between[end]) for end in (1, 2))
        return codes[first : last + 1]
    pattern = _pattern(variable, expression)
    if pattern is None:
        return [codes[_known(variable, codes, expression)]]
    return [code for code in codes if pattern.fullmatch(code)]


def _counted(codes: Sequence[str], count: int, offset: int, from_start: bool) -> Sequence[str]:
    if from_start:
        return codes[offset : offset + count]
    end = max(len(codes) - offset, 0)
    return codes[max(end - count, 0) : end]


def _pattern(variable: str, expression: str) -> re.Pattern[str] | None:
    """The regular expression of a pattern with * or ?, or None when it is neither."""
    inner = expression.removeprefix("*").removesuffix("*")
    if "*" in inner:
        raise SelectionError(f"{expression!r} of variable {variable}: * may stand at the start and at the end only")
    before = ".*" if expression.startswith("*") else ""
    after = ".*" if expression.endswith("*") else ""
    if before or after:
        return re.compile(before + re.escape(inner) + after, re.IGNORECASE | re.DOTALL)
    if "?" in expression:
        return re.compile(re.escape(expression).replace(r"\?", "."), re.IGNORECASE | re.DOTALL)
    return None


def _known(variable: str, codes: Sequence[str], code: str) -> int:
    if (place := _place(codes, code)) is not None:
        return place
    close = get_close_matches(code, codes, n=3)
    hint = f"; close to it are {', '.join(close)}" if close else f"; its codes are {codes[0]} … {codes[-1]}"
    raise SelectionError(f"variable {variable} has no code {code!r}{hint if codes else ''}")


def _place(codes: Sequence[str], code: str) -> int | None:
    if code in codes:
        return codes.index(code)
    folded = code.casefold()
    return next((place for place, known in enumerate(codes) if known.casefold() == folded), None)
