"""What ``styrka diff`` prints of two editions written by hand, in both languages."""

from pathlib import Path
from typing import Any

from pipelines.differences import comparison, plain_text, report
from pipelines.schema.table import Language
from tests.differences.small import edition

STRENGTH = {"region_code": "08", "subject_code": "A", "verdict": "styrka"}
UNKNOWN = STRENGTH | {"verdict": "otillräckligt underlag", "reason": "suppressed"}


def printed(folder: Path, before: dict[str, Any], now: dict[str, Any], language: Language) -> str:
    old, new = edition(folder, "before", **before), edition(folder, "now", **now)
    return " ".join(plain_text.terminal(report.document(comparison.compare(old, new), language)).split())


def test_verdicts_that_came_and_went_are_told_by_series(tmp_path: Path) -> None:
    before = {"verdict": [STRENGTH, *(STRENGTH | {"series": "OWN", "subject_code": code} for code in "ABC")]}
    now = {"verdict": [STRENGTH, STRENGTH | {"region_code": "09"}]}
    swedish, english = (printed(tmp_path, before, now, language) for language in ("sv", "en"))
    assert "0 utslag har ändrats, 1 har tillkommit och 3 fallit bort" in swedish
    assert "Inget utslag som båda utgåvorna har är ett annat." in swedish
    assert "Serie Nya Borta BAS 1 0 OWN 0 3" in swedish
    assert "0 verdicts have changed, 1 have been added and 3 dropped" in english
    assert "Verdicts that only one of the editions has" in english
    assert "Series New Gone BAS 1 0 OWN 0 3" in english


def test_a_cell_that_became_known_is_told_as_the_change_of_reason(tmp_path: Path) -> None:
    before, now = {"verdict": [UNKNOWN]}, {"verdict": [STRENGTH]}
    swedish, english = (printed(tmp_path, before, now, language) for language in ("sv", "en"))
    # A cell of running text is broken in a terminal; the beginning and the end of the reason stand in it.
    assert "skälet: före ”uppgiften redovisas inte”," in swedish
    assert "the reason: before “the figure is" in english
    assert "Inget enskilt sätt" not in swedish
    assert "No single way" not in english


def test_a_verdict_by_other_thresholds_is_told_as_that(tmp_path: Path) -> None:
    before, now = {"verdict": [STRENGTH]}, {"verdict": [STRENGTH | {"verdict": "möjlig styrka"}]}
    assert "No single way of asking has another" in printed(tmp_path, before, now, "en")


def test_ranks_that_are_not_compared_are_counted(tmp_path: Path) -> None:
    def rank(place: int, of: int) -> dict[str, Any]:
        return {"region_code": "1880", "industry_code": "A", "rank": place, "rank_of": of}

    before, now = {"location_quotient": [rank(3, 12)]}, {"location_quotient": [rank(41, 290)]}
    swedish, english = (printed(tmp_path, before, now, language) for language in ("sv", "en"))
    assert "Ingen placering bland lika många regioner har flyttat 3 steg eller mer." in swedish
    assert "Serie Regioner före Regioner nu Placeringar BAS 12 290 1" in swedish
    assert "No rank among equally many regions moved by 3 places or more." in english
    assert "Series Regions before Regions now Ranks BAS 12 290 1" in english
    only_now = printed(tmp_path, {}, now, "sv")
    assert "BAS utan placering 290 1" in only_now


def test_nothing_is_told_of_the_same_rows(tmp_path: Path) -> None:
    rows = {"verdict": [STRENGTH]}
    assert "Det som jämförs är detsamma i båda utgåvorna" in printed(tmp_path, rows, rows, "sv")
