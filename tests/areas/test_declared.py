"""The project's own areas: complete in both editions and languages, at home in SNI, the national ones apart."""

import pytest

from pipelines.areas import checking, relations, sources
from pipelines.areas.declaration import Area
from pipelines.warehouse import classification
from pipelines.warehouse.classification import SNI2007, SNI2025

AREAS = sources.areas({})
JOINT = ["tra-och-skog", "livsmedel", "besoksnaring", "industriell-utveckling", "digital-tjansteutveckling"]
KALMARS = ["bioinnovation", "e-halsa", "energi-och-klimat"]


def named(area_set: str) -> list[Area]:
    return [area for area in AREAS if area.area_set == area_set]


def test_the_joint_areas_kalmars_own_and_a_set_for_every_region() -> None:
    assert [area.declared.id for area in named("smaland_islands")] == JOINT
    assert {area.regions for area in named("smaland_islands")} == {("06", "07", "08", "09")}
    assert [area.declared.id for area in named("kalmar")] == KALMARS
    assert {area.regions for area in named("kalmar")} == {("08",)}
    assert 12 <= len(named("national")) <= 20
    assert {area.regions for area in named("national")} == {()}


def test_every_source_says_that_the_industries_are_our_own_reading() -> None:
    for area in AREAS:
        assert "projektets" in area.source.sv.lower()
        assert "this project's" in area.source.en.lower()


def test_every_code_exists_and_none_counts_twice() -> None:
    checking.check(AREAS, classification.industries())


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.declared.id)
def test_every_member_is_declared_in_both_editions(area: Area) -> None:
    for members in area.declared.member:
        assert members.sni2007, members.reason.en
        assert members.sni2025, members.reason.en


@pytest.mark.parametrize("edition", [SNI2007, SNI2025])
def test_national_areas_are_whole_industries_each_in_one_area_only(edition: str) -> None:
    codes = [
        code
        for area in named("national")
        for members in area.declared.member
        for code, own in members.codes
        if own == edition
    ]
    assert {members.weight for area in named("national") for members in area.declared.member} == {1}
    assert not [(code, other) for code in codes for other in codes if code != other and other.startswith(code)]
    assert len(codes) == len(set(codes))


def test_prefabricated_houses_and_poultry_are_where_a_reader_looks_for_them() -> None:
    rows = relations.declared_member(AREAS).to_pylist()
    for area_id, code in (("tra-och-skog", "16231"), ("livsmedel", "1012")):
        for edition in (SNI2007, SNI2025):
            members = [row["industry_code"] for row in rows if (row["area_id"], row["edition"]) == (area_id, edition)]
            assert any(code.startswith(member) for member in members)
