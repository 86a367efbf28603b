"""The empty presentation of each language: 16:9, two layouts, our fonts and colours.
What stands on the slides belongs to ``slides``."""

import tomllib
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.util import Inches

from pipelines.profiles.office.look import look

DECLARED = Path(__file__).with_name("slides.toml")
COVER, PLAIN = "Title Slide", "Title Only"
# Parts of the library's template that say nothing about this presentation.
DROPPED = ("thumbnail", "printerSettings", "extended-properties")
COLOURS = {"dk1": "ink", "lt1": "paper", "dk2": "soft", "lt2": "tint", "hlink": "accent", "folHlink": "accent"}
ACCENTS = ("over", "gap", "soft", "under", "accent", "muted")


@cache
def declared() -> dict[str, Any]:
    """The content of ``slides.toml``."""
    return tomllib.loads(DECLARED.read_text(encoding="utf-8"))


def empty() -> Presentation:
    """A presentation without slides."""
    return pptx.Presentation(BytesIO(_prepared()))


@cache
def _prepared() -> bytes:
    presentation = pptx.Presentation()
    size = declared()["size"]
    presentation.slide_width, presentation.slide_height = Inches(size["width"]), Inches(size["height"])
    for relations in (presentation.part.package._rels, presentation.part.rels):
        for key in [key for key, each in relations.items() if each.reltype.rsplit("/", 1)[-1] in DROPPED]:
            relations.pop(key)
    for layout in list(presentation.slide_layouts):
        if layout.name not in (COVER, PLAIN):
            presentation.slide_layouts.remove(layout)
    master = presentation.slide_master
    _theme(master.part)
    _title_style(master)
    for each in (master, *presentation.slide_layouts):
        for placeholder in list(each.placeholders):
            _placed(placeholder, is_cover=each is not master and each.name == COVER)
    target = BytesIO()
    presentation.save(target)
    return target.getvalue()


def _placed(placeholder: Any, *, is_cover: bool) -> None:
    """A placeholder where we want it; dates are in the text, not on every slide."""
    size, kind = declared()["size"], placeholder.placeholder_format.type
    wide = size["width"] - 2 * size["left"]
    boxes = {
        PP_PLACEHOLDER.TITLE: (size["left"], size["title_top"], wide, size["title_height"]),
        PP_PLACEHOLDER.CENTER_TITLE: (size["left"], 1.5, wide, 1.3),
        PP_PLACEHOLDER.SUBTITLE: (size["left"], 2.9, wide, 2.2),
        PP_PLACEHOLDER.BODY: (size["left"], size["body_top"], wide, size["body_bottom"] - size["body_top"]),
        PP_PLACEHOLDER.FOOTER: (size["left"], size["foot_top"], wide - 1, 0.3),
        PP_PLACEHOLDER.SLIDE_NUMBER: (size["left"] + wide - 0.9, size["foot_top"], 0.9, 0.3),
    }
    if kind not in boxes:
        placeholder._element.getparent().remove(placeholder._element)
        return
    left, top, width, height = map(Inches, boxes[kind])
    placeholder.left, placeholder.top, placeholder.width, placeholder.height = left, top, width, height
    body = placeholder.text_frame._txBody.bodyPr
    for side in ("lIns", "rIns"):
        body.set(side, "0")
    if kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
        body.set("anchor", "b" if is_cover else "t")
    for level in placeholder._element.iter(qn("a:lvl1pPr")):
        if kind is not PP_PLACEHOLDER.SLIDE_NUMBER:
            level.set("algn", "l")


def _title_style(master: Any) -> None:
    style = next(master._element.iter(qn("p:titleStyle"))).find(qn("a:lvl1pPr"))
    style.set("algn", "l")
    style.find(qn("a:defRPr")).set("sz", str(100 * declared()["size"]["title"]))


def _theme(master: Any) -> None:
    """Fonts and colours that charts, tables and new text take when nothing else is said."""
    part = next(each.target_part for each in master.rels.values() if each.reltype.endswith("/theme"))
    theme = pptx.oxml.parse_xml(part.blob)
    colours = look()["colour"]
    named = COLOURS | {f"accent{number}": name for number, name in enumerate(ACCENTS, start=1)}
    scheme = next(theme.iter(qn("a:clrScheme")))
    for slot, name in named.items():
        place = scheme.find(qn(f"a:{slot}"))
        for child in list(place):
            place.remove(child)
        place.append(pptx.oxml.parse_xml(f'<a:srgbClr xmlns:a="{place.nsmap["a"]}" val="{colours[name]}"/>'))
    for slot, font in (("majorFont", "heading"), ("minorFont", "text")):
        next(theme.iter(qn(f"a:{slot}"))).find(qn("a:latin")).set("typeface", look()["font"][font])
    for each in theme.iter(qn("a:clrScheme"), qn("a:fontScheme")):
        each.set("name", "Styrka")
    theme.set("name", "Styrka")
    part._blob = pptx.oxml.xmlchemy.serialize_for_reading(theme).encode("utf-8")
