"""How wide the columns of a table are, after what they hold, and how many lines a text takes in so wide a place.
The unit is the caller's: Word counts in twips, PowerPoint in its own."""

from collections.abc import Iterable

from pipelines.profiles.document import Table

# Width of a letter and of a digit, and what a cell needs beside its letters, in parts of the font's size; wide enough
# for the fonts that stand in where Arial and Georgia are missing.
LETTER, DIGIT, PADDING = 0.56, 0.64, 1.0
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
        # What is to be filled in by hand has an equal part of the width.
        by_hand = room / len(content.columns) if not any(texts) else 0.0
        least.append(max((letters * LETTER + PADDING) * font, by_hand))
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


def lines(text: str, room: float, font: float) -> int:
    """How many lines ``text`` takes at most in a place ``room`` wide, whatever font stands in; words too long for a
    line are broken."""
    letters = max(1, int(room / (LETTER * font)))
    count, left = 1, letters
    for length in map(len, text.split(" ")):
        if length > left and left < letters:
            count, left = count + 1, letters
        broken, last = divmod(max(length - 1, 0), letters)
        count, left = count + broken, (left if not broken else letters) - (last + 1 if length else 0) - 1
    return count


def fitted(texts: Iterable[str], room: float, font: float) -> float:
    """The size of letters, ``font`` at most, at which each of ``texts`` stands on one line ``room`` wide."""
    longest = max(map(len, texts), default=0)
    return min(font, int(room / (DIGIT * max(longest, 1))))
