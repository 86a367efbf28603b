"""The engine: what a statement may read, what it gives back, and the bytes it writes."""

import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq
import pytest

from pipelines import schema
from pipelines.errors import StyrkaError
from pipelines.warehouse import classification, engine, parquet

EDITION = "0123456789ab"
YEAR = dict.fromkeys(("year", "start_year", "end_year"), 2024)
BREAKS = classification.series_breaks()


def test_the_connection_runs_in_utc_and_reaches_no_network() -> None:
    with engine.connect(threads=1) as connection:
        assert connection.sql("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]
        with pytest.raises(duckdb.Error, match="httpfs"):
            connection.sql("SELECT * FROM 'https://127.0.0.1/x.parquet'").fetchall()


def test_each_connection_spills_to_a_folder_of_its_own_which_goes_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    hashes = "SELECT md5(range::VARCHAR) AS hash FROM range(1_000_000) ORDER BY hash"
    with engine.connect(1, "40MB") as one:
        assert not list(tmp_path.iterdir())
        with engine.connect(1, "40MB") as other:
            readers = [connection.sql(hashes).to_arrow_reader(1000) for connection in (one, other)]
            assert all(next(iter(reader)).num_rows for reader in readers)
            assert len(list(tmp_path.iterdir())) == 2
            readers.pop().close()
        assert len(list(tmp_path.iterdir())) == 1
        readers.pop().close()
    assert not list(tmp_path.iterdir())


# A statement that waits longer than the two seconds after which DuckDB draws a progress bar.
SLOW = """
import time
from pipelines.warehouse import engine

def waited(numbers):
    time.sleep(0.4)
    return numbers

with engine.connect(threads=1) as connection:
    connection.create_function("waited", waited, ["BIGINT"], "BIGINT", type="arrow")
    total = connection.sql("SELECT SUM(waited(range)) FROM range(16384)").to_arrow_table()
    assert total.to_pydict().popitem()[1] == [sum(range(16384))]
"""


def test_a_slow_statement_draws_no_progress_bar() -> None:
    done = subprocess.run([sys.executable, "-c", SLOW], check=True, capture_output=True, text=True)
    assert done.stdout == ""


def test_a_python_variable_is_no_relation() -> None:
    unseen = pa.table({"a": [1]})
    assert len(unseen) == 1
    with engine.connect() as connection, pytest.raises(duckdb.CatalogException, match="unseen"):
        connection.sql("SELECT * FROM unseen").fetchall()


def test_a_statement_that_does_not_exist_is_named() -> None:
    with pytest.raises(StyrkaError, match=r"no statement sql/nowhere\.sql"):
        engine.statement("nowhere")


def test_a_statement_that_builds_on_others_is_one_statement_with_each_once() -> None:
    text = engine.statement("specialisation")
    names = ["measured_region", "measured_industry", "measured_cell", "reference_area", "reference_employment"]
    assert [text.count(f"{name} AS (\n--") for name in names] == [1] * len(names)
    assert sorted(names, key=lambda name: text.index(f"{name} AS (\n--")) == names


def test_a_statement_may_stand_in_the_place_of_a_relation_that_others_read() -> None:
    """Workplaces are counted in the shape of employment and measured by the statements that read employment."""
    text = engine.statement("workplace_quotient")
    assert text.count("employment AS (\n-- Workplaces of one register edition") == 1
    assert text.index("employment AS (\n-- Workplaces") < text.index("measured_region AS (")
    assert "counted_workplace AS (" not in text


def test_step_by_step_gives_what_the_one_statement_gives(tmp_path: Path) -> None:
    """Lineage reads the one statement; runs take the steps."""
    relations = {
        "employment": employment(5000),
        "region": classification.regions(),
        "industry": classification.industries(),
        "snapshot": pa.table({"series": ["X"], "industry_edition": ["SNI2007"]}),
        "table_noise": pa.table({"table_id": ["X"], "noise": [2]}),
    }
    parameters = {"series": "X", **YEAR, "level": "5", "parent_level": "2", "unknown_in_totals": True}
    stepwise = engine.select("specialisation", relations, parameters)
    with engine.connect() as connection:
        for name, content in relations.items():
            connection.register(name, content)
        query = f"SELECT * FROM ({engine.statement('specialisation')}) ORDER BY region_code"
        at_once = connection.sql(query, params=parameters).to_arrow_table()
    assert stepwise.num_rows == 290
    assert at_once.cast(stepwise.schema).equals(stepwise)


def test_a_result_has_the_declared_order_and_schema() -> None:
    shuffled = BREAKS.take(list(reversed(range(len(BREAKS)))))
    result = engine.select("series_break", {"classification_series_break": shuffled})
    declared = schema.table("series_break")
    assert result.schema.equals(declared.arrow_schema(), check_metadata=True)
    assert result.to_pylist() == sorted(BREAKS.to_pylist(), key=lambda row: [row[name] for name in declared.sort])


def test_files_and_lists_of_files_are_relations_whatever_they_are_called(tmp_path: Path) -> None:
    paths = [tmp_path / f"a[{n}]*?'.parquet" for n in range(2)]
    half = len(BREAKS) // 2
    for path, part in zip(paths, (BREAKS.slice(0, half), BREAKS.slice(half)), strict=True):
        pq.write_table(part, path)
    found = engine.select("series_break", {"classification_series_break": paths})
    assert found.equals(engine.select("series_break", {"classification_series_break": BREAKS}))
    first = engine.select("series_break", {"classification_series_break": paths[0]})
    assert len(first) == half


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StyrkaError, match=r"gone\.parquet is not there"):
        engine.select("series_break", {"classification_series_break": tmp_path / "gone.parquet"})


def test_relations_do_not_stay_on_a_connection_that_is_passed_in() -> None:
    with engine.connect() as connection:
        for _ in range(2):
            engine.select("series_break", {"classification_series_break": BREAKS}, connection=connection)
        assert connection.sql("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchall() == [(0,)]


def test_a_connection_is_free_again_when_a_reader_stops_half_way() -> None:
    with engine.connect() as connection:
        rows = engine.stream("series_break", {"classification_series_break": BREAKS}, connection=connection)
        next(rows)
        rows.close()
        assert len(engine.select("series_break", {"classification_series_break": BREAKS}, connection=connection))


def test_rows_in_order_come_batch_by_batch_as_they_would_at_once() -> None:
    """Many batches, cells without a figure, an industry that nobody has, rows of the input in no order."""
    cells = employment(50_000)
    holes = pa.array([n % 11 == 0 for n in range(len(cells))])
    employees = pa.compute.if_else(holes, None, cells["employees"])
    cells = cells.set_column(cells.schema.get_field_index("employees"), "employees", employees)
    relations = {
        "employment": cells.take([n * 7 % len(cells) for n in range(len(cells))]),
        "region": classification.regions().slice(0, 0),
        "industry": classification.industries(),
        "snapshot": pa.table({"series": ["X"], "industry_edition": ["SNI2007"]}),
        "table_noise": pa.table({"table_id": ["X"], "noise": [3]}),
    }
    parameters = {"series": "X", **YEAR, "level": "5", "parent_level": "2", "unknown_in_totals": True}
    with engine.connect(threads=1) as connection:
        batches = list(engine.select_in_order("location_quotient", relations, parameters, connection))
    assert len(batches) > 2
    assert pa.concat_tables(batches).equals(engine.select("location_quotient", relations, parameters))


def test_a_statement_whose_batches_do_not_come_in_order_is_refused() -> None:
    years = pa.array(range(2 * engine.BATCH_ROWS, 0, -1))
    breaks = BREAKS.take([0] * len(years)).set_column(1, "year", years)
    with engine.connect(threads=1) as connection, pytest.raises(StyrkaError, match=r"series_break\.sql gives .* after"):
        list(engine.select_in_order("series_break", {"classification_series_break": breaks}, {}, connection))


def test_parameters_are_bound_and_never_read_as_sql(tmp_path: Path) -> None:
    path = tmp_path / "employment.parquet"
    engine.write_table("employment", schema.table("employment").arrow_schema().empty_table(), path, EDITION)
    relations = {
        "employment": path,
        "industry": classification.industries(),
        "snapshot": pa.table({"series": ["X"], "industry_edition": ["SNI2007"]}),
        "table_noise": pa.table({"table_id": ["x"], "noise": [1]}),
    }
    hostile = {"series": "' OR TRUE; DROP VIEW employment; --", **YEAR, "level": "2", "unknown_in_totals": True}
    assert len(engine.select("measured_cell", relations, hostile)) == 0


def test_an_empty_value_where_none_may_be_is_named_by_table_and_column() -> None:
    column = BREAKS.schema.get_field_index("kind")
    spoiled = BREAKS.set_column(column, "kind", pa.nulls(len(BREAKS), pa.string()))
    with pytest.raises(StyrkaError, match=r"table series_break: column kind must not be empty"):
        engine.select("series_break", {"classification_series_break": spoiled})


def test_missing_and_undeclared_columns_are_named(tmp_path: Path) -> None:
    renamed = BREAKS.rename_columns([name.replace("source", "origin") for name in BREAKS.column_names])
    with pytest.raises(StyrkaError, match=r"series_break: columns missing \['source'\], undeclared \['origin'\]"):
        engine.write_table("series_break", renamed, tmp_path / "x.parquet", EDITION)
    assert list(tmp_path.iterdir()) == []


def test_a_written_table_bears_its_meaning_and_its_edition(tmp_path: Path) -> None:
    path = tmp_path / "series_break.parquet"
    assert engine.write_table("series_break", BREAKS, path, EDITION) == len(BREAKS)
    declared = schema.table("series_break")
    written = pq.read_schema(path)
    assert written.field("year").metadata == {
        b"sv": b"F\xc3\xb6rsta \xc3\xa5r efter brottet",
        b"en": declared.columns[1].en.encode(),
        b"unit": b"year",
    }
    assert written.metadata[b"table"] == b"series_break"
    assert engine.edition_of(path) == EDITION
    assert engine.read_table(path, EDITION).equals(BREAKS)


def test_a_table_of_another_edition_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "series_break.parquet"
    engine.write_table("series_break", BREAKS, path, EDITION)
    with pytest.raises(StyrkaError, match=rf"is of edition {EDITION}, not other"):
        engine.read_table(path, "other")


def test_files_that_are_not_ours_are_named(tmp_path: Path) -> None:
    foreign, broken = tmp_path / "foreign.parquet", tmp_path / "broken.parquet"
    pq.write_table(BREAKS, foreign)
    broken.write_bytes(b"PAR1 and no more")
    with pytest.raises(StyrkaError, match=r"foreign\.parquet bears no edition"):
        engine.edition_of(foreign)
    with pytest.raises(StyrkaError, match=r"broken\.parquet cannot be read as Parquet"):
        engine.edition_of(broken)


def employment(rows: int) -> pa.Table:
    columns = {
        "region_code": pa.array([f"{n % 290:04}" for n in range(rows)]),
        "industry_code": pa.array([f"{n // 290:05}" for n in range(rows)]),
        "year": pa.repeat(2024, rows),
        "series": pa.repeat("X", rows),
        "sex": pa.repeat("total", rows),
        "level": pa.repeat("5", rows),
        "employees": pa.array([n * 7919 % 1000 for n in range(rows)]),
        "workplaces": pa.nulls(rows, pa.int64()),
        "status": pa.repeat("observed", rows),
        "table_id": pa.repeat("X", rows),
    }
    return pa.table(columns)


def test_the_same_rows_give_the_same_bytes_however_they_are_cut(tmp_path: Path) -> None:
    content = employment(3 * parquet.ROW_GROUP_ROWS // 2)
    engine.write_table("employment", content, tmp_path / "whole.parquet", EDITION)
    for size in (1000, 65_536, 70_001):
        cut = tmp_path / f"{size}.parquet"
        assert engine.write_stream("employment", content.to_batches(size), cut, EDITION) == len(content)
        assert cut.read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    assert pq.ParquetFile(tmp_path / "whole.parquet").num_row_groups == 2


def test_a_stream_that_fails_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "employment.parquet"
    engine.write_table("employment", employment(10), path, EDITION)

    def failing() -> object:
        yield employment(10)
        raise StyrkaError("the source is gone")

    before = path.read_bytes()
    with pytest.raises(StyrkaError, match="the source is gone"):
        engine.write_stream("employment", failing(), path, EDITION)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
