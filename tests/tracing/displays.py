"""Numbers as documents show them, written anew from the conventions: the tracing shares no rounding with the product.
Which numbers a document may show is ``ledger``'s matter."""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

SPACE, MINUS, DASH = "\u00a0", "\u2212", "\u2013"
MARKS = {"sv": (SPACE, ","), "en": (",", ".")}
# A number as a reader sees it: digits with their marks, and the sign before them.
TOKEN = re.compile(rf"[{MINUS}+]?\d(?:[{SPACE},.]?\d)*")


def fixed(value: float, digits: int, language: str, rounding: str = ROUND_HALF_EVEN) -> str:
    """``value`` with exactly so many decimals."""
    group, point = MARKS[language]
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), rounding=rounding)
    text = f"{abs(rounded):,}".replace(",", "_").replace(".", point).replace("_", group)
    return (MINUS if rounded < 0 else "") + text


def whole(value: float, language: str) -> str:
    return fixed(value, 0, language)


def percent(share: float, language: str) -> str:
    text = fixed(float(Decimal(repr(share)) * 100), 2 if 0 < share < 0.01 else 1, language)
    return text + (f"{SPACE}%" if language == "sv" else "%")


def ratio(value: float, language: str) -> str:
    if value == 0:
        return "0"
    return f"<{SPACE}{fixed(0.01, 2, language)}" if 0 < value < 0.005 else fixed(value, 2, language)


def bounds(low: float, high: float, language: str) -> str:
    """Rounded outwards; one number where both are the same."""
    if low == high:
        return ratio(low, language)
    return DASH.join((fixed(low, 2, language, ROUND_FLOOR), fixed(high, 2, language, ROUND_CEILING)))
