"""A reader of `.px` files, as small as the open server's goldens allow: codes, values and signs, cell by cell.
It shares nothing with the parser under test; no test belongs here."""

import itertools
import re
from dataclasses import dataclass
from pathlib import Path

ENTRY = re.compile(r'^([A-Z][A-Z0-9-]*)(?:\[(\w+)\])?(?:\("([^"]*)"\))?=(.*?);\s*$', re.MULTILINE | re.DOTALL)
TEXT = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class Px:
    """Variable codes in the order of the cells, their codes, and for each cell its number or its sign."""

    codes: dict[str, tuple[str, ...]]
    cells: dict[tuple[str, ...], int | float | str]


def read(path: Path) -> Px:
    content = path.read_text("latin-1")
    entries = {
        (keyword, variable): value
        for keyword, language, variable, value in ENTRY.findall(content)
        if not language and keyword in {"STUB", "HEADING", "CODES", "VARIABLECODE", "DATA"}
    }
    labels = TEXT.findall(entries["STUB", ""]) + TEXT.findall(entries["HEADING", ""])
    names = {label: TEXT.findall(entries["VARIABLECODE", label])[0] for label in labels}
    codes = {names[label]: tuple(TEXT.findall(entries["CODES", label])) for label in labels}
    figures = [_figure(text) for text in entries["DATA", ""].split()]
    combinations = list(itertools.product(*codes.values()))
    assert len(figures) == len(combinations), f"{path.name} has {len(figures)} figures for {len(combinations)} cells"
    return Px(codes, dict(zip(combinations, figures, strict=True)))


def _figure(text: str) -> int | float | str:
    if text.startswith('"'):
        return text.strip('"')
    return float(text) if "." in text else int(text)
