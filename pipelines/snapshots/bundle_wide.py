"""Reads a wide CSV file of the public copy, as SCB's own export gives it: a column for each content and year.
What its labels stand for is declared in ``bundle.toml``; writing snapshots does not belong here (`bundle`)."""

import csv
from collections.abc import Iterator
from pathlib import Path

from pipelines.errors import StyrkaError
from pipelines.schema.signs import SIGNS

Cell = tuple[str, ...]
# A published number, or the sign that stands in its place.
Figure = int | float | str
KEYS = ("region", "näringsgren SNI 2007")


def read_wide(path: Path) -> tuple[dict[Cell, Figure], dict[str, str]]:
    """Figures by region code, industry label, content label and year; names of regions by code.

    The first column holds a region's code and name, the other headers end in the year. StyrkaError names a file that
    is not of this form.
    """
    cells: dict[Cell, Figure] = {}
    names: dict[str, str] = {}
    try:
        for (region, industry), content, figure in _figures(path):
            code, _, name = region.partition(" ")
            label, _, year = content.rpartition(" ")
            cell = (code, industry, label, year)
            if cell in cells:
                raise StyrkaError(f"{path}: {cell} is there twice")
            cells[cell] = figure
            names[code] = name
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise StyrkaError(f"{path}: cannot be read as a wide table of the public copy ({error})") from error
    return cells, names


def _figures(path: Path) -> Iterator[tuple[tuple[str, str], str, Figure]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream, strict=True):
            keys = (row.pop(KEYS[0]), row.pop(KEYS[1]))
            for content, text in row.items():
                yield keys, content, text if text in SIGNS else float(text) if "." in text else int(text)
