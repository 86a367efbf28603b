"""Numbers as a reader of each language writes them: decimal comma or point, no-break spaces, real minus.
The only place where an output rounds; charts and downloads hold the unrounded values."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache
from math import ceil, floor

from babel.core import Locale
from babel.numbers import NumberPattern, parse_pattern

from pipelines.schema.table import Language

LOCALES = {"sv": "sv_SE", "en": "en_GB"}
HYPHEN, MINUS, NO_BREAK_SPACE, EN_DASH = "-", "\u2212", "\u00a0", "\u2013"


class Numbers:
    """Display of numbers in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def integer(self, value: int) -> str:
        """Thousands grouped: ``5 260 642`` or ``5,260,642``."""
        return _format(value, "#,##0", self.language)

    def decimal(self, value: float | Decimal, digits: int) -> str:
        """Always ``digits`` decimals."""
        return _format(value, "#,##0." + "0" * digits, self.language)

    def compact(self, value: float) -> str:
        """As few decimals as the value has, at most four: for axes and class bounds."""
        return _format(value, "#,##0.####", self.language)

    def percent(self, share: float) -> str:
        """A share as per cent, with one decimal, or two below one per cent."""
        digits = 2 if 0 < share < 0.01 else 1
        pattern = "#,##0." + "0" * digits + ("\u00a0%" if self.language == "sv" else "%")
        return _format(share, pattern, self.language)

    def ratio(self, value: float) -> str:
        """A location quotient with two decimals; zero is ``0``, and one above zero is never shown as zero."""
        if value == 0:
            return "0"
        if value > 0 and not _rounded(value, 2):
            return f"<{NO_BREAK_SPACE}{self.decimal(0.01, 2)}"
        return self.decimal(value, 2)

    def interval(self, low: float, high: float) -> str:
        """Two location quotients with a dash between, rounded outwards to the two decimals of a quotient.

        So the quotient shown always lies in the interval shown, and no decimal claims more than the noise allows.
        """
        if low == high:
            return self.ratio(low)
        return EN_DASH.join((self.decimal(_outwards(low, floor), 2), self.decimal(_outwards(high, ceil), 2)))

    def whole_interval(self, low: float, high: float | None) -> str:
        """Two numbers with a dash between, rounded outwards to whole ones; without an upper end it stays open."""
        return EN_DASH.join((self.integer(floor(low)), "" if high is None else self.integer(ceil(high))))


def _outwards(value: float, rounding: Callable[[Decimal], int]) -> float:
    # On the decimal digits that the number is written with: 1.13 times 100 is a little less than 113 in floats.
    return rounding(Decimal(repr(value)) * 100) / 100


@lru_cache(maxsize=1 << 16)
def _format(value: float | Decimal, pattern: str, language: Language) -> str:
    shown = _pattern(pattern)
    rounded = _rounded(value, shown.frac_prec[1] + shown.scale)
    return str(shown.apply(rounded, _locale(language))).replace(HYPHEN, MINUS)


def _rounded(value: float | Decimal, digits: int) -> Decimal:
    """As it will be shown: what rounds to zero is zero, and has no minus, which adding zero takes from it."""
    return round(Decimal(str(value)), digits) + 0


@cache
def _pattern(pattern: str) -> NumberPattern:
    return parse_pattern(pattern)


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse(LOCALES[language])
