"""Who else can say the same, and who is most alike."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.profiles.sections import twins
from tests.profiles.parts import cells, gaps, labels, read, said, shown


def twin(rank: int, code: str | None, similarity: float | None, **more: Any) -> dict[str, Any]:
    return (
        {"region_code": "08", "year": 2022, "series": "BAS_PREL", "level": "group", "rank": rank, "compared": 20}
        | {"region_type": "county", "twin_code": code, "similarity": similarity}
        | more
    )


def test_others_with_the_same_verdict_are_counted_without_the_region_itself(tmp_path: Path) -> None:
    section = shown(read(tmp_path, {}), twins.section, "08")
    # 4 of 21, itself included, are 3 of 20 others: 1 − 3/20. What is no strength is not told of.
    assert cells(section, "twins-claims") == [
        ["Jordbruk, skogsbruk och fiske", "BAS preliminär", "styrka", "3 av 20 regioner", "0,85"],
    ]
    assert labels(section, "twins-claims")[0].startswith("Egen beräkning på SCB:s tabell TAB3785")
    assert cells(shown(read(tmp_path, {}), twins.section, "08", "en"), "twins-claims")[0][2:] == [
        "strength", "3 of 20 regions", "0.85",
    ]  # fmt: skip


def test_the_twins_of_the_page_s_own_moment_with_their_distance(tmp_path: Path) -> None:
    older = twin(1, "0880", 0.99, year=2021)
    of = read(tmp_path, {"twin": [older, twin(2, "0882", 0.875), twin(1, "18", 0.9)]})
    section = shown(of, twins.section, "08")
    assert cells(section, "twins-table") == [
        ["1", "Örebro län", "90,0\u00a0%", "0,100"],
        ["2", "Oskarshamn", "87,5\u00a0%", "0,125"],
    ]
    assert "bland 20 andra (grupper)" in said(section)


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("no_other_region", "har ingen annan region av samma slag än Kalmar län"),
        ("incomplete_total", "redovisas någon näringsgren i Kalmar län inte eller saknas"),
    ],
)
def test_why_there_is_no_twin_is_said(tmp_path: Path, note: str, text: str) -> None:
    of = read(tmp_path, {"twin": [twin(1, None, None, note=note, compared=0)]})
    assert text in gaps(shown(of, twins.section, "08"))["Inga tvillingar"]


def test_a_region_without_verdict_or_twin_has_two_gaps(tmp_path: Path) -> None:
    assert list(gaps(shown(read(tmp_path, {}), twins.section, "18", "en"))) == ["Nothing to compare", "No twins"]
