"""Draws a chart's SVG as a picture (PNG), or takes over the picture that the published edition has of the same drawing.
What a drawing shows, and where its files lie, is ``chart_files``'s matter."""

import hashlib
import zlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import matplotlib as mpl
import resvg_py

from pipelines.profiles.drawing import own
from pipelines.profiles.earlier import Earlier

# Pixels per unit of a drawing: some 170 to the inch where a wide chart fills a page's width. Time grows with pixels.
ZOOM = 1.5
# The same font files on every machine, so that the same chart is the same picture: those that matplotlib brings.
FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
STYLE = "picture.css"
# A picture's first chunk, after the signature and the header that every PNG begins with, says what it was drawn from.
HEADER = 33
KEYWORD = b"styrka-drawing"


def png(drawn: str, name: str = "", earlier: Earlier | None = None) -> bytes:
    """The picture of an SVG of ours, from ``earlier`` if it has it under ``name``: the bytes are the same."""
    sign = _sign(drawn)
    found = earlier.content(name) if earlier else None
    return found if found and found[HEADER:].startswith(sign) else _drawn(drawn, sign)


def _drawn(drawn: str, sign: bytes) -> bytes:
    """The picture drawn anew; no font but those named is seen."""
    content = resvg_py.svg_to_bytes(
        svg_string=drawn,
        zoom=ZOOM,
        skip_system_fonts=True,
        font_files=[str(path) for path in fonts()],
        style_sheet=str(own(STYLE)),
    )
    return content[:HEADER] + sign + content[HEADER:]


def _sign(drawn: str) -> bytes:
    """The chunk that says what a picture was drawn from: the drawing, and everything that draws it."""
    digest = hashlib.sha256(drawn.encode("utf-8"))
    digest.update(_renderer())
    content = KEYWORD + b"\0" + digest.hexdigest().encode("ascii")
    length, checksum = len(content), zlib.crc32(b"tEXt" + content)
    return length.to_bytes(4, "big") + b"tEXt" + content + checksum.to_bytes(4, "big")


@cache
def _renderer() -> bytes:
    """A checksum of the renderer's version, the zoom, the fonts and the style."""
    parts = [version("resvg-py").encode(), repr(ZOOM).encode(), str(own(STYLE)).encode("utf-8")]
    parts += [path.read_bytes() for path in fonts()]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()


@cache
def fonts() -> tuple[Path, ...]:
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return tuple(folder / name for name in FONTS)
