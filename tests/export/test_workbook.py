"""tables.xlsx: numbers are numbers, codes and names are text and never a formula, every sheet says whose figures."""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from pipelines import schema
from pipelines.errors import StyrkaError
from pipelines.export import workbook
from tests.conftest import Workplace
from tests.export import mart
from tests.full_disk import files_of_at_most

SHEETS = [
    "Läs mig",
    "Diagram",
    "LQ",
    "Specialisering",
    "Sysselsatta",
    "Styrkeområden",
    "Påståenden",
    "Ändringar",
    "Källor",
    "Variabler",
]


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mart.write(tmp_path_factory.mktemp("mart") / "parquet")


def written(parquet: Path, region: str, target: Path) -> openpyxl.Workbook:
    workbook.write(region, parquet, target, mart.EDITION)
    return openpyxl.load_workbook(target)


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows of the sheet's one Excel table by its Swedish headings."""
    (table,) = sheet.tables.values()
    header, *body = sheet[table.ref]
    return [{str(h.value): cell.value for h, cell in zip(header, line, strict=True)} for line in body]


def test_sheets_tables_filters_and_frozen_headings(parquet: Path, tmp_path: Path) -> None:
    book = written(parquet, "0880", tmp_path / "t.xlsx")
    assert book.sheetnames == SHEETS
    for name in SHEETS[1:]:
        (table,) = book[name].tables.values()
        assert table.autoFilter is not None
        assert table.ref.startswith("A6:")
        assert book[name].freeze_panes == "C7"
        assert all(book[name].column_dimensions[letter].width > 5 for letter in "ABCD")


def test_a_county_s_book_has_its_claims_and_then_its_municipalities(parquet: Path, tmp_path: Path) -> None:
    found = rows(written(parquet, "08", tmp_path / "t.xlsx")["Påståenden"])
    shown = ("Påståendets namn", "Regionens namn", "Evidensgrad", "Påståendet", "Talet")
    assert [tuple(row[heading] for heading in shown) for row in found] == [
        ("08-share-a-1", "Kalmar län", "B", "Kalmar län", 1.25),
        ("0880-share-a-1", "Kalmar", "C", mart.HOSTILE[0], 1.25),
        ("0880-share-a-2", "Kalmar", "C", mart.HOSTILE[1], 1.25),
    ]
    own = rows(written(parquet, "0880", tmp_path / "own.xlsx")["Påståenden"])
    assert [row["Region"] for row in own] == ["0880", "0880"]


def test_a_sheet_without_rows_says_what_is_missing_and_how_to_get_it(parquet: Path, tmp_path: Path) -> None:
    sheet = written(parquet, "08", tmp_path / "t.xlsx")["Styrkeområden"]
    assert sheet["A3"].value.startswith("Inga rader: styrkeområden behöver finare näringsgrenar")
    assert "styrka refresh --register" in sheet["A4"].value


def test_figures_are_numbers_unrounded_and_codes_are_text(parquet: Path, tmp_path: Path) -> None:
    book = written(parquet, "08", tmp_path / "t.xlsx")
    row = next(row for row in rows(book["LQ"]) if row["Näringsgren, kod"] == "B+C" and row["År"] == 2025)
    assert row["Region"] == "08"
    assert row["Sysselsatta"] == 17_000
    assert row["LQ"] == pytest.approx(17_000 * 5_293_000 / (111_600 * 550_000), rel=1e-15)
    assert (row["Näringsgren"], row["Näringsgren (engelska)"]) == (
        "Tillverkning och utvinning",
        "Manufacturing and mining",
    )
    assert (row["Jämförelseområde"], row["Källtabell"]) == ("Riket", "TAB3785")
    sheet = book["LQ"]
    formats = {sheet.cell(6, column).value: sheet.cell(7, column).number_format for column in range(1, 22)}
    assert (formats["LQ"], formats["Sysselsatta"], formats["Andel av regionen"]) == ("0.00", "#,##0", "0.0%")
    assert (formats["Region"], formats["År"]) == ("@", "0")


def test_kalmar_county_2025_as_published(published: Workplace) -> None:
    book = openpyxl.load_workbook(published.mart / "profiles" / "08" / "tables.xlsx")
    quotients = {row["Näringsgren, kod"]: round(row["LQ"], 2) for row in rows(book["Diagram"])}
    assert [quotients[code] for code in ("A", "B+C", "D+E", "J")] == [2.37, 1.49, 1.55, 0.32]


def test_zero_and_nothing_stay_apart(parquet: Path, tmp_path: Path) -> None:
    zero = rows(written(parquet, "0880", tmp_path / "t.xlsx")["LQ"])
    assert {(row["Sysselsatta"], row["LQ"]) for row in zero if row["Näringsgren, kod"] == "B+C"} == {(0, 0)}
    suppressed = rows(written(parquet, "X0", tmp_path / "x.xlsx")["Sysselsatta"])
    assert [(row["Sysselsatta"], row["Status"]) for row in suppressed] == [(None, "suppressed")]


def test_newest_year_first_and_the_nation_before_the_county(parquet: Path, tmp_path: Path) -> None:
    order = [(row["År"], row["Jämförelse"]) for row in rows(written(parquet, "0880", tmp_path / "t.xlsx")["LQ"])]
    assert list(dict.fromkeys(order)) == [(2025, "nation"), (2025, "county"), (2024, "nation"), (2024, "county")]


def test_native_charts_show_the_table_beside_them_and_have_alt_text(parquet: Path, tmp_path: Path) -> None:
    book = written(parquet, "08", tmp_path / "t.xlsx")
    quotients = [row["LQ"] for row in rows(book["Diagram"])]
    assert quotients == sorted(quotients, reverse=True)
    assert [row["Näringsgren, kod"] for row in rows(book["Diagram"])] == ["A", "B+C"]
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        for number, title in ((1, "Lokaliseringskvot 2025, Kalmar län (riket = 1)"), (2, "Sweden = 1")):
            chart = archive.read(f"xl/charts/chart{number}.xml").decode()
            assert title in chart
            assert "Diagram!$H$7:$H$8" in chart
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert "Högst är Jordbruk, skogsbruk och fiske, lägst Tillverkning och utvinning" in drawing
    assert "Highest is Agriculture, forestry and fishing" in drawing


def test_both_labels_stand_where_they_belong(parquet: Path, tmp_path: Path) -> None:
    book = written(parquet, "08", tmp_path / "t.xlsx")
    computed = "Egen beräkning på SCB:s tabell TAB3785 (uppdaterad 2026-03-05)"
    assert [book[name]["A3"].value for name in ("Diagram", "LQ", "Specialisering")] == [computed] * 3
    assert book["LQ"]["A4"].value == "Own calculation on SCB's table TAB3785 (updated 2026-03-05)"
    assert book["Sysselsatta"]["A3"].value == "Källa: SCB, tabell TAB3785"
    text = " ".join(str(cell.value) for line in book["Läs mig"] for cell in line)
    for part in (
        computed,
        "Källa: SCB, tabell TAB3785",
        "sexton",
        "sixteen",
        mart.EDITION["edition"],
        "styrka explain",
    ):
        assert part in text
    assert [row["SHA-256"] for row in rows(book["Källor"])] == ["cd" * 32, "ab" * 32]
    imported = written(parquet, "X0", tmp_path / "x.xlsx")
    assert imported["Sysselsatta"]["A3"].value == "Källa: inläst tabell EGEN"
    assert imported["LQ"]["A3"].value == "Egen beräkning på inläst tabell EGEN (inläst 2026-05-04)"


def test_a_sum_of_men_and_women_is_our_own_calculation(tmp_path: Path) -> None:
    folder = mart.write(tmp_path / "parquet", derived=True)
    sheet = written(folder, "08", tmp_path / "t.xlsx")["Sysselsatta"]
    assert sheet["A3"].value == "Egen beräkning på SCB:s tabell TAB3785 (uppdaterad 2026-03-05)"


def test_the_read_me_speaks_of_sixteen_groups_where_there_are_sixteen(parquet: Path, tmp_path: Path) -> None:
    said = [
        " ".join(str(cell.value) for line in written(parquet, code, tmp_path / "t.xlsx")["Läs mig"] for cell in line)
        for code in ("08", "X0")
    ]
    assert ["sexton grupperna" in text for text in said] == [True, False]
    assert ["sixteen groups" in text for text in said] == [True, False]
    assert all("brus som vi antar" in text and "noise that we assume" in text for text in said)


def test_the_chart_is_coloured_by_the_integers(parquet: Path, tmp_path: Path) -> None:
    written(parquet, "0880", tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert [chart.count(colour[1:]) for colour in workbook.SIDES.values()] == [0, 2, 0]


def test_every_column_is_explained_once(parquet: Path, tmp_path: Path) -> None:
    book = written(parquet, "08", tmp_path / "t.xlsx")
    explained = [(row["Blad"], row["Rubrik"]) for row in rows(book["Variabler"])]
    headings = [(name, heading) for name in SHEETS[1:-1] for heading in rows(book[name])[0]]
    assert explained == headings
    assert all(row["Betydelse"] and row["Betydelse på engelska"] for row in rows(book["Variabler"]))


def test_the_words_of_notes_and_statuses_are_explained(parquet: Path, tmp_path: Path) -> None:
    explained = {
        (row["Blad"], row["Rubrik"]): row for row in rows(written(parquet, "08", tmp_path / "t.xlsx")["Variabler"])
    }
    for table, sheet, column, heading in [
        ("location_quotient", "LQ", "note", "Anmärkning"),
        ("specialisation", "Specialisering", "note", "Anmärkning"),
        ("strength_area_quotient", "Styrkeområden", "note", "Anmärkning"),
        ("employment", "Sysselsatta", "status", "Status"),
    ]:
        (declared,) = (each for each in schema.table(table).columns if each.name == column)
        meaning = explained[sheet, heading]
        for value in declared.domain:
            assert f"{value}: " in meaning["Betydelse"], (table, value)
            assert f"{value}: " in meaning["Betydelse på engelska"], (table, value)


def test_an_import_is_not_said_to_be_published_by_scb(parquet: Path, tmp_path: Path) -> None:
    text = " ".join(str(cell.value) for line in written(parquet, "X0", tmp_path / "x.xlsx")["Läs mig"] for cell in line)
    assert "Källa: inläst tabell EGEN står vid siffror som de är i källan." in text
    assert "SCB har publicerat" not in text


@pytest.mark.parametrize("number", range(len(mart.HOSTILE)))
def test_hostile_names_are_text_and_stay_exact(parquet: Path, tmp_path: Path, number: int) -> None:
    book = written(parquet, f"X{number}", tmp_path / "t.xlsx")
    cells = [cell for sheet in book for line in sheet for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    assert unescape(book["Läs mig"]["A1"].value) == f"{mart.HOSTILE[number]}: tabeller"


def test_a_title_that_looks_like_a_reference_stays_a_title(tmp_path: Path) -> None:
    parquet = mart.write(tmp_path / "parquet")
    table = pq.read_table(parquet / "region.parquet")
    codes = table["region_code"].to_pylist()
    names = table["name_sv"].to_pylist()
    names[codes.index("08")] = "Hej!A1"
    place = table.schema.get_field_index("name_sv")
    pq.write_table(table.set_column(place, table.schema.field(place), pa.array(names)), parquet / "region.parquet")
    written(parquet, "08", tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    heading = chart[chart.index("<c:title>") : chart.index("</c:title>")]
    assert "Hej!A1" in heading
    assert "<c:f>" not in heading


def test_the_same_mart_gives_the_same_bytes(parquet: Path, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        workbook.write("0880", parquet, tmp_path / name, mart.EDITION)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_full_disk_is_one_line_that_names_the_file_and_what_was_there_stays(parquet: Path, tmp_path: Path) -> None:
    target = tmp_path / "t.xlsx"
    workbook.write("0880", parquet, target, mart.EDITION)
    before = target.read_bytes()
    said = rf"^{target}: cannot be written \(File too large\); what was there stays$"
    with files_of_at_most(len(before) // 2), pytest.raises(StyrkaError, match=said):
        workbook.write("08", parquet, target, mart.EDITION)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before]


def test_an_unknown_region_is_refused_in_one_line(parquet: Path, tmp_path: Path) -> None:
    with pytest.raises(StyrkaError, match=r"region '9999' is not in .*region\.parquet"):
        workbook.write("9999", parquet, tmp_path / "t.xlsx", mart.EDITION)
    assert not list(tmp_path.iterdir())


def test_a_simulated_edition_is_marked_on_every_sheet_and_chart(tmp_path: Path) -> None:
    parquet = mart.write(tmp_path / "parquet", simulated=True)
    book = written(parquet, "08", tmp_path / "t.xlsx")
    assert all(book[name]["A1"].value.startswith("SIMULERAT: ") for name in SHEETS)
    assert all(book[name]["A2"].value.startswith("SIMULATED: ") for name in SHEETS[1:])
    (row,) = rows(book["Styrkeområden"])
    assert (row["Styrkeområde"], row["Serie"], row["Arbetsställen"]) == ("Trä", "SIMULATED", 12.5)
    assert (row["Jobb, lägst"], row["Jobb, högst"], row["Jobb, uppskattat inom intervallet"]) == (30, 75.25, None)
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    assert [mark in chart for mark, chart in zip(("SIMULERAT: ", "SIMULATED: "), charts, strict=True)] == [True, True]


def test_a_real_edition_bears_no_mark(parquet: Path, tmp_path: Path) -> None:
    book = written(parquet, "08", tmp_path / "t.xlsx")
    assert not any(str(book[name][cell].value).startswith("SIMUL") for name in SHEETS for cell in ("A1", "A2"))
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        charts = [archive.read(name) for name in archive.namelist() if "charts/chart" in name]
    assert len(charts) == 2
    assert not any(b"SIMUL" in chart for chart in charts)
