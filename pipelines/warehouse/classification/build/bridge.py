"""Pairs of table ``industry_bridge`` from the class pairs NACE Rev. 2 → 2.1 and from unchanged codes of SNI.

Sources, by file name: ``nace2_to_nace21_class_pairs.csv`` (Statistics Norway's table 2919 at class level; SNI's codes
to four digits are NACE's), ``sn2007_sn2025_changed_5digit_no.csv`` (the changed five-digit codes of that table).
Unions of pairs belong to ``unions``.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from pipelines.warehouse import classification
from pipelines.warehouse.classification import SNI2007, SNI2025, unions
from pipelines.warehouse.classification.build.sources import Row, read

CLASS, SUBCLASS = "4", "5"
UNCHANGED_CODE = "unchanged_code"
SOURCES = {
    "SSB 2919": "ssb_2919",
    "identity (class not listed as changed)": "unchanged_class",
    "identity (5-digit code unchanged)": UNCHANGED_CODE,
}


def table(folder: Path) -> pa.Table:
    """The committed bridge, in the schema of ``industry_bridge``: class pairs, and five digits where unchanged."""
    listed = read(folder / "nace2_to_nace21_class_pairs.csv")
    changed = read(folder / "sn2007_sn2025_changed_5digit_no.csv")
    classes = {(_code(row["nace2_class"]), _code(row["nace21_class"])): SOURCES[row["source"]] for row in listed}
    pairs = {(CLASS, *pair): source for pair, source in classes.items()}
    pairs |= {(SUBCLASS, code, code): UNCHANGED_CODE for code in unchanged_subclasses(classes, changed)}
    return unions.closed(pairs)


def unchanged_subclasses(classes: Iterable[tuple[str, str]], changed: Iterable[Row]) -> list[str]:
    """The five-digit codes that mean the same in both editions of SNI.

    Five digits are national: Norway's say nothing of Sweden's. But a class that is one to one and keeps its code keeps
    its whole content, so its only Swedish code does too. Where Sweden divides the class, the same codes can have new
    borders: they count as unchanged only if the class has the very same codes with the very same names in both
    editions. Whatever the Norwegian list has as changed is left out all the same.
    """
    classes = list(classes)
    before, after = Counter(pair[0] for pair in classes), Counter(pair[1] for pair in classes)
    listed = {_code(row[column]) for row in changed for column in ("sn2007_code", "sn2025_code")}
    names_2007, names_2025 = _subclasses(SNI2007), _subclasses(SNI2025)
    found: list[str] = []
    for code, successor in classes:
        kept = code == successor and before[code] == after[code] == 1
        names = names_2007[code]
        whole = names.keys() == names_2025.get(code, {}).keys() and (len(names) == 1 or names == names_2025[code])
        if kept and whole and listed.isdisjoint(names):
            found += names
    return found


def _subclasses(edition: str) -> dict[str, dict[str, str]]:
    """Swedish names of the five-digit codes of every class."""
    found: dict[str, dict[str, str]] = {}
    for row in classification.industries(edition).to_pylist():
        if row["level"] == SUBCLASS:
            found.setdefault(row["parent_code"], {})[row["industry_code"]] = row["name_sv"]
    return found


def _code(dotted: str) -> str:
    return dotted.replace(".", "")
