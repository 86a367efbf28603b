"""Renders a document as a presentation: a cover, then the slides that ``slides.toml`` declares, each from one block.
What they say is in the document; nothing is written here that is not read there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipelines.profiles.chart_files import Picture
from pipelines.profiles.document import Cards, Document, Facts, Figure, Gap, Link, Notes, Paragraph, Section, Table
from pipelines.profiles.office import slide_bodies
from pipelines.profiles.office.slide_bodies import Shown
from pipelines.profiles.office.slide_deck import Deck
from pipelines.profiles.office.slide_template import COVER, PLAIN, declared
from pipelines.profiles.office.slide_text import Text
from pipelines.profiles.words import Words


def render(document: Document, pictures: Mapping[str, Picture]) -> bytes:
    """The presentation of ``document``, with the pictures of its figures by their ids."""
    deck = Deck(document)
    _cover(deck)
    sections = {section.id: section for section in document.sections}
    for slide in declared()["slide"]:
        section = sections.get(slide["section"])
        if section is not None and slide.get("unless") not in sections:
            _slide(deck, section, _found(section, slide), slide, pictures)
    return deck.content()


def _cover(deck: Deck) -> None:
    document, size = deck.document, deck.size
    slide = deck.new(COVER, document.title, size["cover"])
    said = [Text(document.kind, size["text"], "soft"), Text(document.summary, size["lead"], heading=True)]
    deck.fill(slide.placeholders[1], said)
    facts = [f"{term}: {text}" for term, text in document.facts]
    deck.text(slide, [Text(fact, size["fact"], "soft") for fact in facts], (size["left"], 5.25, deck.wide, 1.5))
    deck.say(slide, [*document.caveats, *facts])


def _slide(
    deck: Deck, section: Section, block: Shown | None, declared: Mapping[str, Any], pictures: Mapping[str, Picture]
) -> None:
    """One slide: the section's heading, its block, labels and links; all that it rests on in the notes. Without the
    block, the section's gaps; without any, no slide."""
    gaps = [each for each in section.blocks if isinstance(each, Gap)]
    if block is None and not gaps:
        return
    slide = deck.new(PLAIN, section.heading, deck.size["title"])
    if block is None:
        slide_bodies.gaps(deck, slide, gaps)
        asides, labels = [], []
    else:
        asides = slide_bodies.BODIES[declared["kind"]](deck, slide, block, pictures)
        labels = [label.said for label in block.labels]
    size = deck.size
    small = [Text(" · ".join(texts), size["label"], "soft") for texts in (asides, labels) if texts]
    links = [each for each in section.blocks if isinstance(each, Link)]
    small += [Text(link.text, size["label"], "accent", address=link.address) for link in links]
    foot = (size["left"], size["body_bottom"], deck.wide, size["foot_top"] - size["body_bottom"])
    deck.text(slide, small, foot, anchor="b")
    scale = [deck.words("office.linear")] if isinstance(block, Figure) and declared["kind"] == "bars" else []
    deck.say(slide, [*_background(section, block, deck.words), *scale, *labels])


def _found(section: Section, declared: Mapping[str, Any]) -> Shown | None:
    """The block that a declared slide names, or the section's first facts or claims; None where it lacks that."""
    for block in section.blocks:
        if isinstance(block, Facts | Cards) and "block" not in declared:
            return block
        if isinstance(block, Figure | Table) and block.id == declared.get("block"):
            return _with_columns(block, declared["columns"]) if isinstance(block, Table) else block
    return None


def _with_columns(table: Table, chosen: list[int]) -> Table:
    rows = tuple(replace(row, cells=tuple(row.cells[each] for each in chosen)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[each] for each in chosen), rows=rows)


def _background(section: Section, block: Shown | None, words: Words) -> list[str]:
    """What the section says round the block, for whoever presents it."""
    texts = [block.alternative] if isinstance(block, Figure) else []
    for each in section.blocks:
        if isinstance(each, Paragraph):
            # A native chart has a scale of its own.
            texts += [] if each.drawn else [each.text]
        elif isinstance(each, Notes):
            texts += [f"{mark}: {text}" for mark, text in each.items]
        elif isinstance(each, Gap):
            texts.append(f"{each.title}: {each.text}")
        elif isinstance(each, Cards):
            for card in each.items:
                texts += [f"{card.text} {card.caveat}", f"{words('claims.may_say')}: {card.may_say}"]
                texts.append(f"{words('claims.may_not_say')}: {card.may_not_say}")
    return texts
