"""The document: what a profile says, as sections of blocks, whatever the format it will be read in.
How a block looks belongs to the renderer of the format; what it says is decided in ``sections``."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipelines.schema.table import Language

Value: TypeAlias = str | int | float | None


@dataclass(frozen=True)
class Label:
    """One of the two labels, and the part of the figures that it is for (empty: all of them)."""

    text: str
    what: str = ""

    @property
    def said(self) -> str:
        """The label, behind the part that it is for."""
        return f"{self.what}: {self.text}" if self.what else self.text


@dataclass(frozen=True)
class Cell:
    """``text`` as displayed and ``value`` unrounded, for downloads and formats with real numbers."""

    text: str
    value: Value


@dataclass(frozen=True)
class Row:
    """Cells in column order; the first heads the row. ``strong`` marks the region that the profile is about."""

    cells: tuple[Cell, ...]
    strong: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table; numbers stand to the right."""

    heading: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption and the labels of its figures."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    labels: tuple[Label, ...] = ()


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
    """One industry of a line chart."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class LineChart:
    """Panels over common years; ``series`` are (style, name), ``breaks`` are (first year after the break, number)."""

    panels: tuple[Panel, ...]
    series: tuple[tuple[str, str], ...]
    breaks: tuple[tuple[int, int], ...]


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


@dataclass(frozen=True)
class Figure:
    """A chart, its table, and its data as a download under ``file_name``; ``alternative`` is its text for all who do
    not see it. ``open`` tables are shown beside the chart, others on demand (on paper always)."""

    id: str
    title: str
    alternative: str
    chart: Chart
    table: Table
    data: Table
    file_name: str
    labels: tuple[Label, ...]
    open: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True)
class Facts:
    """A few figures that stand large: (figure, what it is)."""

    items: tuple[tuple[str, str], ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Notes:
    """Explanations: (mark, text); ``numbered`` ones explain the marks of the chart before them."""

    items: tuple[tuple[str, str], ...]
    numbered: bool = False


@dataclass(frozen=True)
class Gap:
    """Something a reader could expect and will not find, and why."""

    title: str
    text: str


@dataclass(frozen=True)
class Command:
    """What to type to trace or to complete a figure."""

    text: str


@dataclass(frozen=True)
class Link:
    """A sentence that leads to the file named ``address`` beside the page."""

    text: str
    address: str


Block: TypeAlias = Paragraph | Heading | Facts | Notes | Gap | Command | Link | Table | Figure


@dataclass(frozen=True)
class Section:
    """A part of the document that the table of contents names."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """One profile in one language; ``mark`` stands on the page, every chart and every table (empty: none does).

    Its files are named ``name``; ``region_code`` is empty, and no workbook lies beside it, where it is of no region.
    """

    language: Language
    region_code: str
    kind: str
    title: str
    summary: str
    caveats: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    edition: str
    sections: tuple[Section, ...]
    mark: str = ""
    name: str = "profile"
