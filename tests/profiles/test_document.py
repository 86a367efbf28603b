"""What a profile says, whatever format it is read in."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pytest

from pipelines.profiles.chart import Bar, BarChart, LineChart, MapChart, StripChart
from pipelines.profiles.charts import bars
from pipelines.profiles.charts.frame import FRAMES
from pipelines.profiles.context import Context
from pipelines.profiles.document import Block, Document, Facts, Figure, Gap, Notes, Table
from pipelines.profiles.mart import Mart, Moment
from pipelines.profiles.sections import development, document
from pipelines.schema.table import Language
from pipelines.warehouse import engine
from tests.profiles import mart, parts
from tests.profiles.conftest import Documents

B = TypeVar("B", bound=Block)


def test_the_newest_year_speaks_and_the_declared_order_breaks_ties(parquet: Path) -> None:
    moments = Mart(parquet, mart.EDITION).moments
    assert moments["08"] == Moment(2022, "BAS_PREL", "group")
    assert moments["0880"] == Moment(2021, "BAS", "group")
    assert list(moments) == ["08", "0880", "0882", "18"]


def test_the_order_of_the_sections(documents: Documents) -> None:
    chapters = {chapter.id: [section.id for section in chapter.sections] for chapter in documents("08", "sv").chapters}
    assert list(chapters) == [
        *("strengths", "size", "specialisation", "trajectory", "productivity", "embeddedness", "anchors"),
        *("contributions", "distinctiveness", "talent", "slots", "claims", "method", "changes"),
    ]
    assert chapters["strengths"] == ["verdicts", "brief"]
    assert chapters["specialisation"] == ["specialisation", "strength-areas", "peers", "map"]
    assert chapters["method"] == ["gaps", "sources"]


def test_a_chapter_without_figures_says_what_is_missing_and_how_to_get_it(documents: Documents) -> None:
    for language, command in (("sv", "styrka refresh --register"), ("en", "styrka refresh --register")):
        (chapter,) = (each for each in documents("08", language).chapters if each.id == "anchors")
        ((gap,),) = (section.blocks for section in chapter.sections)
        assert isinstance(gap, Gap)
        assert command in gap.text


def test_the_summary_names_only_what_is_surely_over_represented(documents: Documents) -> None:
    # A 100/165 against 200/1000; B+C 60/165 against 300/1000: 3.03 and 1.21, both above 1 with noise 1 per cell.
    assert documents("08", "sv").summary == (
        "Jämfört med riket är jordbruk, skogsbruk och fiske (LQ\u00a03,03) samt tillverkning och utvinning "
        "(LQ\u00a01,21) de mest överrepresenterade näringsgrenarna i Kalmar län 2022."
    )
    # Örebro county: A is 1.03 with bounds 0.98–1.07.
    assert documents("18", "en").summary == (
        "Compared with Sweden as a whole, the only industry that is over-represented in Örebro county in 2022 even "
        "with the noise that we assume in the figures is mining, quarrying and manufacturing (LQ\u00a01.71)."
    )
    assert any("agriculture, forestry and fishing is above 1 too" in each for each in documents("18", "en").caveats)


def without_verdicts(document: Document) -> Document:
    kept = (each for each in document.chapters if each.id not in ("strengths", "claims", "anchors", "distinctiveness"))
    return replace(document, chapters=tuple(kept))


def test_a_strength_is_only_spoken_of_where_a_verdict_is_given_or_to_deny_one(documents: Documents) -> None:
    denials: dict[Language, tuple[str, ...]] = {
        "sv": ("Att ett område är stort här säger inte att det är en styrka.",),
        "en": ("That an area is large here does not say that it is a strength.",),
    }
    words = {"sv": r"\bstyrk(?!a (import|explain|refresh)|eområde)", "en": r"\bstrength(?![ _-]area)"}
    for code in ("08", "0880"):
        for language, denied in denials.items():
            sentences = [
                each for text in texts(without_verdicts(documents(code, language))) for each in text.split(". ")
            ]
            assert {each for each in sentences if re.search(words[language], each)} == set(denied)


def test_preliminary_figures_are_marked_where_they_are_named(documents: Documents) -> None:
    county = documents("08", "sv")
    assert county.caveats[0] == "Siffrorna för 2022 är preliminära och kan komma att ändras."
    assert ("Avser", "2022, BAS preliminär") in county.facts
    assert not any("preliminär" in caveat for caveat in documents("0880", "sv").caveats)


def test_published_counts_and_own_calculations_have_their_own_labels(documents: Documents) -> None:
    untouched, computed = found(documents("0880", "sv"), Table)["size-table"].labels
    assert (untouched.what, untouched.text) == ("Sysselsatta", "Källa: SCB, tabell TAB3204")
    assert computed.text == "Egen beräkning på SCB:s tabell TAB3204 (uppdaterad 2026-06-30)"
    preliminary = found(documents("08", "sv"), Table)["size-table"].labels[1]
    assert preliminary.text == (
        "Egen beräkning på SCB:s tabell TAB3785 (uppdateringsdatum okänt, avskriven för hand från en offentlig kopia)"
    )


def test_a_sum_of_men_and_women_is_our_own_calculation(tmp_path: Path) -> None:
    folder = mart.write(tmp_path)
    read = Mart(folder, mart.EDITION)
    read.moments["08"] = Moment(2013, "RAMS", "group")
    shown = document(Context(read, "08", "sv"))
    tables = found(shown, Table)
    assert cells(tables["size-table"])[0][:2] == ["Kalmar län", "165"]
    for name in ("brief-table", "size-table", "specialisation-table", "map-table"):
        assert {label.what for label in tables[name].labels} > {"Sysselsatta"}
        assert all(label.text.startswith("Egen beräkning") for label in tables[name].labels), name
    assert all(label.text.startswith("Egen beräkning") for label in facts_of(shown).labels)


def test_the_large_figures_bear_both_labels(documents: Documents) -> None:
    untouched, computed = facts_of(documents("0880", "sv")).labels
    assert (untouched.what, untouched.text) == ("Sysselsatta", "Källa: SCB, tabell TAB3204")
    assert (computed.what, computed.text[:14]) == ("Andelar och rang", "Egen beräkning")


def test_beside_the_published_total_stands_the_sum_that_the_quotients_rest_on(documents: Documents) -> None:
    # 166 is published; 100 + 60 + 0 + 5 are summed, and that is what styrka explain calls E_r.
    size = next(section for section in documents("08", "sv").sections if section.id == "size")
    assert facts_of(documents("08", "sv")).items[0][0] == "166"
    assert any(
        "publicerade totalen, 166" in text and "summan av näringsgrenarna, 165 (E_r i styrka explain)" in text
        for text in texts(size)
    )


def test_where_total_and_sum_agree_nothing_is_said_of_it(tmp_path: Path) -> None:
    read = Mart(mart.write(tmp_path), mart.EDITION)
    read.moments["08"] = Moment(2013, "RAMS", "group")
    assert not any("E_r" in text for text in texts(document(Context(read, "08", "sv"))))


def test_a_bar_is_coloured_by_the_integers_and_not_by_the_double(parquet: Path) -> None:
    read = Mart(parquet, mart.EDITION)
    context = Context(read, "08", "sv")
    context.own["A"] = {**context.own["A"], "lq": 0.9999999999999999, "overrepresented": True}
    chart = found(document(context), Figure)["specialisation-chart"].chart
    assert isinstance(chart, BarChart)
    assert [row.side for row in bars.layout(chart, FRAMES[0], context.numbers).rows if row.name == "Jordbruk"] == [
        "over"
    ]


def test_the_mean_quotient_s_largest_difference_from_one_is_told(documents: Documents) -> None:
    """In 2022 the two counties of the mart have 50 of the nation's 480 in J, and 140 of 200 in A, 160 of 300 in B+C."""
    (told,) = (text for text in texts(documents("08", "sv")) if "genomsnitt 1" in text)
    assert told.endswith(
        "Längst från 1 i BAS preliminär 2022 är informations- och kommunikationsverksamhet med 0,10417: länens summa "
        "och rikets siffra skiljer 430 personer."
    )
    assert any("differ by 430 persons" in text for text in texts(documents("08", "en")))


def test_the_noise_is_said_to_be_assumed_wherever_an_interval_stands(documents: Documents) -> None:
    words: dict[Language, str] = {"sv": "anta", "en": "assume"}
    for language, word in words.items():
        shown = documents("08", language)
        assert any(word in caveat for caveat in shown.caveats)
        for name in ("brief-table", "specialisation-table"):
            assert any(word in column.heading for column in found(shown, Table)[name].columns)
        assert not any(re.search(r"\bsäkert\b|\bsurely\b", text) for text in texts(shown))


def test_every_figure_bears_a_label_and_has_table_download_and_alternative(documents: Documents) -> None:
    for code in ("08", "0880"):
        shown = found(documents(code, "sv"), Figure)
        assert list(shown) == ["specialisation-chart", "peers-chart", "map-chart", "development-chart"]
        for figure in shown.values():
            assert figure.labels
            assert figure.table.rows
            assert figure.data.rows
            assert figure.alternative.endswith(".")
            assert figure.file_name.endswith(".csv")


def test_size_shares_and_rank(documents: Documents) -> None:
    rows = cells(found(documents("0880", "sv"), Table)["size-table"])
    # 30 + 20 + 0 + 2 and 1 of noise in the published total; the county 166, the nation 1001.
    assert rows == [
        ["Kalmar", "53", "100,0\u00a0%"],
        ["Kalmar län", "166", "31,9\u00a0%"],
        ["Riket", "1\u00a0001", "5,3\u00a0%"],
    ]


def test_the_table_of_quotients(documents: Documents) -> None:
    rows = {row[1]: row for row in cells(found(documents("08", "sv"), Table)["specialisation-table"])}
    assert list(rows) == ["A", "B+C", "J", "US"]
    assert rows["A"] == [
        "Jordbruk, skogsbruk och fiske", "A", "100", "60,6\u00a0%", "20,0\u00a0%", "3,03", "2,94–3,11", "1 av 2", "",
    ]  # fmt: skip
    assert rows["J"][5] == "0"
    assert rows["US"][7:] == ["utan rang", "Sysselsatta utan känd näringsgren; ingår i summorna"]


@pytest.mark.parametrize(
    ("status", "word", "shade"),
    [
        ("suppressed", "ej redovisad (..)", "suppressed"),
        ("missing", "saknas", "missing"),
        ("not_applicable", "ej tillämplig", "not_applicable"),
    ],
)
def test_what_is_not_known_says_why_in_table_chart_and_map(tmp_path: Path, status: str, word: str, shade: str) -> None:
    folder = mart.write(tmp_path, statuses={("08", "B+C"): status})
    read = Mart(folder, mart.EDITION)
    kalmar, orebro = (document(Context(read, code, "sv")) for code in ("08", "18"))
    row = next(row for row in cells(found(kalmar, Table)["specialisation-table"]) if row[1] == "B+C")
    assert row[2] == row[5] == word
    chart = found(kalmar, Figure)["specialisation-chart"].chart
    assert isinstance(chart, BarChart)
    assert Bar("Tillverkning", None, None, None, word) in chart.bars
    # Örebro county's top industry is B+C: Kalmar county has no quotient on its map.
    drawn = found(orebro, Figure)["map-chart"].chart
    assert isinstance(drawn, MapChart)
    assert {area.code: area.shade for area in drawn.areas}["08"] == shade
    assert shade in dict(drawn.legend)


def test_a_region_that_the_edition_does_not_have_is_grey_on_the_map(documents: Documents) -> None:
    figure = found(documents("0880", "sv"), Figure)["map-chart"]
    assert isinstance(figure.chart, MapChart)
    areas = {area.code: area for area in figure.chart.areas}
    assert len(areas) == 12
    assert areas["0881"].shade == "missing"
    assert areas["0880"].strong
    assert ["Nybro", "0881", "finns inte i utgåvan", "finns inte i utgåvan"] in cells(figure.table)


def test_peers_are_the_regions_of_the_same_kind(documents: Documents) -> None:
    chart = found(documents("0880", "sv"), Figure)["peers-chart"].chart
    assert isinstance(chart, StripChart)
    assert [strip.name for strip in chart.strips] == ["Jordbruk", "Tillverkning", "Information"]
    assert all(len(strip.peers) == 1 for strip in chart.strips)
    assert chart.strips[0].text == "2 av 2"


def test_series_are_never_joined_and_breaks_interrupt_the_line(documents: Documents) -> None:
    chart = found(documents("08", "sv"), Figure)["development-chart"].chart
    assert isinstance(chart, LineChart)
    assert [name for _, name in chart.series] == ["BAS", "BAS preliminär", "RAMS"]
    years = [[[year for year, _ in segment] for segment in line.segments] for line in chart.panels[0].lines]
    # The break of 2012 shows in Stockholm only, that of 2013 in J only.
    assert years == [[[2020, 2021]], [[2021, 2022]], [[2009, 2010], [2011, 2012, 2013]]]
    j = next(panel for panel in chart.panels if panel.name == "Information")
    assert [[year for year, _ in segment] for segment in j.lines[2].segments] == [[2009, 2010], [2011, 2012], [2013]]
    # A panel whose line runs on bears no mark.
    marks = {panel.name: panel.breaks for panel in chart.panels}
    assert marks == {
        "Jordbruk": ((2011, 1),),
        "Tillverkning": ((2011, 1),),
        "Information": ((2011, 1), (2013, 2)),
    }
    assert chart.broken_by((2011, 1)) == ()
    assert chart.broken_by((2013, 2)) == ("Information",)


def test_breaks_are_explained_by_their_numbers(documents: Documents) -> None:
    said = texts(documents("08", "sv"))
    assert "2011, RAMS. Ny inkomstkälla." in said
    assert "2013, RAMS. Gäller bara J. Gäller bara information." in said
    assert any("gäller varje brott hela serien" in text for text in said)
    figure = found(documents("08", "sv"), Figure)["development-chart"]
    assert "Linjerna är brutna vid 2011 och 2013 (gäller bara information)." in figure.alternative
    assert "Serien slutar." in said
    assert not any("Stockholm" in text for text in said)


def test_breaks_of_one_year_share_a_number_that_stands_once(tmp_path: Path) -> None:
    more = {"region_codes": None, "industry_codes": None, "source": "SCB", "own_check": False, "kind": "source"}
    more |= {"series": "RAMS", "year": 2011, "description_sv": "Ny arbetstid.", "description_en": "New hours."}
    read = parts.read(tmp_path, {"series_break": [more]})
    numbered = [block for block in parts.blocks(parts.shown(read, development.section, "08"), Notes) if block.numbered]
    assert [mark for block in numbered for mark, _ in block.items] == ["1", "2"]
    first = numbered[0].items[0][1]
    assert first.startswith("2011, ")
    assert "Ny inkomstkälla." in first
    assert "Ny arbetstid." in first


def test_gaps_of_a_county_whose_municipalities_are_absent(documents: Documents) -> None:
    said = texts(documents("18", "sv"))
    assert (
        "Av SCB:s tabeller över sysselsatta har utgåvan ingenting för de 1 kommunerna i Örebro län. "
        "SCB:s uppgifter hämtas med:"
    ) in said
    assert "styrka refresh" in said
    assert any("bara sexton näringsgrensgrupper" in text for text in said)
    assert any("räknar sysselsatta, inte arbetsställen" in text for text in said)


def test_gaps_of_a_municipality(documents: Documents) -> None:
    gaps = {gap.title: gap.text for gap in gaps_of(documents("0880", "sv"))}
    assert gaps["Inte alla att jämföra med"] == (
        "Utgåvan har BAS 2021 för 2 av landets 4 kommuner. Rangen gäller bara dem. De som saknas kan hämtas från SCB "
        "med styrka refresh."
    )
    # Nybro, and Örebro in another county, are of the group but not in the edition.
    assert gaps["Ingen jämförelse med kommungruppen Större stad"].startswith(
        "Av områdets 4 kommuner har utgåvan 2 i BAS."
    )
    assert "Ingen jämförelse med Kalmar län" not in gaps


def test_a_matrix_of_skill_relatedness_is_a_gap_until_there_is_one(documents: Documents, tmp_path: Path) -> None:
    assert gaps_titled(documents("0880", "en"), "Skill relatedness")
    (said,) = gaps_titled(documents("0880", "sv"), "Kompetenssläktskap")
    assert "data_raw/skill_relatedness" in said.text
    pair = {"industry_a": ["011"], "industry_b": ["012"], "edition": ["SNI2007"], "relatedness": [0.5]}
    folder = mart.write(tmp_path)
    engine.write_table("skill_relatedness", pa.table(pair), folder / "skill_relatedness.parquet", mart.EDITION)
    assert not gaps_titled(document(Context(Mart(folder, mart.EDITION), "0880", "sv")), "Kompetenssläktskap")


def test_series_and_years_that_only_others_have_are_gaps_found_in_the_mart(
    documents: Documents, tmp_path: Path
) -> None:
    title = "Serier och år som andra har"
    # The mart has RAMS 2009–2013 and BAS_PREL 2021–2022 for the nation and both counties, not for municipalities.
    municipal = next(gap for gap in gaps_of(documents("0880", "sv")) if gap.title == title)
    assert municipal.text.startswith(
        "I utgåvan saknar Kalmar BAS preliminär 2021–2022 (finns för riket) och RAMS 2009–2013 (finns för riket)."
    )
    assert title not in {gap.title for gap in gaps_of(documents("08", "sv"))}
    read = Mart(mart.write(tmp_path, absent=("BAS", "08")), mart.EDITION)
    county = next(gap for gap in gaps_of(document(Context(read, "08", "sv"))) if gap.title == title)
    assert county.text.startswith("I utgåvan saknar Kalmar län BAS 2020–2021 (finns för riket och Örebro län).")


def test_years_apart_and_years_that_others_have_are_not_one_run(parquet: Path) -> None:
    read = Mart(parquet, mart.EDITION)
    for year, holders in {2009: {"18"}, 2010: {"18"}, 2012: {"18"}, 2013: {"00", "18"}}.items():
        read.present["RAMS", year] = holders
    read.regions["08"] = {**read.regions["08"], "valid_from": 2010}
    gap = next(gap for gap in gaps_of(document(Context(read, "08", "en"))) if gap.title.startswith("Series and years"))
    assert gap.text.startswith(
        "In this edition Kalmar county lacks RAMS 2010 (there for Örebro county), RAMS 2012 (there for Örebro county), "
        "and RAMS 2013 (there for Sweden and Örebro county)."
    )


def test_a_county_without_figures_and_without_all_its_municipalities_is_a_gap(tmp_path: Path) -> None:
    read = Mart(mart.write(tmp_path, absent=("BAS", "08")), mart.EDITION)
    municipality = document(Context(read, "0880", "sv"))
    gap = next(gap for gap in gaps_of(municipality) if gap.title == "Ingen jämförelse med Kalmar län")
    assert gap.text.startswith("Av områdets 3 kommuner har utgåvan 2 i BAS.")
    columns = [column.heading for column in found(municipality, Table)["areas-table"].columns]
    assert columns == ["Näringsgren", "LQ mot riket"]


def test_a_number_can_be_traced(documents: Documents) -> None:
    assert "styrka explain --region 08 --industry A --year 2022 --series BAS_PREL" in texts(documents("08", "sv"))
    assert "styrka explain --region 08 --industry A --year 2022 --series BAS_PREL --lang en" in texts(
        documents("08", "en")
    )


def test_sources_are_those_behind_the_page_with_their_checksums(documents: Documents) -> None:
    rows = cells(found(documents("0880", "sv"), Table)["sources-table"])
    assert [row[0] for row in rows] == ["TAB3204"]
    assert rows[0][-1] == f"{1:064x}"


def test_indices_have_their_peers_median_and_a_meaning(documents: Documents) -> None:
    rows = cells(found(documents("08", "sv"), Table)["index-table"])
    assert [row[0] for row in rows][:2] == ["Krugmans index", "Hachmans index"]
    assert all(row[3].endswith(".") for row in rows)


def found(shown: Document, kind: type[B]) -> dict[str, B]:
    """Blocks of one kind by id; the tables of figures among the tables."""
    blocks = [block for section in shown.sections for block in section.blocks]
    if kind is Table:
        blocks = [block.table if isinstance(block, Figure) else block for block in blocks]
    return {block.id: block for block in blocks if isinstance(block, kind)}  # type: ignore[union-attr]


def facts_of(shown: Document) -> Facts:
    (facts,) = (block for section in shown.sections for block in section.blocks if isinstance(block, Facts))
    return facts


def gaps_of(shown: Document) -> list[Gap]:
    return [block for section in shown.sections for block in section.blocks if isinstance(block, Gap)]


def gaps_titled(shown: Document, title: str) -> list[Gap]:
    return [gap for gap in gaps_of(shown) if gap.title == title]


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def texts(value: object) -> list[str]:
    """Every text of a document, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, (tuple, list)):
        return [text for each in value for text in texts(each)]
    if hasattr(value, "__dataclass_fields__"):
        return [text for name in value.__dataclass_fields__ for text in texts(getattr(value, name))]
    return []
