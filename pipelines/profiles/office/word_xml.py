"""The few elements of WordprocessingML that a profile is written with.
Which styles there are is in ``word_styles``; what is said with them, in ``word``."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipelines.profiles.plain import legal

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(name: str, *children: Any, **attributes: str) -> Any:
    """``<w:name>`` with its attributes and children, all of the main namespace."""
    made = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    made.extend(children)
    return made


def run(text: str, *, strong: bool = False) -> Any:
    """A run of ``text``, whatever characters it holds."""
    content = element("t")
    content.text = legal(text)
    content.set(SPACE, "preserve")
    return element("r", element("rPr", element("rStyle", val="Strong")), content) if strong else element("r", content)


def tab() -> Any:
    """A tabulator between runs."""
    return element("r", element("tab"))


def paragraph(style: str, *runs: Any, alignment: str = "") -> Any:
    """A paragraph of a style, which is named as in ``word_styles`` with the spaces left out."""
    shape = element("pPr", element("pStyle", val=style.replace(" ", "")))
    if alignment:
        shape.append(element("jc", val=alignment))
    return element("p", shape, *runs)


def field(instruction: str, shown: str) -> Any:
    """A field that Word can bring up to date, with what it shows until then."""
    return element("fldSimple", run(shown), instr=f" {instruction} ")
