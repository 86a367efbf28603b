"""A document of headings, paragraphs and tables as Markdown, and as text for a terminal.
What it says is decided in ``report``; pages are ``profiles.html``'s."""

from collections.abc import Iterator

from pipelines.profiles.document import Block, Document, Paragraph, Table

GAP = "  "
# A cell of running text is broken at this width, so that a table stays readable in a terminal.
WIDEST = 44


def markdown(document: Document) -> str:
    """The document in Markdown; bars and line ends inside cells are told so that they cannot end a cell."""
    lines = [f"# {document.title}", ""]
    if document.mark:
        lines += [f"**{document.mark}.** {document.warning}", ""]
    lines += [document.summary, "", *(f"- {term}: {text}" for term, text in document.facts)]
    for section in document.sections:
        lines += ["", f"## {section.heading}"]
        for block in section.blocks:
            lines += ["", *_markdown(block)]
    return "\n".join(lines) + "\n"


def terminal(document: Document) -> str:
    """The document as plain text with aligned columns."""
    lines = [document.title, "=" * len(document.title), ""]
    if document.mark:
        lines += [f"{document.mark}. {document.warning}", ""]
    lines += [document.summary, "", *(f"{term}: {text}" for term, text in document.facts)]
    for section in document.sections:
        lines += ["", section.heading, "-" * len(section.heading)]
        for block in section.blocks:
            lines += ["", *_terminal(block)]
    return "\n".join(lines) + "\n"


def _markdown(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Table):
        yield f"**{block.caption}**"
        yield ""
        yield _bars(column.heading for column in block.columns)
        yield _bars("---:" if column.numeric else "---" for column in block.columns)
        for row in block.rows:
            yield _bars(cell.text for cell in row.cells)


def _bars(texts: Iterator[str]) -> str:
    return "| " + " | ".join(" ".join(text.split()).replace("|", "\\|") for text in texts) + " |"


def _terminal(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Table):
        yield block.caption
        lines = [
            [column.heading for column in block.columns],
            *([cell.text for cell in row.cells] for row in block.rows),
        ]
        broken = [[_broken(text) for text in line] for line in lines]
        widths = [max(len(part) for line in broken for part in line[place]) for place in range(len(block.columns))]
        for line in broken:
            for height in range(max(map(len, line))):
                parts = [parts[height] if height < len(parts) else "" for parts in line]
                told = (
                    part.rjust(width) if column.numeric else part.ljust(width)
                    for part, width, column in zip(parts, widths, block.columns, strict=True)
                )
                yield GAP.join(told).rstrip()


def _broken(text: str) -> list[str]:
    """Lines of at most WIDEST letters, broken between words."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > WIDEST:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
