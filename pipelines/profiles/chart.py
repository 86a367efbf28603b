"""What a chart of a document shows: bars, strips of dots, lines, a map, as figures and names.
How each is drawn belongs to ``charts``; the figure that a chart stands in belongs to ``document``."""

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True)
class Bar:
    """A location quotient with its bounds; ``value`` is None when ``text`` says why there is none. ``over`` is the
    mart's own answer, decided on integers. ``muted`` bars are on no side: unknown industries, and all where a total
    lacks a cell."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    text: str
    over: bool = False
    muted: bool = False


@dataclass(frozen=True)
class BarChart:
    """Bars that leave LQ = 1 on a log scale; ``sides`` say what it means to be below and above 1."""

    bars: tuple[Bar, ...]
    sides: tuple[str, str]


@dataclass(frozen=True)
class Strip:
    """One industry: the values of all peers and, apart, of the region itself."""

    name: str
    value: float | None
    peers: tuple[float, ...]
    text: str


@dataclass(frozen=True)
class StripChart:
    """A row of dots per industry on a log scale; ``own`` and ``others`` name the two kinds of mark."""

    strips: tuple[Strip, ...]
    own: str
    others: str


@dataclass(frozen=True)
class Line:
    """One series in one panel; ``segments`` are unbroken stretches of (year, value), never joined to each other."""

    style: str
    segments: tuple[tuple[tuple[int, float], ...], ...]


@dataclass(frozen=True)
class Panel:
    """One industry of a line chart; ``breaks`` are (first year after the break, number) of those that break it."""

    name: str
    lines: tuple[Line, ...]
    breaks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class LineChart:
    """Panels over common years; ``series`` are (style, name)."""

    panels: tuple[Panel, ...]
    series: tuple[tuple[str, str], ...]

    @property
    def breaks(self) -> tuple[tuple[int, int], ...]:
        """The breaks of all panels, each once."""
        return tuple(sorted({each for panel in self.panels for each in panel.breaks}))

    def broken_by(self, mark: tuple[int, int]) -> tuple[str, ...]:
        """The names of the panels that a break breaks; none where it breaks all."""
        names = tuple(panel.name for panel in self.panels if mark in panel.breaks)
        return () if len(names) == len(self.panels) else names


@dataclass(frozen=True)
class Area:
    """One area of a map: ``shade`` is ``c0`` … ``c4``, ``suppressed``, ``missing`` or ``not_applicable``."""

    code: str
    name: str
    shade: str
    text: str
    strong: bool


@dataclass(frozen=True)
class MapChart:
    """``kind`` is the kind of outline; ``legend`` are (shade, meaning)."""

    kind: Literal["county", "municipality"]
    areas: tuple[Area, ...]
    legend: tuple[tuple[str, str], ...]


Chart: TypeAlias = BarChart | StripChart | LineChart | MapChart
