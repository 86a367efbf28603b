"""Why a claim that the edition before made is gone, each reason on an edition written by hand."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.differences import claims
from pipelines.differences.telling import WORDING, reason
from pipelines.export.reading import Row
from pipelines.profiles.words import Words
from tests.differences.small import claim, edition

SHARE, FIRST, AMONG, COUNTY = (
    ("08-share-a-00000001", "share"),
    ("08-first-a-00000002", "first_country"),
    ("08-among-a-00000003", "among_country"),
    ("08-local-a-00000004", "first_county"),
)
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
