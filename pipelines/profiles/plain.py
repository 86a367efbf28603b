"""Text as XML can hold it: what SVG, Word and PowerPoint have in common.
How each of them marks text up is its renderer's matter."""

import re

ILLEGAL = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def legal(text: str) -> str:
    """``text`` with every character that XML 1.0 forbids, such as a control character, as ``\\ufffd``."""
    return ILLEGAL.sub("\ufffd", text)
