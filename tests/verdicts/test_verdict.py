"""Verdicts on tables small enough to check by hand: how many ways of asking there are, and what each reason needs."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import schema
from pipelines.measures import tables as measures
from pipelines.verdicts import tables
from pipelines.warehouse import classification, engine
from tests.measures import written
from tests.measures.written import Figure, Key

EMPTY = (
    *("workplace_quotient", "job_quotient", "plant_concentration", "uncertainty"),
    *("strength_area", "strength_area_member", "strength_area_quotient"),
    *("strength_area_uncertainty", "job_interval", "workplace_count"),
)
# Three counties and the nation; A is 20 of 100 in Kalmar county (08) and 10 of 100 in the nation, in hundreds.
FIGURES: dict[Key, Figure] = {
    ("00", "A"): 10_000,
    ("00", "B"): 89_000,
    ("00", "00000"): 1_000,
    ("08", "A"): 2_000,
    ("08", "B"): 7_900,
    ("08", "00000"): 100,
    ("07", "A"): 1_000,
    ("07", "B"): 8_900,
    ("07", "00000"): 100,
    ("06", "A"): 2_500,
    ("06", "B"): 7_400,
    ("06", "00000"): 100,
}


def empty(name: str) -> pa.Table:
    return schema.table(name).arrow_schema().empty_table()


def rows_of(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema.table(name).arrow_schema())


def judged(
    folder: Path,
    *years: tuple[int, Mapping[Key, Figure]],
    breaks: list[tuple[int, str]] | None = None,
    noise: dict[str, int] | None = None,
    thresholds: Mapping[str, float] | None = None,
    **register: list[dict[str, Any]],
) -> dict[tuple[str, str], dict[str, Any]]:
    """Verdicts by (region, subject) on employment of some years and on rows of the register's tables."""
    rows = tables.verdict(relations(folder, *years, breaks=breaks, noise=noise, **register), thresholds).to_pylist()
    keys = {(row["region_code"], row["subject_code"], row["series"]) for row in rows}
    assert len(keys) == len(rows), "more than one verdict on the same"
    return {(row["region_code"], row["subject_code"]): row for row in rows}


def relations(
    folder: Path,
    *years: tuple[int, Mapping[Key, Figure]],
    breaks: list[tuple[int, str]] | None = None,
    noise: dict[str, int] | None = None,
    **register: list[dict[str, Any]],
) -> dict[str, pa.Table]:
    """What verdicts read: employment of some years measured, and rows of the register's tables."""
    cells = [written.employment(figures, year=year, level="5") for year, figures in years]
    target = folder / "location_quotient.parquet"
    content = pa.concat_tables([written.employment({}), *cells])
    measures.location_quotient(written.relations(content, noise=noise), target, "hand")
    editions = {"HAND": "SNI2007", "REGISTER": "SNI2025"}
    return {
        "location_quotient": pq.ParquetFile(target).read(),
        "employment": content,
        "region": classification.regions(),
        "industry": classification.industries(),
        "snapshot": pa.table({"series": list(editions), "industry_edition": list(editions.values())}),
        "series_break": rows_of(
            "series_break",
            [
                {"series": "HAND", "year": year, "kind": kind, "description_sv": "", "description_en": "", "source": ""}
                | {"own_check": False}
                for year, kind in breaks or []
            ],
        ),
        **{name: rows_of(name, register.get(name, [])) for name in EMPTY},
    }


def test_a_strength_is_found_in_all_twelve_ways_of_asking(tmp_path: Path) -> None:
    """Nation and rest of the nation × three years × with and without unknown industry."""
    row = judged(tmp_path, *((year, FIGURES) for year in (2021, 2022, 2023, 2024)))["08", "A"]
    assert (row["verdict"], row["reason"]) == ("styrka", "strong_in_most")
    assert (row["specifications"], row["specifications_strong"], row["share_strong"]) == (12, 12, 1.0)
    # Three years; the nation and its rest, with and without unknown industry, are one question.
    assert row["questions"] == 3
    assert (row["year"], row["lq"], row["flipping_specification"]) == (2024, 2.0, None)
    # 2000/10000 against 8000/90000 without unknown: 2000/9900 against 8000/89100 is the same times 0.99 twice.
    assert row["lq_highest"] == pytest.approx((2000 / 10000) / (8000 / 90000))
    assert row["lq_lowest"] == pytest.approx(2.0)


def test_years_before_a_break_are_not_asked(tmp_path: Path) -> None:
    row = judged(tmp_path, *((year, FIGURES) for year in (2022, 2023, 2024)), breaks=[(2024, "unknown_industry")])
    assert row["08", "A"]["specifications"] == 4
    row = judged(tmp_path, *((year, FIGURES) for year in (2022, 2023, 2024)), breaks=[(2025, "source"), (2024, "end")])
    assert row["08", "A"]["specifications"] == 12


def test_a_break_of_one_series_is_none_of_another() -> None:
    cell = {"region_code": "08", "industry_code": "A", "level": "5", "reference": "nation", "lq": 2.0, "year": 2024}
    quotients = [cell | {"series": series} for series in ("HAND", "OTHER")]
    # Neither a quotient that is not known nor one against the county makes a year.
    quotients += [cell | {"series": "HAND", "year": 2025, "lq": None}]
    quotients += [cell | {"series": "HAND", "year": 2026, "reference": "county"}]
    broken = {"series": "HAND", "year": 2023, "kind": "source"}
    read = {"location_quotient": rows_of("location_quotient", quotients)}
    read["series_break"] = rows_of("series_break", [broken])
    found = engine.select("verdict_year", read, {"years_back": 2}).to_pylist()
    assert {row["series"]: (row["first_year"], row["year"]) for row in found} == {
        "HAND": (2023, 2024),
        "OTHER": (2022, 2024),
    }
    assert len(found) == 2


def test_unknown_industry_is_no_subject_and_nobody_unknown_no_second_question(tmp_path: Path) -> None:
    found = judged(tmp_path, (2024, FIGURES))
    assert ("08", "00000") not in found
    alone = relations(tmp_path, (2024, FIGURES))
    alone["snapshot"] = alone["snapshot"].slice(0, 1)
    assert "00000" not in {row["subject_code"] for row in tables.verdict(alone).to_pylist()}
    nobody = {key: count for key, count in FIGURES.items() if key[1] != "00000"}
    assert judged(tmp_path, (2024, nobody))["08", "A"]["specifications"] == 2


def test_half_of_the_ways_make_it_possible_and_the_one_that_flips_is_named(tmp_path: Path) -> None:
    weak = FIGURES | {("08", "A"): 1_100, ("08", "B"): 8_800}
    row = judged(tmp_path, (2023, FIGURES), (2024, weak))["08", "A"]
    assert (row["verdict"], row["reason"]) == ("möjlig styrka", "strong_in_some")
    assert (row["specifications_strong"], row["specifications"]) == (4, 8)
    assert row["flipping_specification"] == "nation 2024 employed"


def test_what_was_strong_only_in_years_before_is_none_now(tmp_path: Path) -> None:
    lost = FIGURES | {("08", "A"): 900, ("08", "B"): 9_000}
    row = judged(tmp_path, (2022, FIGURES), (2023, FIGURES), (2024, lost))["08", "A"]
    # Eight of twelve ways find a strength, all of them in years before.
    assert (row["specifications_strong"], row["specifications"]) == (8, 12)
    assert (row["verdict"], row["reason"]) == ("ingen styrka", "not_now")
    assert row["flipping_specification"] == "nation 2022 employed"
    # As high as in the nation it is still a possible one.
    level = FIGURES | {("08", "A"): 1_000, ("08", "B"): 8_900}
    row = judged(tmp_path, (2022, FIGURES), (2023, FIGURES), (2024, level))["08", "A"]
    assert row["reason"] == "strong_in_some"


def test_few_ways_make_none_and_an_exact_threshold_counts(tmp_path: Path) -> None:
    found = judged(tmp_path, (2024, FIGURES))
    assert (found["07", "A"]["verdict"], found["07", "A"]["specifications_strong"]) == ("ingen styrka", 0)
    exact = judged(tmp_path, (2023, FIGURES), (2024, FIGURES), thresholds={"lq": 2.0})["08", "A"]
    # 2.0 itself is strong in every way; a hair above is not.
    assert exact["verdict"] == "styrka"
    assert judged(tmp_path, (2024, FIGURES), thresholds={"lq": 2.3})["08", "A"]["verdict"] == "ingen styrka"


def test_noise_that_can_bring_a_quotient_below_one_is_no_strength(tmp_path: Path) -> None:
    few = {("00", "A"): 100, ("00", "B"): 900, ("08", "A"): 15, ("08", "B"): 85}
    sure = judged(tmp_path, (2024, few), thresholds={"jobs": 1})["08", "A"]
    assert sure["specifications_strong"] == 2
    noisy = judged(tmp_path, (2024, few), noise={"HAND": 10}, thresholds={"jobs": 1})["08", "A"]
    assert noisy["specifications_strong"] == 1
    # What noise leaves at the line itself is strong: of both ways of asking the lower.
    asked = tables.specification(relations(tmp_path, (2024, few), noise={"HAND": 10})).to_pylist()
    left = [row["lq_low"] for row in asked if (row["region_code"], row["subject_code"]) == ("08", "A")]
    line = min(low for low in left if low is not None)
    at_it = judged(tmp_path, (2024, few), noise={"HAND": 10}, thresholds={"jobs": 1, "bound": line})["08", "A"]
    assert at_it["specifications_strong"] == 2


def test_too_few_jobs_are_no_ground_for_a_strength_but_none_is_none(tmp_path: Path) -> None:
    small = {key: count // 100 for key, count in FIGURES.items() if isinstance(count, int)}
    found = judged(tmp_path, (2024, small))
    assert (found["08", "A"]["verdict"], found["08", "A"]["reason"]) == ("otillräckligt underlag", "too_few_jobs")
    assert found["07", "A"]["verdict"] == "ingen styrka"


def test_a_cell_that_is_suppressed_says_so(tmp_path: Path) -> None:
    found = judged(tmp_path, (2023, FIGURES), (2024, FIGURES | {("08", "A"): "suppressed"}))
    assert (found["08", "A"]["verdict"], found["08", "A"]["reason"]) == ("otillräckligt underlag", "suppressed")
    assert found["06", "A"]["verdict"] == "styrka"


def test_distinctiveness_counts_the_others_that_can_say_the_same(tmp_path: Path) -> None:
    found = judged(tmp_path, (2023, FIGURES), (2024, FIGURES))
    row = found["08", "A"]
    # Two of three counties have the strength: one of the two others.
    assert (row["same_verdict"], row["of_regions"], row["distinctiveness"]) == (2, 3, 0.5)
    assert (found["07", "A"]["same_verdict"], found["07", "A"]["distinctiveness"]) == (1, None)


def test_of_every_verdict_is_counted_how_many_regions_of_a_kind_have_it(tmp_path: Path) -> None:
    """Four strengths, three niches, two possible strengths and one that is none; of a last one nothing is known."""
    kinds = {
        "styrka": register(20, (400, 900), (1.6, 4.0), 0.2, largest_high=0.3),
        "nisch med en arbetsgivare": register(20, (400, 900), (1.1, 4.0), 0.6),
        "möjlig styrka": register(20, (400, 900), (1.6, 4.0), 0.2, largest_high=0.3, q_value=0.06),
        "ingen styrka": register(4, (400, 900), (0.2, 0.9), 0.2),
        "otillräckligt underlag": register(20, (1, 900), (1.6, 4.0), 0.2, largest_high=0.3),
    }
    counties = iter(row["region_code"] for row in classification.regions().to_pylist() if row["type"] == "county")
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number, tables_of in zip((4, 3, 2, 1, 1), kinds.values(), strict=True):
        for county in [next(counties) for _ in range(number)]:
            for name, cells in tables_of.items():
                rows[name] += [cell | {"region_code": county} for cell in cells]
    found = judged(tmp_path, **rows).values()
    told = {row["verdict"]: (row["same_verdict"], row["of_regions"]) for row in found}
    assert told == dict(zip(kinds, [(4, 10), (3, 10), (2, 10), (1, 10), (None, 10)], strict=True))


def test_a_region_without_ground_is_none_of_those_that_could_say_the_same(tmp_path: Path) -> None:
    suppressed = FIGURES | {("07", "A"): "suppressed"}
    row = judged(tmp_path, (2023, suppressed), (2024, suppressed))["08", "A"]
    assert (row["verdict"], row["same_verdict"], row["of_regions"], row["distinctiveness"]) == ("styrka", 2, 2, 0.0)


def test_a_region_is_counted_among_those_of_its_kind_and_year(tmp_path: Path) -> None:
    """Kronoberg county (07) has no figures of the newest year, and Kalmar (0880) is a municipality."""
    whole = FIGURES | {("0880", "A"): 400, ("0880", "B"): 600}
    newest = {key: count for key, count in whole.items() if key[0] != "07"}
    found = judged(tmp_path, (2023, whole), (2024, newest))
    told = {region: (row["year"], row["of_regions"]) for (region, code), row in found.items() if code == "A"}
    assert told == {"06": (2024, 2), "07": (2023, 1), "08": (2024, 2), "0880": (2024, 1)}


def workplace(region: str, count: int, **more: Any) -> dict[str, Any]:
    """100 of 1,000 workplaces in the nation are of the industry; each county has 50 in all."""
    return {
        "region_code": region,
        "industry_code": "16",
        "register_date": None,
        "series": "REGISTER",
        "level": "2",
        "reference": "nation",
        "reference_code": "00",
        "workplaces": count,
        "workplaces_region": 50,
        "workplaces_reference": 100,
        "workplaces_reference_total": 1000,
        "share": count / 50,
        "lq": (count / 50) / 0.1,
        "overrepresented": count >= 5,
        **more,
    }


def register(
    count: int,
    jobs: tuple[int, int],
    quotient: tuple[float, float],
    largest: float,
    largest_high: float = 1.0,
    estimate: float | None = None,
    q_value: float = 0.001,
) -> dict[str, Any]:
    shared = {"region_code": "08", "industry_code": "16", "register_date": date(2026, 3, 1), "series": "REGISTER"}
    return {
        "workplace_quotient": [workplace("08", count) | shared],
        "job_quotient": [
            shared
            | {"reference": "nation", "reference_code": "00", "level": "2", "jobs_low": jobs[0], "jobs_high": jobs[1]}
            | {"lq_low": quotient[0], "lq_high": quotient[1], "lq_estimate": estimate}
        ],
        "plant_concentration": [
            shared | {"level": "2", "workplaces": count, "top1_low": largest, "top1_high": largest_high}
        ],
        "uncertainty": [
            {key: shared[key] for key in ("region_code", "industry_code", "series")}
            | {"year": 2026, "level": "2", "counted": "workplaces", "lq": 4.0, "q_value": q_value}
        ],
    }


def test_workplaces_and_jobs_with_and_without_the_largest_are_five_ways_of_asking(tmp_path: Path) -> None:
    row = judged(tmp_path, **register(20, (400, 900), (1.6, 4.0), 0.2, largest_high=0.3))["08", "16"]
    assert (row["specifications"], row["specifications_strong"], row["verdict"]) == (5, 5, "styrka")
    assert row["questions"] == 2
    assert (row["year"], row["jobs_low"], row["workplaces"], row["q_value"]) == (2026, 400.0, 20.0, 0.001)


def several_pulls() -> dict[str, list[dict[str, Any]]]:
    """Two pulls of the register, two counties, and industries 16 and 46 with a branch of 16 and one of its branches,
    measured against nation and county. What a subject has is told by its place k, from 1 to 16: 10 + k workplaces,
    100 k jobs at least, a largest share of 0.03 k and a q-value of 0.003 k."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    levels = {"16": "2", "46": "2", "161": "3", "16100": "5"}
    for k, (year, region, code) in enumerate(product((2025, 2026), ("07", "08"), levels), 1):
        about = {"region_code": region, "industry_code": code, "series": f"PULL{year}", "level": levels[code]}
        dated = about | {"register_date": date(year, 3, 1)}
        for reference in ({"reference": "nation"}, {"reference": "county", "reference_code": region}):
            found["workplace_quotient"].append(workplace(region, 10 + k) | dated | reference)
            of_jobs = {"reference_code": "00", "jobs_low": 100 * k, "jobs_high": 5_000, "lq_low": 1.6, "lq_high": 9.0}
            found["job_quotient"].append(dated | of_jobs | reference)
        found["plant_concentration"].append(dated | {"workplaces": 10 + k, "top1_low": 0.03 * k, "top1_high": 0.03 * k})
        tested = about | {"counted": "workplaces", "lq": 4.0}
        found["uncertainty"].append(tested | {"year": year, "q_value": 0.003 * k})
        # A year that the pull is not of.
        found["uncertainty"].append(tested | {"year": 2020, "q_value": 1.0})
    return found


def test_every_subject_has_figures_of_its_own(tmp_path: Path) -> None:
    """Jobs without a largest workplace of 0.03 k of them are at least 1.6 (1 - 0.03 k): below 1, and open, from k = 13
    on, which only PULL2026's Kalmar county has. The largest of k = 13 has less than 0.4 of them, that of 14 more."""
    rows = tables.verdict(relations(tmp_path, **several_pulls()), {"largest": 0.4}).to_pylist()
    columns = ("region_code", "subject_code", "workplaces", "jobs_low", "specifications", "specifications_open")
    columns += ("reason", "same_verdict", "of_regions")
    told = [(row["series"], round(row["q_value"], 6), *(row[name] for name in columns)) for row in rows]
    sure, niche = (9, 0, "strong_in_most", 2, 2), (9, 2, "one_employer", 1, 2)
    alone = (9, 0, "strong_in_most", 1, 2)
    assert sorted(told) == [
        ("PULL2025", 0.003, "07", "16", 11.0, 100.0, *sure),
        ("PULL2025", 0.006, "07", "46", 12.0, 200.0, *sure),
        ("PULL2025", 0.009, "07", "161", 13.0, 300.0, *sure),
        ("PULL2025", 0.015, "08", "16", 15.0, 500.0, *sure),
        ("PULL2025", 0.018, "08", "46", 16.0, 600.0, *sure),
        ("PULL2025", 0.021, "08", "161", 17.0, 700.0, *sure),
        ("PULL2026", 0.027, "07", "16", 19.0, 900.0, *sure),
        ("PULL2026", 0.03, "07", "46", 20.0, 1000.0, *alone),
        ("PULL2026", 0.033, "07", "161", 21.0, 1100.0, *alone),
        ("PULL2026", 0.039, "08", "16", 23.0, 1300.0, 9, 2, "strong_in_most", 2, 2),
        ("PULL2026", 0.042, "08", "46", 24.0, 1400.0, *niche),
        ("PULL2026", 0.045, "08", "161", 25.0, 1500.0, *niche),
    ]


def test_two_registers_of_one_year_are_judged_each_by_itself(tmp_path: Path) -> None:
    rows = register(20, (400, 900), (1.6, 4.0), 0.2, largest_high=0.3)
    other = register(4, (400, 900), (0.2, 0.9), 0.2)
    both = {name: [*rows[name], *(row | {"series": "OTHER"} for row in other[name])] for name in rows}
    found = tables.verdict(relations(tmp_path, **both)).to_pylist()
    told = {row["series"]: (row["verdict"], row["specifications"], row["of_regions"]) for row in found}
    assert len(found) == 2
    assert told == {"REGISTER": ("styrka", 5, 1), "OTHER": ("ingen styrka", 5, 1)}


def test_a_region_without_workplaces_is_not_asked_what_it_would_have_without_one(tmp_path: Path) -> None:
    nothing = {"series": "REGISTER", "register_date": date(2026, 3, 1), "workplaces_region": 0, "note": "no_workplaces"}
    row = judged(tmp_path, workplace_quotient=[workplace("08", 0) | nothing | {"share": None, "lq": None}])["08", "16"]
    counts = [row[name] for name in ("specifications", "specifications_strong", "specifications_open", "questions")]
    assert (counts, row["share_strong"], row["reason"]) == ([0, 0, 0, 0], None, "no_workplaces")
    area = {"region_code": "08", "year": 2026, "series": "REGISTER", "reference": "nation", "reference_code": "00"}
    area |= {"area_id": "wood", "level": "2", "needed_level": "2", "workplaces": 0.0, "region_total": 0}
    area |= {"area_reference": 100.0, "reference_total": 1_000, "note": "no_workplaces"}
    row = judged(tmp_path, strength_area_quotient=[area])["08", "wood"]
    assert (row["specifications"], row["reason"]) == (0, "no_workplaces")
    # Without a quotient and without a reason for that.
    assert judged(tmp_path, strength_area_quotient=[area | {"note": None}])["08", "wood"]["reason"] == "no_quotient"


def test_a_branch_of_a_level_that_is_not_judged_is_not_asked_about(tmp_path: Path) -> None:
    asked = tables.specification(relations(tmp_path, **several_pulls())).to_pylist()
    # Five ways against the nation and four against the county, for three codes of two counties in two pulls.
    assert len(asked) == 9 * 3 * 2 * 2
    assert {row["subject_code"] for row in asked} == {"16", "46", "161"}


def test_jobs_that_the_largest_alone_may_have_are_an_open_answer(tmp_path: Path) -> None:
    """Without up to four tenths of the jobs at least 0.96 of 1.6 is left, which is below 1; at most all of 4."""
    row = judged(tmp_path, **register(20, (400, 900), (1.6, 4.0), 0.2, largest_high=0.4))["08", "16"]
    assert (row["specifications_strong"], row["specifications_open"], row["share_strong"]) == (4, 1, 1.0)


def test_an_open_answer_is_neither_for_nor_against_but_an_estimate_below_one_is_against(tmp_path: Path) -> None:
    row = judged(tmp_path, **register(20, (400, 900), (0.8, 4.0), 0.2))["08", "16"]
    assert (row["specifications_strong"], row["specifications_open"], row["verdict"]) == (3, 2, "möjlig styrka")
    for_it = judged(tmp_path, **register(20, (400, 900), (0.8, 4.0), 0.2, estimate=2.0))["08", "16"]
    assert (for_it["specifications_strong"], for_it["specifications_open"]) == (3, 2)
    against = judged(tmp_path, **register(20, (400, 900), (0.8, 4.0), 0.2, estimate=0.9))["08", "16"]
    # Without the largest, no more than the estimate is left: both ways of asking for jobs are against.
    assert (against["specifications_strong"], against["specifications_open"]) == (3, 0)
    assert (against["verdict"], against["flipping_specification"]) == ("möjlig styrka", "nation 2026 jobs")


def test_some_strong_answers_are_few_until_they_are_the_share_that_makes_a_strength_possible(tmp_path: Path) -> None:
    """Kalmar's A is 2.25 times the rest of the nation and 2 times the nation, in the newer of two years."""
    before = FIGURES | {("08", "A"): 1_000}
    row = judged(tmp_path, (2023, before), (2024, FIGURES), thresholds={"lq": 2.1})["08", "A"]
    assert (row["specifications"], row["specifications_strong"], row["reason"]) == (8, 2, "strong_in_few")
    row = judged(tmp_path, (2023, before), (2024, FIGURES), thresholds={"lq": 2.1, "possible": 0.25})["08", "A"]
    assert (row["verdict"], row["reason"]) == ("möjlig styrka", "strong_in_some")


@pytest.mark.parametrize(
    ("jobs", "largest_high", "lines", "counts", "reason"),
    [
        # By workplaces 4, 4.75 against the rest and 3.9 without one; both answers by jobs are open.
        ((0.8, 4.0), 1.0, {"lq": 4.5}, (1, 2), "open_could_turn"),
        # All that have an answer are strong, and as many are needed.
        ((0.8, 4.0), 1.0, {"possible": 1.0}, (3, 2), "few_questions"),
        # By jobs strong, and open without the largest workplace: two of five would do, one of four does not.
        ((1.6, 4.0), 0.4, {"lq": 5.0, "possible": 0.4}, (1, 1), "open_could_turn"),
    ],
)
def test_a_single_open_answer_can_turn_what_too_few_strong_ones_say(
    tmp_path: Path,
    jobs: tuple[float, float],
    largest_high: float,
    lines: dict[str, float],
    counts: tuple[int, int],
    reason: str,
) -> None:
    cells = register(20, (400, 900), jobs, 0.2, largest_high=largest_high)
    row = judged(tmp_path, thresholds=lines, **cells)["08", "16"]
    assert ((row["specifications_strong"], row["specifications_open"]), row["reason"]) == (counts, reason)


@pytest.mark.parametrize(
    ("jobs", "estimate", "strong"), [((0.8, 1.0), None, 3), ((0.8, 4.0), 1.0, 3), ((1.0, 4.0), None, 4)]
)
def test_as_many_jobs_as_the_nation_are_not_fewer(
    tmp_path: Path, jobs: tuple[float, float], estimate: float | None, strong: int
) -> None:
    row = judged(tmp_path, **register(20, (400, 900), jobs, 0.2, estimate=estimate))["08", "16"]
    assert (row["specifications_strong"], row["specifications_open"]) == (strong, 5 - strong)


def test_as_many_jobs_as_a_strength_needs_are_not_too_few(tmp_path: Path) -> None:
    cells = register(20, (400, 900), (1.6, 4.0), 0.2, largest_high=0.3)
    assert judged(tmp_path, thresholds={"jobs": 400}, **cells)["08", "16"]["reason"] == "strong_in_most"
    assert judged(tmp_path, thresholds={"jobs": 401}, **cells)["08", "16"]["reason"] == "too_few_jobs"


def test_as_many_workplaces_and_as_many_ways_as_a_strength_needs_are_not_too_few(tmp_path: Path) -> None:
    cells = register(20, (400, 900), (1.6, 4.0), 0.2, largest_high=0.3)
    assert judged(tmp_path, thresholds={"workplaces": 20}, **cells)["08", "16"]["reason"] == "strong_in_most"
    assert judged(tmp_path, thresholds={"workplaces": 21}, **cells)["08", "16"]["reason"] == "too_few_workplaces"
    # Three ways of five find a strength.
    cells = register(20, (400, 900), (0.8, 4.0), 0.2, estimate=0.9)
    assert judged(tmp_path, thresholds={"strong": 0.6}, **cells)["08", "16"]["reason"] == "strong_in_most"
    assert judged(tmp_path, thresholds={"strong": 0.61}, **cells)["08", "16"]["reason"] == "strong_in_some"


def test_what_chance_could_give_is_possible_only(tmp_path: Path) -> None:
    row = judged(tmp_path, **register(20, (400, 900), (1.6, 4.0), 0.2, largest_high=0.3, q_value=0.06))["08", "16"]
    assert (row["verdict"], row["reason"]) == ("möjlig styrka", "could_be_chance")
    sure = judged(tmp_path, **register(20, (400, 900), (1.6, 4.0), 0.2, largest_high=0.3, q_value=0.05))["08", "16"]
    assert sure["verdict"] == "styrka"


def test_one_employer_is_a_niche(tmp_path: Path) -> None:
    row = judged(tmp_path, **register(20, (400, 900), (1.1, 4.0), 0.6))["08", "16"]
    assert (row["verdict"], row["reason"]) == ("nisch med en arbetsgivare", "one_employer")


def test_a_workplace_of_unknown_size_may_be_as_large_as_the_largest_known(tmp_path: Path) -> None:
    """Six tenths of the jobs at workplaces of known size are at least 0.6 / (1 + 0.6) = 0.375 of all."""
    cells = register(20, (400, 900), (1.1, 4.0), 0.6)
    cells["job_quotient"][0]["workplaces_unknown_size"] = 1
    assert judged(tmp_path, **cells)["08", "16"]["reason"] == "strong_in_most"


def test_a_threshold_that_one_of_many_workplaces_crosses_makes_no_employer(tmp_path: Path) -> None:
    """Seven of fifty workplaces: 1.4; without one, (6/49)/(99/999) is 1.236. A threshold between them is one way of
    asking that finds nothing: of seven workplaces none of which surely has half of the jobs, none is the employer."""
    row = judged(tmp_path, **register(7, (400, 900), (1.1, 4.0), 0.3, 0.3), thresholds={"lq": 1.3})["08", "16"]
    assert (row["verdict"], row["reason"]) == ("möjlig styrka", "strong_in_some")
    assert row["flipping_specification"] == "nation 2026 workplaces_without_largest"
    assert row["lq_lowest"] == pytest.approx((6 / 49) / (99 / 999))


def test_one_question_makes_a_strength_possible_and_its_absence_a_finding_only_when_none_is_open(
    tmp_path: Path,
) -> None:
    """Jobs from 0.8 to 4 times the nation's are open. Four of fifty workplaces against 100 of 1,000 are 0.8 times."""
    row = judged(tmp_path, **register(20, (400, 900), (0.8, 4.0), 0.2))["08", "16"]
    assert (row["verdict"], row["reason"], row["questions"]) == ("möjlig styrka", "few_questions", 1)
    few = judged(tmp_path, **register(4, (400, 900), (0.8, 4.0), 0.2))["08", "16"]
    assert (few["verdict"], few["reason"]) == ("otillräckligt underlag", "open_could_turn")
    absent = judged(tmp_path, **register(4, (400, 900), (0.2, 0.9), 0.2))["08", "16"]
    assert (absent["verdict"], absent["specifications_open"]) == ("ingen styrka", 0)


def test_open_answers_that_could_turn_an_absence_are_no_ground_and_jobs_that_surely_are_more_are_none(
    tmp_path: Path,
) -> None:
    """Four of fifty workplaces are 0.8 times the nation's, four of 25 in the county's reference of 100 of 500 too: no
    strength by workplaces in five ways, open in four by jobs. Were those strong, four of nine would be too few."""
    shared = {"reference": "county", "reference_code": "08"}

    def found(jobs: tuple[float, float], county_jobs: tuple[float, float], **lines: float) -> dict[str, Any]:
        cells = register(4, (400, 900), jobs, 0.2)
        beside = register(4, (400, 900), county_jobs, 0.2)
        for name in ("workplace_quotient", "job_quotient"):
            cells[name] += [row | shared for row in beside[name]]
        return judged(tmp_path, thresholds=lines, **cells)["08", "16"]

    row = found((0.8, 4.0), (0.8, 4.0))
    assert (row["specifications"], row["specifications_strong"], row["specifications_open"]) == (9, 0, 4)
    assert (row["verdict"], row["reason"]) == ("ingen styrka", "strong_in_few")
    turned = found((0.8, 4.0), (0.8, 4.0), possible=4 / 9)
    assert (turned["verdict"], turned["reason"]) == ("otillräckligt underlag", "open_could_turn")
    # Against the county the jobs are surely fewer: two open answers turn nothing.
    assert found((0.8, 4.0), (0.2, 0.9), possible=4 / 9)["reason"] == "strong_in_few"
    # Jobs that surely are as many as the nation's leave too few workplaces, not an absence.
    assert found((1.6, 4.0), (0.2, 0.9))["reason"] == "too_few_workplaces"


def test_a_quotient_against_a_nation_that_lacks_a_cell_is_no_answer(tmp_path: Path) -> None:
    """In 2023 a cell of the sum that the nation is was suppressed: of two years only 2024 is asked."""
    counties = {key: figure for key, figure in FIGURES.items() if key[0] != "00"}
    whole = {("X" + region, industry): figure for (region, industry), figure in counties.items()}
    lacking = whole | {("X07", "B"): "suppressed"}
    assert judged(tmp_path, (2023, whole), (2024, whole), thresholds={"lq": 1})["X08", "A"]["questions"] == 2
    row = judged(tmp_path, (2023, lacking), (2024, whole), thresholds={"lq": 1})["X08", "A"]
    assert (row["specifications"], row["questions"], row["reason"]) == (4, 1, "few_questions")


def test_an_area_that_a_series_is_too_coarse_for_is_no_ground_and_named_areas_are_held_against_figures(
    tmp_path: Path,
) -> None:
    shared = {"version": "1", "area_set": "test", "source_sv": "", "source_en": "", "origin": "declared", "file": "x"}
    areas = [
        shared | {"area_id": name, "position": place, "name_sv": name, "name_en": name, "region_codes": regions}
        for place, (name, regions) in enumerate([("wood", "08"), ("food", None), ("fine", "08")])
    ]
    cell = {"region_code": "08", "year": 2026, "series": "REGISTER", "reference": "nation", "reference_code": "00"}
    measured = {"level": "5", "needed_level": "5", "jobs_low": 200.0, "workplaces": 30.0}
    quotients = [
        cell | measured | {"area_id": "wood", "lq": 0.5, "lq_jobs_low": 0.1, "lq_jobs_high": 0.9},
        cell | measured | {"area_id": "food", "lq": 2.0, "lq_jobs_low": 1.5, "lq_jobs_high": 9.0},
        cell | {"area_id": "fine", "needed_level": "5", "note": "level_too_coarse"},
    ]
    found = judged(tmp_path, strength_area=areas, strength_area_quotient=quotients)
    told = {area: (found["08", area]["verdict"], found["08", area]["declared"]) for area in ("wood", "food", "fine")}
    assert told == {
        "wood": ("ingen styrka", "named_not_shown"),
        "food": ("styrka", "shown_not_named"),
        "fine": ("otillräckligt underlag", "named_undecided"),
    }
    assert found["08", "fine"]["reason"] == "level_too_coarse"


def test_an_industry_and_an_area_of_one_code_are_two_subjects(tmp_path: Path) -> None:
    """An imported table's own codes can be ids of areas: each has its verdict, and is counted with its own kind."""
    area = {"region_code": "08", "area_id": "A", "year": 2024, "series": "HAND", "reference": "nation"}
    area |= {"reference_code": "00", "level": "5", "needed_level": "5", "employees": 100.0, "lq": 0.5}
    years = [(year, FIGURES) for year in (2021, 2022, 2023, 2024)]
    alone = tables.verdict(relations(tmp_path, *years)).to_pylist()
    beside = tables.verdict(relations(tmp_path, *years, strength_area_quotient=[area])).to_pylist()
    (added,) = [row for row in beside if row["subject_type"] == "area"]
    assert [row for row in beside if row["subject_type"] == "industry"] == alone
    assert (added["subject_code"], added["verdict"], added["of_regions"]) == ("A", "ingen styrka", 1)


def test_an_area_of_which_one_workplace_has_half_is_an_employer(tmp_path: Path) -> None:
    """Member 16 has a workplace of 100 to 199 and twelve of 1 to 4, 48 in all; member 4683 counts half, 2 for each of
    its 1 to 4. With 26 of those the largest has at least 100 of 200, exactly half; with 27 less."""
    shared = {"version": "1", "area_set": "test", "source_sv": "", "source_en": "", "origin": "declared", "file": "x"}
    area = shared | {"area_id": "wood", "position": 0, "name_sv": "wood", "name_en": "wood", "region_codes": None}
    member = {"area_id": "wood", "edition": "SNI2025", "level": "2", "reason_sv": "", "reason_en": ""}
    place = {"region_code": "0880", "register_date": date(2026, 3, 1), "series": "REGISTER"}
    quotient = {"region_code": "08", "year": 2026, "series": "REGISTER", "reference": "nation", "reference_code": "00"}
    quotient |= {"level": "2", "needed_level": "2", "jobs_low": 100.0, "workplaces": 30.0, "area_id": "wood"}

    def reason(**counts: tuple[str, str, int]) -> str:
        cells = {"large": ("16", "7", 1), **counts}
        found = judged(
            tmp_path,
            strength_area=[area],
            strength_area_member=[
                member | {"industry_code": "16", "weight": 1.0},
                member | {"industry_code": "4683", "weight": 0.5},
            ],
            strength_area_quotient=[quotient | {"lq": 2.0, "lq_jobs_low": 1.5, "lq_jobs_high": 9.0}],
            workplace_count=[
                place | {"industry_code": code, "level": str(len(code)), "size_class": size_class, "workplaces": count}
                for code, size_class, count in cells.values()
            ],
        )
        return str(found["08", "wood"]["reason"])

    small = ("16", "2", 12)
    assert reason(small=small, half=("4683", "2", 26)) == "one_employer"
    assert reason(small=small, half=("4683", "2", 27)) == "strong_in_most"
    # 48 and 9, and 2 for each of 22: a hair less than half.
    assert reason(small=small, next=("16", "3", 1), half=("4683", "2", 22)) == "strong_in_most"
    # Nobody is employed in the first class; one of unknown size, or of an open class, may be as large as the largest.
    assert reason(none=("16", "1", 99), unknown=("16", "0", 1)) == "one_employer"
    assert reason(unknown=("16", "0", 2)) == "strong_in_most"
    # Of a single one nobody knows whether it has any jobs at all.
    assert reason(large=("16", "0", 1)) == "strong_in_most"
    # Two that may be equally large have half each at least; a third one less.
    assert reason(second=("16", "7", 1)) == "one_employer"
    assert reason(second=("16", "7", 2)) == "strong_in_most"
    # Half of a larger one is less than the largest, and can be as much.
    assert reason(half=("4683", "8", 1)) == "one_employer"
    # It is no larger for it than the two beside it: 100 of 300 at least.
    assert reason(second=("16", "7", 1), half=("4683", "8", 1)) == "strong_in_most"


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"register_date": date(2025, 3, 1)},
        # Pulls of the same year are not one register either.
        {"register_date": date(2026, 1, 1)},
        {"series": "OTHER"},
        {"region_code": "0780"},
        {"industry_code": "10"},
        {"industry_code": "11"},
        {"workplaces": 0},
    ],
    ids=["year_before", "same_year_before", "other_register", "other_county", "other_area", "other_edition", "none"],
)
def test_a_large_workplace_elsewhere_is_no_employer_here(tmp_path: Path, elsewhere: dict[str, Any]) -> None:
    """Two workplaces of 100 to 199: each has half at least, three of them less; beside these one of at least 1,000
    would have more than half, of 597 + 1,000."""
    shared = {"version": "1", "area_set": "test", "source_sv": "", "source_en": "", "origin": "declared", "file": "x"}
    shared |= {"position": 0, "region_codes": None}
    member = {"weight": 1.0, "edition": "SNI2025", "level": "2", "reason_sv": "", "reason_en": ""}
    quotient = {"region_code": "08", "year": 2026, "series": "REGISTER", "reference": "nation", "reference_code": "00"}
    quotient |= {"level": "2", "needed_level": "2", "jobs_low": 100.0, "workplaces": 30.0, "area_id": "wood"}
    place = {"region_code": "0880", "register_date": date(2026, 3, 1), "series": "REGISTER", "level": "2"}
    place |= {"industry_code": "16", "size_class": "7"}

    def reason(count: int) -> str:
        found = judged(
            tmp_path,
            strength_area=[shared | {"area_id": name, "name_sv": name, "name_en": name} for name in ("wood", "food")],
            strength_area_member=[
                member | {"area_id": "wood", "industry_code": "16"},
                member | {"area_id": "food", "industry_code": "10"},
                member | {"area_id": "wood", "industry_code": "11", "edition": "SNI2007"},
            ],
            strength_area_quotient=[quotient | {"lq": 2.0, "lq_jobs_low": 1.5, "lq_jobs_high": 9.0}],
            workplace_count=[
                place | {"workplaces": count},
                place | {"size_class": "10", "workplaces": 1} | elsewhere,
            ],
        )
        return str(found["08", "wood"]["reason"])

    assert (reason(2), reason(3)) == ("one_employer", "strong_in_most")


def test_an_area_that_chance_could_give_is_possible_only_and_without_its_largest_workplace_less_is_left(
    tmp_path: Path,
) -> None:
    """Members: 16 has 100–120 jobs, at most half at one workplace; 46 counts half of 40–80. Its largest share is at
    most 0.5·120/(120 + 20), so of 1.6 at least 1.6·(1 − 3/7) = 0.914 is left; of 1.8 it is 1.029."""
    shared = {"version": "1", "area_set": "test", "source_sv": "", "source_en": "", "origin": "declared", "file": "x"}
    area = shared | {"area_id": "wood", "position": 0, "name_sv": "wood", "name_en": "wood", "region_codes": None}
    member = {"area_id": "wood", "edition": "SNI2025", "level": "2", "reason_sv": "", "reason_en": ""}
    place = {"region_code": "08", "register_date": date(2026, 3, 1), "series": "REGISTER", "level": "2"}
    cell = {"region_code": "08", "area_id": "wood", "year": 2026, "series": "REGISTER", "level": "2"}
    quotient = cell | {"reference": "nation", "reference_code": "00", "needed_level": "2", "jobs_low": 120.0}
    quotient |= {"workplaces": 30.0, "region_total": 150, "area_reference": 100.0, "reference_total": 1_000}
    tested = cell | {"workplaces_whole": 40, "workplaces_core": 20, "region_share": 0.15, "p_value": 0.01}
    tested |= {"workplaces_whole_reference": 130, "workplaces_core_reference": 70}

    def found(jobs_low: float, q_value: float, highs: tuple[float, float | None] = (0.5, 0.9)) -> dict[str, Any]:
        return judged(
            tmp_path,
            strength_area=[area],
            strength_area_member=[
                member | {"industry_code": "16", "weight": 1.0},
                member | {"industry_code": "46", "weight": 0.5},
            ],
            strength_area_quotient=[quotient | {"share": 0.2, "lq": 2.0, "lq_jobs_low": jobs_low, "lq_jobs_high": 9.0}],
            strength_area_uncertainty=[tested | {"q_value": q_value}],
            job_interval=[
                place | {"industry_code": "16", "jobs_low": 100, "jobs_high_known_size": 120},
                place | {"industry_code": "46", "jobs_low": 40, "jobs_high_known_size": 80},
            ],
            plant_concentration=[
                place | {"industry_code": "16", "workplaces": 9, "top1_low": 0.2, "top1_high": highs[0]},
                place | {"industry_code": "46", "workplaces": 9, "top1_low": 0.1, "top1_high": highs[1]},
            ],
        )["08", "wood"]

    open_answer, sure = found(1.6, 0.05), found(1.8, 0.05)
    assert (open_answer["specifications"], open_answer["specifications_open"]) == (5, 1)
    assert (sure["specifications_open"], sure["verdict"], sure["q_value"]) == (0, "styrka", 0.05)
    assert (sure["jobs_low"], sure["workplaces"]) == (120.0, 30.0)
    # 1.3·(1 − 0.2·120/140) = 1.077; a member whose largest share nothing bounds may be one workplace: 1.3·(1 − 40/140).
    assert found(1.3, 0.05, (0.2, 0.1))["specifications_open"] == 0
    assert found(1.3, 0.05, (0.2, None))["specifications_open"] == 1
    chance = found(1.8, 0.051)
    assert (chance["verdict"], chance["reason"]) == ("möjlig styrka", "could_be_chance")


def test_every_area_has_a_largest_workplace_and_a_q_value_of_its_own(tmp_path: Path) -> None:
    """Two pulls, two counties, two areas of one industry each, of which the largest workplace has at most a share of
    0.1 k of the jobs, k from 1 to 8. Of 1.6 at least 1.6 (1 - 0.1 k) is left: 1 or more up to k = 3, then open."""
    members = {"wood": "16", "food": "10"}
    member = {"level": "2", "weight": 1.0, "edition": "SNI2025", "reason_sv": "", "reason_en": ""}
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    rows["strength_area_member"] = [member | {"area_id": area, "industry_code": members[area]} for area in members]
    # Of the other edition the area has another industry.
    rows["strength_area_member"].append(member | {"area_id": "wood", "industry_code": "17", "edition": "SNI2007"})
    for k, (year, region, area) in enumerate(product((2025, 2026), ("07", "08"), members), 1):
        cell = {"region_code": region, "area_id": area, "year": year, "series": f"PULL{year}", "level": "2"}
        measured = {"workplaces": 30.0, "jobs_low": 100.0, "lq": 2.0, "lq_jobs_low": 1.6, "lq_jobs_high": 9.0}
        measured |= {"reference": "nation", "reference_code": "00", "needed_level": "2"}
        rows["strength_area_quotient"].append(cell | measured)
        tested = {"workplaces_whole": 30, "workplaces_core": 30, "workplaces_whole_reference": 60}
        tested |= {"workplaces_core_reference": 60, "region_share": 0.1, "p_value": 0.001}
        rows["strength_area_uncertainty"].append(cell | tested | {"q_value": k / 1000})
        for code, share in ((members[area], k / 10), ("17", 1.0)):
            place = {"region_code": region, "industry_code": code, "register_date": date(year, 3, 1)}
            place |= {"series": f"PULL{year}", "level": "2"}
            rows["job_interval"].append(place | {"jobs_low": 100, "jobs_high_known_size": 120})
            rows["plant_concentration"].append(place | {"workplaces": 9, "top1_low": 0.1, "top1_high": share})
    found = tables.verdict(relations(tmp_path, **rows)).to_pylist()
    told = sorted((row["q_value"], row["specifications"], row["specifications_open"]) for row in found)
    assert told == [(k / 1000, 3, 0 if k <= 3 else 1) for k in range(1, 9)]


def test_an_area_is_judged_once_by_the_answers_of_its_newest_year(tmp_path: Path) -> None:
    """By workplaces, without one of them and by the rest of the nation, in the newest year; once in the one before."""
    cell = {"region_code": "08", "area_id": "wood", "level": "2", "needed_level": "2", "series": "REGISTER"}
    cell |= {"reference": "nation", "reference_code": "00", "workplaces": 30.0, "jobs_low": 100.0, "share": 0.2}
    cell |= {"region_total": 150, "area_reference": 100.0, "reference_total": 1_000}
    years = [cell | {"year": year, "lq": lq} for year, lq in ((2025, 0.1), (2026, 2.0))]
    row = judged(tmp_path, strength_area_quotient=years)["08", "wood"]
    assert (row["year"], row["lq"], row["specifications"]) == (2026, 2.0, 3)
    assert row["lq_lowest"] == pytest.approx((29 / 149) / (99 / 999), rel=1e-14)


def test_an_area_of_which_the_table_lacks_most_industries_is_no_ground(tmp_path: Path) -> None:
    shared = {"version": "1", "area_set": "test", "source_sv": "", "source_en": "", "origin": "declared", "file": "x"}
    area = shared | {"area_id": "wood", "position": 0, "name_sv": "wood", "name_en": "wood", "region_codes": None}
    cell: dict[str, Any] = {"year": 2025, "series": "HAND", "region_code": "08", "reference": "nation"}
    cell |= {"reference_code": "00", "area_id": "wood", "level": "2", "needed_level": "2", "members": 4, "lq": 2.0}

    def reason(listed: int) -> str:
        rows = [cell | {"members_listed": listed}]
        return judged(tmp_path, strength_area=[area], strength_area_quotient=rows)["08", "wood"]["reason"]

    # One industry of four is less than half of them, two are not; one way of asking makes it possible only.
    assert (reason(1), reason(2)) == ("members_not_in_table", "few_questions")


def test_an_area_is_asked_against_the_rest_of_the_nation_which_is_the_same_question_and_no_ground(
    tmp_path: Path,
) -> None:
    """10 of 50 workplaces against 100 of 1,000: 2; against the rest, 90 of 950; without one, 9 of 49 against 99 of 999,
    which is no further ground. Jobs on both sides of 1 are open, and so are those without a largest of any size."""
    shared = {"version": "1", "area_set": "test", "source_sv": "", "source_en": "", "origin": "declared", "file": "x"}
    area = shared | {"area_id": "wood", "position": 0, "name_sv": "wood", "name_en": "wood", "region_codes": None}
    cell = {"region_code": "08", "year": 2026, "series": "REGISTER", "reference": "nation", "reference_code": "00"}
    cell |= {"area_id": "wood", "level": "2", "needed_level": "2", "jobs_low": 100.0, "lq_jobs_low": 0.5}
    cell |= {"workplaces": 10.0, "region_total": 50, "area_reference": 100.0, "share": 0.2, "lq": 2.0}
    cell |= {"lq_jobs_high": 3.0}

    def found(**changed: float) -> dict[str, Any]:
        rows = [cell | {"reference_total": 1_000} | changed]
        return judged(tmp_path, strength_area=[area], strength_area_quotient=rows)["08", "wood"]

    row = found()
    assert (row["verdict"], row["reason"]) == ("möjlig styrka", "few_questions")
    assert (row["specifications"], row["specifications_open"], row["questions"]) == (5, 2, 1)
    assert row["lq_lowest"] == pytest.approx((9 / 49) / (99 / 999))
    assert row["lq_highest"] == pytest.approx(0.2 / (90 / 950))
    # One workplace without the largest is none.
    assert found(workplaces=1.0, share=0.02, lq=0.2)["lq_lowest"] == 0
    answered = found(lq_jobs_low=1.0)
    assert (answered["verdict"], answered["specifications_open"], answered["questions"]) == ("styrka", 1, 2)


def test_a_nation_that_is_only_the_sum_of_a_tables_own_regions_is_no_ground(tmp_path: Path) -> None:
    """Three counties without the nation: what they have more of than each other is no strength in Sweden."""
    own = {key: figure for key, figure in FIGURES.items() if key[0] != "00"}
    row = judged(tmp_path, (2024, own))["08", "A"]
    assert (row["verdict"], row["reason"]) == ("otillräckligt underlag", "nation_not_in_table")
    abroad = {("X" + region, industry): figure for (region, industry), figure in own.items()}
    assert judged(tmp_path, (2024, abroad))["X08", "A"]["reason"] != "nation_not_in_table"


def test_a_nation_that_was_a_mere_sum_in_another_year_or_series_is_ground_in_this(tmp_path: Path) -> None:
    own = {key: figure for key, figure in FIGURES.items() if key[0] != "00"}
    strong = ("styrka", "strong_in_most")
    row = judged(tmp_path, (2021, own), (2022, FIGURES), (2023, FIGURES), (2024, FIGURES))["08", "A"]
    assert (row["verdict"], row["reason"]) == strong
    read = relations(tmp_path, *((year, FIGURES) for year in (2022, 2023, 2024)))
    read["employment"] = pa.concat_tables([read["employment"], written.employment(own, series="OTHER", level="5")])
    rows = tables.verdict(read).to_pylist()
    assert [
        (row["verdict"], row["reason"]) for row in rows if (row["region_code"], row["subject_code"]) == ("08", "A")
    ] == [strong]


@pytest.mark.parametrize(
    ("listed", "by_sum"),
    [
        ("C1", True),
        ("M1", True),
        ("C1 M1", True),
        ("C1 C2", False),
        ("M1 M2", False),
        ("C1 C2 M1", False),
        ("C1 M1 M2", False),
        ("00 C1", False),
        ("X1 X2", False),
        # M3 is no municipality any more: with it alone there is none, and one that is lacks still.
        ("M3", False),
        ("M1 M3", True),
    ],
)
def test_a_nation_is_a_mere_sum_without_its_row_and_without_all_regions_of_a_kind(listed: str, by_sum: bool) -> None:
    """Two counties, two municipalities and one that was; the year before, and another table, have the nation."""
    kinds = {"00": "nation", "C1": "county", "C2": "county"} | dict.fromkeys(("M1", "M2", "M3"), "municipality")
    region = [
        {
            "region_code": code,
            "name_sv": code,
            "name_en": code,
            "type": kind,
            "valid_to": 2010 if code == "M3" else None,
        }
        for code, kind in kinds.items()
    ]
    content = [written.employment({(code, "A"): 1 for code in listed.split()})]
    content += [written.employment({("00", "A"): 1}, **other) for other in ({"year": 2023}, {"series": "OTHER"})]
    relations = {"employment": pa.concat_tables(content), "region": rows_of("region", region)}
    found = engine.select("nation_by_sum", relations).to_pylist()
    assert found == ([{"series": "HAND", "year": 2024}] if by_sum else [])


def test_an_area_of_a_total_that_lacks_a_cell_is_no_ground(tmp_path: Path) -> None:
    """Any other note beside a quotient is none against it."""
    cell = {"region_code": "08", "year": 2024, "series": "HAND", "reference": "nation", "reference_code": "00"}
    cell |= {"area_id": "wood", "level": "group", "needed_level": "group", "employees": 2_000, "share": 0.2, "lq": 2.0}
    reasons = [
        judged(tmp_path, strength_area_quotient=[cell | {"note": note}])["08", "wood"]["reason"]
        for note in ("incomplete_total", "unknown_industry", None)
    ]
    assert reasons == ["incomplete_total", "few_questions", "few_questions"]


def test_an_area_of_the_employed_is_asked_against_the_rest_of_the_nation_too(tmp_path: Path) -> None:
    """2,000 of 10,000 against 10,000 of 100,000: 2; against the rest, 8,000 of 90,000: 2.25. No workplaces, no jobs."""
    cell = {"region_code": "08", "year": 2024, "series": "HAND", "reference": "nation", "reference_code": "00"}
    cell |= {"area_id": "wood", "level": "group", "needed_level": "group", "employees": 2_000, "share": 0.2, "lq": 2.0}
    cell |= {"region_total": 10_000, "area_reference": 10_000.0, "reference_total": 100_000}
    row = judged(tmp_path, strength_area_quotient=[cell])["08", "wood"]
    assert (row["specifications"], row["lq_lowest"], row["lq_highest"]) == (2, 2.0, pytest.approx(2.25))
    group = {"reference": "skr_group", "reference_code": "7", "area_reference": 5_000.0, "reference_total": 40_000}
    row = judged(tmp_path, strength_area_quotient=[cell, cell | group | {"lq": 1.6}])["08", "wood"]
    # Only of the nation is there a rest to ask about.
    assert (row["specifications"], row["lq_lowest"], row["lq_highest"]) == (3, 1.6, pytest.approx(2.25))
    # Asked in a single way, all of its answers find a strength.
    row = judged(tmp_path, strength_area_quotient=[cell | {"share": None}])["08", "wood"]
    assert (row["specifications"], row["share_strong"]) == (1, 1.0)
    # Nobody is employed in the region at all: there is nothing to ask.
    nobody = {"employees": 0, "region_total": 0, "share": None, "lq": None, "note": "no_employment_in_region"}
    row = judged(tmp_path, strength_area_quotient=[cell | nobody])["08", "wood"]
    assert (row["specifications"], row["reason"]) == (0, "no_employment_in_region")


@pytest.mark.parametrize(
    ("declared_for", "shown"), [("08", "named"), ("0880", "named"), ("0881", "neither"), ("07", "neither")]
)
def test_an_area_is_declared_for_the_regions_it_names_and_their_municipalities(
    tmp_path: Path, declared_for: str, shown: str
) -> None:
    area = {"version": "1", "area_set": "test", "source_sv": "", "source_en": "", "origin": "declared", "file": "x"}
    area |= {
        "area_id": "wood",
        "position": 0,
        "name_sv": "wood",
        "name_en": "wood",
        "region_codes": f"01 {declared_for}",
    }
    cell = {"region_code": "0880", "year": 2026, "series": "REGISTER", "reference": "nation", "reference_code": "00"}
    cell |= {"area_id": "wood", "level": "2", "needed_level": "2", "workplaces": 10.0, "region_total": 50}
    cell |= {"area_reference": 100.0, "share": 0.2, "lq": 2.0, "reference_total": 1_000}
    row = judged(tmp_path, strength_area=[area], strength_area_quotient=[cell])["0880", "wood"]
    assert row["declared"].startswith(shown)
