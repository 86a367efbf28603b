"""A user's matrix of skill relatedness from ``data_raw/skill_relatedness``: read, checked and normalised.
Which codes of SNI 2025 it speaks of, and what is measured by it, does not belong here."""

import csv
import math
import re
from pathlib import Path
from typing import TypeAlias

from pipelines import files, places
from pipelines.errors import StyrkaError, short
from pipelines.snapshots.extracts.layout import detected
from pipelines.snapshots.extracts.rules import LARGEST
from pipelines.warehouse import classification
from pipelines.warehouse.classification import SNI2007

LEVEL = "3"
# Python would also take 1_0 for ten.
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)
FLOW, RELATEDNESS = KINDS = ("flow", "relatedness")
Pairs: TypeAlias = dict[tuple[str, str], float]


def users_file() -> Path | None:
    """The only CSV file below ``data_raw/skill_relatedness``, or None; StyrkaError when there are several."""
    folder = places.data_raw() / "skill_relatedness"
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv") if folder.is_dir() else []
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise StyrkaError(f"{folder}: one matrix of skill relatedness counts, here are {names}; keep one")
    return found[0] if found else None


def checksum() -> str | None:
    """SHA-256 of the user's matrix, which counts in an edition's id; None without one."""
    path = users_file()
    return None if path is None else files.sha256(path)


def in_force(begun_with: str | None) -> Pairs:
    """Relatedness by pair, none without a file; StyrkaError unless it is the one that the edition was begun with."""
    if checksum() != begun_with:
        raise StyrkaError(
            "the matrix of skill relatedness has come, gone or changed since this edition was begun; "
            "run 'styrka run' again"
        )
    path = users_file()
    return {} if path is None else read(path)


def read(path: Path) -> Pairs:
    """Relatedness from −1 to 1 of both orders of every pair of different industries (SNI 2007, three digits).

    Columns ``i``, ``j`` and either ``flow`` (persons who changed from i to j; what is not listed is none) or
    ``relatedness`` (normalised already; a pair may stand in one order or, equal, in both). StyrkaError names file and
    line of an unknown code, a repeated pair, or a value that is not finite or out of range.
    """
    layout = detected(path)
    kinds = [name for name in KINDS if name in layout.names]
    if not {"i", "j"} <= set(layout.names) or len(kinds) != 1:
        raise StyrkaError(f"{path.name}: the header must have i, j and either flow or relatedness, not {layout.names}")
    twice = sorted({name for name in layout.names if layout.names.count(name) > 1})
    if twice:
        raise StyrkaError(f"{path.name}: the header has column {', '.join(twice)} twice; keep one")
    (kind,) = kinds
    known = {row["industry_code"] for row in classification.industries(SNI2007).to_pylist() if row["level"] == LEVEL}
    found: Pairs = {}
    try:
        for line, fields in layout.records():
            if len(fields) != len(layout.names):
                raise StyrkaError(f"{path.name} line {line}: {len(fields)} fields, the header has {len(layout.names)}")
            row = {name: field.strip() for name, field in zip(layout.names, fields, strict=True)}
            place = f"{path.name} line {line}, pair {row['i']} {row['j']}"
            for code in (row["i"], row["j"]):
                if code not in known:
                    raise StyrkaError(f"{place}: {code!r} is no three-digit code of SNI 2007; write codes as text")
            if (row["i"], row["j"]) in found:
                raise StyrkaError(f"{place}: the pair stands on an earlier line; keep one")
            found[row["i"], row["j"]] = _value(row[kind], kind, place)
    except csv.Error as error:
        raise StyrkaError(f"{path.name}: cannot be read as CSV ({error})") from error
    if not found:
        raise StyrkaError(f"{path.name}: no pair below the header; fill it in, or take the file away")
    return normalised(found) if kind == FLOW else _symmetric(found, path.name)


def normalised(flows: Pairs) -> Pairs:
    """(SR − 1)/(SR + 1) of both orders of every pair, SR = F_ij/(F_i·F_j/F), the mean of the two directions.

    F_i are all who leave i, F_j all who come to j, F all; who stays in an industry is not counted. A pair one of whose
    flows has nobody to expect (F_i or F_j is 0) takes the other direction, and has no row without either.
    Source: Neffke & Henning (2013), Strategic Management Journal 34(3); normalised and made symmetric as in Neffke,
    Otto & Weyh (2017), Journal of Economic Behavior & Organization 142.
    """
    moves = {pair: flow for pair, flow in sorted(flows.items()) if pair[0] != pair[1]}
    codes = sorted({code for pair in moves for code in pair})
    leaving: dict[str, list[float]] = {code: [] for code in codes}
    coming: dict[str, list[float]] = {code: [] for code in codes}
    for (i, j), flow in moves.items():
        leaving[i].append(flow)
        coming[j].append(flow)
    out, into = ({code: math.fsum(flows) for code, flows in each.items()} for each in (leaving, coming))
    total = math.fsum(moves.values())

    def direction(i: str, j: str) -> list[float]:
        expected = out[i] * into[j]
        observed = moves.get((i, j), 0.0) * total
        return [(observed - expected) / (observed + expected)] if expected > 0 else []

    found: Pairs = {}
    for place, one in enumerate(codes):
        for other in codes[place + 1 :]:
            both = direction(one, other) + direction(other, one)
            if both:
                found[one, other] = found[other, one] = sum(both) / len(both)
    return found


def _symmetric(found: Pairs, file: str) -> Pairs:
    for (i, j), value in found.items():
        if found.get((j, i), value) != value:
            raise StyrkaError(
                f"{file}: {i} {j} is {value} but {j} {i} is {found[j, i]}; relatedness is symmetric, "
                "give flows or one value of each pair"
            )
    return {pair: value for (i, j), value in sorted(found.items()) if i != j for pair in ((i, j), (j, i))}


def _value(text: str, kind: str, place: str) -> float:
    value = float(text.replace(",", ".")) if NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(value):
        raise StyrkaError(f"{place}: {kind} {short(text)} is not a finite number such as 12 or 0,25")
    if kind == FLOW and value < 0:
        raise StyrkaError(f"{place}: flow {text} is negative")
    # Sums and products of such would be beyond any number, and every relatedness none.
    if kind == FLOW and value > LARGEST:
        raise StyrkaError(f"{place}: flow {short(text)} is more than there are people; write how many changed")
    if kind == RELATEDNESS and not -1 <= value <= 1:
        raise StyrkaError(f"{place}: relatedness {text} is not from -1 to 1; give flows in a column named flow")
    return value
