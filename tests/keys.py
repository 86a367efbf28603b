"""SCB's key between SNI 2007 and SNI 2025 as an Excel file, made here because the real one is not at hand.
What is read from it is told by the tests."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl

from pipelines.warehouse import classification
from pipelines.warehouse.classification import membership

NAME = "nyckel-sni2007---sni2025.xlsx"
Pairs = list[tuple[str, str]]


def pairs() -> Pairs:
    """Every code of SNI 2007 with every code that it can have become; 46890, of unknown origin, is given one."""
    found = membership.members(classification.industry_bridge(), "5")
    rows = found[(found["edition"] == "SNI2007") & (found["kind"] != "unknown")]
    listed = zip(rows["industry"], rows["candidates"], strict=True)
    return [*((code, each) for code, codes in listed for each in codes.split()), ("46769", "46890")]


def write(folder: Path, rows: Iterable[Iterable[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(folder / NAME)
    return folder / NAME
