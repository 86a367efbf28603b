"""Fault 26: CSV files as people have them: read right, or refused with a message that names the line and column.
Ten million rows are measured in `tests/bench/import_csv.py`; here two hundred thousand."""

from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.errors import StyrkaError
from pipelines.snapshots import extracts
from pipelines.snapshots.store import Store

HEADER = "region_code,industry_code,year,employees"
ROWS = ["0880,A,2023,1234", "0840,B+C,2023,12"]
EXPECTED = [("0840", "B+C", 2023, 12), ("0880", "A", 2023, 1234)]


def read(folder: Path, content: bytes) -> list[tuple[object, ...]]:
    file = folder / "kalmar.csv"
    file.write_bytes(content)
    cells = extracts.cells(extracts.take_in(file, "KALMAR", Store(folder / "raw"))).to_pylist()
    return [(row["region_code"], row["industry_code"], row["year"], row["employees"]) for row in cells]


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(StyrkaError) as refused:
        read(folder, content)
    assert not (folder / "raw").exists(), "a refused file leaves nothing behind"
    assert str(refused.value).startswith("kalmar.csv")
    return str(refused.value)


def lines(*rows: str, header: str = HEADER, end: str = "\n") -> str:
    return end.join([header, *rows]) + end


@pytest.mark.parametrize(
    "content",
    {
        "comma": lines(*ROWS),
        "semicolon": lines(*ROWS).replace(",", ";"),
        "tab": lines(*ROWS).replace(",", "\t"),
        "pipe": lines(*ROWS).replace(",", "|"),
        "crlf": lines(*ROWS, end="\r\n"),
        "old mac": lines(*ROWS, end="\r"),
        "no last line end": lines(*ROWS).rstrip(),
        "byte order mark": "\ufeff" + lines(*ROWS),
        "sep line": "\ufeffsep=;\r\n" + lines(*ROWS, end="\r\n").replace(",", ";"),
        "blank lines": "\n\n" + lines(ROWS[0], "", "   ", ",,,", '"",,,', ROWS[1], "", ",,,", ""),
        "quoted codes": lines('"0880","A",2023,1234', '"0840","B+C","2023","12"'),
        "blanks around": lines(" 0880 , A ,2023 , 1234 ", "0840,B+C, 2023,12"),
        "header in capitals": lines(*ROWS, header=" Region Code ,INDUSTRY-CODE,Year,Employees"),
        "quoted header": lines(*ROWS, header='"region_code","industry_code","year","employees"'),
        "decimal comma": lines("0880;A;2023;1234,0", "0840;B+C;2023;12,00", header=HEADER.replace(",", ";")),
        "decimal point": lines("0880,A,2023,1234.0", "0840,B+C,2023,12"),
        "thousands": lines("0880;A;2023;1 234", "0840;B+C;2023;12", header=HEADER.replace(",", ";")),
        "no-break thousands": lines("0880;A;2023;1\u00a0234,0", "0840;B+C;2023;12", header=HEADER.replace(",", ";")),
        "other column order": lines(
            "1234,2023,A,0880", "12,2023,B+C,0840", header="employees,year,industry_code,region_code"
        ),
        "empty column without a name": lines(*(f"{row}," for row in ROWS), header=f"{HEADER},"),
    }.items(),
    ids=lambda content: content[0],
)
def test_read_right(tmp_path: Path, content: tuple[str, str]) -> None:
    assert read(tmp_path, content[1].encode()) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_names_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    content = lines("1880,A,2023,1,Örebro", "0136,A,2023,2,Haninge – å", header=f"{HEADER},region_name")
    file = tmp_path / "names.csv"
    file.write_bytes(content.replace("–", "-" if encoding == "latin-1" else "–").encode(encoding))
    names = extracts.regions(extracts.take_in(file, "NAMES", Store(tmp_path / "raw")))["name"].to_pylist()
    assert names == ["Haninge - å" if encoding == "latin-1" else "Haninge – å", "Örebro"]


def test_codes_with_leading_zeros_stay_text(tmp_path: Path) -> None:
    assert read(tmp_path, lines("0880,01110,2023,1", "0088,0,2023,2").encode()) == [
        ("0088", "0", 2023, 2),
        ("0880", "01110", 2023, 1),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "kalmar.csv: the file is empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "kalmar.csv: the file is empty"),
        (lines().encode(), "kalmar.csv: there is a header but no row below it"),
        (lines("", ",,,").encode(), "kalmar.csv: there is a header but no row below it"),
        (lines(*ROWS).encode("utf-16"), "kalmar.csv: the file is UTF-16; save the table as CSV UTF-8"),
        (lines(*ROWS).encode("utf-16-le"), "kalmar.csv: the file is UTF-16 or no text at all"),
        (b"PK\x03\x04 workbook", "kalmar.csv: the file is an Excel workbook or a zip archive; save the table as CSV"),
        (b"\x1f\x8b\x08", "kalmar.csv: the file is compressed with gzip"),
        (
            lines("0880;A;2023;1", header="Region;SNI;year;employees").encode(),
            "kalmar.csv: columns missing 'region_code', 'industry_code'; unknown 'region', 'sni'; "
            "found 'region', 'sni', 'year', 'employees'; needed are region_code, industry_code, year, employees",
        ),
        (lines(*ROWS, header="0880,A,2023,1").encode(), "kalmar.csv: columns missing 'region_code'"),
        (
            lines("0880,A,2023,1,2", header=f"{HEADER},employees").encode(),
            "kalmar.csv: columns repeated 'employees'; found",
        ),
        (
            lines("0880,A,2023,1", "0880,F,2023,1,x", header=f"{HEADER},").replace(",1\n", ",1,\n").encode(),
            "kalmar.csv line 3: a value stands in column 5, which has no name",
        ),
        (lines(ROWS[0], "", "0880,F,2023").encode(), "kalmar.csv line 4: 3 fields, but the header has 4"),
        (lines(ROWS[0], "0880,F,2023,1,2").encode(), "kalmar.csv line 3: 5 fields, but the header has 4"),
        (
            lines(ROWS[0], '"0840,A,2023,1', "0880,F,2023,1").encode(),
            "kalmar.csv line 3: 1 fields, but the header has 4, because a quote is opened and not closed",
        ),
        (lines(ROWS[0], ",F,2023,1").encode(), "kalmar.csv line 3, column region_code: empty; write the region's code"),
        (lines(ROWS[0], "0880,,2023,1").encode(), "kalmar.csv line 3, column industry_code: empty"),
        (lines(ROWS[0], "0880,F,,1").encode(), "kalmar.csv line 3, column year: empty; write the year"),
        (
            lines(ROWS[0], "0880,F,2023-11,1").encode(),
            "kalmar.csv line 3, column year: '2023-11' is not a year between",
        ),
        (lines(ROWS[0], "0880,F,1899,1").encode(), "kalmar.csv line 3, column year: '1899' is not a year between"),
        (
            lines(ROWS[0], "", '"0880"," F",2023,12a').encode(),
            "kalmar.csv line 4, column employees: '12a' is not a number; write a whole number, or one of the signs",
        ),
        (
            lines("0880,A,2023,1,x", header=f"{HEADER},workplaces").encode(),
            "kalmar.csv line 2, column workplaces: 'x' is not a number",
        ),
        (
            lines("0880,A,2023,1,secret", header=f"{HEADER},status").encode(),
            "kalmar.csv line 2, column status: 'secret' is no status; use observed, zero,",
        ),
        (
            lines("0880,A,2023,1,6", header=f"{HEADER},level").encode(),
            "kalmar.csv line 2, column level: '6' is no level; use total, group,",
        ),
        (
            lines('0880,A,2023,1,"Kal\nmar"', header=f"{HEADER},region_name").encode(),
            "kalmar.csv line 2, column region_name: 'Kal\\nmar' holds the control character U+000A; remove it",
        ),
        (
            lines("0880,A,2023,1,Örebro", header=f"{HEADER},region_name").encode()
            + "0840,A,2023,1,Åre\n".encode("cp1252"),
            "kalmar.csv line 3: the bytes are not UTF-8 as elsewhere in the file",
        ),
        (
            lines(ROWS[0], "0840,A,2023,1,Lidk\u00f6ping \u2013 ?", header=f"{HEADER},region_name")
            .encode()
            .replace(b"?", b"\xff")
            .replace(b",1234\n", b",1234,\n"),
            "kalmar.csv line 3: the bytes are not UTF-8 as elsewhere in the file",
        ),
        (
            lines(ROWS[0], '"0840,A,2023,' + "1" * 200_000).encode(),
            "kalmar.csv: cannot be read as CSV after line 2 (field larger than field limit (131072)); is a quote left",
        ),
        (
            lines(ROWS[0], "0840,A\u030a,2023,1").encode(),
            "kalmar.csv line 3, column industry_code: 'A\u030a' is written in letters and marks apart (NFD); "
            "write it as '\u00c5' (NFC)",
        ),
        (
            lines(ROWS[0], "\ufeff0840,A,2023,1").encode(),
            "kalmar.csv line 3, column region_code: '\\ufeff0840' holds a byte order mark, as where files were joined",
        ),
        (lines(ROWS[0], "0840,\x00,2023,1").encode(), "kalmar.csv line 3: holds a NUL byte"),
        (
            lines(header=",".join([HEADER, *(f"c{number}" for number in range(100_000))])).encode(),
            "kalmar.csv line 1: the header is longer than 65,536 bytes",
        ),
        (
            lines(ROWS[0], "0840;A;2023;1").encode(),
            "kalmar.csv line 3: 1 fields, but the header has 4; it is separated by ';' and the header by ','",
        ),
        (lines(ROWS[0]).encode() + b"0880,\x81,2023,1\n", "kalmar.csv line 3: the bytes are not UTF-8"),
        ((lines(ROWS[0]) + "0880,Å,2023\n").encode("cp1252"), "kalmar.csv line 3: 3 fields, but the header has 4"),
    ],
)
def test_refused_with_line_and_column(tmp_path: Path, content: bytes, told: str) -> None:
    assert refusal(tmp_path, content).startswith(told)


def test_a_fault_far_down_in_a_large_file_is_found_at_its_line(tmp_path: Path) -> None:
    """Two hundred thousand rows, a blank line and a quoted name with the delimiter in it above the fault."""
    rows = [
        f'{region:04};{industry:05};2023;{industry % 1000};"a;b"' for region in range(200) for industry in range(1000)
    ]
    rows.insert(50_000, "")
    rows[150_000] = "0149;99999;2023;12a;x"
    content = lines(*rows, header=HEADER.replace(",", ";") + ";region_name").encode()
    assert refusal(tmp_path, content).startswith("kalmar.csv line 150002, column employees: '12a' is not a number")


def test_two_hundred_thousand_rows_in_latin_1_with_decimal_commas(tmp_path: Path) -> None:
    rows = [f"{r:04};{i:05};2023;{i},0;Örebro" for r in range(200) for i in range(1000)]
    header = HEADER.replace(",", ";") + ";region_name"
    found = read(tmp_path, lines(*reversed(rows), header=header).encode("latin-1"))
    assert found == [(f"{r:04}", f"{i:05}", 2023, i) for r in range(200) for i in range(1000)]


def test_one_and_two_threads_store_the_same_bytes(tmp_path: Path) -> None:
    content = lines(*(f"{r:04},{i:05},{y},{r * i}" for y in (2022, 2023) for i in range(300) for r in range(300)))
    file = tmp_path / "kalmar.csv"
    file.write_text(content)
    threads = pa.cpu_count()
    checksums = set()
    try:
        for count in (1, 2):
            pa.set_cpu_count(count)
            snapshot = extracts.take_in(file, "KALMAR", Store(tmp_path / f"raw{count}"))
            checksums.add(snapshot.sidecar.sha256)
    finally:
        pa.set_cpu_count(threads)
    assert len(checksums) == 1


@pytest.mark.parametrize(
    "content",
    {
        "5,000 digits": lines("0880,A,2023," + "9" * 5_000),
        "5,000 digits in thousands": lines("0880,A,2023,9" + " 999" * 1_666),
        "year of 5,000 digits": lines(f"0880,A,{'2' * 5_000},1"),
        "figure of 10 MB": lines("0880,A,2023," + "x" * 10_000_000),
        "code of 1 MB": lines(f"0880,{'A' * 1_000_000},2023,1"),
        "status of 1 MB": lines(f"0880,A,2023,,{'s' * 1_000_000}", header=f"{HEADER},status"),
        "column's name of 60 kB": lines(header=HEADER + "," + "c" * 60_000),
        "9,000 columns": lines(header=",".join([HEADER, *(f"c{number}" for number in range(9_000))])),
    }.values(),
)
def test_a_message_quotes_the_start_of_what_is_too_long(tmp_path: Path, content: str) -> None:
    said = refusal(tmp_path, content.encode())
    assert len(said) < 800
    assert max(map(len, said.split())) <= 80


def test_zeros_in_front_of_a_figure_do_not_count(tmp_path: Path) -> None:
    assert read(tmp_path, lines("0880,A,2023," + "0" * 5_000 + "7").encode()) == [("0880", "A", 2023, 7)]
