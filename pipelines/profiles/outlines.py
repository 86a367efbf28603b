"""The outlines of counties and municipalities that the maps draw, read from ``geometry.json``.
How they were simplified is ``geometry.py``'s matter."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

GEOMETRY = Path(__file__).with_name("geometry.json")
Kind: TypeAlias = Literal["county", "municipality"]


@dataclass(frozen=True)
class Outline:
    """SVG ``path`` in units of 100 m; ``label`` is a point well inside and the free radius around it; ``box`` is
    left, top, right, bottom."""

    path: str
    label: tuple[int, int, int]
    box: tuple[int, int, int, int]


@cache
def outlines(kind: Kind) -> dict[str, Outline]:
    """Outlines by region code, in code order."""
    content = json.loads(GEOMETRY.read_text(encoding="utf-8"))[kind]
    return {
        code: Outline(area["path"], tuple(area["label"]), tuple(area["box"])) for code, area in sorted(content.items())
    }


def codes(kind: Kind) -> tuple[str, ...]:
    """Region codes that have an outline."""
    return tuple(outlines(kind))
