"""Renders a document as a Word file: real headings, captions, lists and table heads, pictures with their texts.
What it says is in the document; how it looks is in ``look.toml`` and ``word_styles``."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from pipelines.profiles.chart_files import Picture
from pipelines.profiles.document import (
    Block,
    Cards,
    Command,
    Document,
    Facts,
    Figure,
    Gap,
    Heading,
    Label,
    Link,
    Notes,
    Paragraph,
    Table,
)
from pipelines.profiles.office import word_styles
from pipelines.profiles.office.look import look
from pipelines.profiles.office.package import describe, packed
from pipelines.profiles.office.word_tables import is_wide, table
from pipelines.profiles.office.word_xml import element, field, paragraph, run, tab
from pipelines.profiles.plain import legal
from pipelines.profiles.words import Words


def render(document: Document, pictures: Mapping[str, Picture]) -> bytes:
    """The Word file of ``document``, with the pictures of its figures by their ids."""
    return _Writer(document, pictures).render()


class _Writer:
    """The file while it is written, from top to bottom."""

    def __init__(self, document: Document, pictures: Mapping[str, Picture]) -> None:
        self.document, self.pictures = document, pictures
        self.words = Words(document.language)
        self.file = word_styles.empty(document.language)
        self.body: Any = self.file.element.body
        self.end: Any = self.body.sectPr
        self.on_side = False
        self.level = 1
        self.counted = {"table": 0, "figure": 0}
        self.kinds: dict[type, Callable[[Any], None]] = {
            Paragraph: lambda block: self.add("Normal", run(block.text)),
            Heading: lambda block: self.add(f"Heading {self.level + 1}", run(block.text)),
            Facts: self.facts,
            Notes: self.notes,
            Gap: self.gap,
            Command: lambda block: self.add("Command", run(block.text)),
            Link: self.link,
            Table: self.table,
            Figure: self.figure,
            Cards: self.cards,
        }

    def render(self) -> bytes:
        self.running_heads()
        self.opening()
        for chapter in self.document.chapters:
            self.turn(on_side=False)
            self.add("Heading 1", run(chapter.heading))
            for section in chapter.sections:
                self.turn(on_side=False)
                self.level = 1
                if chapter.titles(section):
                    self.add("Heading 2", run(section.heading))
                    self.level = 2
                for block in section.blocks:
                    self.block(block)
        self.turn(on_side=False)
        self.add("Label", run(self.words("page.foot")))
        describe(self.file.core_properties, self.document)
        target = BytesIO()
        self.file.save(target)
        return packed(target.getvalue())

    def block(self, block: Block) -> None:
        write = self.kinds.get(type(block))
        if write is None:
            raise TypeError(f"Word has no way to show a {type(block).__name__}")
        self.turn(on_side=isinstance(block, Table) and is_wide(block))
        write(block)

    def add(self, style: str, *runs: Any) -> None:
        self.put(paragraph(style, *runs))

    def put(self, made: Any) -> None:
        self.end.addprevious(made)

    def turn(self, *, on_side: bool) -> None:
        """Go on upright or on the side; a section of pages ends where that changes."""
        if on_side == self.on_side:
            return
        last = self.end.getprevious()
        if last is None or last.tag != qn("w:p"):
            self.add("Label")
            last = self.end.getprevious()
        last.get_or_add_pPr().append(deepcopy(self.end))
        size = self.end.find(qn("w:pgSz"))
        width, height = size.get(qn("w:w")), size.get(qn("w:h"))
        size.set(qn("w:w"), height)
        size.set(qn("w:h"), width)
        size.set(qn("w:orient"), "landscape" if on_side else "portrait")
        self.on_side = on_side

    def running_heads(self) -> None:
        """What stands on every page: the mark and whose profile it is; the edition and the page's number."""
        section, document = self.file.sections[0], self.document
        head, foot = section.header._element, section.footer._element
        for each in (head, foot):
            each.remove(each[0])
        runs = [run(f"{document.mark} · ", strong=True)] if document.mark else []
        head.append(paragraph("Header", *runs, run(f"{document.title} · {document.kind}")))
        edition = run(f"{self.words('about.edition_term')} {document.edition}")
        foot.append(paragraph("Footer", edition, tab(), field("PAGE", "1"), run(" / "), field("NUMPAGES", "1")))

    def opening(self) -> None:
        document = self.document
        if document.mark:
            self.add("Warning", run(f"{document.mark}. {document.warning}"))
        self.add("Subtitle", run(document.kind))
        self.add("Title", run(document.title))
        self.add("Lead", run(document.summary))
        for sentence in document.caveats:
            self.add("Normal", run(sentence))
        for term, text in document.facts:
            self.add("Label", run(f"{term}: "), run(text, strong=True))

    def facts(self, facts: Facts) -> None:
        for shown, meaning in facts.items:
            self.add("Key Figure", run(shown))
            self.add("Key Figure Text", run(meaning))
        self.labels(facts.labels)

    def notes(self, notes: Notes) -> None:
        for mark, text in notes.items:
            self.add("List", run(f"{mark}  ", strong=True), run(text))

    def cards(self, cards: Cards) -> None:
        for card in cards.items:
            self.add("Claim", run(card.text))
            for name in ("grade", "caveat", "label", "may_say", "may_not_say"):
                text = f"{card.grade} {card.grade_name}" if name == "grade" else getattr(card, name)
                self.add("Claim Text", run(f"{self.words(f'claims.{name}')}: ", strong=True), run(text))
            self.add("Command", run(card.command))

    def gap(self, gap: Gap) -> None:
        self.add("Gap Title", run(gap.title))
        self.add("Gap", run(gap.text))

    def link(self, link: Link) -> None:
        relation = self.file.part.relate_to(link.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        text = run(link.text)
        text.insert(0, element("rPr", element("rStyle", val="Hyperlink")))
        made = element("hyperlink", text)
        made.set(qn("r:id"), relation)
        self.add("Normal", made)

    def table(self, content: Table) -> None:
        title = self.document.marked(content.caption)
        self.caption("table", title)
        self.put(table(content, title))
        self.labels(content.labels, after_table=True)

    def figure(self, figure: Figure) -> None:
        title = self.document.marked(figure.title)
        self.caption("figure", title)
        self.add("Figure", element("r", self.drawing(figure, title)))
        self.labels(figure.labels)
        self.turn(on_side=is_wide(figure.table))
        self.table(figure.table)

    def drawing(self, figure: Figure, title: str) -> Any:
        """The figure's picture in its line, as wide as its drawing asks for and the page can hold."""
        picture, page = self.pictures[figure.id], look()["page"]
        scale = min(
            1 / page["units"],
            (page["width"] - 2 * page["margin"]) / picture.width,
            page["picture_height"] / picture.height,
        )
        made: Any = self.file.part.new_pic_inline(
            BytesIO(picture.png), Cm(scale * picture.width), Cm(scale * picture.height)
        )
        # Title and labels stand in the document already: the chart alone is shown of its file.
        above, below = (str(round(part * 100_000)) for part in picture.cut)
        cut = OxmlElement("a:srcRect", attrs={"t": above, "b": below})
        made.find(f".//{qn('a:blip')}").addnext(cut)
        made.docPr.set("title", legal(title))
        made.docPr.set("descr", legal(figure.alternative))
        return element("drawing", made)

    def caption(self, kind: str, title: str) -> None:
        self.counted[kind] += 1
        name = self.words(f"office.{kind}")
        number = field(f"SEQ {name} \\* ARABIC", str(self.counted[kind]))
        self.add("Caption", run(f"{name} "), number, run(f". {title}"))

    def labels(self, labels: tuple[Label, ...], *, after_table: bool = False) -> None:
        for label in labels:
            self.add("Label", run(label.said))
        if after_table and not labels:
            # Word joins two tables that nothing stands between.
            self.add("Label")
