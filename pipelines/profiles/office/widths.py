"""How wide the columns of a table are, after what they hold.
The unit is the caller's: Word counts in twips, PowerPoint in its own."""

from pipelines.profiles.document import Table

# Width of a letter, and what a cell needs beside its letters, in parts of the font's size.
LETTER, PADDING = 0.56, 1.0
# A word longer than this may be cut in the middle; numbers are not, and no text asks for more letters than these.
LONGEST_WORD, LONGEST_NUMBER, LONGEST_TEXT = 17, 26, 60
# What a column of numbers wants beside its least width, in letters of text.
NUMBER_WANTS = 8.0


def column_widths(content: Table, room: int, font: float) -> list[int]:
    """Widths that together are ``room``: no word is cut that need not be, and what is left goes where most is said.
    ``font`` is the size of letters in the unit of ``room``."""
    least, wanted = [], []
    for position, column in enumerate(content.columns):
        texts = [row.cells[position].text for row in content.rows] or [""]
        words = [word for text in (column.heading, *([] if column.numeric else texts)) for word in text.split(" ")]
        letters = min(max(map(len, words)), LONGEST_WORD)
        if column.numeric:
            letters = max(letters, min(max(map(len, texts)), LONGEST_NUMBER))
        least.append((letters * LETTER + PADDING) * font)
        wanted.append(NUMBER_WANTS if column.numeric else min(max(map(_length, texts)), LONGEST_TEXT) + 1.0)
    # On a full page the columns must share what there is.
    scale = min(1.0, room / sum(least))
    spare = max(0.0, room - sum(least))
    widths = [int(scale * low + spare * each / sum(wanted)) for low, each in zip(least, wanted, strict=True)]
    widths[0] += room - sum(widths)
    return widths


def _length(text: str) -> int:
    """Letters of a text whose longest words are cut, as those of a checksum are."""
    return sum(min(len(word), LONGEST_WORD) + 1 for word in text.split(" "))
