"""The declared settings of the site, read once from ``settings.toml``.
No number is set here, and no wording."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

SETTINGS = Path(__file__).with_name("settings.toml")


@cache
def settings() -> dict[str, Any]:
    """The content of ``settings.toml``."""
    return tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
