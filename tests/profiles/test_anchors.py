"""Anchors on a page: shares of the largest workplaces as bounds, and what remains of a strength without the largest."""

from datetime import date
from pathlib import Path
from typing import Any

from pipelines.profiles.context import Context
from pipelines.profiles.sections import anchors
from tests.profiles.parts import cells, gaps, labels, read, shown

DAY = date(2026, 11, 20)
NAMES = {"16": ("Trävaror", "Wood"), "28": ("Maskiner", "Machinery"), "10": ("Livsmedel", "Food")}
INDUSTRIES = [
    {"industry_code": code, "edition": "SNI2025", "level": "2", "unknown": False}
    | {"name_sv": sv, "name_en": en, "short_sv": sv, "short_en": en}
    for code, (sv, en) in NAMES.items()
]


def judged(code: str, verdict: str, lq: float, **more: Any) -> dict[str, Any]:
    return (
        {"region_code": "08", "subject_code": code, "year": 2026, "series": "REGISTER", "subject_type": "industry"}
        | {"level": "2", "verdict": verdict, "reason": "strong_in_most", "specifications": 5, "lq": lq}
        | {"specifications_strong": 5, "specifications_open": 0, "questions": 2, "workplaces": 20.0, "of_regions": 21}
        | more
    )


def concentrated(code: str, workplaces: int, **bounds: float | str | None) -> dict[str, Any]:
    shared = {"region_code": "08", "industry_code": code, "register_date": DAY, "series": "REGISTER", "level": "2"}
    return shared | {"workplaces": workplaces} | bounds


def counted(code: str, workplaces: int, in_nation: int) -> dict[str, Any]:
    """The region has 100 of the nation's 10,000 workplaces."""
    return (
        {"region_code": "08", "industry_code": code, "register_date": DAY, "series": "REGISTER", "level": "2"}
        | {"reference": "nation", "reference_code": "00", "workplaces": workplaces, "workplaces_region": 100}
        | {"workplaces_reference": in_nation, "workplaces_reference_total": 10_000, "share": workplaces / 100}
        | {"lq": workplaces / 100 / (in_nation / 10_000)}
    )


def jobs(code: str, low: float, high: float) -> dict[str, Any]:
    return (
        {"region_code": "08", "industry_code": code, "register_date": DAY, "series": "REGISTER", "level": "2"}
        | {"reference": "nation", "reference_code": "00", "workplaces_unknown_size": 0, "jobs_low": 100}
        | {"lq_low": low, "lq_high": high}
    )


ROWS: dict[str, list[dict[str, Any]]] = {
    "industry": INDUSTRIES,
    "verdict": [
        judged("16", "styrka", 4.0),
        judged("28", "nisch med en arbetsgivare", 2.0),
        judged("10", "ingen styrka", 0.8),
    ],
    "plant_concentration": [
        concentrated(
            "16", 20, top1_low=0.29, top1_high=0.431, top3_low=0.5, top3_high=0.6, n_eff_low=4.0, n_eff_high=8.0
        ),
        concentrated("28", 2, top1_low=0.7, top3_low=1.0, n_eff_high=1.72, note="open_class_unbounded"),
    ],
    # 20 of 100 against 500 of 10,000 is 4; without one 19/99 against 499/9,999 is 3.85. 2 of 100 against 100 of 10,000
    # is 2; without one 1/99 against 99/9,999 is 1.02, which is no strength.
    "workplace_quotient": [counted("16", 20, 500), counted("28", 2, 100)],
    # Without a largest of at most 43.1 per cent, 3.0 is at least 1.71; without one of any size 1.2 can be nothing.
    "job_quotient": [jobs("16", 3.0, 5.0), jobs("28", 1.2, 3.0)],
}


def test_bounds_are_rounded_outwards_and_what_rests_most_on_one_workplace_comes_first(tmp_path: Path) -> None:
    section = shown(read(tmp_path, ROWS, register="REGISTER"), anchors.section, "08")
    assert cells(section, "anchors-1") == [
        [
            "Maskiner",
            "nisch med en arbetsgivare",
            "2",
            "minst 70 %",
            "minst 100 %",
            "högst 1,72",
            "0 av 1",
            "utan svar",
        ],
        ["Trävaror", "styrka", "20", "29–44 %", "50–60 %", "4,00–8,00", "1 av 1", "1 av 1"],
    ]
    assert labels(section, "anchors-1")[0].startswith("Egen beräkning på SCB:s företagsregister")


def test_english_has_its_own_words(tmp_path: Path) -> None:
    rows = cells(shown(read(tmp_path, ROWS, register="REGISTER"), anchors.section, "08", "en"), "anchors-1")
    assert rows[0] == [
        "Machinery", "niche with one employer", "2", "at least 70%", "at least 100%", "at most 1.72", "0 of 1",
        "no answer",
    ]  # fmt: skip


def test_without_jobs_or_without_an_answer_the_cells_say_so(tmp_path: Path) -> None:
    bare = ROWS | {
        "plant_concentration": [concentrated("16", 0, note="no_jobs")],
        "workplace_quotient": [],
        "job_quotient": [],
    }
    rows = cells(shown(read(tmp_path, bare, register="REGISTER"), anchors.section, "08"), "anchors-1")
    assert rows == [
        [
            "Trävaror",
            "styrka",
            "0",
            "ej beräkningsbar",
            "ej beräkningsbar",
            "ej beräkningsbar",
            "utan svar",
            "utan svar",
        ],
        ["Maskiner", "nisch med en arbetsgivare", "saknas", "saknas", "saknas", "saknas", "utan svar", "utan svar"],
    ]


def test_a_region_without_a_strength_in_the_register_is_a_gap(tmp_path: Path) -> None:
    of = read(tmp_path / "some", ROWS, register="REGISTER")
    assert (
        "Ingen näringsgren i Örebro län har i registret"
        in gaps(shown(of, anchors.section, "18"))["Inga ankare att visa"]
    )
    assert anchors.section(Context(read(tmp_path / "none", {}), "08", "sv")) is None
