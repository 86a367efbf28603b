"""What a value in a user's table may be: one function per column, from text to value or a ValueError that says why not.
Files, lines and whole columns do not belong here; `checking` applies the rules."""

import re
import unicodedata
from collections.abc import Callable

from pipelines.errors import short
from pipelines.schema.signs import SIGNS, Status

STATUSES: dict[str, Status] = {
    "observed": "observed",
    "zero": "zero",
    "suppressed": "suppressed",
    "missing": "missing",
    "not_applicable": "not_applicable",
}
LEVELS = ("total", "group", "section", "2", "3", "4", "5")
YEARS = range(1900, 2101)
# More than all people on earth; sums over any number of rows stay within 64 bits.
LARGEST = 10_000_000_000
BLANKS = str.maketrans("", "", " \u00a0\u2009\u202f")
WHOLE = re.compile(r"\d+(?:[.,]0{1,2})?", re.ASCII)
GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]0{1,2})?", re.ASCII)
DECIMAL = re.compile(r"-?\d*[.,]\d+", re.ASCII)
AMBIGUOUS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+", re.ASCII)
NEGATIVE = re.compile(r"[-\u2212]\s*\d", re.ASCII)
# No XML can hold these, and what turns the direction of reading would turn the rest of a page.
UNWRITABLE = frozenset("\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BYTE_ORDER_MARK = "\ufeff"
# A region's code names the folder of its profile, and pages lie beside these folders.
PAGE = ".html"
CODE = re.compile(r"\w(?:[\w +\-.&]{0,38}[\w+\-&])?")


def region_code(text: str) -> str:
    code = _code(text, "region")
    if code.lower().endswith(PAGE):
        raise ValueError(f"{short(code)} cannot be a region's code: it ends as the name of a page does, in {PAGE}")
    return code


def industry_code(text: str) -> str:
    return _code(text, "industry")


def year(text: str) -> int:
    digits = text.strip()
    if not digits:
        raise ValueError("empty; write the year")
    if not (len(digits) == 4 and digits.isascii() and digits.isdigit() and int(digits) in YEARS):
        raise ValueError(f"{short(digits)} is not a year between {YEARS.start} and {YEARS.stop - 1}")
    return int(digits)


def employees(text: str) -> int | Status | None:
    """The figure, the status that a sign stands for, or None when the field is empty."""
    stripped = text.strip()
    if not stripped:
        return None
    return SIGNS[stripped] if stripped in SIGNS else _whole(stripped)


def workplaces(text: str) -> int | None:
    """The figure; None when the field is empty or a sign says that there is none."""
    value = employees(text)
    if value == "zero":
        return 0
    return value if isinstance(value, int) else None


def status(text: str) -> Status | None:
    """The status; None when the field is empty."""
    word = text.strip().lower().replace(" ", "_")
    if not word:
        return None
    if word in SIGNS:
        return SIGNS[word]
    if word not in STATUSES:
        raise ValueError(f"{short(text)} is no status; use {', '.join(STATUSES)}, or one of the signs .. . -")
    return STATUSES[word]


def level(text: str) -> str | None:
    """The level of an industry; None when the field is empty."""
    word = text.strip().lower()
    if not word:
        return None
    if word not in LEVELS:
        raise ValueError(f"{short(text)} is no level; use {', '.join(LEVELS)}")
    return word


def name(text: str) -> str | None:
    """A name exactly as it is written; None when the field is empty."""
    for character in text:
        control = unicodedata.category(character) in ("Cc", "Cs") and character != "\t"
        if control or character in UNWRITABLE:
            raise ValueError(f"{short(text)} holds the control character U+{ord(character):04X}; remove it")
    return text if text.strip() else None


def resolved(figure: int | Status | None, word: Status | None) -> Status:
    """The status of a cell, from what stands in column employees and what stands in column status."""
    if isinstance(figure, str):
        if word not in (None, figure):
            raise ValueError(f"the sign in column employees says {figure}, column status says {word}; keep one")
        return figure
    if figure is None:
        if word in (None, "observed"):
            raise ValueError(
                "empty, and no status says why; write 0, a sign (.. suppressed . not applicable - nothing) or a status"
            )
        return word
    if word in (None, "observed") or (word == "zero" and figure == 0):
        return word or "observed"
    raise ValueError(f"there is a figure, but column status says {word}; keep one")


def folder(code: str) -> str:
    """What a region's code has in common with those that some disks would put into the same folder."""
    return unicodedata.normalize("NFKC", code.casefold())


def _code(text: str, what: str) -> str:
    code = text.strip()
    if not code:
        raise ValueError(f"empty; write the {what}'s code")
    if BYTE_ORDER_MARK in code:
        raise ValueError(f"{short(code)} holds a byte order mark, as where files were joined to one; remove it")
    if not CODE.fullmatch(code) and CODE.fullmatch(composed := unicodedata.normalize("NFC", code)):
        raise ValueError(
            f"{short(code)} is written in letters and marks apart (NFD); write it as {short(composed)} (NFC)"
        )
    if not CODE.fullmatch(code) or ".." in code:
        raise ValueError(
            f"{short(code)} cannot be a code; a code has at most 40 letters, digits, blanks and + - . _ &, "
            f"begins with a letter or digit and has no two dots in a row"
        )
    return code


def _whole(text: str) -> int:
    if WHOLE.fullmatch(text) or GROUPED.fullmatch(text):
        digits = re.split(r"[.,]", text.translate(BLANKS))[0].lstrip("0")
        # By its length first: Python refuses to read numbers of thousands of digits.
        if len(digits) > len(str(LARGEST)) or int(digits or "0") > LARGEST:
            raise ValueError(f"{short(text)} is more than a cell can hold")
        return int(digits or "0")
    if AMBIGUOUS.fullmatch(text):
        raise ValueError(f"{short(text)} can be read in two ways; write whole numbers without separators")
    if NEGATIVE.match(text):
        raise ValueError(f"{short(text)} is negative; write a whole number from 0 up")
    if DECIMAL.fullmatch(text):
        raise ValueError(f"{short(text)} is not a whole number; persons are counted, never rounded here")
    raise ValueError(f"{short(text)} is not a number; write a whole number, or one of the signs .. . -")


BY_COLUMN: dict[str, Callable[[str], object]] = {
    "region_code": region_code,
    "industry_code": industry_code,
    "year": year,
    "employees": employees,
    "workplaces": workplaces,
    "status": status,
    "level": level,
    "region_name": name,
    "industry_name": name,
}
