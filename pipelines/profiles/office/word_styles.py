"""The empty Word document of each language, with its styles: built-in ones for headings, captions and lists, own ones
for what Word has no name for. What is written in it belongs to ``word``."""

from functools import cache
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from pipelines.profiles.office.look import look
from pipelines.schema.table import Language

KEPT = frozenset(
    {
        *("Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Footer", "Title", "Subtitle"),
        *("Heading 1", "Heading 2", "Heading 3", "Caption", "List", "Strong"),
    }
)
# Parts of the library's template that say nothing about this document.
DROPPED = (
    "thumbnail",
    "customXml",
    "stylesWithEffects",
    "webSettings",
    "fontTable",
    "numbering",
    "extended-properties",
)
# Points: size, space before, space after; colour; heading font.
PARAGRAPHS: dict[str, tuple[float, float, float, str, bool]] = {
    "Title": (28, 0, 8, "ink", True),
    "Subtitle": (9, 0, 4, "soft", False),
    "Heading 1": (17, 22, 6, "ink", True),
    "Heading 2": (12.5, 14, 4, "ink", True),
    "Heading 3": (11, 10, 3, "ink", True),
    "Caption": (9.5, 10, 4, "ink", False),
    "List": (9.5, 0, 4, "ink", False),
    "Header": (8, 0, 0, "soft", False),
    "Footer": (8, 0, 0, "soft", False),
    "Lead": (14, 0, 8, "ink", True),
    "Figure": (10, 0, 2, "ink", False),
    "Key Figure": (20, 6, 0, "ink", True),
    "Key Figure Text": (9.5, 0, 4, "soft", False),
    "Label": (7.5, 2, 6, "soft", False),
    "Gap Title": (10, 6, 0, "ink", False),
    "Gap": (10, 0, 8, "ink", False),
    "Claim": (12, 12, 3, "ink", True),
    "Claim Text": (9, 0, 1, "ink", False),
    "Command": (9, 2, 8, "ink", False),
    "Table Heading": (8, 1.5, 1.5, "soft", False),
    "Table Text": (8, 1.5, 1.5, "ink", False),
    "Warning": (10, 0, 10, "warning", False),
}
BOLD = frozenset({"Caption", "Gap Title", "Table Heading", "Warning"})
WITH_NEXT = frozenset(
    {"Heading 1", "Heading 2", "Heading 3", "Caption", "Claim", "Claim Text", "Key Figure", "Gap Title", "Figure"}
)
BORDERED = frozenset({"Gap Title", "Gap"})


def empty(language: Language) -> WordDocument:
    """A document without content, styles and page set."""
    return docx.Document(BytesIO(_prepared(language)))


@cache
def _prepared(language: Language) -> bytes:
    document = docx.Document()
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, each in relations.items() if each.reltype.rsplit("/", 1)[-1] in DROPPED]:
            relations.pop(key)
    _language(document, language)
    for style in list(document.styles):
        if style.name not in KEPT:
            style.delete()
    for link in document.styles.element.xpath("w:style/w:link"):
        link.getparent().remove(link)
    for name in PARAGRAPHS:
        _paragraph(document, name)
    normal = document.styles["Normal"]
    _font(normal, "text", look()["page"]["text"], "ink")
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    _font(document.styles["Command"], "code", PARAGRAPHS["Command"][0], "ink")
    document.styles["List"].paragraph_format.left_indent = Cm(0.6)
    document.styles["List"].paragraph_format.first_line_indent = Cm(-0.6)
    right = Cm(look()["page"]["width"] - 2 * look()["page"]["margin"])
    document.styles["Footer"].paragraph_format.tab_stops.add_tab_stop(right, WD_TAB_ALIGNMENT.RIGHT)
    document.styles.element.append(_table_style())
    document.styles.element.append(_hyperlink_style())
    _page(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _language(document: WordDocument, language: Language) -> None:
    """The language of all text; fonts by name, not by theme."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(defaults):
        defaults.remove(child)
    locale = look()["locale"][language]
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{locale}" w:eastAsia="{locale}" w:bidi="ar-SA"/>'))
    settings = document.settings.element
    for name in ("w:rsids", "w:themeFontLang", "w:clrSchemeMapping", "w:shapeDefaults", "w:attachedTemplate"):
        for child in settings.findall(qn(name)):
            settings.remove(child)


def _paragraph(document: WordDocument, name: str) -> None:
    size, before, after, colour, heading = PARAGRAPHS[name]
    styles = document.styles
    style: Any = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for child in style.element.findall(qn("w:rPr")) + style.element.findall(qn("w:pPr")):
        style.element.remove(child)
    style.base_style = styles["Normal"]
    _font(style, "heading" if heading else "text", size, colour)
    style.font.bold = name in BOLD
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.keep_with_next = name in WITH_NEXT
    shape.line_spacing = 1.0 if name.startswith("Table") else 1.1
    if name.startswith("Heading"):
        level = int(name[-1]) - 1
        style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level}"/>'))
    if name in BORDERED:
        border = f'<w:left w:val="single" w:sz="24" w:space="8" w:color="{look()["colour"]["gap"]}"/>'
        style.element.get_or_add_pPr().insert_element_before(
            parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"), "w:spacing", "w:ind", "w:outlineLvl"
        )
        shape.left_indent = Cm(0.4)
        shape.keep_together = True


def _font(style: Any, font: str, size: float, colour: str) -> None:
    name = look()["font"][font]
    style.font.name = name
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), name)
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor.from_string(look()["colour"][colour])


def _table_style() -> Any:
    colour = look()["colour"]
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{colour["line"]}"'
    rule = f'w:val="single" w:sz="8" w:space="0" w:color="{colour["ink"]}"'
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Figures"><w:name w:val="Figures"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        f"<w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom {rule}/></w:tcBorders></w:tcPr></w:tblStylePr>'
        "</w:style>"
    )


def _hyperlink_style() -> Any:
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:uiPriority '
        f'w:val="99"/><w:rPr><w:color w:val="{look()["colour"]["accent"]}"/><w:u w:val="single"/></w:rPr></w:style>'
    )


def _page(document: WordDocument) -> None:
    page, section = look()["page"], document.sections[0]
    section.page_width, section.page_height = Cm(page["width"]), Cm(page["height"])
    section.left_margin = section.right_margin = Cm(page["margin"])
    section.top_margin = section.bottom_margin = Cm(page["margin"] + 0.2)
    section.header_distance = section.footer_distance = Cm(page["margin"] / 2)
