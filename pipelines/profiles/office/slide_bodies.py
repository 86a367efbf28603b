"""What stands in the middle of a slide: facts, a native chart, a picture or a table, and what is said below it.
Which slide shows which block is declared; title, labels and notes belong to ``slides``."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any, TypeAlias, TypeVar

from pipelines.profiles.chart import BarChart, LineChart
from pipelines.profiles.chart_files import Picture
from pipelines.profiles.document import Cards, Facts, Figure, Gap, Table
from pipelines.profiles.office import slide_charts
from pipelines.profiles.office.slide_deck import EMU, Deck
from pipelines.profiles.office.slide_tables import add_table
from pipelines.profiles.office.slide_template import declared
from pipelines.profiles.office.slide_text import Text
from pipelines.profiles.office.widths import fitted

Shown: TypeAlias = Facts | Figure | Table | Cards
Pictures: TypeAlias = Mapping[str, Picture]
Kind = TypeVar("Kind")
GUTTER = EMU // 2
# Inches that a text box keeps free at its right, and points to the inch.
INSET, POINTS = 0.1, 72


def facts(deck: Deck, slide: Any, block: Shown, pictures: Pictures) -> list[str]:  # noqa: ARG001 - as all bodies
    """The figures side by side, each above what it is."""
    items, size = _as(Facts, block).items, deck.size
    width = deck.wide / max(len(items), 3)
    box = width - 0.3
    # A figure broken over two lines is read as two.
    large = fitted((shown for shown, _ in items), (box - INSET) * POINTS, size["figure"])
    for position, (shown, meaning) in enumerate(items):
        texts = [Text(shown, large, heading=True), Text(meaning, size["text"], "soft")]
        deck.text(slide, texts, (size["left"] + position * width, 2.3, box, 2.4))
    return []


def gaps(deck: Deck, slide: Any, found: list[Gap]) -> None:
    """What is missing, and why."""
    size, texts = deck.size, []
    for gap in found:
        texts += [Text(gap.title, size["text"], "gap", strong=True), Text(gap.text, size["text"])]
    deck.text(slide, texts, (size["left"], 1.8, 10.0, 4.0))


def bars(deck: Deck, slide: Any, block: Shown, pictures: Pictures) -> list[str]:  # noqa: ARG001
    """A native bar chart, and what its two sides mean."""
    figure = _as(Figure, block)
    chart, title = _as(BarChart, figure.chart), deck.document.marked(figure.title)
    made = slide_charts.add_bars(
        slide, chart, deck.body, slide_charts.Heading(title, deck.locale), _sources(deck, figure)
    )
    deck.named(made, title, f"{figure.alternative} {deck.words('office.linear')}")
    return [f"LQ: {' · '.join(chart.sides)}"]


def lines(deck: Deck, slide: Any, block: Shown, pictures: Pictures) -> list[str]:  # noqa: ARG001
    """A native line chart per panel, and in which years the series break."""
    figure = _as(Figure, block)
    chart, title = _as(LineChart, figure.chart), deck.document.marked(figure.title)
    place = deck.below_title(slide, title)
    width = place.width // len(chart.panels)
    for position, panel in enumerate(chart.panels):
        heading = slide_charts.Heading(deck.document.marked(panel.name), deck.locale)
        own = replace(place, left=place.left + position * width, width=width)
        made = slide_charts.add_lines(slide, chart, panel, own, heading=heading, labels=_sources(deck, figure))
        deck.named(made, f"{title}: {panel.name}", figure.alternative)
    broken = [deck.words.broken(mark[0], chart.broken_by(mark)) for mark in chart.breaks]
    return [deck.words("office.breaks", years=deck.words.listed(broken))] if broken else []


def picture(deck: Deck, slide: Any, block: Shown, pictures: Pictures) -> list[str]:
    """The figure as it is drawn on the page; its table beside it where the page shows both."""
    figure = _as(Figure, block)
    title = deck.document.marked(figure.title)
    drawn, place = pictures[figure.id], deck.below_title(slide, title)
    # A wide map leaves its table room: of some counties the picture alone would fill the slide.
    widest = deck.size["picture_part"] * place.width if figure.open else place.width
    scale = min(widest / drawn.width, place.height / drawn.height)
    width, height = round(scale * drawn.width), round(scale * drawn.height)
    left = place.left if figure.open else place.left + (place.width - width) // 2
    made = slide.shapes.add_picture(BytesIO(drawn.png), left, place.top, width, height)
    made.crop_top, made.crop_bottom = drawn.cut
    deck.named(made, title, figure.alternative)
    if not figure.open:
        return []
    beside = width + GUTTER
    return add_table(deck, slide, figure.table, replace(place, left=left + beside, width=place.width - beside))


def table(deck: Deck, slide: Any, block: Shown, pictures: Pictures) -> list[str]:  # noqa: ARG001
    """A native table, and how many of its rows these are."""
    content = _as(Table, block)
    return add_table(deck, slide, content, deck.below_title(slide, deck.document.marked(content.caption)))


def claims(deck: Deck, slide: Any, block: Shown, pictures: Pictures) -> list[str]:  # noqa: ARG001
    """The first claims below each other, each with its grade; the fewer, the larger, and the more is said of each.
    What must not be said of them is in the notes."""
    size, every = deck.size, _as(Cards, block).items
    cards = every[: size["claims"]]
    look = next(each for each in declared()["claims"] if len(cards) <= each["most"])
    pitch = (size["body_bottom"] - size["body_top"]) / look["most"]
    for position, card in enumerate(cards):
        texts = [Text(f"{card.text} ({card.grade})", look["text"])]
        texts += [Text(getattr(card, name), look["more"], "soft") for name in look["says"]]
        deck.text(slide, texts, (size["left"], size["body_top"] + position * pitch, deck.wide, pitch))
    grades = {card.grade: card.grade_name for card in cards}
    told = [f"{grade}: {name}" for grade, name in sorted(grades.items())]
    if len(cards) < len(every):
        told.append(deck.words("office.claims", shown=len(cards), all=len(every), file=deck.word_file))
    return told


BODIES: dict[str, Callable[[Deck, Any, Shown, Pictures], list[str]]] = {
    "facts": facts,
    "bars": bars,
    "lines": lines,
    "picture": picture,
    "table": table,
    "claims": claims,
}


def _sources(deck: Deck, figure: Figure) -> list[str]:
    """What a chart's workbook says below the numbers, also where it is copied to."""
    marks = [deck.said_mark] if deck.document.mark else []
    return [*marks, figure.title, *(label.said for label in figure.labels)]


def _as(kind: type[Kind], block: object) -> Kind:
    if not isinstance(block, kind):
        raise TypeError(f"slides.toml asks for a {kind.__name__} where the document has a {type(block).__name__}")
    return block
