"""A presentation's pages: a slide with its title, mark and foot, and the boxes, notes and names that it is given.
Which slides there are and what they show belongs to ``slides``."""

from copy import deepcopy
from io import BytesIO
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Inches

from pipelines.profiles.document import Document
from pipelines.profiles.office import slide_template
from pipelines.profiles.office.look import look
from pipelines.profiles.office.package import describe, packed
from pipelines.profiles.office.slide_charts import Place, colour
from pipelines.profiles.office.slide_template import declared
from pipelines.profiles.office.slide_text import Text, fill
from pipelines.profiles.plain import legal
from pipelines.profiles.words import Words

EMU = 914_400  # to the inch
# Inches: the band that bears the mark, the line that names a picture, and what stands between the two.
BAND, LINE, ABOVE = 0.36, 0.35, 0.1


class Deck:
    """The presentation of a document while slides are added to it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.words = Words(document.language)
        self.locale: str = look()["locale"][document.language]
        self.size = declared()["size"]
        self.file = slide_template.empty()
        self.layouts: dict[str, Any] = {layout.name: layout for layout in self.file.slide_layouts}

    def content(self) -> bytes:
        """The file."""
        describe(self.file.core_properties, self.document)
        target = BytesIO()
        self.file.save(target)
        return packed(target.getvalue())

    @property
    def word_file(self) -> str:
        """The Word file of the same document, which has all that a slide has no room for."""
        return f"{self.document.name}.{self.document.language}.docx"

    @property
    def wide(self) -> float:
        return float(self.size["width"] - 2 * self.size["left"])

    @property
    def body(self) -> Place:
        size = self.size
        height = size["body_bottom"] - size["body_top"]
        return Place(*(round(EMU * each) for each in (size["left"], size["body_top"], self.wide, height)))

    def new(self, layout: str, title: str, points: float) -> Any:
        """A slide with its title, the mark above it, and whose profile and which edition it is of below it."""
        slide = self.file.slides.add_slide(self.layouts[layout])
        self.fill(slide.shapes.title, [Text(title, points, heading=True)])
        foot = f"{self.document.title} · {self.document.kind} · "
        foot += f"{self.words('about.edition_term')} {self.document.edition}"
        for placeholder in self.layouts[layout].placeholders:
            shown = placeholder.placeholder_format
            if shown.type in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
                copied = deepcopy(placeholder._element)
                for each in copied.iter(qn("a:rPr")):
                    each.set("lang", self.locale)
                slide.shapes._spTree.append(copied)
            if shown.type is PP_PLACEHOLDER.FOOTER:
                self.fill(slide.placeholders[shown.idx], [Text(foot, self.size["label"] - 1, "soft")])
        if self.document.mark:
            said = [Text(self.said_mark, self.size["label"] + 1, "paper", strong=True)]
            band = self.text(slide, said, (0, 0, self.size["width"], BAND), anchor="ctr")
            band.fill.solid()
            band.fill.fore_color.rgb = colour("warning")
            band.name = self.document.mark
        return slide

    @property
    def said_mark(self) -> str:
        return f"{self.document.mark}. {self.document.warning}"

    def fill(self, shape: Any, texts: list[Text]) -> None:
        fill(shape.text_frame, texts, self.locale)

    def text(self, slide: Any, texts: list[Text], box: tuple[float, float, float, float], anchor: str = "t") -> Any:
        left, top, width, height = map(Inches, box)
        made = slide.shapes.add_textbox(left, top, width, height)
        self.fill(made, texts)
        shape = made.text_frame._txBody.bodyPr
        shape.set("anchor", anchor)
        shape.set("lIns", "0" if left else str(Inches(self.size["left"])))
        return made

    def say(self, slide: Any, texts: list[str]) -> None:
        """Speaker notes."""
        said = [self.said_mark, *texts] if self.document.mark else texts
        fill(slide.notes_slide.notes_text_frame, [Text(text, self.size["notes"]) for text in said], self.locale)

    def named(self, shape: Any, title: str, alternative: str) -> None:
        """What a shape is for those who do not see it."""
        properties = shape._element.xpath(".//p:cNvPr")[0]
        properties.set("title", legal(title))
        properties.set("descr", legal(alternative))

    def below_title(self, slide: Any, title: str) -> Place:
        """Write what a picture or table is called, and return the place that is left for it."""
        size, body = self.size, self.body
        box = (size["left"], size["body_top"] - ABOVE, self.wide, LINE)
        self.text(slide, [Text(title, size["chart"] + 1, strong=True)], box)
        down = round((LINE - ABOVE + 0.05) * EMU)
        return Place(body.left, body.top + down, body.width, body.height - down)
