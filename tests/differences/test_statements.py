"""The statements behind a difference report, on tables small enough to check by hand."""

from itertools import product
from typing import Any

import pyarrow as pa

from pipelines.export.reading import Row
from pipelines.warehouse import engine

CELL = ("region_code", "industry_code", "year", "series", "sex", "employees", "status", "table_id")
RANK = ("region_code", "industry_code", "series", "year", "reference", "rank", "rank_of", "lq")
VERDICT = ("subject_type", "region_code", "subject_code", "series", "year", "verdict", "lq", "reason")
NOISE = pa.table({"table_id": ["TAB1"], "noise": pa.array([3], pa.int64())})


def table(names: tuple[str, ...], *rows: tuple[Any, ...]) -> pa.Table:
    integers = {"year", "employees", "rank", "rank_of", "position", "workplaces"}
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    kinds = [
        pa.int64() if name in integers else pa.float64() if name in {"lq", "value"} else pa.string() for name in names
    ]
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
    assert [found["F"][name] for name in CELL[:5]] == list(cell("F", 7)[:5])
    assert next(iter(found)) == "J", "the largest first"


def test_every_cell_is_set_against_itself() -> None:
    """Persons by number k, twice as many now: what differs is k, the largest first."""
    keys = list(product(("07", "08"), ("A", "F"), (2023, 2024), ("BAS", "RAMS"), ("total", "women")))
    before = [(*key, k, "observed", "TAB1") for k, key in enumerate(keys, 1)]
    now = [(*key, 2 * k, "observed", "TAB1") for k, key in enumerate(keys, 1)]
    relations = {"employment_before": table(CELL, *before), "employment": table(CELL, *now), "table_noise": NOISE}
    rows = engine.select("changed_cell", relations).to_pylist()
    assert [(*(row[name] for name in CELL[:5]), row["difference"]) for row in rows] == [
        (*key, k) for k, key in reversed(list(enumerate(keys, 1)))
    ]


def test_cells_that_differ_alike_are_told_in_the_order_of_their_keys() -> None:
    keys = list(product(("BAS", "RAMS"), (2023, 2024), ("07", "08"), ("A", "F"), ("total", "women")))
    cells = [(region, code, year, series, sex, 9, "observed", "x") for series, year, region, code, sex in keys]
    relations = {"employment_before": table(CELL), "employment": table(CELL, *reversed(cells)), "table_noise": NOISE}
    rows = engine.select("changed_cell", relations).to_pylist()
    names = ("series", "year", "region_code", "industry_code", "sex")
    assert [tuple(row[name] for name in names) for row in rows] == keys


def test_noise_is_told_from_revision() -> None:
    # Two published figures may each be off by 3, a derived total by 6.
    before = [cell("A", 100), cell("J", 100), cell("F", 100, "derived"), cell("L", 100, table_id="OTHER")]
    now = [cell("A", 106), cell("J", 107), cell("F", 109), cell("L", 101, table_id="OTHER")]
    found = changed_cells(before, now)
    assert {code: row["within_noise"] for code, row in found.items()} == {"A": True, "J": False, "F": True, "L": False}
    # Two derived totals may differ by 12.
    before = [cell(code, 100, "derived") for code in "AJ"]
    found = changed_cells(before, [cell("A", 112, "derived"), cell("J", 113, "derived")])
    assert {code: row["within_noise"] for code, row in found.items()} == {"A": True, "J": False}


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
    def rank(region: str, place: int | None, of: int | None) -> tuple[Any, ...]:
        return (region, "A", "BAS", 2024, "nation", place, of, 1.5)

    # The municipalities were 12 and are 290; the counties are as many as before, and one is ranked for the first time.
    before = [rank("1880", 3, 12), rank("1881", 4, 12), rank("08", 9, 21)]
    now = [rank("1880", 41, 290), rank("1881", 4, 290), rank("08", 2, 21), rank("0880", 7, 290)]
    # Of one there were 13, another is among 291; two have no rank in the edition that alone has them.
    before += [rank("2480", 1, 13), rank("2481", 2, 12), rank("2482", None, None)]
    now += [rank("2480", 1, 290), rank("2481", 2, 291), rank("2483", None, None)]
    relations = {"location_quotient_before": table(RANK, *before), "location_quotient": table(RANK, *now)}
    (moved,) = engine.select("moved_rank", relations, {"places": 3}).to_pylist()
    assert (moved["region_code"], moved["rank_before"], moved["rank"], moved["rank_of"]) == ("08", 9, 2, 21)
    left = engine.select("uncompared_rank", relations).to_pylist()
    assert [(row["series"], row["rank_of_before"], row["rank_of"], row["ranks"]) for row in left] == [
        ("BAS", None, 290, 1),
        ("BAS", 12, 290, 2),
        ("BAS", 12, 291, 1),
        ("BAS", 13, 290, 1),
    ]


def halves(*values: tuple[str, ...]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """All combinations of pairs of values, in two halves: each differs from some of the other in one value only."""
    every = list(product(*values))
    second = [sum(pair.index(value) for pair, value in zip(values, key, strict=True)) % 2 == 1 for key in every]
    return [key for key, is_in in zip(every, second, strict=True) if not is_in], [
        key for key, is_in in zip(every, second, strict=True) if is_in
    ]


def test_what_is_of_another_region_subject_or_series_is_another() -> None:
    ways = (("area", "industry"), ("07", "08"), ("A", "F"), ("BAS", "OWN"))
    one, other = (
        table(VERDICT, *((kind, region, code, series, 2024, "styrka", 1.3, "x") for kind, region, code, series in half))
        for half in halves(*ways)
    )
    rows = engine.select("verdict_coverage", {"verdict_before": one, "verdict": other}).to_pylist()
    assert [tuple(row.values()) for row in rows] == [(*key, 2, 2) for key in product(ways[1], ways[3])]
    every = [(*key, 2024, "styrka", 1.3, "x") for key in product(*ways)]
    lost = [(*key[:5], "ingen styrka", *key[6:]) for key in every]
    flipped = {"verdict_before": table(VERDICT, *every), "verdict": table(VERDICT, *reversed(lost))}
    names = ("region_code", "series", "subject_type", "subject_code")
    told = [tuple(row[name] for name in names) for row in engine.select("flipped_verdict", flipped).to_pylist()]
    assert told == list(product(ways[1], ways[3], ways[0], ways[2]))
    assert not engine.select("verdict_coverage", flipped).num_rows


def test_ranks_of_another_region_industry_or_series_are_not_set_against_each_other() -> None:
    """Own figures end a year before the official ones. What is older, or against the county, is left out."""
    one, other = (
        table(
            RANK,
            *(
                (region, code, series, year, reference, 3, 21, 1.5)
                for region, code, series in half
                for year, reference in (
                    (2024 - (series == "OWN"), "nation"),
                    (2023 - (series == "OWN"), "nation"),
                    (2024 - (series == "OWN"), "county"),
                )
            ),
        )
        for half in halves(("07", "08"), ("A", "F"), ("BAS", "OWN"))
    )
    relations = {"location_quotient_before": one, "location_quotient": other}
    left = engine.select("uncompared_rank", relations).to_pylist()
    assert [(row["series"], row["rank_of_before"], row["rank_of"], row["ranks"]) for row in left] == [
        (series, *of) for series in ("BAS", "OWN") for of in ((None, 21, 2), (21, None, 2))
    ]
    # Moved as far as each other they are told in the order of their keys, and those that moved further before them.
    places = {("08", "A", "BAS"): (5, 9), ("07", "F", "BAS"): (5, 9), ("07", "A", "BAS"): (5, 9)}
    places |= {("07", "A", "OWN"): (5, 9), ("08", "F", "BAS"): (5, 12), ("06", "A", "BAS"): (12, 1)}
    before = table(RANK, *((*key, 2024, "nation", place, 21, 1.5) for key, (place, _) in places.items()))
    now = table(RANK, *((*key, 2024, "nation", place, 21, 1.5) for key, (_, place) in reversed(places.items())))
    found = {"location_quotient_before": before, "location_quotient": now}
    moved = engine.select("moved_rank", found, {"places": 4}).to_pylist()
    assert [(row["region_code"], row["industry_code"], row["series"]) for row in moved] == [
        *(("06", "A", "BAS"), ("08", "F", "BAS")),
        *(("07", "A", "BAS"), ("07", "F", "BAS"), ("08", "A", "BAS"), ("07", "A", "OWN")),
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


def test_a_name_is_told_when_it_is_new_in_either_language_and_codes_come_in_order() -> None:
    region, industry = ("region_code", "name_sv", "name_en"), ("industry_code", "edition", "name_sv", "name_en")
    before = [("B", "E1", "b", None), ("A", "E2", None, "a"), ("A", "E1", "a", "a"), ("C", "E1", "c", "c")]
    before += [("D", "E1", "d", "d")]
    now = [("B", "E1", "b", "b"), ("A", "E2", "a", "a"), ("A", "E1", "a", "x"), ("C", "E1", "c", "c")]
    now += [("D", "E1", "d", None)]
    relations = {
        "region_before": table(region, ("A", "a", None)),
        "region": table(region, ("A", None, None)),
        "industry_before": table(industry, *before),
        "industry": table(industry, *now),
    }
    rows = engine.select("changed_name", relations).to_pylist()
    assert [(row["kind"], row["edition"], row["code"]) for row in rows] == [
        *(("region", "", "A"), ("industry", "E1", "A"), ("industry", "E1", "B"), ("industry", "E1", "D")),
        ("industry", "E2", "A"),
    ]
    assert {row["change"] for row in rows} == {"renamed"}
    assert [(row["name_sv_before"], row["name_en_before"], row["name_sv"], row["name_en"]) for row in rows[:2]] == [
        *(("a", None, None, None), ("a", "a", "a", "x"))
    ]


def test_source_tables_are_new_gone_updated_or_the_same() -> None:
    """A table of two answers is the same whichever of them is listed first."""
    names = ("table_id", "title_sv", "title_en", "updated", "sha256")
    before = [("T1", "Ett", "One", "2025-01", "a"), ("T1", "Ett", "One", "2025-02", "b")]
    before += [("T2", "Två", "Two", "2025-01", "c"), ("T3", "Tre", "Three", "2025-01", "d")]
    now = [*reversed(before[:2]), ("T2", "Två nu", "Two now", "2026-01", "e"), ("T4", "Fyra", "Four", "2026-02", "f")]
    relations = {"snapshot_before": table(names, *before), "snapshot": table(names, *now)}
    rows = engine.select("source_change", relations, {"edition_before": "one"}).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("T1", "one", "same", "Ett", "One", "2025-02", "2025-02"),
        ("T2", "one", "updated", "Två nu", "Two now", "2025-01", "2026-01"),
        ("T3", "one", "gone", "Tre", "Three", "2025-01", None),
        ("T4", "one", "new", "Fyra", "Four", None, "2026-02"),
    ]


def test_the_figure_of_before_is_that_of_the_same_region_subject_and_year_in_each_series() -> None:
    keys = list(product(("07", "08"), ("A", "F"), (2023, 2024), ("BAS", "RAMS"), ("nation", "county")))
    names = ("region_code", "industry_code", "year", "series", "reference", "lq", "employees", "note")
    partly = ("09", "A", 2023, "BAS", "nation", 7.0, 7, "incomplete_total")
    industries = table(
        names, *((*key, k + 0.5, k, "unknown_industry" if k else None) for k, key in enumerate(keys)), partly
    )
    names = ("region_code", "area_id", *names[2:], "workplaces")
    areas = table(
        names,
        *((*key, k + 100.5, k + 100, "members_not_listed" if k else None, None) for k, key in enumerate(keys)),
        (*partly, None),
        ("09", "A", 2023, "REGISTER", "nation", 7.0, None, None, 7),
    )
    claimed = [
        (f"{kind} {each} {k}", region, each, subject, year, series, kind)
        for k, (region, subject, year, series, reference) in enumerate(keys)
        for each in ("industry", "area")
        for kind in ("share", "amount", "first_country")
        if reference == "nation"
    ]
    claimed += [
        (f"{kind} {each} partly", "09", each, "A", 2023, "BAS", kind)
        for each in ("industry", "area")
        for kind in ("share", "amount")
    ]
    names = ("claim_id", "region_code", "subject_type", "subject_code", "year", "series", "kind")
    relations = {
        "claim_before": table(names, *claimed),
        "location_quotient": industries,
        "strength_area_quotient": areas,
    }
    rows = engine.select("claim_then", relations).to_pylist()
    # Both series of a year are given; which of them follows is not this statement's matter.
    expected = {
        (f"{kind} {each} {k}", keys[then][3]): then + (100 if each == "area" else 0) + (0.5 if kind == "share" else 0)
        for k in range(0, len(keys), 2)
        for then in (k & ~2, k | 2)
        for each in ("industry", "area")
        for kind in ("share", "amount")
    }
    # A quotient of the known cells alone is none, and their sum no area's number; an industry's own number stands.
    expected |= {
        (f"{kind} {each} partly", "BAS"): None for kind in ("share", "amount") for each in ("industry", "area")
    }
    expected["amount industry partly", "BAS"] = 7
    assert {(row["claim_id"], row["series"]): row["value_then"] for row in rows} == expected
    assert [(row["claim_id"], row["series"]) for row in rows] == sorted(expected)
    assert {row["claim_id"]: row["series_before"] for row in rows} == {
        row[0]: row[5] for row in claimed if row[6] != "first_country"
    }


def test_a_claim_holds_changes_goes_or_comes() -> None:
    said = {"text_sv": "x", "text_en": "x", "caveat_sv": "y", "caveat_en": "y", "grade": "B", "label_sv": "2025"}
    said |= {"table_id": "T1"}
    about = {"region_code": "08", "position": 1, "subject_type": "industry", "subject_code": "A", "series": "BAS"}
    usual = about | said | {"kind": "share", "verdict": "styrka", "year": 2024, "value": 1.5}
    names = ("claim_id", *usual)

    def claims(*rows: dict[str, Any]) -> pa.Table:
        return table(names, *(tuple((usual | row)[name] for name in names) for row in rows))

    # Each of these is worded otherwise now in the one column that it is called by.
    changed: list[dict[str, Any]] = [{"claim_id": name} for name in said]
    placed: list[dict[str, Any]] = [{"claim_id": "b", "position": 3}, {"claim_id": "c", "position": 2}]
    placed += [{"claim_id": "d", "position": 2}, {"claim_id": "e", "region_code": "07", "position": 4}]
    before = claims(*changed, *placed, {"claim_id": "gone"}, {"claim_id": "same"})
    now = claims({"claim_id": "same"}, {"claim_id": "new"}, *placed, *(row | {row["claim_id"]: "z"} for row in changed))
    rows = engine.select("compared_claim", {"claim_before": before, "claim": now}).to_pylist()
    assert [(row["claim_id"], row["outcome"]) for row in rows] == [
        ("e", "holds"),
        *((name, "changed") for name in ("caveat_en", "caveat_sv")),
        ("gone", "gone"),
        ("grade", "changed"),
        ("label_sv", "holds"),
        ("new", "new"),
        ("same", "holds"),
        *((name, "changed") for name in ("table_id", "text_en", "text_sv")),
        *((name, "holds") for name in ("c", "d", "b")),
    ]
    # A claim that one edition alone has bears what it is of, too.
    names = ("region_code", "subject_type", "subject_code", "series", "kind")
    for row in rows:
        assert [row[name] for name in names] == [
            "07" if row["claim_id"] == "e" else "08",
            "industry",
            "A",
            "BAS",
            "share",
        ]
