"""What a user's own table adds: a section on the pages of declared regions, and a page to regions that only it has."""

from pathlib import Path

import openpyxl
import pytest

from pipelines import profiles
from pipelines.export import workbook
from pipelines.profiles.chart import BarChart
from pipelines.profiles.context import Context
from pipelines.profiles.document import Document, Facts, Figure, Heading, Link, Paragraph, Section, Table
from pipelines.profiles.mart import Mart, Moment
from pipelines.profiles.sections import document
from pipelines.schema.table import Language
from tests.profiles import mart
from tests.profiles.test_document import cells, found, gaps_of, texts


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """EGEN has the nation, Kalmar county and an area of its own; LITEN has two areas and no nation."""
    extracts = {"EGEN": ("00", "08", "Kust 1"), "LITEN": ("S1", "S2", "0880")}
    return mart.write(tmp_path_factory.mktemp("imports"), extracts=extracts)


def shown(parquet: Path, code: str, language: Language = "sv") -> Document:
    return document(Context(Mart(parquet, mart.EDITION), code, language))


def section(read: Document, identity: str = "imports") -> Section:
    return next(each for each in read.sections if each.id == identity)


def test_an_imported_table_does_not_take_over_a_page_that_the_source_can_bear(parquet: Path) -> None:
    moments = Mart(parquet, mart.EDITION).moments
    assert moments["08"] == Moment(2022, "BAS_PREL", "group")
    assert moments["Kust 1"] == Moment(2023, "EGEN", "3")


def test_a_declared_region_shows_the_highest_quotients_of_its_imported_series(parquet: Path) -> None:
    read = shown(parquet, "08")
    assert section(read).heading == "Ur inlästa tabeller"
    figure = found(read, Figure)["imports-1-chart"]
    assert figure.title == "De högsta lokaliseringskvoterna i EGEN, Kalmar län 2023 (riket = 1)"
    # 390 of 7,350 against 1,000 of 30,000 is the highest; 24 of 30 are shown, so 160 of 7,350 is the last.
    rows = cells(figure.table)
    assert (rows[0][:3], rows[0][5]) == (["Bransch 130", "130", "390"], "1,59")
    assert (rows[-1][:3], rows[-1][5]) == (["Bransch 107", "107", "160"], "0,65")
    assert isinstance(figure.chart, BarChart)
    assert len(rows) == len(figure.chart.bars) == len(figure.data.rows) == 24


def test_imported_figures_bear_the_imported_table_s_labels(parquet: Path) -> None:
    figure = found(shown(parquet, "08"), Figure)["imports-1-chart"]
    assert [label.text for label in figure.labels] == ["Egen beräkning på inläst tabell EGEN (inläst 2026-08-01)"]
    assert [label.text for label in figure.table.labels] == [
        "Källa: inläst tabell EGEN",
        "Egen beräkning på inläst tabell EGEN (inläst 2026-08-01)",
    ]
    assert "EGEN" in [row[0] for row in cells(found(shown(parquet, "08"), Table)["sources-table"])]


def test_what_the_bridge_cannot_carry_is_shown_largest_first_and_never_split(parquet: Path) -> None:
    read = shown(parquet, "08")
    assert [block.text for block in section(read).blocks if isinstance(block, Heading)] == [
        "EGEN 2023, näringsgrenarnas nivå: tre siffror",
        "EGEN 2023 förd till SNI 2025",
    ]
    sentences = [block.text for block in section(read).blocks if isinstance(block, Paragraph)][1:]
    assert sentences[0].startswith("Exakt förda: 210 sysselsatta i 2 näringsgrenar av SNI 2025 (i 1 av dem")
    assert sentences[1].startswith("Tvetydiga: 300 sysselsatta i 4 näringsgrenar (i 1 av dem")
    table, shared_out = found(read, Table)["carried-1"], "flera koder delar om sitt innehåll mellan sig"
    assert cells(table) == [
        ["Bransch 106", "106", "150", "ingen känd motsvarighet", "ingen känd kod"],
        ["Bransch 104", "104", "130", "koden delas", "203, 204"],
        ["Bransch 107", "107", "20", shared_out, "107, som också får delar av andra koder"],
        ["Bransch 105", "105", "redovisas inte eller saknas", shared_out, "205, 206"],
    ]
    assert [label.text for label in table.labels] == ["Källa: inläst tabell EGEN"]
    assert "carried-1" not in found(shown(parquet, "Kust 1"), Table)


def test_the_bridge_has_its_say_too_where_an_import_bears_the_profile(tmp_path: Path) -> None:
    read = shown(mart.write(tmp_path, extracts={"EGEN": ("00", "Kust 2")}), "Kust 2")
    headings = [block.text for block in section(read, "specialisation").blocks if isinstance(block, Heading)]
    assert "EGEN 2023 förd till SNI 2025" in headings
    assert len(found(read, Table)["carried-0"].rows) == 4


def test_empty_figures_are_only_spoken_of_where_there_are_any(parquet: Path) -> None:
    read = Mart(parquet, mart.EDITION)
    read._carried["08"] = [row for row in read._carried["08"] if row["employees"] is not None]
    said = texts(document(Context(read, "08", "sv")))
    assert "Exakt förda: 210 sysselsatta i 1 näringsgrenar av SNI 2025." in said


def test_what_is_not_shown_is_in_the_workbook_beside_the_page(parquet: Path, tmp_path: Path) -> None:
    (link,) = (block for block in section(shown(parquet, "08")).blocks if isinstance(block, Link))
    assert link.address == "tables.xlsx"
    assert link.text.startswith("Här visas 24 av 30 näringsgrenar")
    workbook.write("08", parquet, tmp_path / link.address, {"edition": mart.EDITION})
    lines = list(openpyxl.load_workbook(tmp_path / link.address)["LQ"].iter_rows(min_row=6, values_only=True))
    series = lines[0].index("Serie")
    assert sum(line[series] == "EGEN" for line in lines) == 30


def test_gaps_do_not_deny_what_an_import_shows(tmp_path: Path) -> None:
    folder = mart.write(tmp_path, extracts={"EGEN": ("00", "08", "0881", "1880")})
    gaps = {gap.title: gap.text for gap in gaps_of(shown(folder, "08"))}
    assert gaps["Finare näringsgrenar än sexton grupper"].endswith(
        "Det som är finare på sidan kommer ur EGEN och räknas för sig."
    )
    # Nybro is in the import only: SCB's employment figures are what it lacks.
    assert gaps["Sysselsatta i kommunerna"].startswith(
        "Av SCB:s tabeller över sysselsatta har utgåvan 2 av de 3 kommunerna i Kalmar län. "
        "Om kommuner finns också uppgifter ur EGEN."
    )
    (partial,) = (gap.text for gap in gaps_of(shown(folder, "0881")) if "kommuner. Rangen" in gap.text)
    assert partial == "Utgåvan har EGEN 2023 för 2 av landets 4 kommuner. Rangen gäller bara dem."


def test_a_table_without_the_nation_says_what_it_is_compared_with(parquet: Path) -> None:
    for code, identity in (("0880", "imports"), ("S1", "brief")):
        blocks = section(shown(parquet, code), identity).blocks
        assert any("LITEN har inga siffror för riket 2023." in text for text in texts(blocks)), code
    # Nor is a sum of two areas and a municipality called the nation's number of employed.
    assert [row[0] for row in cells(found(shown(parquet, "S1"), Table)["size-table"])] == ["Område S1"]
    assert not any("inga siffror för riket" in text for text in texts(shown(parquet, "08")))


def test_a_page_whose_nation_is_a_sum_does_not_open_with_the_nation(parquet: Path) -> None:
    summaries = {code: shown(parquet, code).summary for code in ("S1", "Kust 1")}
    assert "jämfört med summan av tabellens regioner" in summaries["S1"]
    assert summaries["Kust 1"].startswith("Jämfört med riket är")
    assert "the sum of the table’s regions" in shown(parquet, "S1", "en").summary


@pytest.fixture(scope="module")
def suppressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """EGEN has the nation, and 102 to 130 of Kust 1 are suppressed; LITEN lacks one cell of S1 and has no nation."""
    statuses = {("Kust 1", code): "suppressed" for code in mart.EXTRACT_INDUSTRIES[1:]} | {("S1", "102"): "suppressed"}
    extracts = {"EGEN": ("00", "08", "Kust 1"), "LITEN": ("S1", "S2")}
    return mart.write(tmp_path_factory.mktemp("suppressed"), extracts=extracts, statuses=statuses)


def test_what_hides_behind_suppression_is_no_headline(suppressed: Path) -> None:
    """101 is all that is known of Kust 1: a quotient of 30, which the absent cells could make 0.1."""
    read = shown(suppressed, "Kust 1")
    assert read.summary == (
        "Vilka näringsgrenar som är överrepresenterade i Område Kust 1 2023 går inte att säga: uppgifter som summorna "
        "behöver redovisas inte eller saknas."
    )
    assert not any("intervallet är kvoten själv" in caveat for caveat in read.caveats)
    assert "brief-table" not in found(read, Table)
    row = next(row for row in cells(found(read, Table)["specialisation-table"]) if row[1] == "101")
    assert row[5:] == ["30,00", "ofullständig summa", "ofullständig summa", "Någon näringsgren saknas i summan"]
    figure = found(read, Figure)["specialisation-chart"]
    assert isinstance(figure.chart, BarChart)
    assert (figure.chart.bars[0].muted, figure.chart.bars[0].over) == (True, False)
    assert "går det inte att säga vilka som ligger över 1" in figure.alternative
    # The other region of the table is complete, and is ranked alone.
    other = found(shown(suppressed, "08"), Figure)["imports-1-chart"]
    assert cells(other.table)[0][5:8] == ["1,59", "1,59", "1 av 1"]


def test_a_sum_that_lacks_a_cell_is_a_least_number_without_share_or_rank(suppressed: Path) -> None:
    size = section(shown(suppressed, "Kust 1"), "size")
    assert [item for block in size.blocks if isinstance(block, Facts) for item in block.items] == [
        ("minst 100", "sysselsatta med arbetsplats här 2023")
    ]
    assert any("”Minst” betyder att uppgifter inte redovisas eller saknas" in text for text in texts(size))
    assert cells(found(shown(suppressed, "Kust 1"), Table)["size-table"]) == [
        ["Område Kust 1", "minst 100", "ofullständig summa"],
        ["Riket", "30\u00a0000", "ofullständig summa"],
    ]
    assert any("“At least” means" in text for text in texts(section(shown(suppressed, "Kust 1", "en"), "size")))


def test_a_complete_region_is_not_judged_against_a_sum_that_lacks_a_cell(suppressed: Path) -> None:
    read = shown(suppressed, "S2")
    assert "går inte att säga" in read.summary
    facts = [item for block in section(read, "size").blocks if isinstance(block, Facts) for item in block.items]
    assert facts == [("7\u00a0350", "sysselsatta med arbetsplats här 2023")]


def test_a_region_known_only_from_an_import_has_a_page_without_map(parquet: Path) -> None:
    read = shown(parquet, "Kust 1")
    identities = [each.id for each in read.sections if not each.id.endswith("-missing")]
    assert identities == [
        *("brief", "size", "specialisation", "strength-areas", "peers", "development", "twins", "slots", "claims"),
        *("gaps", "sources"),
    ]
    assert (read.title, read.kind) == ("Område Kust 1", "Profil ur inläst tabell")
    titles = {gap.title for gap in gaps_of(read)}
    assert not titles & {"Kommuner", "Serier och år som andra har", "Finare näringsgrenar än sexton grupper"}
    assert any("I inlästa tabeller antas inget brus" in caveat for caveat in read.caveats)
    assert len(found(read, Table)["specialisation-table"].rows) == 24
    strips = found(shown(parquet, "S1"), Figure)["peers-chart"]
    assert "S1 bland 2 regioner i tabellen" in strips.title


def test_a_region_without_an_import_has_no_such_section(parquet: Path) -> None:
    assert "imports" not in [each.id for each in shown(parquet, "18").sections]


def test_other_regions_lack_nothing_because_an_import_has_it(parquet: Path) -> None:
    assert not any("EGEN" in text for text in texts(shown(parquet, "18")))


def test_every_region_of_the_tables_gets_its_pages(parquet: Path, tmp_path: Path) -> None:
    written = profiles.build(parquet, tmp_path, mart.EDITION)
    assert sorted({path.relative_to(tmp_path).parts[0] for path in written}) == [
        "08",
        "0880",
        "0882",
        "18",
        "Kust 1",
        "S1",
        "S2",
    ]
