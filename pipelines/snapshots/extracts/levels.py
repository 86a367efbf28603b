"""The level of an industry code in a user's table that does not state it, from the classification and the code's shape.
Stated levels are the file's matter and never overruled here."""

from collections.abc import Iterable

from pipelines.warehouse import classification

DIGITS = range(2, 6)


def levels(codes: Iterable[str], edition: str) -> dict[str, str]:
    """Level per code: declared; by section when a letter occurs that is no group; number of digits; else ``group``.

    ``edition`` is the one that the table follows; in SNI 2025 every letter is a section. Unknown industry stands on the
    one level of all other codes, so that totals over that level include it.
    """
    codes = sorted(set(codes))
    rows = classification.industries().select(["industry_code", "edition", "level", "unknown"]).to_pylist()
    groups = [row for row in rows if row["edition"] == classification.GROUPS and edition != classification.SNI2025]
    declared = {row["industry_code"]: row["level"] for row in groups}
    unknown = {row["industry_code"] for row in rows if row["unknown"]}
    by_section = any(_is_letter(code) and code not in declared for code in codes)
    found = {code: "section" if by_section and _is_letter(code) else declared.get(code, _shape(code)) for code in codes}
    others = {level for code, level in found.items() if code not in unknown} - {"total"}
    if len(others) == 1:
        found |= dict.fromkeys(unknown & found.keys(), others.pop())
    return found


def _shape(code: str) -> str:
    if code.isascii() and code.isdigit() and len(code) in DIGITS:
        return str(len(code))
    return "section" if _is_letter(code) else "group"


def _is_letter(code: str) -> bool:
    return len(code) == 1 and code.isalpha()
