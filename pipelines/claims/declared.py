"""What is declared of claims: their kinds and grades (``claims.toml``) and their sentences (``wording.toml``).
Which claims a region has is decided in ``table``, how one is worded in ``sentences``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def settings() -> Mapping[str, Any]:
    """Kinds, grades and limits."""
    return tomllib.loads((FOLDER / "claims.toml").read_text(encoding="utf-8"))


@cache
def wording() -> Mapping[str, Any]:
    """Sentences by what they say, then language."""
    return tomllib.loads((FOLDER / "wording.toml").read_text(encoding="utf-8"))
