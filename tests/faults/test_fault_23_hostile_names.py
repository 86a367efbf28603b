"""Fault 23: `../`, absolute paths and SQL text in names, codes, files and options.
Refused with a clear line, or kept as the harmless text that they are."""

from pathlib import Path

import pytest

from pipelines.errors import StyrkaError
from pipelines.snapshots import extracts, soundness
from pipelines.snapshots.extracts import rules
from pipelines.snapshots.store import Store
from tests.conftest import Workplace

HEADER = "region_code,industry_code,year,employees,region_name"
SQL = "x'); DROP TABLE employment; --"
PATHS = ["../../etc", "/etc/passwd", "..\\..\\x", "C:\\x", ".", "..", "~", "a/b"]


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def listing(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@pytest.mark.parametrize("name", [*PATHS, SQL, "", "a b", "-x", "å", "a\n", "a\x00b", "x" * 65, "x" * 5000])
def test_a_name_that_is_no_plain_name_is_refused(tmp_path: Path, name: str) -> None:
    file = write(tmp_path / "plain.csv", "0880,A,2023,1,Kalmar")
    before = listing(tmp_path)
    with pytest.raises(StyrkaError, match="cannot name an imported table: use at most 64 letters") as refused:
        extracts.take_in(file, name, Store(tmp_path / "raw"))
    assert len(str(refused.value)) < 400
    assert listing(tmp_path) == before


@pytest.mark.parametrize("name", ["BAS", "bas_prel", "RAMS", "TAB3204", "tab1", "SNI2007", "sni2025"])
def test_a_name_of_the_sources_own_is_refused(tmp_path: Path, name: str) -> None:
    file = write(tmp_path / "plain.csv", "0880,A,2023,1,Kalmar")
    with pytest.raises(StyrkaError, match=f"{name} is a name of SCB's"):
        extracts.take_in(file, name, Store(tmp_path / "raw"))


@pytest.mark.parametrize("name", ["NR0105ENS2010T03A", "COMMUTING", "commuting", "LOCAL_UNITS", "POPULATION"])
def test_a_name_of_a_declared_table_is_refused(workplace: Workplace, tmp_path: Path, name: str) -> None:
    file = write(tmp_path / "plain.csv", "0880,A,2023,1,Kalmar")
    done = workplace.styrka("import", str(file), "--source", name)
    assert done.returncode == 1
    assert done.stderr == f"styrka: {name} is a name of SCB's; give the imported table a name of its own\n"
    assert not (workplace.raw / "imported").exists()


@pytest.mark.parametrize("name", ["REGISTER", "register", "SIMULATED", "Simulated"])
def test_a_name_of_a_register_is_refused_as_what_it_is(tmp_path: Path, name: str) -> None:
    file = write(tmp_path / "plain.csv", "0880,A,2023,1,Kalmar")
    with pytest.raises(StyrkaError, match=f"{name} is the name of a business register's figures, pulled or simulated"):
        extracts.take_in(file, name, Store(tmp_path / "raw"))


@pytest.mark.parametrize("code", [*PATHS, SQL.replace(",", ""), "' OR 1=1", "a;b", "<b>", "a\x07", "x" * 41])
@pytest.mark.parametrize("column", ["region_code", "industry_code"])
def test_a_code_that_could_be_a_path_or_a_statement_is_refused_with_its_line(
    tmp_path: Path, column: str, code: str
) -> None:
    quoted = '"' + code + '"'
    row = f"{quoted},A,2023,1,x" if column == "region_code" else f"0880,{quoted},2023,1,x"
    file = write(tmp_path / "codes.csv", "0880,F,2023,1,Kalmar", row)
    with pytest.raises(StyrkaError, match=rf"^codes\.csv line 3, column {column}: .* cannot be a code; a code has"):
        extracts.take_in(file, "KALMAR", Store(tmp_path / "raw"))
    assert not (tmp_path / "raw").exists()


def test_sql_text_in_a_name_and_in_the_file_name_is_kept_as_text(tmp_path: Path) -> None:
    file = write(tmp_path / "'; DROP TABLE cell; --.csv", f"0880,A,2023,1,{SQL}")
    store = Store(tmp_path / "raw")
    snapshot = extracts.take_in(file, "KALMAR", store)
    assert extracts.regions(snapshot)["name"].to_pylist() == [SQL]
    assert snapshot.sidecar.query["file"] == file.name
    assert soundness.verify(store).sound == 1


@pytest.mark.parametrize("name", ["Caf\u00e9 e\u0301", "\U0001f600", "-1+1", "@x", 'a "b" c', "=cmd()", "<script>"])
def test_names_come_back_exactly(tmp_path: Path, name: str) -> None:
    file = write(tmp_path / "names.csv", '0880,A,2023,1,"' + name.replace('"', '""') + '"')
    snapshot = extracts.take_in(file, "KALMAR", Store(tmp_path / "raw"))
    assert extracts.regions(snapshot)["name"].to_pylist() == [name]


def test_a_file_name_that_is_not_unicode_is_legal(tmp_path: Path) -> None:
    file = write(tmp_path / "k\udce5lmar.csv", "0880,A,2023,1,Kalmar")
    store = Store(tmp_path / "raw")
    assert extracts.take_in(file, "KALMAR", store).sidecar.query["file"] == "k\ufffdlmar.csv"
    assert soundness.verify(store).sound == 1


@pytest.mark.parametrize("target", ["missing.csv", "."])
def test_a_file_that_cannot_be_read_is_one_clear_line(tmp_path: Path, target: str) -> None:
    with pytest.raises(StyrkaError, match=r": cannot be read \("):
        extracts.take_in(tmp_path / target, "KALMAR", Store(tmp_path / "raw"))


def test_the_command_line_refuses_with_one_line_and_no_traceback(tmp_path: Path, workplace) -> None:
    file = write(tmp_path / "plain.csv", "0880,A,2023,1,Kalmar")
    for arguments in (
        [str(file), "--source", "../x"],
        [str(file), "--source", SQL],
        [f"{file}/../no.csv", "--source", "X"],
    ):
        done = workplace.styrka("import", *arguments)
        assert done.returncode != 0
        assert "Traceback" not in done.stderr
    assert not (workplace.raw / "imported").exists()


@pytest.mark.parametrize("code", ["method.sv.html", "Method.EN.HTML", "x.html"])
def test_a_region_that_ends_as_a_page_does_is_refused_with_its_line(tmp_path: Path, code: str) -> None:
    file = write(tmp_path / "pages.csv", "0880,A,2023,1,Kalmar", f"{code},A,2023,1,Kust")
    with pytest.raises(StyrkaError, match=r"^pages\.csv line 3, column region_code: .*cannot be a region's code"):
        extracts.take_in(file, "PAGES", Store(tmp_path / "raw"))
    assert not (tmp_path / "raw").exists()


def test_no_page_beside_the_folders_of_regions_can_be_a_regions_code(published_kalmar: Workplace) -> None:
    pages = [name.split("/")[1] for name in published_kalmar.files if name.startswith("profiles/")]
    beside = [name for name in pages if name != "08"]
    assert beside
    for name in beside:
        with pytest.raises(ValueError, match="cannot be a region's code"):
            rules.region_code(name)


def test_regions_that_would_share_a_folder_are_named_both(tmp_path: Path) -> None:
    file = write(tmp_path / "case.csv", "kust,A,2023,1,Kust", "0880,A,2023,1,", "KUST,A,2023,1,", "KUST,B,2023,1,")
    told = r"^case\.csv line 4, column region_code: KUST differs only in case from kust on line 2, .* of 2 faults\)$"
    with pytest.raises(StyrkaError, match=told):
        extracts.take_in(file, "CASE", Store(tmp_path / "raw"))
    assert not (tmp_path / "raw").exists()


def test_regions_of_two_tables_that_would_share_a_folder_are_named_both(tmp_path: Path) -> None:
    store = Store(tmp_path / "raw")
    extracts.take_in(write(tmp_path / "first.csv", "Åland,A,2023,1,"), "FIRST", store)
    second = write(tmp_path / "second.csv", "0880,A,2023,1,", "ÅLAND,A,2023,1,")
    with pytest.raises(StyrkaError, match=r"^second\.csv line 3, column region_code: ÅLAND .* from Åland of another"):
        extracts.take_in(second, "SECOND", store)
    # The same table may be spelt otherwise when it is taken in again.
    assert extracts.take_in(second, "FIRST", store).body_path.is_file()
