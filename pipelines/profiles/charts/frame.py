"""The two drawing surfaces of every chart: one for a page, one for a phone.
On a narrow one names stand above what they name."""

from dataclasses import dataclass

# Mean width of a letter in parts of the font size, for the sans serif fonts of common systems.
LETTER = 0.54
FONT = 13.0


@dataclass(frozen=True)
class Frame:
    """A surface ``width`` units wide; ``labels`` units at its left are for names, 0 where names stand above."""

    name: str
    width: int
    labels: int

    def fitted(self, text: str, width: float | None = None) -> str:
        """``text``, cut with an ellipsis where it would run out of its place."""
        room = int((width or self.labels or self.width * 0.75) / (FONT * LETTER))
        return text if len(text) <= room else text[: room - 1].rstrip() + "…"


WIDE = Frame("wide", 720, 190)
NARROW = Frame("narrow", 340, 0)
FRAMES = (WIDE, NARROW)


@dataclass(frozen=True)
class Tick:
    at: float
    text: str
    strong: bool = False
