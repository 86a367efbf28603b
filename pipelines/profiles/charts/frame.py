"""The drawing surfaces of the charts: one for a page, one for a phone, and for bars and lines one for a sheet of paper.
Where there is no room for them beside, names stand above what they name."""

from dataclasses import dataclass, replace

from pipelines.export.numbers import Numbers
from pipelines.profiles.charts.scale import LogScale

# Mean width of a letter in parts of the font size, for the sans serif fonts of common systems.
LETTER = 0.54
FONT = 13.0
TICKS_APART = 44.0


@dataclass(frozen=True)
class Frame:
    """A surface ``width`` units wide; ``labels`` units at its left are for names, 0 where names stand above. Panels of
    lines stand in so many ``columns``; ``row`` is the height of a bar and what is round it."""

    name: str
    width: int
    labels: int
    columns: int = 1
    row: float = 28.0

    def fitted(self, text: str, width: float | None = None) -> str:
        """``text``, cut with an ellipsis where it would run out of its place."""
        room = int((width or self.labels or self.width * 0.75) / (FONT * LETTER))
        return text if len(text) <= room else text[: room - 1].rstrip() + "…"


WIDE = Frame("wide", 720, 190)
NARROW = Frame("narrow", 340, 0, row=38.0)
# As wide as a page of A4, where lines above each other would take half its height.
SHEET = Frame("sheet", 720, 0, 3)
# Closer and larger than on a page: a third of a page of A4 holds them, and their letters are read at eight points.
SHEET_OF_BARS = Frame("sheet", 620, 190, row=18.0)
FRAMES = (WIDE, NARROW)


@dataclass(frozen=True)
class Tick:
    """A mark on an axis; ``anchor`` is where its text stands: ``middle``, or towards the inside at an edge."""

    at: float
    text: str
    strong: bool = False
    anchor: str = "middle"


def quotient_ticks(scale: LogScale, frame: Frame, numbers: Numbers, lowest: float) -> tuple[Tick, ...]:
    """Ticks of an axis of quotients; where ``lowest`` lies outside the scale, the edge says what is drawn there."""
    ticks = [Tick(scale(tick), numbers.compact(tick), tick == 1) for tick in scale.ticks(TICKS_APART)]
    if lowest < scale.low:
        ticks = [tick for tick in ticks if tick.at > scale.left + 1.5 * TICKS_APART]
        ticks.insert(0, Tick(scale.left, f"≤\u00a0{numbers.compact(scale.low)}"))
    return tuple(replace(tick, anchor=_anchor(tick.at, frame)) for tick in ticks)


def _anchor(at: float, frame: Frame) -> str:
    if at < TICKS_APART / 2:
        return "start"
    return "end" if at > frame.width - TICKS_APART / 2 else "middle"
