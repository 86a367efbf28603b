"""A user's areas from a CSV file with one industry a row, turned into the content of a TOML file of areas.
What the content may say does not belong here; ``declaration`` tells."""

import csv
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.errors import StyrkaError, short
from pipelines.snapshots.extracts.layout import Layout, detected

WORDING = Path(__file__).with_name("wording.toml")
COLUMNS = ("id", "name_sv", "name_en", "industry_code", "edition", "weight", "reason")
EDITIONS = {"SNI2007": "sni2007", "SNI2025": "sni2025"}
VERSION = "1"
# The line of each member of each area.
Lines = tuple[tuple[int, ...], ...]
# Stricter than Python, to which 0_1 is 1.
WEIGHT = re.compile(r"\d*[.,]?\d+", re.ASCII)


def content(path: Path) -> tuple[dict[str, Any], Lines]:
    """The areas of a CSV file with COLUMNS, in the file's order, and where they stand.

    StyrkaError names line and column of a fault. Weights may have a decimal comma; the only reason, in whichever
    language, stands for both.
    """
    layout = detected(path)
    missing = [column for column in COLUMNS if column not in layout.names]
    if missing:
        raise StyrkaError(f"{path.name}: the header has no column {', '.join(missing)}; it needs {', '.join(COLUMNS)}")
    twice = [column for column in COLUMNS if layout.names.count(column) > 1]
    if twice:
        line = layout.header_lines
        raise StyrkaError(f"{path.name} line {line}: the header has column {', '.join(twice)} twice; keep one")
    areas: dict[str, dict[str, Any]] = {}
    lines: dict[str, tuple[int, ...]] = {}
    for line, fields in _records(layout, path):
        if len(fields) != len(layout.names):
            raise StyrkaError(f"{path.name} line {line}: {len(fields)} fields, but the header has {len(layout.names)}")
        row = {name: field.strip() for name, field in zip(layout.names, fields, strict=True)}
        place = f"{path.name} line {line}, area {row['id']:.40}, code {row['industry_code']:.40}"
        edition = EDITIONS.get(row["edition"].replace(" ", "").upper())
        if edition is None:
            raise StyrkaError(f"{place}: edition {short(row['edition'])} is none of {', '.join(EDITIONS)}")
        if not WEIGHT.fullmatch(row["weight"]):
            raise StyrkaError(f"{place}, column weight: {short(row['weight'])} is no number such as 0,5 or 1")
        name = {"sv": row["name_sv"], "en": row["name_en"]}
        area = areas.setdefault(row["id"], {"id": row["id"], "version": VERSION, "name": name, "member": []})
        if area["name"] != name:
            raise StyrkaError(f"{place}: the area has another name on an earlier line; keep one")
        lines[row["id"]] = (*lines.get(row["id"], ()), line)
        reason = {"sv": row["reason"], "en": row["reason"]}
        area["member"].append(
            {"weight": row["weight"].replace(",", "."), "reason": reason, edition: [row["industry_code"]]}
        )
    return {"source": _source(path.name), "area": list(areas.values())}, tuple(lines.values())


def column(where: Sequence[str | int]) -> str:
    """The column in which a part of an area's content stands."""
    keys = [part for part in where if isinstance(part, str) and part != "member"]
    if keys[:1] == ["name"]:
        return "_".join(keys)
    return "industry_code" if keys[0] in EDITIONS.values() else keys[0]


def _records(layout: Layout, path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from layout.records()
    except csv.Error as error:
        raise StyrkaError(f"{path.name}: cannot be read as CSV ({error})") from error


def _source(file: str) -> dict[str, str]:
    return {language: text.format(file=file) for language, text in _wording()["users_source"].items()}


@cache
def _wording() -> dict[str, dict[str, str]]:
    return tomllib.loads(WORDING.read_text(encoding="utf-8"))
