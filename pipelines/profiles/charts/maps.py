"""Lays out a map: outlines in their own units, and inside them the names and numbers that there is room for.
The outlines come from ``outlines``; their shades are chosen in ``sections``."""

from dataclasses import dataclass

from pipelines.profiles.chart import Area, MapChart
from pipelines.profiles.charts.frame import LETTER
from pipelines.profiles.outlines import Outline, outlines

# Largest size on the page; the drawing shrinks with the column it stands in.
WIDTH, HEIGHT = 430.0, 720.0
FONT = 11.5
# A text may reach this far beyond the circle that is free inside an area: most areas are longer than round.
REACH = 1.5


@dataclass(frozen=True)
class DrawnArea:
    """One area with what is written in it; ``label`` is empty where a name does not fit."""

    name: str
    shade: str
    strong: bool
    path: str
    x: int
    name_y: float
    text_y: float
    label: str
    text: str


@dataclass(frozen=True)
class MapLayout:
    """``box`` is the view box and ``middle`` its middle; ``font`` is the size of letters in its units; ``width`` and
    ``height`` are the largest in pixels, and ``scale`` the pixels of a unit then."""

    box: str
    middle: tuple[int, int]
    width: float
    height: float
    scale: float
    font: float
    areas: tuple[DrawnArea, ...]


def layout(chart: MapChart) -> MapLayout:
    """Positions of everything in ``chart``."""
    known = outlines(chart.kind)
    boxes = [known[area.code].box for area in chart.areas]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    width, height = max(box[2] for box in boxes) - left, max(box[3] for box in boxes) - top
    scale = min(WIDTH / width, HEIGHT / height)
    font, margin = FONT / scale, 4 / scale
    # Sweden's counties are known by their place; their names would cover the small ones.
    named = chart.kind == "municipality"
    areas = [_drawn(area, known[area.code], font, named=named) for area in chart.areas]
    return MapLayout(
        box=f"{left - margin:.0f} {top - margin:.0f} {width + 2 * margin:.0f} {height + 2 * margin:.0f}",
        middle=(round(left + width / 2), round(top + height / 2)),
        width=round(width * scale),
        height=round(height * scale),
        scale=scale,
        font=round(font, 1),
        # The region's own border is drawn last, over its neighbours'.
        areas=tuple(sorted(areas, key=lambda area: area.strong)),
    )


def _drawn(area: Area, outline: Outline, font: float, *, named: bool) -> DrawnArea:
    x, y, radius = outline.label
    named = named and len(area.name) * LETTER * font / 2 <= REACH * radius and radius > 1.3 * font
    return DrawnArea(
        name=area.name,
        shade=area.shade,
        strong=area.strong,
        path=outline.path,
        x=x,
        name_y=round(y - 0.3 * font),
        text_y=round(y + (1.05 if named and area.text else 0.35) * font),
        label=area.name if named else "",
        text=area.text,
    )
