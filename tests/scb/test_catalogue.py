"""The catalogue of tables: what is declared agrees with what is known; an answer that differs is refused by name."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import StyrkaError
from pipelines.scb import catalogue, jsonstat
from pipelines.scb.catalogue import MisfitError, declaration, declarations
from pipelines.scb.expectation import EMPLOYMENT
from pipelines.warehouse import classification
from tests.scb.answers import answer, codes, metadata, query
from tests.shared import SHARED, needs_shared

TABLES = ("TAB3204", "TAB3785", "TAB5837", "TAB900")
GROUPS = ["A", "B+C", "D+E", "F", "G", "H", "I", "J", "K", "L", "M+N", "O", "P", "Q", "R+S+T+U", "US"]


def renamed(document: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    names = [new if name == old else name for name in document["id"]]
    return document | {"id": names, "dimension": {new if k == old else k: v for k, v in document["dimension"].items()}}


def test_the_tables_of_the_main_job_are_declared() -> None:
    assert {declared.table_id: declared.series for declared in declarations(EMPLOYMENT)} == {
        "TAB3204": "BAS",
        "TAB3785": "BAS_PREL",
        "TAB5837": "RAMS",
        "TAB900": "RAMS",
    }
    assert [declared.table_id for declared in declarations()][: len(TABLES)] == list(TABLES)


def test_an_undeclared_table_is_an_error_that_lists_the_declared_ones() -> None:
    with pytest.raises(StyrkaError, match="'TAB1' is not declared; declared are TAB3204, TAB3785, TAB5837, TAB900, "):
        declaration("TAB1")


@pytest.mark.parametrize("table_id", TABLES)
def test_regions_are_the_nation_21_counties_and_290_municipalities(table_id: str) -> None:
    found = declaration(table_id).dimension("region").codes
    assert [len([code for code in found if len(code) == length]) for length in (2, 4)] == [22, 290]
    assert found["00"] == "00"
    assert found["0180"] == "0180"


@pytest.mark.parametrize("table_id", TABLES)
def test_industries_are_the_sixteen_groups_of_the_classification_with_unknown_as_us(table_id: str) -> None:
    levels = declaration(table_id).industry_levels
    known = {row["industry_code"]: row["level"] for row in classification.industries(classification.GROUPS).to_pylist()}
    assert [code for code, level in levels.items() if level == "group"] == GROUPS
    assert levels.items() <= known.items()
    assert ("A-U+US" in levels) == (table_id in {"TAB3204", "TAB3785"})


@pytest.mark.parametrize(("table_id", "code"), [("TAB3204", "US"), ("TAB5837", "00"), ("TAB900", "00")])
def test_the_sources_code_of_unknown_industry_becomes_us(table_id: str, code: str) -> None:
    assert declaration(table_id).dimension("industry").translation([code]) == {code: "US"}


@pytest.mark.parametrize(
    ("table_id", "expected"),
    [
        ("TAB3204", {"000002XH": "workplace", "000002XI": "residence"}),
        ("TAB3785", {"000005FG": "workplace", "000005FH": "residence"}),
        ("TAB5837", {"00000544": "workplace"}),
    ],
)
def test_content_codes_say_where_people_are_counted(table_id: str, expected: dict[str, str]) -> None:
    assert declaration(table_id).dimension("measure").codes == expected


@pytest.mark.parametrize(("breaks", "named"), [("[]", "2019"), ("[2019, 2020]", "2020")])
def test_a_break_must_be_declared_and_explained(tmp_path: Path, breaks: str, named: str) -> None:
    declared = (catalogue.DECLARATIONS / "TAB5837.toml").read_text("utf-8")
    assert "breaks = [2019]" in declared
    file = tmp_path / "TAB5837.toml"
    file.write_text(declared.replace("breaks = [2019]", f"breaks = {breaks}"), encoding="utf-8")
    with pytest.raises(StyrkaError, match=f"TAB5837: RAMS breaks in {named} according to one of"):
        catalogue.read(file)


@pytest.mark.parametrize("table_id", TABLES)
def test_metadata_and_an_answer_that_fit_pass(table_id: str) -> None:
    declared = declaration(table_id)
    assert declared.check_metadata(metadata(table_id)) == ()
    found = codes(table_id)
    declared.check_answer(answer(table_id, found), query(found))
    declared.check_answer(answer(table_id, found), {"selection": []})
    declared.check_coverage([query(found)])


def test_an_answer_may_cover_only_what_its_query_asked_for() -> None:
    found = codes("TAB3204", Region=["00", "18"], Kon=["1+2"], Tid=["2024"])
    declaration("TAB3204").check_answer(answer("TAB3204", found), query(found))


def test_the_order_of_variables_and_codes_does_not_matter() -> None:
    found = codes("TAB5837", Region=["18", "00"], Kon=["2", "1"])
    turned = dict(reversed(found.items()))
    declaration("TAB5837").check_answer(answer("TAB5837", turned), query(found))


def test_a_new_year_is_remarked_on_and_not_refused_while_the_table_lives() -> None:
    found = codes("TAB3204", Region=["00"], Tid=[str(year) for year in range(2020, 2026)])
    declared = declaration("TAB3204")
    declared.check_answer(answer("TAB3204", found), query(found))
    whole = codes("TAB3204", Tid=[*declared.dimension("year").codes, "2025"], Fodelseregion=["in", "ut", "tot"])
    assert declared.check_metadata(answer("TAB3204", whole)) == ("TAB3204: Tid has the new code '2025'",)


@pytest.mark.parametrize(("table_id", "year"), [("TAB3204", "2019"), ("TAB3204", "2025M01"), ("TAB5837", "2022")])
def test_a_year_that_cannot_be_is_refused(table_id: str, year: str) -> None:
    found = codes(table_id, Region=["00"], Tid=[*declaration(table_id).dimension("year").codes, year])
    with pytest.raises(MisfitError, match=f"Tid has the new code '{year}'"):
        declaration(table_id).check_answer(answer(table_id, found), query(found))


def test_a_renamed_variable_is_named_with_what_stands_in_its_place() -> None:
    found = codes("TAB3204", Region=["00"])
    with pytest.raises(
        MisfitError, match=r"TAB3204: variable 'SNI2007' is missing, the answer has 'SNI2025' instead; .*TAB3204\.toml"
    ):
        declaration("TAB3204").check_answer(renamed(answer("TAB3204", found), "SNI2007", "SNI2025"), query(found))


def test_a_variable_too_few_or_too_many_is_named() -> None:
    found = codes("TAB5837", Region=["00"])
    without = {name: given for name, given in found.items() if name != "Kon"}
    with pytest.raises(MisfitError, match="variable 'Kon' is missing;"):
        declaration("TAB5837").check_answer(answer("TAB5837", without), query(found))
    more = found | {"Alder": ["tot"]}
    with pytest.raises(MisfitError, match="variable 'Alder' is new;"):
        declaration("TAB5837").check_answer(answer("TAB5837", more), query(found))


def test_new_and_missing_codes_are_named_together() -> None:
    industries = [code for code in declaration("TAB3204").dimension("industry").codes if code != "US"]
    found = codes("TAB3204", Region=["00"], SNI2007=[*industries, "V", "W"])
    with pytest.raises(
        MisfitError, match="1 of 17 codes of SNI2007: 'US' is not answered; SNI2007 has the new code 'V', 'W'"
    ):
        declaration("TAB3204").check_answer(answer("TAB3204", found), query(found | {"SNI2007": ["*"]}))


def test_a_content_that_is_gone_or_new_is_named() -> None:
    found = codes("TAB3785", Region=["00"], ContentsCode=["000005FG"])
    with pytest.raises(MisfitError, match="1 of 2 codes of ContentsCode: '000005FH' is not answered"):
        declaration("TAB3785").check_answer(answer("TAB3785", found), query(codes("TAB3785", Region=["00"])))


def test_a_table_whose_content_code_is_unknown_must_have_exactly_one() -> None:
    one = codes("TAB900", Region=["00"], ContentsCode=["000000QX"])
    declaration("TAB900").check_answer(answer("TAB900", one), query(one))
    two = codes("TAB900", Region=["00"], ContentsCode=["000000QX", "000000QY"])
    with pytest.raises(MisfitError, match="ContentsCode must have one code, the answer has '000000QX', '000000QY'"):
        declaration("TAB900").check_answer(answer("TAB900", two), query(two))


def test_codes_that_nobody_asked_for_are_refused() -> None:
    asked = codes("TAB3204", Region=["00"])
    with pytest.raises(MisfitError, match="Region '18' was not asked for"):
        declaration("TAB3204").check_answer(answer("TAB3204", codes("TAB3204", Region=["00", "18"])), query(asked))


def test_only_persons_of_all_birth_regions_are_taken() -> None:
    found = codes("TAB3204", Region=["00"], Fodelseregion=["in", "ut", "tot"])
    with pytest.raises(MisfitError, match="Fodelseregion must be 'tot' only"):
        declaration("TAB3204").check_answer(answer("TAB3204", found), query(found))


def test_an_answer_of_another_table_is_refused() -> None:
    found = codes("TAB3785", Region=["00"])
    with pytest.raises(MisfitError, match="TAB3204: the answer is of table TAB3785"):
        declaration("TAB3204").check_answer(answer("TAB3785", found), query(found))


def test_queries_that_leave_declared_codes_out_are_refused() -> None:
    first = query(codes("TAB3204", Region=["00", "18"]))
    with pytest.raises(
        MisfitError, match=r"310 of 312 codes of Region: '01', '0114', .* and 305 more was never asked for"
    ):
        declaration("TAB3204").check_coverage([first])


def test_changed_labels_are_told_in_words() -> None:
    before = answer("TAB5837", codes("TAB5837", Region=["18"]))
    after = answer("TAB5837", codes("TAB5837", Region=["18"]))
    after["dimension"]["Region"]["category"]["label"]["18"] = "Örebro läns landsting"
    after["dimension"]["Kon"]["label"] = "juridiskt kön"
    assert catalogue.label_changes(before, after) == (
        "Region 18 was called 'label of 18', now 'Örebro läns landsting'",
        "Kon was called 'kon', now 'juridiskt kön'",
    )
    assert catalogue.label_changes(before, before) == ()


@needs_shared
def test_regions_of_the_live_api_are_the_declared_ones() -> None:
    """TAB6471's recorded metadata lists the regions of SCB's tables: exactly the declared 312."""
    live = jsonstat.load((SHARED / "pxwebapi" / "recorded" / "TAB6471_metadata.json").read_bytes())
    assert set(jsonstat.codes(live)["Region"]) == set(declaration("TAB3204").dimension("region").codes)
