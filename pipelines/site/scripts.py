"""Data as small scripts: a page that is opened from disk may load a script beside it, and nothing else.
What the data are is told in ``data``."""

import json
from typing import Any

# What could end a script element, or a line of a script, is written as an escape: data stay data.
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def script(name: str, content: Any) -> str:
    """A script that hands ``content`` to the page under ``name``."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for character, escape in ESCAPES.items():
        text = text.replace(character, escape)
    return f"styrka.take({json.dumps(name)},{text});\n"
