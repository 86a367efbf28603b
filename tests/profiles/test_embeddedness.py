"""What hangs together, and what is missing: advice only as the back-test allows it, with its accuracy beside it."""

from pathlib import Path
from typing import Any

from pipelines.profiles.context import Context
from pipelines.profiles.document import Table
from pipelines.profiles.sections import embeddedness
from tests.profiles.parts import blocks, cells, gaps, labels, read, said, shown

AUC = 0.6234
# Industry: present, density, complexity, what it would open.
CELLS = {
    "101": (True, 0.4, 1.0, None),
    "102": (True, 0.5, -0.5, None),
    "103": (False, 0.5, 0.5, 0.2),
    "104": (False, 0.3, 2.0, 0.1),
    "105": (False, 0.9, -1.0, 0.3),
    "106": (False, None, 3.0, 0.4),
    "107": (None, 0.8, 3.0, 0.4),
}


def related(withheld: str | None, auc: float | None = AUC, year: int = 2023) -> list[dict[str, Any]]:
    shared = {"region_code": "08", "year": year, "series": "EGEN", "level": "3", "region_type": "county"}
    return [
        shared
        | {"industry_code": code, "present": present, "density": density, "pci": pci, "opportunity_gain": gain}
        | ({"auc": auc, "withheld": withheld} if present is False else {})
        for code, (present, density, pci, gain) in CELLS.items()
    ]


def backtest(reason: str | None, auc: float | None = AUC, **more: Any) -> dict[str, Any]:
    return (
        {"series": "EGEN", "level": "3", "region_type": "county", "basis": "cooccurrence"}
        | {"start_year": 2019, "end_year": 2023, "absent": 1500, "entries": 90, "auc": auc, "smallest_auc": 0.6}
        | {"auc_low": 0.55, "auc_high": 0.69, "withheld": reason is not None, "reason": reason}
        | more
    )


def rows(reason: str | None) -> dict[str, list[dict[str, Any]]]:
    return {"relatedness": related(reason), "density_backtest": [backtest(reason)]}


EXTRACT = {"EGEN": ("00", "08")}


def test_missing_links_stand_by_density_times_complexity_with_the_test_beside_them(tmp_path: Path) -> None:
    section = shown(read(tmp_path, rows(None), extracts=EXTRACT), embeddedness.section, "08")
    assert "finns 2 av 6 kända näringsgrenar i Kalmar län." in said(section)
    # 0.3 · 2.0 is more than 0.5 · 0.5; what is less complex than the average, or unknown, is no target.
    assert cells(section, "embeddedness-missing-1") == [
        ["Bransch 104", "104", "30,0\u00a0%", "2,00", "0,10"],
        ["Bransch 103", "103", "50,0\u00a0%", "0,50", "0,20"],
    ]
    assert "med AUC 0,62 (intervall 0,55–0,69; 90 inträden bland 1\u00a0500 möjliga" in said(section)
    assert "från 2019 till 2023" in said(section)
    assert labels(section, "embeddedness-missing-1") == ["Egen beräkning på inläst tabell EGEN (inläst 2026-08-01)"]


def test_what_is_there_stands_by_how_much_is_around_it(tmp_path: Path) -> None:
    section = shown(read(tmp_path, rows(None), extracts=EXTRACT), embeddedness.section, "08", "en")
    assert cells(section, "embeddedness-present-1") == [
        ["Branch 102", "102", "50.0%", "−0.50"],
        ["Branch 101", "101", "40.0%", "1.00"],
    ]


def test_withheld_advice_names_no_industry_and_says_why(tmp_path: Path) -> None:
    of = read(tmp_path, rows("below_threshold"), extracts=EXTRACT)
    section = shown(of, embeddedness.section, "08")
    assert [table.id for table in blocks(section, Table)] == ["embeddedness-present-1"]
    text = gaps(section)["Inga råd om felande länkar"]
    assert "tätheten har förutsagt inträden sämre än gränsen kräver. Prövat i efterhand" in text
    assert "AUC 0,62" in text
    english = gaps(shown(of, embeddedness.section, "08", "en"))["No advice on missing links"]
    assert "density has predicted entries worse than the threshold asks" in english


def test_what_could_not_be_tested_is_withheld_without_an_accuracy(tmp_path: Path) -> None:
    untested = {"relatedness": related("no_later_year", None), "density_backtest": [backtest("no_later_year", None)]}
    section = shown(read(tmp_path, untested, extracts=EXTRACT), embeddedness.section, "08")
    assert gaps(section)["Inga råd om felande länkar"].endswith("serien har inget senare år att pröva mot.")


def test_an_accuracy_without_an_interval_is_told_alone(tmp_path: Path) -> None:
    test = backtest(None, auc_low=None, auc_high=None)
    of = read(tmp_path, {"relatedness": related(None), "density_backtest": [test]}, extracts=EXTRACT)
    assert "med AUC 0,62 (90 inträden" in said(shown(of, embeddedness.section, "08"))


def test_only_the_newest_year_is_shown(tmp_path: Path) -> None:
    older = [row | {"density": 0.99} for row in related(None, year=2022)]
    of = read(tmp_path, {"relatedness": older + related(None), "density_backtest": [backtest(None)]}, extracts=EXTRACT)
    assert "99" not in " ".join(map(str, cells(shown(of, embeddedness.section, "08"), "embeddedness-present-1")))


def test_sixteen_groups_are_refused_with_the_back_test_s_reason(tmp_path: Path) -> None:
    groups = backtest("level_too_coarse", None, series="BAS_PREL", level="group", absent=None, entries=None)
    of = read(tmp_path / "coarse", {"density_backtest": [groups]})
    text = gaps(shown(of, embeddedness.section, "08"))["Ingen förankring att visa"]
    assert text.startswith("Ur BAS preliminär räknas ingen närhet: sexton grupper är för få för att visa")
    # A municipality's page is of BAS, which was not tested.
    assert "ingen täthet för Kalmar." in "".join(gaps(shown(of, embeddedness.section, "0880")).values())
    assert embeddedness.section(Context(read(tmp_path / "none", {}), "08", "sv")) is None
