"""Jobs per cell as intervals with an estimate, on a country small enough to add up by hand."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from assets.jobs import READS
from pipelines.measures import jobs
from pipelines.warehouse import classification, engine
from tests.jobs.world import (
    AGENTS,
    CODES,
    PLANING,
    SAWMILLS,
    UNKNOWN,
    Plant,
    bridge,
    by_cell,
    employment,
    measure,
    plants,
    regions,
    relations,
)

Figures = dict[tuple[str, str], int | None]
GROUPS = ("B+C", "G", "M+N", "US")


def published(**by_region: tuple[int | None, ...]) -> Figures:
    return {
        (region.removeprefix("r"), group): figure
        for region, figures in by_region.items()
        for group, figure in zip(GROUPS, figures, strict=True)
    }


# Kalmar: two sawmills of 20–49 and planing mills of 5–9 and of unknown size, together 80; agents of 10–19 and 1–4,
# together 13.
PLANTS = [
    *plants("0880", SAWMILLS, "1", "5", "5"),
    *plants("0880", PLANING, "3", "0"),
    *plants("0880", AGENTS, "4", "2"),
    *plants("0881", SAWMILLS, "8"),
    *plants("0980", AGENTS, "6"),
    *plants("0980", UNKNOWN, "2"),
]
ALL = published(r0880=(80, 4, 9, 0), r0881=(300, 0, 0, 0), r0980=(0, 30, 40, 2))


# The same with the other twelve groups, in which nobody is employed.
SIXTEEN: Figures = {
    (region, row["industry_code"]): ALL.get((region, row["industry_code"]), 0)
    for region in ("0880", "0881", "0980")
    for row in classification.industries().to_pylist()
    if row["edition"] == "SNI2007-16" and row["level"] == "group"
}


def test_an_interval_is_the_sum_of_the_bounds_of_the_classes(tmp_path: Path) -> None:
    rows = by_cell(measure(relations(PLANTS, employment(ALL)), tmp_path)["job_interval"])
    sawmills = rows["0880", SAWMILLS]
    assert (sawmills["jobs_low"], sawmills["jobs_high"]) == (40, 98)
    assert (sawmills["workplaces"], sawmills["workplaces_with_employees"]) == (3, 2)
    assert rows["0880", AGENTS]["workplaces_with_employees"] == 2
    planing = rows["0880", PLANING]
    assert (planing["jobs_low"], planing["jobs_high_known_size"], planing["jobs_high"]) == (5, 9, 9 + 80)
    assert (planing["workplaces_unknown_size"], planing["note"]) == (1, "size_unknown")
    wood = rows["08", "16"]
    assert (wood["level"], wood["workplaces"], wood["jobs_low"]) == ("2", 6, 245)
    assert (wood["jobs_high_known_size"], wood["jobs_high"]) == (606, 606 + 80)
    assert (rows["00", "C"]["jobs_low"], rows["00", "G"]["jobs_high"]) == (245, 19 + 4 + 99)
    assert rows["0980", UNKNOWN]["note"] is None


def test_unknown_sizes_have_none_to_all_that_is_published_of_their_groups_together(tmp_path: Path) -> None:
    """Nybro's mills are all of unknown size, 300 in their group; Gotland's agents lie in groups of 30 and 40."""
    found = [
        *plants("0880", SAWMILLS, "5"),
        *plants("0881", SAWMILLS, "0", "0", "1"),
        *plants("0881", PLANING, "0"),
        *plants("0980", AGENTS, "0"),
    ]
    tables = measure(relations(found, employment(ALL)), tmp_path)
    rows = by_cell(tables["job_interval"])
    cells = {
        ("0881", SAWMILLS): (0, 0, 300, 2),
        ("0881", PLANING): (0, 0, 300, 1),
        ("0881", "16"): (0, 0, 300, 3),
        ("08", "1611"): (20, 49, 349, 3),
        ("0980", AGENTS): (0, 0, 70, 1),
        ("00", "C"): (20, 49, 349, 3),
    }
    names = ("jobs_low", "jobs_high_known_size", "jobs_high", "workplaces_unknown_size")
    assert {key: tuple(rows[key][name] for name in names) for key in cells} == cells
    # Of three alike, started alike, two are in sawmilling; the agents have what is published of both groups.
    assert rows["0881", SAWMILLS]["jobs_estimate"] == pytest.approx(200, abs=1e-5)
    assert rows["0881", PLANING]["jobs_estimate"] == pytest.approx(100, abs=1e-5)
    assert rows["0980", AGENTS]["jobs_estimate"] == pytest.approx(70, abs=1e-5)
    assert {rows[key]["note"] for key in (("0881", SAWMILLS), ("0881", "16"), ("0980", AGENTS))} == {"size_unknown"}
    margins = by_cell(tables["job_margin"])
    nybro = margins["0881", "B+C"]
    assert (nybro["jobs_low"], nybro["jobs_high"], nybro["workplaces_unknown_size"], nybro["note"]) == (
        0,
        300,
        3,
        "met",
    )


def test_unknown_sizes_of_a_county_share_its_total_where_municipalities_are_not_published(tmp_path: Path) -> None:
    found = [*plants("0880", PLANING, "0"), *plants("0881", PLANING, "0"), *plants("0980", AGENTS, "0")]
    figures = published(r08=(400, 4, 9, 0), r09=(0, 30, 40, 2))
    tables = measure(relations(found, employment(figures)), tmp_path)
    rows = by_cell(tables["job_interval"])
    assert {rows[region, PLANING]["jobs_high"] for region in ("0880", "0881", "08", "00")} == {400}
    margin = by_cell(tables["job_margin"])["08", "B+C"]
    assert (margin["jobs_high"], margin["workplaces_unknown_size"]) == (400, 2)


def test_unknown_sizes_that_nothing_bounds_have_no_upper_end_and_no_estimate(tmp_path: Path) -> None:
    """Nothing is published of Gotland."""
    found = [*plants("0880", SAWMILLS, "5"), *plants("0980", AGENTS, "0", "3")]
    figures = published(r0880=(80, 4, 9, 0), r0881=(300, 0, 0, 0))
    tables = measure(relations(found, employment(figures)), tmp_path)
    cell = by_cell(tables["job_interval"])["0980", AGENTS]
    figure = [cell[f"jobs_{name}"] for name in ("low", "high_known_size", "high", "estimate")]
    assert (figure, cell["note"]) == ([5, 9, None, None], "size_unknown")
    quotients = by_cell(tables["job_quotient"], "reference")
    row = quotients["0980", AGENTS, "nation"]
    assert (row["lq_low"], row["note"], row["workplaces_unknown_size"]) == (None, "size_unknown", 1)
    # However many jobs they have, against sawmills of at most 49 the quotient is largest at the fewest: (5 + 49)/5.
    assert row["lq_high"] == pytest.approx(54 / 5, rel=1e-15)
    # Sawmills have none of their own, but what Gotland's agents can have is without end.
    row = quotients["0880", SAWMILLS, "nation"]
    assert (row["lq_high"], row["note"], row["workplaces_unknown_size"]) == (None, "size_unknown", 0)
    widths = [row for row in tables["interval_width"].to_pylist() if row["level"] == "5" and row["jobs_from"] == 1]
    assert {row["region_type"]: (row["cells"], row["cells_unbounded"], row["width_median"]) for row in widths} == {
        "municipality": (1, 1, None),
        "county": (1, 1, None),
        "nation": (1, 1, None),
    }


def test_quotients_with_unknown_sizes_by_hand(tmp_path: Path) -> None:
    """Kalmar: sawmills of unknown size, at most the 20 published, beside planing of 1–4; Gotland 5–9 and 10–19.

    Sawmilling: x 0–20, a 1–4, b 5–9, c 10–19. Most at a 1, b 5, c 19: x* = (5 + √(25 + 95 · 25))/19.
    Planing: x 1–4, a 0–20, b 10–19, c 5–9. Least at a 20, b 19, c 5 and x 1: 45/(21 · 20); most at a 0, b 10, c 9, x 1.
    """
    found = [
        *plants("0880", SAWMILLS, "0"),
        *plants("0880", PLANING, "2"),
        *plants("0980", SAWMILLS, "3"),
        *plants("0980", PLANING, "4"),
    ]
    figures = published(r0880=(20, 0, 0, 0), r0881=(0, 0, 0, 0), r0980=(25, 0, 0, 0))
    tables = measure(relations(found, employment(figures)), tmp_path)
    rows = by_cell(tables["job_quotient"], "reference")
    sawmills, planing = rows["0880", SAWMILLS, "nation"], rows["0880", PLANING, "nation"]
    best = (5 + (25 + 95 * 25) ** 0.5) / 19
    assert sawmills["lq_low"] == 0
    assert sawmills["lq_high"] == pytest.approx(best * (best + 25) / ((best + 1) * (best + 5)), rel=1e-12)
    assert (sawmills["note"], sawmills["workplaces_unknown_size"]) == ("size_unknown", 1)
    assert planing["lq_low"] == pytest.approx(45 / 420, rel=1e-15)
    assert planing["lq_high"] == pytest.approx(20 / 11, rel=1e-15)
    assert (planing["note"], planing["workplaces_unknown_size"]) == (None, 0)
    width = {(row["region_type"], row["level"], row["jobs_from"]): row for row in tables["interval_width"].to_pylist()}[
        "municipality", "5", 0
    ]
    assert (width["cells"], width["cells_unknown_size"], width["cells_unbounded"]) == (1, 1, 0)
    assert (width["ratio_median"], width["quotients_unbounded"], width["lq_contains_one"]) == (None, 1, 1)


@pytest.mark.parametrize("part", ["a", "b", "c"])
def test_unknown_sizes_beside_the_industry_widen_its_quotient_by_hand(part: str, tmp_path: Path) -> None:
    """Kalmar: x 1–4 in sawmilling, a 10–19 in planing; Gotland: b 5–9 and c 1–4. One more mill, in one of the other
    parts, has from none to the 60 published. Least at a, b high and c low, at x 1 or 4; most the reverse."""
    places = {"x": ("0880", SAWMILLS), "a": ("0880", PLANING), "b": ("0980", SAWMILLS), "c": ("0980", PLANING)}
    classes, low, high = {"x": "2", "a": "4", "b": "3", "c": "2"}, {"a": 10, "b": 5, "c": 1}, {"a": 19, "b": 9, "c": 4}
    high[part] += 60
    found = [plant for name in places for plant in plants(*places[name], classes[name])]
    figures = published(r0880=(60, 0, 0, 0), r0881=(0, 0, 0, 0), r0980=(60, 0, 0, 0))
    tables = measure(relations([*found, *plants(*places[part], "0")], employment(figures)), tmp_path)
    row = by_cell(tables["job_quotient"], "reference")["0880", SAWMILLS, "nation"]

    def lq(x: int, a: int, b: int, c: int) -> float:
        return x * (x + a + b + c) / ((x + a) * (x + b))

    assert row["lq_low"] == pytest.approx(min(lq(x, high["a"], high["b"], low["c"]) for x in (1, 4)), rel=1e-12)
    assert row["lq_high"] == pytest.approx(lq(4, low["a"], low["b"], high["c"]), rel=1e-12)


def test_unknown_sizes_of_another_county_widen_nothing_within_this_one(tmp_path: Path) -> None:
    """Nybro has mills of unknown size in sawmilling and in planing, against which Kalmar is held; so has Gotland."""
    found = [*plants("0880", SAWMILLS, "2"), *plants("0880", PLANING, "4")]
    found += [*plants("0881", SAWMILLS, "3", "0"), *plants("0881", PLANING, "2", "0")]
    other = [*plants("0980", SAWMILLS, "0", "0"), *plants("0980", PLANING, "0"), *plants("0980", AGENTS, "2")]
    figures = published(r0880=(60, 0, 0, 0), r0881=(60, 0, 0, 0), r0980=(90, 2, 2, 0))
    alone, beside = (
        by_cell(measure(relations(each, employment(figures)), tmp_path)["job_quotient"], "reference")[
            "0880", SAWMILLS, "county"
        ]
        for each in (found, [*found, *other])
    )
    # Most at x 4, a 10, b 5 and c 4 + 60: 4 · 83 / (14 · 9).
    assert alone["lq_high"] == pytest.approx(4 * 83 / (14 * 9), rel=1e-12)
    assert (beside["lq_low"], beside["lq_high"]) == (alone["lq_low"], alone["lq_high"])


def test_the_estimate_is_fitted_to_the_published_total_of_the_group(tmp_path: Path) -> None:
    """62 and 7 + 3 in start are scaled to 80: by 80/72, both within their bounds."""
    tables = measure(relations(PLANTS, employment(ALL)), tmp_path)
    rows = by_cell(tables["job_interval"])
    assert rows["0880", SAWMILLS]["jobs_estimate"] == pytest.approx(62 * 80 / 72, abs=1e-5)
    assert rows["0880", PLANING]["jobs_estimate"] == pytest.approx(10 * 80 / 72, abs=1e-5)
    assert rows["0880", "16"]["jobs_estimate"] == 80
    assert rows["00", "C"]["jobs_estimate"] == 380
    assert (rows["00", "C"]["estimate_basis"], rows["0881", SAWMILLS]["note"]) == ("municipality", None)


def test_jobs_of_an_industry_in_two_groups_are_split_over_them(tmp_path: Path) -> None:
    """Kalmar's agents, 11–23 jobs, are 4 in trade and 9 in services; Gotland's 30 and 40."""
    tables = measure(relations(PLANTS, employment(ALL)), tmp_path)
    split = {
        (row["region_code"], row["group_code"]): (row["jobs_low"], row["jobs_high"], row["jobs_estimate"])
        for row in tables["job_allocation"].to_pylist()
        if row["industry_code"] == AGENTS
    }
    assert split["0880", "G"] == (0, 23, pytest.approx(4, abs=1e-5))
    assert split["0880", "M+N"] == (0, 23, pytest.approx(9, abs=1e-5))
    assert split["0980", "M+N"] == (0, 99, pytest.approx(40, abs=1e-5))
    assert by_cell(tables["job_interval"])["0880", AGENTS]["jobs_estimate"] == pytest.approx(13, abs=1e-5)


def test_a_total_outside_the_classes_is_reported_and_not_forced(tmp_path: Path) -> None:
    """150 where mills of known size hold at most 107; 100 in Nybro where the one mill holds at least 200."""
    figures = ALL | published(r0880=(150, 4, 9, 0), r0881=(100, 0, 0, 0))
    known = [plant for plant in PLANTS if plant.size_class != "0"]
    tables = measure(relations(known, employment(figures)), tmp_path)
    margins = by_cell(tables["job_margin"])
    kalmar, monsteras = margins["0880", "B+C"], margins["0881", "B+C"]
    assert (kalmar["jobs_low"], kalmar["jobs_high"], kalmar["jobs_estimate"]) == (45, 107, 107.0)
    assert (kalmar["gap"], kalmar["note"]) == (43.0, "above_high")
    assert (monsteras["jobs_estimate"], monsteras["gap"], monsteras["note"]) == (200.0, -100.0, "below_low")
    assert (kalmar["target"], kalmar["target_series"], kalmar["target_year"]) == (150, "BAS", 2024)
    assert margins["0880", "G"]["note"] == "met"
    rows = by_cell(tables["job_interval"])
    assert rows["0880", SAWMILLS]["note"] == rows["00", "C"]["note"] == "target_not_met"


def test_what_unknown_sizes_can_hold_is_not_above_the_classes(tmp_path: Path) -> None:
    """The same 150: sawmills have at most 98 of them, and the planing mill of unknown size can have the other 52."""
    figures = ALL | published(r0880=(150, 4, 9, 0))
    tables = measure(relations(PLANTS, employment(figures)), tmp_path)
    kalmar = by_cell(tables["job_margin"])["0880", "B+C"]
    assert (kalmar["jobs_low"], kalmar["jobs_high"], kalmar["jobs_estimate"]) == (45, 107 + 150, 150.0)
    assert (kalmar["gap"], kalmar["note"], kalmar["workplaces_unknown_size"]) == (0.0, "met", 1)
    rows = by_cell(tables["job_interval"])
    assert rows["0880", SAWMILLS]["jobs_estimate"] == 98
    assert rows["0880", PLANING]["jobs_estimate"] == 52


def test_groups_that_share_too_few_jobs_are_reported(tmp_path: Path) -> None:
    """20 in trade and 20 in services, and agents of at most 23 for both."""
    figures = ALL | published(r0880=(80, 20, 20, 0))
    margins = by_cell(measure(relations(PLANTS, employment(figures)), tmp_path)["job_margin"])
    for group in ("G", "M+N"):
        assert margins["0880", group]["note"] == "not_met_jointly"
        assert margins["0880", group]["jobs_estimate"] == pytest.approx(11.5, abs=1e-5)


def test_where_municipalities_are_not_published_the_county_is_fitted_together(tmp_path: Path) -> None:
    """Kalmar county: 62 + 10 and 305 in start, 400 in all: none at a bound, so all by 400/377."""
    figures = published(r08=(400, 4, 9, 0), r09=(0, 30, 40, 2))
    tables = measure(relations(PLANTS, employment(figures)), tmp_path)
    rows = by_cell(tables["job_interval"])
    assert rows["0880", SAWMILLS]["jobs_estimate"] == pytest.approx(62 * 400 / 377, abs=1e-5)
    assert rows["0881", SAWMILLS]["jobs_estimate"] == pytest.approx(305 * 400 / 377, abs=1e-5)
    assert {row["estimate_basis"] for row in rows.values()} == {"county"}
    assert by_cell(tables["job_margin"])["08", "B+C"]["note"] == "met"


def test_a_county_of_which_one_municipality_is_not_published_is_fitted_as_a_whole(tmp_path: Path) -> None:
    figures = ALL | published(r08=(400, 4, 9, 0))
    del figures["0881", "B+C"], figures["0881", "G"], figures["0881", "M+N"], figures["0881", "US"]
    rows = by_cell(measure(relations(PLANTS, employment(figures)), tmp_path)["job_interval"])
    assert rows["0880", SAWMILLS]["estimate_basis"] == "county"
    assert rows["0980", AGENTS]["estimate_basis"] == "municipality"
    assert rows["00", "46"]["estimate_basis"] == "county"


def test_of_several_notes_on_what_was_fitted_the_first_is_given(tmp_path: Path) -> None:
    """Kalmar's sawmilling bears one note, its planing the one before; what is above both bears the first."""
    known = relations([plant for plant in PLANTS if plant.size_class != "0"], employment(ALL))
    known |= measure(known, tmp_path)

    def written(name: str, notes: Mapping[str, str]) -> dict[tuple[str, ...], Any]:
        rows = known["job_allocation"].to_pylist()
        for row in rows:
            if row["region_code"] == "0880" and row["industry_code"] in notes:
                row["note"] = notes[row["industry_code"]]
        read = known | {"job_allocation": pa.Table.from_pylist(rows, schema=known["job_allocation"].schema)}
        jobs.write(name, {each: read[each] for each in READS[name]}, tmp_path / "again.parquet", "test")
        return by_cell(engine.read_table(tmp_path / "again.parquet"))

    for first, second in pairwise(("no_target", "not_converged", "group_unknown", "target_not_met")):
        rows = written("job_interval", {SAWMILLS: second, PLANING: first})
        found = [rows["0880", code]["note"] for code in (SAWMILLS, PLANING, "1611", "C")]
        assert found == [second, first, first, first]
    margins = written("job_margin", {SAWMILLS: "not_converged"})
    assert (margins["0880", "B+C"]["note"], margins["0881", "B+C"]["note"]) == ("not_converged", "met")


def test_without_a_published_total_there_is_no_estimate_but_the_interval(tmp_path: Path) -> None:
    """Nothing is published of Gotland, and a suppressed group leaves Nybro and so Kalmar county without."""
    figures = published(r0880=(80, 4, 9, 0), r0881=(None, 0, 0, 0))
    known = [plant for plant in PLANTS if plant.size_class != "0"]
    tables = measure(relations(known, employment(figures)), tmp_path)
    rows = by_cell(tables["job_interval"])
    for key in (("0980", AGENTS), ("0880", SAWMILLS), ("00", "C")):
        assert (rows[key]["jobs_estimate"], rows[key]["estimate_basis"], rows[key]["note"]) == (None, None, "no_target")
        assert rows[key]["jobs_low"] < rows[key]["jobs_high"]
    assert by_cell(tables["job_margin"])["0880", "B+C"]["note"] == "no_target"
    quotient = by_cell(tables["job_quotient"], "reference")["0880", SAWMILLS, "nation"]
    assert (quotient["lq_estimate"], quotient["note"]) == (None, "no_estimate")
    assert quotient["lq_low"] < quotient["lq_high"]


def test_an_industry_that_the_bridge_lacks_may_lie_in_any_published_group(tmp_path: Path) -> None:
    """Kalmar's mills have 80 of B+C and the agents 4 and 9 of what else is published: 13 within 11–23."""
    known = relations(PLANTS, employment(SIXTEEN), industry_bridge=bridge({"1611": ("1610",)}))
    tables = measure(known, tmp_path)
    groups = [row for row in tables["job_allocation"].to_pylist() if row["industry_code"] == AGENTS]
    assert len(groups) == 2 * 16
    rows = by_cell(tables["job_interval"])
    assert 11 <= rows["0880", AGENTS]["jobs_estimate"] <= 23
    assert rows["0880", AGENTS]["note"] == rows["00", "G"]["note"] == "group_unknown"
    assert rows["0880", "16"]["jobs_estimate"] + rows["0880", AGENTS]["jobs_estimate"] == pytest.approx(93, abs=0.01)


def test_five_digits_of_the_bridge_come_before_its_class(tmp_path: Path) -> None:
    fine = {"level": "5", "sni2007_code": "46180", "sni2025_code": AGENTS}
    both = pa.Table.from_pylist([*bridge().to_pylist(), fine])
    tables = measure(relations(PLANTS, employment(ALL), industry_bridge=both), tmp_path)
    groups = {row["group_code"] for row in tables["job_allocation"].to_pylist() if row["industry_code"] == AGENTS}
    assert groups == {"G"}


def test_all_are_fitted_to_one_series_and_year_the_one_that_the_most_counties_have(tmp_path: Path) -> None:
    """BAS has Kalmar's municipalities only, the preliminary year both counties: no sum is made of the two."""
    preliminary = employment(published(r08=(420, 5, 9, 0), r09=(0, 33, 44, 2)), series="BAS_PREL", year=2025)
    final = employment({key: figure for key, figure in ALL.items() if key[0] != "0980"})
    content = pa.concat_tables([final, preliminary])
    tables = measure(relations(PLANTS, content), tmp_path)
    margins = by_cell(tables["job_margin"])
    assert {(row["target_series"], row["target_year"]) for row in margins.values()} == {("BAS_PREL", 2025)}
    assert {region for region, _ in margins} == {"08", "09"}
    rows = tables["job_interval"].to_pylist()
    assert {(row["target_series"], row["target_year"], row["estimate_basis"]) for row in rows} == {
        ("BAS_PREL", 2025, "county")
    }
    # Where the final year has them all it comes first.
    whole = pa.concat_tables([employment(ALL), preliminary])
    rows = measure(relations(PLANTS, whole), tmp_path)["job_interval"].to_pylist()
    assert {(row["target_series"], row["target_year"]) for row in rows} == {("BAS", 2024)}


def test_of_series_and_years_that_all_have_the_first_series_newest_year(tmp_path: Path) -> None:
    older = employment({key: 2 * (figure or 0) for key, figure in ALL.items()}, year=2023)
    preliminary = employment({key: 3 * (figure or 0) for key, figure in ALL.items()}, series="BAS_PREL", year=2025)
    content = pa.concat_tables([older, employment(ALL), preliminary])
    margin = by_cell(measure(relations(PLANTS, content), tmp_path)["job_margin"])["0880", "B+C"]
    assert (margin["target"], margin["target_series"], margin["target_year"]) == (80, "BAS", 2024)
    only = by_cell(measure(relations(PLANTS, preliminary), tmp_path)["job_margin"])["0880", "B+C"]
    assert (only["target"], only["target_series"]) == (240, "BAS_PREL")


@pytest.mark.parametrize(
    ("total", "high", "unknown"),
    [(11_000, 11_000, 80), (9_000, None, 80), (None, 15_000, 15_000)],
    ids=["municipality", "contradiction", "county"],
)
def test_an_open_class_is_bounded_by_published_employment(
    tmp_path: Path, total: int | None, high: int | None, unknown: int
) -> None:
    """A plant of 10,000 and more in Nybro; in the last case only the county is published and bounds the unknown."""
    figures = published(r08=(15_000, 0, 0, 0), r0880=(80, 4, 9, 0), r0980=(0, 30, 40, 2))
    if total is not None:
        figures |= published(r0881=(total, 0, 0, 0))
    rows = by_cell(
        measure(relations([*PLANTS, *plants("0881", PLANING, "16")], employment(figures)), tmp_path)["job_interval"]
    )
    cell = rows["0881", PLANING]
    assert (cell["jobs_low"], cell["jobs_high"], cell["workplaces_open_class"]) == (10_000, high, 1)
    assert rows["00", "C"]["jobs_high"] == (None if high is None else 606 + high + unknown)
    if high is None:
        assert (cell["jobs_estimate"], cell["note"], rows["00", "C"]["note"]) == (None, *["open_class_unbounded"] * 2)


def test_a_county_has_the_open_bounds_of_each_of_its_municipalities(tmp_path: Path) -> None:
    figures = published(r0880=(12_000, 0, 0, 0), r0881=(30_000, 0, 0, 0), r0980=(0, 0, 0, 0))
    found = [Plant(region, SAWMILLS, None, "16") for region in ("0880", "0881", "0881")]
    rows = by_cell(measure(relations(found, employment(figures)), tmp_path)["job_interval"])
    assert (rows["08", SAWMILLS]["jobs_low"], rows["08", SAWMILLS]["jobs_high"]) == (30_000, 72_000)


def test_simulated_and_real_editions_stand_side_by_side_and_only_the_newest_counts(tmp_path: Path) -> None:
    real, simulated = (relations(PLANTS, employment(ALL), series=series) for series in ("REGISTER", "SIMULATED"))
    older = pa.Table.from_pylist(
        [
            {**row, "register_date": row["register_date"].replace(year=2025)}
            for row in real["workplace_count"].to_pylist()
        ],
        schema=real["workplace_count"].schema,
    )
    names = ("workplace_count", "snapshot")
    both = {name: pa.concat_tables([real[name], simulated[name]]) for name in names}
    both["workplace_count"] = pa.concat_tables([older, both["workplace_count"]])
    tables = measure({**real, **both}, tmp_path)
    alone = measure(simulated, tmp_path)
    for name, content in tables.items():
        rows = content.to_pylist()
        assert {row["register_date"].year for row in rows} == {2026}, name
        assert [row for row in rows if row["series"] == "SIMULATED"] == alone[name].to_pylist(), name
        assert len(rows) == 2 * len(alone[name]), name


def test_without_a_register_every_table_is_there_and_empty(tmp_path: Path) -> None:
    known = relations([], employment(ALL))
    assert {name: len(content) for name, content in measure(known, tmp_path).items()} == dict.fromkeys(
        measure(known, tmp_path), 0
    )


def test_quotients_of_workplaces_are_those_of_the_statement_that_measures_the_employed(tmp_path: Path) -> None:
    rows = by_cell(measure(relations(PLANTS, employment(ALL)), tmp_path)["workplace_quotient"], "reference")
    row = rows["0880", SAWMILLS, "nation"]
    figures = [row[f"workplaces{part}"] for part in ("", "_region", "_reference", "_reference_total")]
    assert figures == [3, 7, 4, 10]
    assert row["lq"] == pytest.approx((3 / 7) / (4 / 10), rel=1e-15)
    assert (row["rank"], row["rank_of"], row["reference_code"]) == (2, 2, "00")
    assert rows["0980", UNKNOWN, "nation"]["note"] == "unknown_industry"
    assert {reference for _, _, reference in rows} == {"nation", "county", "skr_group"}


def test_a_group_of_municipalities_that_the_register_lacks_in_part_gives_no_quotient(tmp_path: Path) -> None:
    """Karlskrona (1080) is of the same group as Gotland and has no workplace in the register."""
    known = relations(PLANTS, employment(ALL), region=regions((*CODES, "10", "1080")))
    tables = measure(known, tmp_path)
    for name in ("workplace_quotient", "job_quotient"):
        row = by_cell(tables[name], "reference")["0980", AGENTS, "skr_group"]
        assert row["note"] == "reference_incomplete"
        assert {value for column, value in row.items() if column.startswith("lq")} == {None}


def test_widths_by_hand(tmp_path: Path) -> None:
    """Of municipal cells at five digits two have 1 to 9 certain jobs: 5–89 (estimate 10 · 80/72) and 1–4 (2)."""
    rows = {
        (row["region_type"], row["level"], row["jobs_from"]): row
        for row in measure(relations(PLANTS, employment(ALL)), tmp_path)["interval_width"].to_pylist()
    }
    small = rows["municipality", "5", 1]
    assert (small["cells"], small["quotients"]) == (2, 2)
    assert (small["cells_unknown_size"], small["cells_unbounded"], small["quotients_unbounded"]) == (1, 0, 0)
    assert small["width_p10"] == small["width_median"] == 3 / 2
    assert small["width_p90"] == pytest.approx(84 / (10 * 80 / 72), abs=1e-5)
    assert small["ratio_median"] == 4
    assert rows["municipality", "5", 200]["cells"] == 1
    assert rows["nation", "5", 200]["quotients"] == 0
    assert rows["nation", "5", 200]["lq_contains_one"] is None
