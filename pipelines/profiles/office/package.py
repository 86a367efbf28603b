"""What Word and PowerPoint files have in common: their properties, and the same bytes for the same content.
What is in the files belongs to ``word`` and ``slides``."""

import zipfile
from io import BytesIO
from typing import Any

from pipelines.profiles.document import Document
from pipelines.profiles.office.look import look
from pipelines.profiles.plain import legal

MAKER = "Styrka"
# The earliest moment that a zip file can hold.
EPOCH = (1980, 1, 1, 0, 0, 0)
PACKED = frozenset({".png", ".xlsx"})


def describe(properties: Any, document: Document) -> None:
    """Fill in a file's core properties; nothing of the library's own template stays."""
    made = look()["created"]
    properties.title = legal(document.marked(f"{document.title} · {document.kind}"))[:255]
    properties.subject = properties.keywords = properties.category = properties.comments = ""
    properties.author = properties.last_modified_by = MAKER
    properties.language = look()["locale"][document.language]
    properties.created = properties.modified = made
    properties.revision = 1


def packed(content: bytes) -> bytes:
    """The zip file ``content`` with no trace of when it was written."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o600 << 16
            # Pictures and workbooks are packed already.
            stored = name.endswith(tuple(PACKED))
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            made.writestr(entry, source.read(name), compresslevel=6)
    return target.getvalue()
