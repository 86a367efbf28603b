"""Why a claim that the edition before made is gone, each reason on an edition written by hand."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.differences import claims
from pipelines.differences.telling import WORDING, reason
from pipelines.export.reading import LANGUAGES, Row
from pipelines.profiles.words import Words
from tests.differences.small import claim, edition

SHARE, FIRST, AMONG, COUNTY = (
    ("08-share-a-00000001", "share"),
    ("08-first-a-00000002", "first_country"),
    ("08-among-a-00000003", "among_country"),
    ("08-local-a-00000004", "first_county"),
)
STRENGTH_AREA = {"series": "BAS", "year": 2024, "reference": "nation"}
STRENGTH = {"region_code": "08", "subject_code": "A", "verdict": "styrka"}


def of(one: tuple[str, str], **more: Any) -> dict[str, Any]:
    return claim(one[0], kind=one[1], **more)


def gone(folder: Path, before: tuple[str, str], *now: dict[str, Any], verdict: dict[str, Any] | None = None) -> Row:
    """What is said of a claim that only the edition before made."""
    told = {"region": [{"region_code": "08"}], "verdict": [verdict or STRENGTH]}
    old, new = edition(folder, "before", claim=[of(before)]), edition(folder, "now", claim=now, **told)
    (row,) = (row for row in claims.compare(old, new) if row["outcome"] == "gone")
    return row


def test_a_claim_whose_figures_come_from_another_table_has_changed(tmp_path: Path) -> None:
    old = edition(tmp_path, "before", claim=[of(SHARE, table_id="TAB1")])
    new = edition(tmp_path, "now", claim=[of(SHARE, table_id="TAB2")])
    (row,) = claims.compare(old, new)
    assert row["outcome"] == "changed"
    assert reason(row, Words("sv", WORDING)) == "Ändrat: källan (TAB1 → TAB2)."
    assert reason(row, Words("en", WORDING)) == "Changed: the source (TAB1 → TAB2)."


def why_changed(folder: Path, before: dict[str, Any], now: dict[str, Any], **figures: Any) -> list[str]:
    """What is said in each language of a claim that reads otherwise now, where the edition has the given figures."""
    old = edition(folder, "before", claim=[before])
    (row,) = claims.compare(old, edition(folder, "now", claim=[now | {"text_sv": "Nu.", "text_en": "Now."}], **figures))
    assert row["outcome"] == "changed"
    return [reason(row, Words(language, WORDING)) for language in LANGUAGES]


@pytest.mark.parametrize(("then", "told"), [(1.494, ("oförändrat", "the same")), (1.496, ("nu 1,50", "now 1.50"))])
def test_of_a_claim_about_a_newer_year_it_is_told_whether_the_figure_of_before_stands(
    tmp_path: Path, then: float, told: tuple[str, str]
) -> None:
    figure = {"region_code": "08", "industry_code": "A", "lq": then, "year": 2024}
    figures = [figure, figure | {"lq": 9.0, "year": 2025}, figure | {"lq": 9.0, "reference": "county"}]
    swedish, english = why_changed(
        tmp_path, of(SHARE, value=1.49), of(SHARE, year=2025, value=1.52), location_quotient=figures
    )
    assert swedish == f"Ändrat: året (2024 → 2025; talet för 2024 är {told[0]})."
    assert english == f"Changed: the year (2024 → 2025; the figure for 2024 is {told[1]})."


def test_of_an_area_it_is_the_number_of_employees_weighted(tmp_path: Path) -> None:
    amount = ("08-amount-a-00000005", "amount")
    before = of(amount, subject_type="area", value=100.25)
    figure = {"region_code": "08", "area_id": "A", "employees": 100.5} | STRENGTH_AREA
    swedish, _ = why_changed(tmp_path, before, before | {"year": 2025}, strength_area_quotient=[figure])
    assert swedish == "Ändrat: året (2024 → 2025; talet för 2024 är nu 100,5)."
    # A register's pull is of a day: the year before is no figure of this one.
    pulled = figure | {"workplaces": 3.0}
    swedish, _ = why_changed(tmp_path, before, before | {"year": 2025}, strength_area_quotient=[pulled])
    assert swedish == "Ändrat: året (2024 → 2025)."


def test_a_final_figure_follows_the_preliminary_one_and_no_other_series_does(tmp_path: Path) -> None:
    before = of(SHARE, series="BAS_PREL", value=1.49)
    figure = {"region_code": "08", "industry_code": "A", "year": 2024}
    final, own = figure | {"lq": 1.52}, figure | {"lq": 7.0, "series": "OWN"}
    preliminary = figure | {"lq": 1.49, "series": "BAS_PREL"}
    now = before | {"year": 2025}
    for figures, told in (
        ([own, preliminary, final], "nu 1,52"),
        ([final, preliminary, own], "nu 1,52"),
        ([own, preliminary], "oförändrat"),
    ):
        swedish, _ = why_changed(tmp_path, before, now, location_quotient=figures)
        assert swedish == f"Ändrat: året (2024 → 2025; talet för 2024 är {told})."
    swedish, _ = why_changed(tmp_path, before, now, location_quotient=[own])
    assert swedish == "Ändrat: året (2024 → 2025)."


def test_of_a_place_it_is_told_that_it_is_another(tmp_path: Path) -> None:
    for now, told in (
        ({"year": 2025, "value": 3.0}, ("året (2024 → 2025), placeringen", "the year (2024 → 2025), the place")),
        ({"year": 2025}, ("året (2024 → 2025)", "the year (2024 → 2025)")),
        ({"value": 3.0}, ("placeringen", "the place")),
        ({}, ("meningen", "the sentence")),
    ):
        found = why_changed(tmp_path, of(AMONG, value=2.0), of(AMONG, **{"value": 2.0, **now}))
        assert found == [f"Ändrat: {told[0]}.", f"Changed: {told[1]}."]


def test_what_the_edition_cannot_tell_of_the_year_before_is_not_told(tmp_path: Path) -> None:
    unknown = {"region_code": "08", "industry_code": "A", "lq": None, "year": 2024}
    partly = unknown | {"lq": 2.0, "note": "incomplete_total"}
    for kind, figures in ((SHARE, []), (SHARE, [unknown]), (SHARE, [partly]), (AMONG, [unknown | {"lq": 2.0}])):
        swedish, english = why_changed(tmp_path, of(kind), of(kind, year=2025), location_quotient=figures)
        assert (swedish, english) == ("Ändrat: året (2024 → 2025).", "Changed: the year (2024 → 2025).")


def test_another_figure_of_the_same_year_is_told_as_that(tmp_path: Path) -> None:
    revised = why_changed(tmp_path, of(SHARE, value=1.49), of(SHARE, value=1.52))
    assert revised == ["Ändrat: talet för 2024.", "Changed: the figure for 2024."]
    # The sentence has two decimals.
    worded = why_changed(tmp_path, of(SHARE, value=1.49), of(SHARE, value=1.491))
    assert worded == ["Ändrat: meningen.", "Changed: the sentence."]


@pytest.mark.parametrize("before", [AMONG, COUNTY])
def test_a_lesser_place_is_replaced_when_the_region_became_first_in_the_country(
    tmp_path: Path, before: tuple[str, str]
) -> None:
    row = gone(tmp_path, before, of(SHARE), of(FIRST))
    assert (row["why"], row["replaced_by"], row["verdict_now"]) == ("better_place", FIRST[0], "styrka")
    assert f"Placeringen är bättre nu: regionen är främst i landet, och det säger i stället påståendet {FIRST[0]}" in (
        reason(row, Words("sv", WORDING))
    )
    assert f"The place is better now: the region is first in the country, and claim {FIRST[0]} says so instead" in (
        reason(row, Words("en", WORDING))
    )


@pytest.mark.parametrize(("before", "now"), [(FIRST, AMONG), (AMONG, COUNTY), (COUNTY, AMONG), (FIRST, SHARE)])
def test_a_place_that_no_better_one_replaced_is_no_longer_true(
    tmp_path: Path, before: tuple[str, str], now: tuple[str, str]
) -> None:
    row = gone(tmp_path, before, of(SHARE), *([of(now)] if now != SHARE else []))
    assert (row["why"], row["replaced_by"]) == ("place", None)


def test_a_place_of_a_subject_that_is_not_claimed_any_more_gave_way_to_stronger_subjects(tmp_path: Path) -> None:
    other = claim("08-share-b-00000005", subject_code="B")
    assert gone(tmp_path, FIRST, other)["why"] == "rank_of_subject"


def test_a_claim_of_another_series_keeps_no_place(tmp_path: Path) -> None:
    # An imported table speaks for itself; SCB's own series follow each other.
    assert gone(tmp_path, AMONG, of(FIRST, series="OWN"))["why"] == "rank_of_subject"
    assert gone(tmp_path, AMONG, of(FIRST, series="BAS_PREL"))["why"] == "better_place"


def test_a_verdict_that_is_not_enough_is_the_reason_before_any_place(tmp_path: Path) -> None:
    weaker = STRENGTH | {"verdict": "möjlig styrka"}
    row = gone(tmp_path, AMONG, of(SHARE), verdict=weaker)
    assert (row["why"], row["verdict_now"]) == ("verdict", "möjlig styrka")
    assert gone(tmp_path, SHARE, verdict=STRENGTH | {"subject_code": "B"})["why"] == "subject"
    assert gone(tmp_path, ("09-share-a-00000006", "share"))["why"] == "region"
