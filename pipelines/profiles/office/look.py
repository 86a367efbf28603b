"""The declared look of office files, read once from ``look.toml``.
No size, colour or font is set here."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LOOK = Path(__file__).with_name("look.toml")


@cache
def look() -> dict[str, Any]:
    """The content of ``look.toml``."""
    return tomllib.loads(LOOK.read_text(encoding="utf-8"))
