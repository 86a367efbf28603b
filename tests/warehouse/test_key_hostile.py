"""A key file that is damaged, locked or made to fill memory: one line that names it, soon, in little memory."""

import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.errors import StyrkaError
from pipelines.warehouse.classification import key
from tests import keys
from tests.keys import NAME

SHEET = "xl/worksheets/sheet1.xml"
# The offset of a field behind the signature of a zip entry's header, at the entry and in the directory at the end.
FLAGS, METHOD = 6, 8
LARGEST = 500 * 1024
SECONDS = 60
READ = """
import sys
from pathlib import Path
from pipelines.errors import StyrkaError
from pipelines.warehouse.classification import key
from tests.bench.memory import peak

try:
    print(key.read(Path(sys.argv[1])).num_rows)
except StyrkaError as error:
    print(error)
print(peak())
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return keys.write(tmp_path, [["SNI2007", "SNI2025"], *keys.pairs()])


def field_of_entry(path: Path, field: int, value: int) -> None:
    """Write a field of the sheet's zip entry in both of its headers."""
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(SHEET)
    content = bytearray(path.read_bytes())
    directory = content.rindex(SHEET.encode()) - 46
    for place in (entry.header_offset + field, directory + field + 2):
        struct.pack_into("<H", content, place, value)
    path.write_bytes(content)


def corrupt_stream(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo(SHEET).header_offset + 30 + len(SHEET)
    content = bytearray(path.read_bytes())
    content[start : start + 200] = b"\xff" * 200
    path.write_bytes(content)


def ole_container(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))


@pytest.mark.parametrize(
    "damage",
    [
        corrupt_stream,
        ole_container,
        lambda path: field_of_entry(path, FLAGS, 1),
        lambda path: field_of_entry(path, METHOD, 77),
        lambda path: path.write_bytes(path.read_bytes()[:-100]),
        lambda path: path.write_bytes(bytes(1000)),
    ],
    ids=["corrupt stream", "OLE container", "encrypted entry", "unknown method", "cut off", "no zip"],
)
def test_a_damaged_or_locked_workbook_is_one_line(path: Path, damage: Callable[[Path], object]) -> None:
    assert key.read(path).num_rows
    damage(path)
    with pytest.raises(StyrkaError, match=rf"{NAME}: cannot be read as an Excel file .*without a password") as refused:
        key.read(path)
    assert len(str(refused.value)) < 300


def with_sheet(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change the XML of the sheet."""
    with zipfile.ZipFile(path) as archive:
        parts = {each.filename: archive.read(each) for each in archive.infolist()}
    parts[SHEET] = change(parts[SHEET])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def stray(cell: str) -> Callable[[bytes], bytes]:
    row = f'<row r="1048576"><c r="{cell}1048576"><v>1</v></c></row></sheetData>'
    return lambda sheet: sheet.replace(b"</sheetData>", row.encode())


def merged(cells: str) -> Callable[[bytes], bytes]:
    ranges = f'</sheetData><mergeCells count="1"><mergeCell ref="{cells}"/></mergeCells>'
    return lambda sheet: sheet.replace(b"</sheetData>", ranges.encode())


def crowded(sheet: bytes) -> bytes:
    """As many cells as the bound lets through, all in one row."""
    start = sheet.index(b"<sheetData>")
    return sheet[:start] + b"<sheetData><row>" + b"<c/>" * 1_200_000 + b"</row></sheetData></worksheet>"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (stray("XFD"), ""),
        (stray("C"), ""),
        (merged("C1:XFD1048576"), "sheet Sheet has more than 100,000 merged cells"),
        (lambda sheet: sheet + b" " * 300_000_000, "bytes, more than 5,000,000; keep only the sheet with the codes"),
        (crowded, "no sheet has two columns of five-digit codes"),
    ],
    ids=["stray in XFD", "stray in C", "merged range", "bomb", "crowded row"],
)
def test_a_sheet_made_to_fill_memory_does_not(path: Path, change: Callable[[bytes], bytes], said: str) -> None:
    rows = key.read(path).num_rows
    with_sheet(path, change)
    arguments = [sys.executable, "-c", READ, str(path)]
    done = subprocess.run(arguments, check=True, capture_output=True, text=True, timeout=SECONDS)
    answer, peak = done.stdout.splitlines()
    assert int(peak) <= LARGEST, f"{int(peak) // 1024} MB"
    assert said in answer if said else answer == str(rows)


def test_a_number_with_decimals_is_no_code() -> None:
    """Every cell of a column of figures is asked, so the answer must not cost a search."""
    assert [key._code(cell) for cell in (1110.0, 1110.5, 1e300, float("inf"), 999, 100_000)] == [
        "01110",
        *[None] * 5,
    ]
