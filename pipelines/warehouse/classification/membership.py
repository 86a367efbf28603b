"""Which closed union every code of a level lies in, and which codes of the other edition its activities can be under.
Five digits follow their classes where the bridge does not list them; figures do not belong here."""

from collections.abc import Iterable, Mapping

import pandas as pd
import pyarrow as pa

from pipelines.warehouse import classification
from pipelines.warehouse.classification import SNI2007, SNI2025, unions

CLASS, SUBCLASS = "4", "5"
COLUMN = {SNI2007: "sni2007_code", SNI2025: "sni2025_code"}
COLUMNS = ["edition", "industry", "union_id", "kind", "candidates"]
UNKNOWN = "unknown"


def members(bridge: pa.Table, level: str) -> pd.DataFrame:
    """Columns ``edition, industry, union_id, kind, candidates`` (separated by blanks) of every code with a counterpart.

    At five digits the unions of ``bridge`` hold where it lists every code of the classes that hang together; elsewhere
    all codes of these classes are one union. Unknown industry is its own counterpart, of kind ``unknown``.
    """
    pairs = {each: [row for row in bridge.to_pylist() if row["level"] == each] for each in (CLASS, SUBCLASS)}
    rows = list(_listed(pairs[CLASS])) if level == CLASS else list(_below_classes(pairs[CLASS], pairs[SUBCLASS]))
    for edition in (SNI2007, SNI2025):
        for row in classification.industries(edition).to_pylist():
            if row["unknown"]:
                code = row["industry_code"]
                rows.append((edition, code, f"{level}-{code}", UNKNOWN, code))
    return pd.DataFrame(rows, columns=COLUMNS)


def _listed(pairs: Iterable[Mapping[str, str]]) -> Iterable[tuple[str, ...]]:
    pairs = list(pairs)
    for edition, other in ((SNI2007, SNI2025), (SNI2025, SNI2007)):
        counterparts = _counterparts(pairs, edition, other)
        unions_of = {row[COLUMN[edition]]: (row["union_id"], row["kind"]) for row in pairs}
        for code, (union_id, kind) in sorted(unions_of.items()):
            yield edition, code, union_id, kind, " ".join(sorted(counterparts[code]))


def _below_classes(classes: list[Mapping[str, str]], pairs: list[Mapping[str, str]]) -> Iterable[tuple[str, ...]]:
    below = {edition: _subclasses(edition) for edition in COLUMN}
    listed = {edition: {row[column] for row in pairs} for edition, column in COLUMN.items()}
    wholly_listed: set[str] = set()
    for union_id in dict.fromkeys(row["union_id"] for row in classes):
        union = [row for row in classes if row["union_id"] == union_id]
        codes = {
            edition: sorted({code for row in union for code in below[edition][row[column]]})
            for edition, column in COLUMN.items()
        }
        if all(listed[edition] >= set(codes[edition]) for edition in COLUMN):
            wholly_listed |= set(codes[SNI2007])
            continue
        kind = unions.kind(len(codes[SNI2007]), len(codes[SNI2025]))
        for edition, other in ((SNI2007, SNI2025), (SNI2025, SNI2007)):
            own, classes_of = _counterparts(pairs, edition, other), _counterparts(union, edition, other)
            for code in codes[edition]:
                through = {each for parent in classes_of[code[:4]] for each in below[other][parent]}
                candidates = " ".join(sorted(own.get(code, through)))
                yield edition, code, f"{SUBCLASS}-{codes[SNI2007][0]}", kind, candidates
    yield from _listed(row for row in pairs if row[COLUMN[SNI2007]] in wholly_listed)


def _counterparts(pairs: Iterable[Mapping[str, str]], edition: str, other: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in pairs:
        found.setdefault(row[COLUMN[edition]], set()).add(row[COLUMN[other]])
    return found


def _subclasses(edition: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in classification.industries(edition).to_pylist():
        if row["level"] == SUBCLASS:
            found.setdefault(row["parent_code"], []).append(row["industry_code"])
    return found
