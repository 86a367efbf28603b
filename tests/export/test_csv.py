"""The CSV of a table holds exactly what its Parquet holds, and no spreadsheet runs what a name says (fault 22)."""

import csv as plain_csv
import math
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import schema
from pipelines.errors import StyrkaError
from pipelines.export import csv
from pipelines.schema.table import ARROW_TYPES
from tests.conftest import Workplace
from tests.export import mart

TABLES = [table.name for table in schema.tables() if table.layer != "raw"]
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def read(path: Path, table_name: str) -> pa.Table:
    """The table as README.md of data_mart says to read it: text as text, decimal comma, one leading ' taken away."""
    declared = schema.table(table_name)
    content = arrow_csv.read_csv(
        path,
        parse_options=arrow_csv.ParseOptions(delimiter=";", newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types={column.name: ARROW_TYPES[column.type] for column in declared.columns},
            decimal_point=",",
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    for position, field in enumerate(content.schema):
        if field.type == pa.string():
            texts = [text if text is None else text.removeprefix("'") for text in content[field.name].to_pylist()]
            content = content.set_column(position, field, pa.array(texts, pa.string()))
    return content.cast(declared.arrow_schema())


@pytest.mark.parametrize("table_name", TABLES)
def test_every_table_reads_back_exactly_as_its_parquet(table_name: str, tmp_path: Path) -> None:
    parquet = mart.write(tmp_path / "parquet") / f"{table_name}.parquet"
    target = tmp_path / "csv" / f"{table_name}.csv"
    csv.write(table_name, parquet, target)
    assert read(target, table_name).equals(pq.read_table(parquet))


@pytest.mark.parametrize("table_name", TABLES)
def test_every_table_of_the_bundled_edition_reads_back_exactly(table_name: str, published: Workplace) -> None:
    parquet = pq.read_table(published.mart / "parquet" / f"{table_name}.parquet")
    assert read(published.mart / "csv" / f"{table_name}.csv", table_name).equals(parquet)


def test_layout_is_that_of_swedish_excel(tmp_path: Path) -> None:
    parquet = mart.write(tmp_path)
    csv.write("specialisation", parquet / "specialisation.parquet", tmp_path / "s.csv")
    content = (tmp_path / "s.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfregion_code;year;series;level;krugman;")
    assert content.count(b"\r\n") == content.count(b"\n") == 5
    first_row = content.decode("utf-8-sig").splitlines()[1]
    numbers = "0,30000000000000004;;;0,3333333333333333;1e-7;0;1e+22;"
    assert first_row == f'"08";2024;"BAS_PREL";"group";{numbers};;;;;"incomplete_total"'


def test_codes_keep_their_zeros_for_a_reader_that_takes_text_as_text(tmp_path: Path) -> None:
    csv.write("region", mart.write(tmp_path) / "region.parquet", tmp_path / "region.csv")
    frame = pd.read_csv(tmp_path / "region.csv", sep=";", decimal=",", encoding="utf-8-sig", dtype={"region_code": str})
    assert list(frame["region_code"][:3]) == ["00", "08", "0880"]


def test_no_text_cell_starts_like_a_formula(tmp_path: Path) -> None:
    csv.write("region", mart.write(tmp_path) / "region.parquet", tmp_path / "region.csv")
    with (tmp_path / "region.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in plain_csv.reader(stream, delimiter=";") for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert [cell for cell in cells if cell.startswith(FORMULA_STARTS)] == []


def test_empty_text_and_no_value_stay_apart(tmp_path: Path) -> None:
    csv.write("region", mart.write(tmp_path) / "region.parquet", tmp_path / "region.csv")
    line = next(line for line in (tmp_path / "region.csv").read_text("utf-8-sig").splitlines() if line[:4] == '"Y0"')
    assert line == '"Y0";"Ö";"Ö";"imported";;"";;;;;;;;'


@settings(max_examples=60, deadline=None)
@given(
    names=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=8),
    data=st.data(),
)
def test_any_text_and_any_number_reads_back(
    names: list[str], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    double = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))
    table = pa.Table.from_pylist(
        [
            {"region_code": name, "year": 2025, "series": "S", "level": "group", "krugman": data.draw(double)}
            for name in names
        ],
        schema=schema.table("specialisation").arrow_schema(),
    )
    pq.write_table(table, folder / "t.parquet")
    csv.write("specialisation", folder / "t.parquet", folder / "t.csv")
    back = read(folder / "t.csv", "specialisation")
    assert back["region_code"].to_pylist() == names
    assert [repr(x) for x in back["krugman"].to_pylist()] == [repr(x) for x in table["krugman"].to_pylist()]


def test_row_groups_and_slices_give_the_same_bytes(tmp_path: Path) -> None:
    whole = pq.read_table(mart.write(tmp_path) / "region.parquet")
    pq.write_table(pa.concat_tables([whole.slice(0, 2), whole.slice(2)]), tmp_path / "cut.parquet", row_group_size=3)
    csv.write("region", tmp_path / "region.parquet", tmp_path / "a.csv")
    csv.write("region", tmp_path / "cut.parquet", tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_a_table_without_rows_is_its_header(tmp_path: Path) -> None:
    pq.write_table(schema.table("series_break").arrow_schema().empty_table(), tmp_path / "t.parquet")
    csv.write("series_break", tmp_path / "t.parquet", tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text("utf-8-sig") == ";".join(schema.table("series_break").column_names) + "\n"


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused_and_the_old_file_stays(number: float, tmp_path: Path) -> None:
    table = pq.read_table(mart.write(tmp_path) / "specialisation.parquet")
    position = table.schema.get_field_index("hhi")
    bad = table.set_column(position, table.schema.field("hhi"), pa.array([number, *[0.5] * (len(table) - 1)]))
    pq.write_table(bad, tmp_path / "bad.parquet")
    (tmp_path / "s.csv").write_text("before")
    with pytest.raises(StyrkaError, match=r"bad\.parquet: column hhi holds NaN or infinity"):
        csv.write("specialisation", tmp_path / "bad.parquet", tmp_path / "s.csv")
    assert (tmp_path / "s.csv").read_text() == "before"


def test_an_absent_column_is_named(tmp_path: Path) -> None:
    table = pq.read_table(mart.write(tmp_path) / "region.parquet")
    pq.write_table(table.drop_columns(["name_en"]), tmp_path / "bad.parquet")
    with pytest.raises(StyrkaError, match="column name_en of table region is absent"):
        csv.write("region", tmp_path / "bad.parquet", tmp_path / "r.csv")
