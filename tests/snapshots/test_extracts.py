"""A user's own table: what is taken in, how it is stored, and the cells that come out."""

import gc
import hashlib
import subprocess
import sys
import textwrap
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import FunctionType

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import places, schema
from pipelines.errors import StyrkaError
from pipelines.scb import inventory
from pipelines.snapshots import extracts, soundness
from pipelines.snapshots.extracts import csv_file
from pipelines.snapshots.extracts.intake import ROW_GROUP_ROWS
from pipelines.snapshots.extracts.levels import levels
from pipelines.snapshots.store import Store
from pipelines.warehouse import classification, engine

PLAIN = """region_code,industry_code,year,employees
0880,A,2023,120
0880,B+C,2023,3400
0840,A,2023,0
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "raw")


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str, name: str = "kalmar.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return path

    return write


def figures(table: pa.Table) -> list[tuple[object, ...]]:
    columns = ("region_code", "industry_code", "year", "employees", "status")
    return [tuple(row[column] for column in columns) for row in table.to_pylist()]


def test_a_table_becomes_an_immutable_snapshot_with_its_provenance(store, written) -> None:
    file = written(PLAIN)
    snapshot = extracts.take_in(file, "KALMAR", store)
    assert snapshot.body_path.parent == store.root / "imported" / "KALMAR"
    sidecar = snapshot.sidecar
    assert (sidecar.table_id, sidecar.origin, sidecar.updated) == ("KALMAR", "import", None)
    assert sidecar.sha256 == hashlib.sha256(snapshot.body_path.read_bytes()).hexdigest()
    assert sidecar.query == {
        "file": "kalmar.csv",
        "rows": 3,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "classification": "SNI2007-16",
    }
    report = soundness.verify(store)
    assert (report.sound, report.damaged, report.orphans) == (1, (), ())
    assert {path.name for path in snapshot.body_path.parent.iterdir()} == {
        snapshot.body_path.name,
        snapshot.sidecar_path.name,
    }


def test_its_cells_have_the_declared_schema_and_order(store, written) -> None:
    cells = extracts.cells(extracts.take_in(written(PLAIN), "KALMAR", store))
    assert cells.schema.equals(schema.table("cell").arrow_schema(), check_metadata=True)
    assert figures(cells) == [
        ("0840", "A", 2023, 0, "observed"),
        ("0880", "A", 2023, 120, "observed"),
        ("0880", "B+C", 2023, 3400, "observed"),
    ]
    assert {(row["series"], row["table_id"], row["sex"], row["measure"]) for row in cells.to_pylist()} == {
        ("KALMAR", "KALMAR", "total", "workplace")
    }


def test_the_same_file_again_is_the_same_snapshot(store, written) -> None:
    first = extracts.take_in(written(PLAIN), "KALMAR", store)
    assert extracts.take_in(written(PLAIN), "KALMAR", store) == first


# Whoever writes to the file does so at the very moment the interpreter is about to open it once more.
CHANGED_MEANWHILE = textwrap.dedent(
    """
    import os, sys
    from pathlib import Path
    from pipelines.snapshots import extracts
    from pipelines.snapshots.store import Store

    file, root, moment = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    opened = 0

    def change(event, arguments):
        global opened
        if event == "open" and str(arguments[0]) == str(file):
            opened += 1
            if opened == moment:
                file.with_name("newer.csv").replace(file)

    sys.addaudithook(change)
    extracts.take_in(file, "KALMAR", Store(root))
    """
)


@pytest.mark.parametrize("moment", range(1, 6))
def test_a_file_that_changes_meanwhile_is_refused_or_the_checksum_is_of_what_was_taken_in(
    store, written, moment: int
) -> None:
    file, newer = written(PLAIN), written(PLAIN.replace("120", "121"), "newer.csv")
    figure_of = {hashlib.sha256(each.read_bytes()).hexdigest(): figure for each, figure in ((file, 120), (newer, 121))}
    command = [sys.executable, "-c", CHANGED_MEANWHILE, str(file), str(store.root), str(moment)]
    child = subprocess.run(command, cwd=places.PROJECT, capture_output=True, text=True, check=False)
    if child.returncode:
        assert f"StyrkaError: {file}: the file was changed while it was read; import it again" in child.stderr
        assert not store.root.exists()
    else:
        (snapshot,) = store.newest("KALMAR")
        assert figures(extracts.cells(snapshot))[1][3] == figure_of[snapshot.sidecar.query["sha256"]]
    again = extracts.take_in(file, "KALMAR", store)
    assert again.sidecar.query["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_refused_import_leaves_nothing_that_waits(store, written) -> None:
    file = written(PLAIN)
    stored = extracts.take_in(file, "KALMAR", store)
    there = sorted(stored.body_path.parent.iterdir())
    stored.body_path.write_bytes(stored.body_path.read_bytes() + b"!")
    with pytest.raises(StyrkaError, match="the snapshot was changed"):
        extracts.take_in(file, "KALMAR", store)
    assert sorted(stored.body_path.parent.iterdir()) == there


@pytest.mark.parametrize("years", [(2020, 2021), range(1990, 2021)])
def test_rows_come_out_in_order_whether_their_keys_are_dense_or_sparse(store, written, years) -> None:
    """Nine regions with an industry of their own each, in two years each or in one: 9 × 9 × 9 keys are not worth a
    slot each for nine rows."""
    rows = [(f"08{place:02}", f"{place + 10}", years[-1 - place % len(years)]) for place in range(9)]
    dense = [(region, industry, year) for region, industry, _ in rows for year in years] if len(years) == 2 else rows
    lines = "".join(f"{region},{industry},{year},1\n" for region, industry, year in reversed(dense))
    stored = extracts.take_in(written(f"region_code,industry_code,year,employees\n{lines}"), "ORDER", store)
    table = pq.read_table(stored.body_path).to_pylist()
    assert [(row["region_code"], row["industry_code"], row["year"]) for row in table] == sorted(dense)


def test_row_order_delimiter_and_encoding_leave_no_trace_in_the_stored_body(tmp_path, store) -> None:
    header, *rows = PLAIN.splitlines()
    other = "\r\n".join([header, *reversed(rows)]).replace(",", ";").encode("cp1252")
    (tmp_path / "other.csv").write_bytes(other)
    (tmp_path / "plain.csv").write_text(PLAIN)
    checksums = {
        extracts.take_in(tmp_path / f"{name}.csv", name.upper(), store).sidecar.sha256 for name in ("other", "plain")
    }
    assert len(checksums) == 1


def test_a_newer_import_replaces_an_older_one_and_going_back_is_asked_for(store, written) -> None:
    extracts.take_in(written(PLAIN), "KALMAR", store)
    newer = extracts.take_in(written(PLAIN.replace("120", "121"), "newer.csv"), "KALMAR", store)
    assert store.newest("KALMAR") == (newer,)
    with pytest.raises(StyrkaError, match=r"already imported as KALMAR .* replaced by newer\.csv"):
        extracts.take_in(written(PLAIN), "KALMAR", store)


def test_suppressed_missing_not_applicable_and_zero_stay_four_things(store, written) -> None:
    text = """region_code;industry_code;year;employees;status
0880;A;2023;..;
0880;F;2023;.;
0880;G;2023;-;
0880;H;2023;;missing
0880;I;2023;;Not applicable
0880;J;2023;0;
0880;K;2023;;..
0880;L;2023;0;zero
"""
    assert figures(extracts.cells(extracts.take_in(written(text), "KALMAR", store))) == [
        ("0880", "A", 2023, None, "suppressed"),
        ("0880", "F", 2023, None, "not_applicable"),
        ("0880", "G", 2023, 0, "zero"),
        ("0880", "H", 2023, None, "missing"),
        ("0880", "I", 2023, None, "not_applicable"),
        ("0880", "J", 2023, 0, "observed"),
        ("0880", "K", 2023, None, "suppressed"),
        ("0880", "L", 2023, 0, "zero"),
    ]


def test_workplaces_levels_and_names_are_kept(store, written) -> None:
    text = """Region code,Industry-Code,YEAR, employees ,workplaces,level,region_name,industry_name
NJ013,25,2016,700,12,2,"Essex, N.J. ",=cmd()
NJ013,62,2016,0,,2,"Essex, N.J. ",<script>
"""
    snapshot = extracts.take_in(written(text), "NJ", store)
    cells = extracts.cells(snapshot).to_pylist()
    assert [(row["industry_code"], row["workplaces"], row["level"]) for row in cells] == [
        ("25", 12, "2"),
        ("62", None, "2"),
    ]
    assert extracts.regions(snapshot).to_pylist() == [{"region_code": "NJ013", "name": "Essex, N.J. "}]
    assert extracts.industries(snapshot).to_pylist() == [
        {"industry_code": "25", "edition": "NJ", "level": "2", "name": "=cmd()"},
        {"industry_code": "62", "edition": "NJ", "level": "2", "name": "<script>"},
    ]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("A B+C US A-U+US", "group group group total"),
        ("A B C US", "section section section section"),
        ("01 25 00", "2 2 2"),
        ("01110 62010 US", "5 5 5"),
        ("011 0111", "3 4"),
        ("besöksnäring", "group"),
        ("123456", "group"),
    ],
)
def test_levels_that_are_not_stated_follow_from_the_codes(codes: str, expected: str) -> None:
    assert levels(codes.split(), "SNI2007") == dict(zip(codes.split(), expected.split(), strict=True))


def test_a_letter_of_sni_2025_is_a_section() -> None:
    assert levels(["A", "J", "US"], "SNI2025") == {"A": "section", "J": "section", "US": "section"}
    assert levels(["A", "01", "00"], "SNI2025") == {"A": "section", "01": "2", "00": "2"}


@pytest.mark.parametrize(
    ("codes", "stated", "followed"),
    [
        (("A", "B+C"), "SNI2007", "SNI2007-16"),
        (("16101", "16102"), "SNI2007", "SNI2007"),
        (("16111", "16112"), "SNI2025", "SNI2025"),
        (("11", "62"), "own", "NAICS"),
    ],
)
def test_the_sidecar_keeps_which_classification_the_codes_are_of(codes, stated, followed, store, written) -> None:
    rows = "".join(f"0880,{code},2024,1\n" for code in codes)
    snapshot = extracts.take_in(written(f"region_code,industry_code,year,employees\n{rows}"), "NAICS", store, stated)
    assert extracts.edition(snapshot) == followed
    assert store.newest("NAICS")[0].sidecar.query["classification"] == ("own" if stated == "own" else followed)


def test_parquet_follows_the_same_rules(tmp_path, store) -> None:
    table = pa.table(
        {
            "region_code": pa.array(["0880", "0840"]).dictionary_encode(),
            "industry_code": ["A", "A"],
            "year": pa.array([2023, 2023], pa.int16()),
            "employees": [120.0, None],
            "status": [None, "suppressed"],
        }
    )
    pq.write_table(table, tmp_path / "kalmar.parquet")
    assert figures(extracts.cells(extracts.take_in(tmp_path / "kalmar.parquet", "KALMAR", store))) == [
        ("0840", "A", 2023, None, "suppressed"),
        ("0880", "A", 2023, 120, "observed"),
    ]


def test_whole_decimals_in_parquet_are_the_numbers_that_they_are(tmp_path, store) -> None:
    table = pa.table(
        {
            "region_code": ["0880", "0840"],
            "industry_code": ["A", "A"],
            "year": pa.array([Decimal("2023.00")] * 2, pa.decimal128(12, 2)),
            "employees": pa.array([Decimal("100.0000"), Decimal("0")], pa.decimal128(12, 4)),
            "workplaces": pa.array([Decimal("1E3"), None], pa.decimal256(50, 0)),
            "level": pa.array([Decimal("2")] * 2, pa.decimal128(3, 1)).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "kalmar.parquet")
    cells = extracts.cells(extracts.take_in(tmp_path / "kalmar.parquet", "KALMAR", store))
    assert figures(cells) == [("0840", "A", 2023, 0, "observed"), ("0880", "A", 2023, 100, "observed")]
    assert cells["workplaces"].to_pylist() == [None, 1000]


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("employees", [Decimal("1.00"), Decimal("2.50")], r"row 2, column employees: '2\.50' is not a whole number"),
        ("year", [Decimal("2023.00"), Decimal("2023.50")], r"row 2, column year: '2023\.50' is not a year"),
        ("employees", [float("nan"), 1.0], r"kalmar\.parquet row 1, column employees: 'nan' is not a number"),
        ("employees", [1.0, float("inf")], r"row 2, column employees: 'inf' is not a number"),
        ("employees", [1.0, 2.5], r"row 2, column employees: '2\.5' is not a whole number"),
        ("employees", [1, -2], r"row 2, column employees: '-2' is negative"),
        ("region_code", [880, 840], r"column region_code: stored as int64; a number loses the leading zeros"),
        ("year", [True, False], r"column year: stored as bool; store it as text"),
        ("years", [1, 2], r"columns unknown 'years'; found"),
    ],
)
def test_a_fault_in_parquet_is_named_by_row_and_column(tmp_path, store, column, values, message) -> None:
    content = {
        "region_code": ["0880", "0840"],
        "industry_code": ["A", "A"],
        "year": [2023, 2023],
        "employees": [1, 2],
    } | {column: values}
    pq.write_table(pa.table(content), tmp_path / "kalmar.parquet")
    with pytest.raises(StyrkaError, match=message):
        extracts.take_in(tmp_path / "kalmar.parquet", "KALMAR", store)
    assert not store.root.exists()


def test_damaged_parquet_is_refused(tmp_path, store) -> None:
    pq.write_table(pa.table({"region_code": ["0880"]}), tmp_path / "kalmar.parquet")
    (tmp_path / "kalmar.parquet").write_bytes((tmp_path / "kalmar.parquet").read_bytes()[:-20])
    with pytest.raises(StyrkaError, match=r"kalmar\.parquet: cannot be read as Parquet"):
        extracts.take_in(tmp_path / "kalmar.parquet", "KALMAR", store)


def test_text_in_parquet_that_is_not_utf8_is_named_by_file_and_column(tmp_path, store) -> None:
    ends = pa.py_buffer(np.array([0, 1, 2], dtype=np.int32))
    damaged = pa.Array.from_buffers(pa.string(), 2, [None, ends, pa.py_buffer(b"A\xff")])
    file = tmp_path / "kalmar.parquet"
    columns = {"region_code": ["0880", "0840"], "industry_code": damaged, "year": [2023, 2023], "employees": [1, 2]}
    pq.write_table(pa.table(columns), file)
    with pytest.raises(StyrkaError, match=r"^kalmar\.parquet, column industry_code: a text is not UTF-8"):
        extracts.take_in(file, "KALMAR", store)
    pq.write_table(pa.table({**columns, "industry_code": ["A", "B"]}), file, store_schema=False)
    file.write_bytes(file.read_bytes().replace(b"industry_code", b"industry_cod\xff"))
    with pytest.raises(StyrkaError, match=r"^kalmar\.parquet: the name of a column is not UTF-8"):
        extracts.take_in(file, "KALMAR", store)


def test_a_large_table_equals_what_duckdb_reads(tmp_path, store) -> None:
    """Many blocks of the CSV reader, many row groups, rows out of order: nothing is lost or mixed up."""
    file = tmp_path / "large.csv"
    duckdb.sql(
        """SELECT lpad(CAST(r + 100 AS VARCHAR), 4, '0') AS region_code,
                  lpad(CAST(i * 100 + 1110 AS VARCHAR), 5, '0') AS industry_code, 1990 + y AS year,
                  CAST(hash(r, i, y) % 3000 AS INTEGER) AS employees
           FROM range(290) a(r), range(200) b(i), range(25) c(y) ORDER BY hash(r, i, y)"""
    ).write_csv(str(file))
    assert file.stat().st_size > 2 * 8 * 2**20
    snapshot = extracts.take_in(file, "LARGE", store)
    assert snapshot.sidecar.query["rows"] == 1_450_000 > ROW_GROUP_ROWS
    body = duckdb.read_parquet(str(snapshot.body_path))
    raw = duckdb.read_csv(str(file), dtype={"region_code": "VARCHAR", "industry_code": "VARCHAR"})
    assert len(body.select("region_code, industry_code, year, employees").except_(raw)) == 0
    assert sum(batch.num_rows for batch in extracts.batches(snapshot)) == 1_450_000
    keys = body.select("(region_code, industry_code, year) AS k").fetchall()
    assert keys == sorted(keys)


def test_no_thread_of_arrows_lets_go_of_a_python_function_last(tmp_path, store, written) -> None:
    """One that does while the interpreter ends aborts the process (exit code 134): the row handler outlives reading."""

    def handlers() -> list[FunctionType]:
        functions = [each for each in gc.get_objects() if isinstance(each, FunctionType)]
        return [each for each in functions if each.__module__ == csv_file.__name__ and each.__name__ == "judge"]

    extracts.take_in(written(PLAIN, "first.csv"), "first", store)
    kept = handlers()
    extracts.take_in(written(PLAIN, "second.csv"), "second", store)
    assert len(kept) >= 1
    assert handlers() == kept


@pytest.mark.parametrize(
    ("regions", "without"),
    [(["0880", "0881"], True), (["0880", "00"], False), (["08", "0880"], True), (["NO03", "NO11"], False)],
)
def test_a_table_of_some_swedish_regions_without_the_nation_is_known(
    tmp_path: Path, store: Store, regions: list[str], without: bool
) -> None:
    rows = "".join(f"{region},A,2023,12\n" for region in regions)
    (tmp_path / "some.csv").write_text(f"region_code,industry_code,year,employees\n{rows}")
    assert extracts.without_nation(extracts.take_in(tmp_path / "some.csv", "SOME", store, "own")) is without


def test_what_a_suppressed_cell_holds_at_most_is_kept_with_the_table(store, written) -> None:
    stated = extracts.take_in(written(PLAIN), "KALMAR", store, suppressed_most=4)
    assert stated.sidecar.query["suppressed_most"] == 4
    (row,) = inventory.table(store, store.newest("KALMAR")).to_pylist()
    assert row["suppressed_most"] == 4
    for most in (0, -1, 10_000_000_001):
        with pytest.raises(StyrkaError, match=rf"OTHER: a suppressed cell cannot hold at most {most}"):
            extracts.take_in(written(PLAIN), "OTHER", store, suppressed_most=most)
    assert not (store.root / "imported" / "OTHER").exists()
    path = stated.sidecar_path
    path.write_text(path.read_text().replace('"suppressed_most": 4', '"suppressed_most": "4"'))
    with pytest.raises(StyrkaError, match="suppressed_most must be a whole number from 1 up"):
        store.newest("KALMAR")


def test_a_part_that_is_larger_than_the_whole_is_found_in_its_own_region_and_year() -> None:
    """16.1 is as large as 16 and 16.2 larger by one; 16.3 has none above it in its region or year, 17.1 no 17 at all.
    Both editions know 16.2, which is told once."""
    names = ("region_code", "industry_code", "year", "employees")
    rows = [("08", "16", 2024, 10), ("08", "161", 2024, 10), ("08", "162", 2024, 11), ("08", "171", 2024, 99)]
    rows += [("09", "16", 2024, 5), ("09", "162", 2023, 9), ("10", "163", 2024, 9)]
    imported = pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])
    both = pa.concat_tables(classification.industries(each) for each in ("SNI2007", "SNI2025"))
    found = engine.select("import_child_larger", {"imported": imported, "industry": both}).to_pylist()
    assert [tuple(row.values()) for row in found] == [("08", 2024, "162", 11, "16", 10)]
