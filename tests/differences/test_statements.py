"""The statements behind a difference report, on tables small enough to check by hand."""

from typing import Any

import pyarrow as pa

from pipelines.export.reading import Row
from pipelines.warehouse import engine

CELL = ("region_code", "industry_code", "year", "series", "sex", "employees", "status", "table_id")
RANK = ("region_code", "industry_code", "series", "year", "reference", "rank", "rank_of", "lq")
VERDICT = ("subject_type", "region_code", "subject_code", "series", "year", "verdict", "lq", "reason")
NOISE = pa.table({"table_id": ["TAB1"], "noise": pa.array([3], pa.int64())})


def table(names: tuple[str, ...], *rows: tuple[Any, ...]) -> pa.Table:
    integers = {"year", "employees", "rank", "rank_of", "position"}
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    kinds = [pa.int64() if name in integers else pa.float64() if name == "lq" else pa.string() for name in names]
    return pa.table(
        {name: pa.array(list(c), kind) for name, c, kind in zip(names, columns, kinds, strict=True)},
    )


def cell(industry: str, employees: int | None, status: str = "observed", table_id: str = "TAB1") -> tuple[Any, ...]:
    return ("08", industry, 2024, "BAS", "total", employees, status, table_id)


def changed_cells(before: list[tuple[Any, ...]], now: list[tuple[Any, ...]]) -> dict[str, Row]:
    relations = {"employment_before": table(CELL, *before), "employment": table(CELL, *now), "table_noise": NOISE}
    return {row["industry_code"]: row for row in engine.select("changed_cell", relations).to_pylist()}


def test_cells_are_new_gone_or_revised_and_the_same_ones_are_not_told() -> None:
    found = changed_cells([cell("A", 100), cell("J", 40), cell("F", 7)], [cell("A", 100), cell("J", 90), cell("L", 5)])
    assert set(found) == {"J", "F", "L"}
    assert {code: row["change"] for code, row in found.items()} == {"J": "revised", "F": "gone", "L": "new"}
    assert (found["J"]["employees_before"], found["J"]["employees"], found["J"]["difference"]) == (40, 90, 50)
    assert found["L"]["difference"] is None
    assert next(iter(found)) == "J", "the largest first"


def test_noise_is_told_from_revision() -> None:
    # Two published figures may each be off by 3, a derived total by 6.
    before = [cell("A", 100), cell("J", 100), cell("F", 100, "derived"), cell("L", 100, table_id="OTHER")]
    now = [cell("A", 106), cell("J", 107), cell("F", 109), cell("L", 101, table_id="OTHER")]
    found = changed_cells(before, now)
    assert {code: row["within_noise"] for code, row in found.items()} == {"A": True, "J": False, "F": True, "L": False}


def test_a_figure_that_is_suppressed_now_is_a_revision_without_a_difference() -> None:
    found = changed_cells([cell("A", 4), cell("J", 0)], [cell("A", None, "suppressed"), cell("J", 0, "zero")])
    assert (found["A"]["change"], found["A"]["difference"], found["A"]["within_noise"]) == ("revised", None, None)
    assert (found["J"]["status_before"], found["J"]["status"]) == ("observed", "zero")


def test_ranks_are_set_against_each_other_in_the_newest_year_of_each_edition() -> None:
    def rank(region: str, year: int, place: int | None, reference: str = "nation") -> tuple[Any, ...]:
        return (region, "A", "BAS", year, reference, place, 21, 1.5)

    before = table(RANK, rank("08", 2023, 20), rank("08", 2024, 2), rank("07", 2024, 9), rank("06", 2024, None))
    now = table(RANK, rank("08", 2025, 5), rank("07", 2025, 7), rank("06", 2025, 1), rank("08", 2025, 1, "county"))
    relations = {"location_quotient_before": before, "location_quotient": now}
    (row,) = engine.select("moved_rank", relations, {"places": 3}).to_pylist()
    assert [row[name] for name in ("region_code", "year_before", "year", "rank_before", "rank")] == [
        "08",
        2024,
        2025,
        2,
        5,
    ]


def test_a_rank_among_more_regions_is_no_move_but_counted_as_not_compared() -> None:
    def rank(region: str, place: int, of: int) -> tuple[Any, ...]:
        return (region, "A", "BAS", 2024, "nation", place, of, 1.5)

    # The municipalities were 12 and are 290; the counties are as many as before, and one is ranked for the first time.
    before = table(RANK, rank("1880", 3, 12), rank("1881", 4, 12), rank("08", 9, 21))
    now = table(RANK, rank("1880", 41, 290), rank("1881", 4, 290), rank("08", 2, 21), rank("0880", 7, 290))
    relations = {"location_quotient_before": before, "location_quotient": now}
    (moved,) = engine.select("moved_rank", relations, {"places": 3}).to_pylist()
    assert (moved["region_code"], moved["rank_before"], moved["rank"], moved["rank_of"]) == ("08", 9, 2, 21)
    left = engine.select("uncompared_rank", relations).to_pylist()
    assert [(row["series"], row["rank_of_before"], row["rank_of"], row["ranks"]) for row in left] == [
        ("BAS", None, 290, 1),
        ("BAS", 12, 290, 2),
    ]


def test_verdicts_that_only_one_edition_has_are_counted_by_region_and_series() -> None:
    def verdict(series: str, region: str, subject: str, year: int = 2024) -> tuple[Any, ...]:
        return ("industry", region, subject, series, year, "styrka", 1.3, "strong_in_most")

    # A series is gone, a region is new, a subject is new; another year of a verdict is the same verdict.
    before = table(VERDICT, verdict("OWN", "08", "A"), verdict("OWN", "08", "B"), verdict("BAS", "08", "A"))
    now = table(VERDICT, verdict("BAS", "08", "A", 2025), verdict("BAS", "09", "A"), verdict("BAS", "08", "B"))
    relations = {"verdict_before": before, "verdict": now}
    rows = engine.select("verdict_coverage", relations).to_pylist()
    assert [tuple(row.values()) for row in rows] == [("08", "BAS", 1, 0), ("08", "OWN", 0, 2), ("09", "BAS", 1, 0)]
    assert not engine.select("flipped_verdict", relations).num_rows


def test_verdicts_that_flipped() -> None:
    def verdict(subject: str, said: str, year: int = 2024) -> tuple[Any, ...]:
        return ("industry", "08", subject, "BAS", year, said, 1.3, "strong_in_most")

    relations = {
        "verdict_before": table(VERDICT, verdict("A", "styrka"), verdict("J", "styrka"), verdict("L", "styrka")),
        "verdict": table(VERDICT, verdict("A", "ingen styrka", 2025), verdict("J", "styrka", 2025)),
    }
    (row,) = engine.select("flipped_verdict", relations).to_pylist()
    told = ("subject_code", "year_before", "year", "verdict_before", "verdict")
    assert [row[name] for name in told] == ["A", 2024, 2025, "styrka", "ingen styrka"]


def test_codes_are_new_gone_or_renamed() -> None:
    region, industry = ("region_code", "name_sv", "name_en"), ("industry_code", "edition", "name_sv", "name_en")
    relations = {
        "region_before": table(region, ("08", "Kalmar län", "Kalmar county"), ("09", "Gotland", None)),
        "region": table(region, ("08", "Kalmar län", "Kalmar County"), ("10", "Blekinge", None)),
        "industry_before": table(industry, ("A", "SNI2007", "Jordbruk", None)),
        "industry": table(industry, ("A", "SNI2007", "Jordbruk", None), ("A", "SNI2025", "Jordbruk", None)),
    }
    rows = engine.select("changed_name", relations).to_pylist()
    assert [(row["kind"], row["code"], row["edition"], row["change"]) for row in rows] == [
        ("region", "08", "", "renamed"),
        ("region", "09", "", "gone"),
        ("region", "10", "", "new"),
        ("industry", "A", "SNI2025", "new"),
    ]


def test_a_claim_holds_changes_goes_or_comes() -> None:
    names = (
        *("claim_id", "region_code", "position", "subject_type", "subject_code", "series", "kind", "grade", "verdict"),
        *("text_sv", "text_en", "caveat_sv", "caveat_en", "label_sv"),
    )

    def claim(
        claim_id: str, text: str = "x", caveat: str = "y", grade: str = "B", label: str = "2025"
    ) -> tuple[Any, ...]:
        return (claim_id, "08", 1, "industry", "A", "BAS", "share", grade, "styrka", text, text, caveat, caveat, label)

    before = [claim("same"), claim("text"), claim("caveat"), claim("grade"), claim("label"), claim("gone")]
    now = [
        *(claim("same"), claim("text", text="z"), claim("caveat", caveat="z"), claim("grade", grade="C")),
        *(claim("label", label="2026"), claim("new")),
    ]
    relations = {"claim_before": table(names, *before), "claim": table(names, *now)}
    rows = engine.select("compared_claim", relations).to_pylist()
    assert {row["claim_id"]: row["outcome"] for row in rows} == {
        "same": "holds",
        "text": "changed",
        "caveat": "changed",
        "grade": "changed",
        "label": "holds",
        "gone": "gone",
        "new": "new",
    }
