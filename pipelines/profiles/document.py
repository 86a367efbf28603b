"""The document: what a profile says, as sections of blocks, whatever the format it will be read in.
How a block looks belongs to the renderer of the format; what it says is decided in ``sections``."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipelines.profiles.chart import Chart
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
    """``text`` as displayed and ``value`` unrounded, for downloads and formats with real numbers.

    ``address`` is a page beside this one that the text leads to (empty: to none).
    """

    text: str
    value: Value
    address: str = ""


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
    """A table with its caption and the labels of its figures. A ``folded`` one is shown on demand on a page,
    on a phone only or everywhere."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    labels: tuple[Label, ...] = ()
    folded: Literal["", "phone", "everywhere"] = ""


@dataclass(frozen=True)
class Figure:
    """A chart, its table, and its data as a download under ``file_name``; ``alternative`` is its text for all who do
    not see it. ``notes`` are (mark, meaning) of what is numbered in the chart. ``open`` tables are shown beside the
    chart (on a phone on demand), others on demand."""

    id: str
    title: str
    alternative: str
    chart: Chart
    table: Table
    data: Table
    file_name: str
    labels: tuple[Label, ...]
    notes: tuple[tuple[str, str], ...] = ()
    open: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``drawn`` if it is of how our own drawing of a chart is to be read."""

    text: str
    drawn: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True)
class Facts:
    """A few figures that stand large: (figure, what it is)."""

    items: tuple[tuple[str, str], ...]
    labels: tuple[Label, ...]
    id: str = ""


@dataclass(frozen=True)
class Notes:
    """Explanations: (mark, text); ``numbered`` ones explain the marks of the chart before them."""

    items: tuple[tuple[str, str], ...]
    numbered: bool = False
    id: str = ""


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


@dataclass(frozen=True)
class Card:
    """A claim: the sentence, how sure it is, and what it may and may not be used to say. ``kind`` is that of table
    ``claim``, ``copied`` what a reader takes along: the sentence with its source. ``address`` is the claim's own page
    beside the profile, and ``answers`` the files that it rests on, each with its checksum."""

    id: str
    kind: str
    text: str
    grade: str
    grade_name: str
    caveat: str
    label: str
    may_say: str
    may_not_say: str
    copied: str
    command: str
    address: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Cards:
    """Claims, the strongest subject's first. ``printed`` are the ids of those that stand on paper, and ``id`` is empty
    where none does."""

    items: tuple[Card, ...]
    printed: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The name under which a chapter has them printed."""
        return "claims-printed" if self.printed else ""

    @property
    def labels(self) -> tuple[Label, ...]:
        """The claims' own labels, each once."""
        return tuple(Label(text) for text in dict.fromkeys(card.label for card in self.items))


Block: TypeAlias = Paragraph | Heading | Facts | Notes | Gap | Command | Link | Table | Figure | Cards


@dataclass(frozen=True)
class Section:
    """Blocks on one matter, under a heading of their own."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Chapter:
    """A numbered part of the document that the table of contents names, made of sections. ``paper`` are the ids of the
    sections and blocks that stand on paper too; without it all do."""

    id: str
    heading: str
    sections: tuple[Section, ...]
    paper: frozenset[str] | None = None

    def titles(self, section: Section) -> bool:
        """Whether a section needs a heading of its own below the chapter's."""
        return len(self.sections) > 1 and section.heading != self.heading

    @property
    def printed(self) -> tuple[Section, ...]:
        """The sections of which anything is printed."""
        return tuple(section for section in self.sections if self.on_paper(section))

    def on_paper(self, section: Section, block: Block | None = None) -> bool:
        """Whether a block, or anything of a section, is printed."""
        if self.paper is None or section.id in self.paper:
            return True
        blocks = section.blocks if block is None else (block,)
        return any(getattr(each, "id", None) in self.paper for each in blocks)


@dataclass(frozen=True)
class Document:
    """One profile in one language; ``mark`` stands on the page, every chart and every table (empty:
    none does) of an edition that is no statistics, and ``warning`` says why.

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
    chapters: tuple[Chapter, ...]
    mark: str = ""
    warning: str = ""
    name: str = "profile"

    def marked(self, text: str) -> str:
        """``text`` behind the mark of an edition that is no statistics, if there is one."""
        return f"{self.mark}: {text}" if self.mark else text

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections, chapter by chapter."""
        return tuple(section for chapter in self.chapters for section in chapter.sections)
