"""SCB's key as an Excel file: read whatever its layout, refused in one line where anything about it is in doubt."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.errors import StyrkaError
from pipelines.warehouse import classification
from pipelines.warehouse.classification import bridge, key
from tests import keys
from tests.keys import NAME, Pairs

Build = Callable[[Iterable[Iterable[Any]]], Path]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return lambda rows: keys.write(tmp_path, rows)


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    return keys.pairs()


def dotted(code: str) -> str:
    return f"{code[:2]}.{code[2:]}"


def test_a_key_is_read_by_what_its_columns_hold(build: Build, pairs: Pairs) -> None:
    names = {row["industry_code"]: row["name_sv"] for row in classification.industries().to_pylist()}
    heading = [["Nyckel mellan SNI 2007 och SNI 2025"], [], ["SNI 2007", "Benämning", "SNI 2025", "Benämning"]]
    rows = [[dotted(one), names[one], dotted(other), names[other]] for one, other in pairs]
    found = key.read(build([*heading, *rows, [], ["Källa: SCB, 2026-01-15"]]))
    listed = {(row["sni2007_code"], row["sni2025_code"]) for row in found.to_pylist() if row["level"] == "5"}
    assert listed == set(pairs)
    assert {row["source"] for row in found.to_pylist()} == {"scb_key"}
    classes = {(row["sni2007_code"], row["sni2025_code"]) for row in found.to_pylist() if row["level"] == "4"}
    assert classes == {(one[:4], other[:4]) for one, other in pairs}


@pytest.mark.parametrize("text", [False, True])
def test_numbers_and_the_opposite_order_say_the_same(build: Build, pairs: Pairs, text: bool) -> None:
    plain = key.read(build([["SNI2007", "SNI2025"], *pairs]))
    turned = [(other, one) if text else (int(other), int(one)) for one, other in pairs]
    assert key.read(build([["SNI2025", "SNI2007"], *turned])).equals(plain)


def test_a_merged_cell_stands_for_all_its_rows(build: Build, pairs: Pairs) -> None:
    plain = key.read(build([["SNI2007", "SNI2025"], *pairs]))
    path = build([["SNI2007", "SNI2025"], *pairs])
    book = openpyxl.load_workbook(path)
    sheet = book.active
    start = 0
    for row in range(1, len(pairs) + 1):
        if row == len(pairs) or pairs[row][0] != pairs[start][0]:
            if row - start > 1:
                sheet.merge_cells(start_row=start + 2, end_row=row + 1, start_column=1, end_column=1)
            start = row
    assert sheet.merged_cells.ranges
    book.save(path)
    assert openpyxl.load_workbook(path).active.cell(9, 1).value is None, "a merged cell keeps nothing of its own"
    assert key.read(path).equals(plain)


def test_the_key_in_data_raw_takes_the_place_of_the_declared_bridge(
    build: Build, pairs: Pairs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYRKA_DATA_RAW", str(tmp_path))
    assert bridge.key_checksum() is None
    assert bridge.pairs().equals(classification.industry_bridge())
    build([["SNI2007", "SNI2025"], *pairs])
    checksum = bridge.key_checksum()
    assert checksum is not None
    assert bridge.pairs().equals(bridge.in_force(checksum))
    assert set(bridge.pairs()["source"].to_pylist()) == {"scb_key"}
    rows = {"region": ["0880"], "industry": ["46890"], "year": [2026], "value": [5]}
    given = pa.table(rows)
    assert bridge.carry(given, 5, "SNI2025", "SNI2007").totals.num_rows == 1
    assert bridge.carry(given, 5, "SNI2025", "SNI2007", classification.industry_bridge()).totals.num_rows == 0
    (tmp_path / NAME).unlink()
    with pytest.raises(StyrkaError, match="SCB's key has come, gone or changed"):
        bridge.in_force(checksum)


def altered(pairs: Pairs, position: int, row: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return [("SNI 2007", "SNI 2025"), *pairs[:position], row, *pairs[position + 1 :]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda pairs: altered(pairs, 7, ("01132", None)), "sheet Sheet, column A, row 9: 01132 has no code beside it"),
        (lambda pairs: altered(pairs, 7, (None, "01132")), "column B, row 9: 01132 has no code beside it"),
        (lambda pairs: altered(pairs, 7, ("01132*", "01132*")), r"column A, row 9: '01132\*' is no code"),
        (lambda pairs: altered(pairs, 7, ("99999", "01132")), "column A, row 9: 99999 is no code of SNI2007"),
        (lambda pairs: altered(pairs, 7, ("01132", "17113")), "column B, row 9: 17113 is no code of SNI2025"),
        (lambda pairs: pairs[:400], "lists .* of the 821 five-digit codes of SNI2007; a key has them all"),
        (lambda pairs: [(*pair, pair[0]) for pair in pairs], "more than two columns hold five-digit codes"),
        (lambda pairs: [("01110", "01110")], "sheet Sheet, column A and B cannot be told apart"),
        (lambda pairs: [(one[:4], other[:4]) for one, other in pairs], "no sheet has two columns of five-digit codes"),
        (lambda pairs: [(int(one[:4]), int(other[:4])) for one, other in pairs], "no sheet has two columns"),
        (lambda pairs: [], "no sheet has two columns of five-digit codes"),
    ],
)
def test_a_key_in_doubt_is_refused_in_one_line(
    build: Build, pairs: Pairs, change: Callable[[Pairs], list[tuple[Any, ...]]], message: str
) -> None:
    with pytest.raises(StyrkaError, match=message) as refused:
        key.read(build(change(pairs)))
    assert NAME in str(refused.value)
    assert "\n" not in str(refused.value)


def test_two_sheets_must_agree(build: Build, pairs: Pairs) -> None:
    path = build([["SNI2007", "SNI2025"], *pairs])
    book = openpyxl.load_workbook(path)
    other: Worksheet = book.create_sheet("SNI2025 till SNI2007")
    for one, after in sorted(pairs, key=lambda pair: pair[1]):
        other.append([after, one])
    book.save(path)
    assert key.read(path).num_rows > len(pairs)
    other.append(["01110", "01120"])
    book.save(path)
    with pytest.raises(StyrkaError, match="2 sheets have codes and do not give the same pairs"):
        key.read(path)


@pytest.mark.parametrize("content", [b"", b"SNI2007;SNI2025\n01110;01110\n", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_workbook_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / NAME
    path.write_bytes(content)
    with pytest.raises(StyrkaError, match="cannot be read as an Excel file"):
        key.read(path)
