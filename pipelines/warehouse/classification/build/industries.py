"""Rows of table ``industry``: the sixteen groups of SCB's open tables, SNI 2007 and SNI 2025 at every level.

Sources, by file name: ``sni2007_sv.csv`` and ``sni2025_sv.json`` (SCB, names in Swedish), ``nace_rev2_en.csv`` and
``nace_rev21_en.csv`` (EU, NACE Rev. 2 and 2.1, whose codes to four digits are SNI's), the project's wording for joint
and short names. Which codes of one edition are which of the other does not belong here.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipelines.warehouse.classification import GROUPS, SNI2007, SNI2025, longest_short_name
from pipelines.warehouse.classification.build.sources import Row, read

TOTAL, UNKNOWN = "A-U+US", "US"
UNKNOWN_DIGITS = ("00", "000", "0000", "00000")
NACE_LEVELS = ("Section", "Division", "Group", "Class")
CLASS_DIGITS, SUBCLASS_DIGITS = 4, 5


def editions(folder: Path, wording: Mapping[str, Any]) -> dict[str, list[Row]]:
    """Rows by edition, each in the order of its classification: a code before the codes that it consists of."""
    swedish_2007 = {row["vardekod"]: _clean(row["vardebenamning"]) for row in read(folder / "sni2007_sv.csv")}
    items = json.loads((folder / "sni2025_sv.json").read_text(encoding="utf-8"))["items"]
    swedish_2025 = {item["code"]: _clean(item["labelSv"]) for item in items}
    rev_2, rev_21 = read(folder / "nace_rev2_en.csv"), read(folder / "nace_rev21_en.csv")
    english_2007 = _english(rev_2, swedish_2007)
    group_of = {section: group for group in wording["group"] for section in group.split("+") if group != TOTAL}
    sections_2007 = _sections(rev_2)
    fine_2007 = _fine(SNI2007, swedish_2007, english_2007, sections_2007, wording)
    return {
        GROUPS: _groups(swedish_2007, english_2007, wording["group"]),
        SNI2007: [
            row | {"group_code": group_of[sections_2007.get(row["industry_code"][:2], row["industry_code"])]}
            for row in fine_2007
        ],
        SNI2025: _fine(SNI2025, swedish_2025, _english(rev_21, swedish_2025), _sections(rev_21), wording),
    }


def _groups(swedish: Mapping[str, str], english: Mapping[str, str], wording: Mapping[str, Any]) -> list[Row]:
    return [
        {
            "industry_code": code,
            "edition": GROUPS,
            "level": "total" if code == TOTAL else "group",
            "parent_code": "" if code == TOTAL else TOTAL,
            "group_code": "" if code == TOTAL else code,
            "name_sv": words["name"]["sv"] if "name" in words else swedish[code],
            "name_en": words["name"]["en"] if "name" in words else english[code],
            "short_sv": words["short"]["sv"],
            "short_en": words["short"]["en"],
            "unknown": "true" if code == UNKNOWN else "false",
        }
        for code, words in wording.items()
    ]


def _fine(
    edition: str,
    swedish: Mapping[str, str],
    english: Mapping[str, str],
    section_of: Mapping[str, str],
    wording: Mapping[str, Any],
) -> list[Row]:
    """Sections to subclasses in the order of the classification, then unknown industry at each of these levels."""
    unknown = wording["group"][UNKNOWN]["name"]
    short = wording["section"][edition] | {UNKNOWN: unknown}
    ordered = sorted(swedish, key=lambda code: (section_of.get(code[:2], code), code if code.isdigit() else ""))
    names = {code: {"sv": swedish[code], "en": english.get(code, "")} for code in ordered}
    names |= dict.fromkeys((UNKNOWN, *UNKNOWN_DIGITS), unknown)
    return [
        {
            "industry_code": code,
            "edition": edition,
            "level": str(len(code)) if code.isdigit() else "section",
            "parent_code": section_of.get(code, code[:-1] if code.isdigit() else ""),
            "name_sv": name["sv"],
            "name_en": name["en"],
            "group_code": UNKNOWN if code in (UNKNOWN, *UNKNOWN_DIGITS) else "",
            "short_sv": short[code]["sv"] if code in short else _short(name["sv"], code),
            "short_en": short[code]["en"] if code in short else _short(name["en"], code),
            "unknown": "true" if code in (UNKNOWN, *UNKNOWN_DIGITS) else "false",
        }
        for code, name in names.items()
    ]


def _english(nace: Iterable[Row], swedish: Mapping[str, str]) -> dict[str, str]:
    """English names to four digits, and of those five-digit codes that are their whole class or bear its very name."""
    names = {_code(row): _clean(row["Activity"]) for row in nace}
    # NACE Rev. 2 writes its sections In Title Case.
    names |= {code: name.capitalize() for code, name in names.items() if not code.isdigit()}
    subclasses = [code for code in swedish if len(code) == SUBCLASS_DIGITS]
    in_class = Counter(code[:CLASS_DIGITS] for code in subclasses)
    for code in subclasses:
        parent = code[:CLASS_DIGITS]
        if in_class[parent] == 1 or swedish[code] == swedish[parent]:
            names[code] = names[parent]
    return names


def _sections(nace: Iterable[Row]) -> dict[str, str]:
    """Section of every two-digit code: NACE lists each section before its divisions."""
    found = {UNKNOWN_DIGITS[0]: UNKNOWN}
    section = ""
    for row in nace:
        section = row["Section"] or section
        if row["Division"]:
            found[row["Division"]] = section
    return found


def _code(row: Row) -> str:
    return next(row[level] for level in NACE_LEVELS if row[level]).replace(".", "")


def _clean(name: str) -> str:
    return " ".join(name.split())


def _short(name: str, code: str) -> str:
    """The code for a name that is too long: it fits beside a bar of a chart, and the chart's table has the name."""
    return name if 0 < len(name) <= longest_short_name() else code
