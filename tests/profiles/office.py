"""What office files hold, as a test reads it: their parts as text, those of files inside them too.
No test belongs here."""

import zipfile
from io import BytesIO
from pathlib import Path


def parts(path: Path) -> dict[str, str]:
    """Name and text of each part of an office file; any other file is one part. Pictures are left out."""
    return _parts(path.name, path.read_bytes())


def _parts(name: str, content: bytes) -> dict[str, str]:
    if content.startswith(b"\x89PNG"):
        return {}
    if not content.startswith(b"PK"):
        return {name: content.decode("utf-8")}
    found = {}
    with zipfile.ZipFile(BytesIO(content)) as package:
        for each in package.namelist():
            found |= _parts(f"{name}/{each}", package.read(each))
    return found
