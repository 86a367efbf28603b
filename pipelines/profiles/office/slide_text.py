"""Text on slides: runs with size, colour and language, in boxes and in the cells of tables.
Which texts stand where belongs to ``slides``."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement

from pipelines.profiles.office.look import look
from pipelines.profiles.plain import legal

MARGINS = {"marL": "0", "marR": "110000", "marT": "25000", "marB": "25000"}


@dataclass(frozen=True)
class Text:
    """One paragraph in one look; ``address`` makes it a link."""

    text: str
    size: float
    colour: str = "ink"
    strong: bool = False
    heading: bool = False
    alignment: str = "l"
    address: str = ""


def fill(frame: Any, texts: Iterable[Text], locale: str) -> None:
    """Put ``texts`` in the place of what ``frame`` holds, one paragraph each."""
    body = frame._txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for text in texts:
        body.append(paragraph(text, locale))
        if text.address:
            frame.paragraphs[-1].runs[0].hyperlink.address = text.address
    frame.word_wrap = True


def paragraph(text: Text, locale: str) -> Any:
    made, run = element("a:p"), element("a:r")
    made.append(element("a:pPr", algn=text.alignment))
    look_ = element("a:rPr", lang=locale, sz=str(round(100 * text.size)), b=str(int(text.strong)), dirty="0")
    look_.append(_fill(text.colour))
    look_.append(element("a:latin", typeface=look()["font"]["heading" if text.heading else "text"]))
    content = element("a:t")
    content.text = legal(text.text)
    run.extend((look_, content))
    made.append(run)
    return made


def cell(text: Text, locale: str, *, heading: bool = False, tinted: bool = False) -> Any:
    """A cell of a table with a line below it."""
    made, body = element("a:tc"), element("a:txBody")
    body.extend((element("a:bodyPr"), element("a:lstStyle"), paragraph(text, locale)))
    shape = element("a:tcPr", anchor="b" if heading else "t", **MARGINS)
    for side in ("L", "R", "T"):
        line = element(f"a:ln{side}", w="0")
        line.append(element("a:noFill"))
        shape.append(line)
    below = element("a:lnB", w="15875" if heading else "6350")
    below.append(_fill("ink" if heading else "line"))
    shape.append(below)
    shape.append(_fill("tint") if tinted else element("a:noFill"))
    made.extend((body, shape))
    return made


def element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(attribute, value)
    return made


def _fill(colour: str) -> Any:
    made = element("a:solidFill")
    made.append(element("a:srgbClr", val=look()["colour"][colour]))
    return made
