"""The declared words of the package and the workbook, read once from ``wording.toml``.
No sentence is written here, and none of the tables' own texts: those are declared in ``schema``."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

WORDING = Path(__file__).with_name("wording.toml")


@cache
def wording() -> dict[str, Any]:
    """The content of ``wording.toml``."""
    return tomllib.loads(WORDING.read_text(encoding="utf-8"))
