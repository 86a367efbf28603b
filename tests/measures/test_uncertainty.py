"""Table ``uncertainty`` by hand: the sampling interval with its covariance, the dartboard, what is refused."""

from datetime import date
from math import sqrt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import schema
from pipelines.measures import chances, tables
from pipelines.warehouse import classification
from tests.measures import written
from tests.measures.written import Figure, Key

# Two counties are the nation.
FIGURES: dict[Key, Figure] = {
    ("00", "A"): 100,
    ("00", "B"): 900,
    ("08", "A"): 60,
    ("08", "B"): 240,
    ("07", "A"): 40,
    ("07", "B"): 660,
}


Row = dict[str, Any]


def rows(folder: Path, figures: dict[Key, Figure], **register: list[Row]) -> dict[tuple[str, str], Any]:
    found = measured(folder, written.employment(figures, level="5"), **register)
    return {(row["region_code"], row["industry_code"]): row for row in found}


def measured(folder: Path, content: pa.Table, **register: list[Row]) -> list[Row]:
    target = folder / "location_quotient.parquet"
    tables.location_quotient(written.relations(content), target, "hand")
    empty = {
        name: pa.Table.from_pylist(register.get(name, []), schema=schema.table(name).arrow_schema())
        for name in ("workplace_quotient", "plant_concentration")
    }
    relations = {
        "location_quotient": target,
        "region": classification.regions(),
        "industry": classification.industries(),
        "snapshot": pa.table(
            {
                "series": ["HAND", "OTHER", "GROUPS", "REGISTER", "SIMULATED"],
                "industry_edition": ["SNI2007", "SNI2007", "SNI2007-16", "SNI2025", "SNI2025"],
            }
        ),
        **empty,
    }
    chances.uncertainty(relations, folder / "uncertainty.parquet", "hand")
    found: list[Row] = pq.read_table(folder / "uncertainty.parquet").to_pylist()
    return found


def registered(series: str, level: str, *counts: int) -> dict[str, list[Row]]:
    """A register of one series and level: two counties and a municipality, two industries, plants of each."""
    shared = {"register_date": date(2026, 3, 1), "series": series, "level": level}
    of = [counts[0] + counts[2], counts[1] + counts[3]]
    cells, plants = [], []
    for place, region in enumerate(("08", "07", "0880")):
        own = counts[2 * place : 2 * place + 2]
        for industry, number, whole in zip(("16", "17"), own, of, strict=True):
            named = shared | {"region_code": region, "industry_code": industry + level}
            cells.append(
                named
                | {"reference": "nation", "reference_code": "00", "workplaces": number, "workplaces_region": sum(own)}
                | {"workplaces_reference": whole, "workplaces_reference_total": sum(of), "share": number / sum(own)}
                | {"lq": (number / sum(own)) / (whole / sum(of)), "overrepresented": False}
            )
            # What is compared with a county is nobody's draw from the nation.
            cells.append(cells[-1] | {"reference": "county", "reference_code": "08", "workplaces_reference": 9 * whole})
            plants += [
                named | {"region_code": code, "workplaces": whole, "n_eff_low": 1 + few, "n_eff_high": 2.0 + number}
                for code, few in (("00", 0.25), (region, 0.5))
                if code != "00" or place == 0
            ]
    return {"workplace_quotient": cells, "plant_concentration": plants}


def test_series_years_and_levels_are_measured_each_by_itself(tmp_path: Path) -> None:
    """Counties add up to the nation and a municipality stands beside them; what is measured together is what each
    would be alone."""
    parts = []
    for k, (series, year, level) in enumerate(
        [("HAND", 2024, "5"), ("HAND", 2023, "5"), ("HAND", 2024, "2"), ("OTHER", 2024, "5")], 1
    ):
        figures = {("08", "A"): 60 + k, ("08", "B"): 240, ("07", "A"): 40, ("07", "B"): 660 - 9 * k * k}
        nation = {("00", code): figures["08", code] + figures["07", code] for code in "AB"}
        figures |= nation | {("0880", "A"): 9 + k, ("0880", "B"): 31}
        parts.append(written.employment(figures, series=series, year=year, level=level))
    registers = [
        registered("REGISTER", "2", 2, 3, 5, 8, 1, 1),
        registered("REGISTER", "3", 4, 3, 2, 9, 3, 1),
        registered("SIMULATED", "2", 6, 1, 3, 5, 2, 1),
    ]
    both = {name: [row for each in registers for row in each[name]] for name in registers[0]}
    nothing = written.employment({})
    alone = [row for part in parts for row in measured(tmp_path, part)]
    alone += [row for register in registers for row in measured(tmp_path, nothing, **register)]
    together = measured(tmp_path, pa.concat_tables(parts), **both)
    assert len(together) == 6 * (len(parts) + len(registers))
    assert sorted(map(repr, together)) == sorted(map(repr, alone))
    assert {row["note"] for row in together} == {None}


def test_the_sampling_error_has_the_covariance_of_a_part_with_its_whole(tmp_path: Path) -> None:
    row = rows(tmp_path, FIGURES)["08", "A"]
    own, nation, lq = 0.2, 0.1, 2.0
    within = 60 * 0.8 + 40 * (1 - 40 / 700)
    variance = (own * 0.8 / 300 - 2 * lq * own * 0.8 / 1000 + lq**2 * within / 1000**2) / nation**2
    assert row["lq"] == lq
    assert row["se_sampling"] == pytest.approx(sqrt(variance), rel=1e-12)
    assert row["lq_sampling_low"] == pytest.approx(2 - 1.96 * sqrt(variance), rel=1e-12)
    assert row["lq_sampling_high"] == pytest.approx(2 + 1.96 * sqrt(variance), rel=1e-12)
    # Plants of the employed are not known: no dartboard.
    assert (row["se_dartboard"], row["p_value"], row["q_value"], row["counted"]) == (None, None, None, "employed")


def test_regions_that_do_not_make_up_the_nation_have_no_sampling_error(tmp_path: Path) -> None:
    row = rows(tmp_path, {key: value for key, value in FIGURES.items() if key[0] != "07"})["08", "A"]
    assert (row["se_sampling"], row["lq_sampling_high"], row["note"]) == (None, None, "regions_do_not_add_up")


@pytest.mark.parametrize(("missed", "note"), [(1, None), (2, "regions_do_not_add_up")])
def test_regions_may_miss_a_thousandth_of_the_industry_and_no_more(
    tmp_path: Path, missed: int, note: str | None
) -> None:
    figures: dict[Key, Figure] = {("00", "A"): 1000, ("08", "A"): 600, ("07", "A"): 400 - missed}
    figures |= {("00", "B"): 9000, ("08", "B"): 2400, ("07", "B"): 6600}
    assert rows(tmp_path, figures)["08", "A"]["note"] == note


def test_a_region_that_is_the_nation_is_no_draw_from_it(tmp_path: Path) -> None:
    """Its two in six and four in six are what they are compared with. R is an import's own."""
    found = [*rows(tmp_path, {("R", "A"): 2, ("R", "B"): 4}).values(), *rows(tmp_path, {("R", "A"): 1}).values()]
    ends = [(row["lq"], row["se_sampling"], row["lq_sampling_low"], row["lq_sampling_high"]) for row in found]
    assert ends == [(1, 0, 1, 1)] * 3


def test_no_interval_goes_below_none(tmp_path: Path) -> None:
    """One of ten: 1.96 standard errors are more than the quotient."""
    row = rows(tmp_path, {("08", "A"): 1, ("08", "B"): 9, ("07", "A"): 9, ("07", "B"): 81})["08", "A"]
    assert row["lq"] == 1
    assert 1.96 * row["se_sampling"] > 1
    assert row["lq_sampling_low"] == 0


def test_what_has_no_quotient_has_no_uncertainty(tmp_path: Path) -> None:
    figures = FIGURES | {(region, "C"): 0 for region in ("00", "07", "08")}
    assert {industry for _, industry in rows(tmp_path, figures)} == {"A", "B"}


def test_unknown_industry_is_left_out_by_the_edition_of_its_series(tmp_path: Path) -> None:
    """00000 is unknown in SNI 2007 and no code of the sixteen groups, where an import's own code may read so."""
    figures: dict[Key, Figure] = {(region, code): 10 for region in ("07", "08") for code in ("A", "00000")}
    parts = [written.employment(figures, series=series, level="5") for series in ("HAND", "GROUPS")]
    found = measured(tmp_path, pa.concat_tables(parts))
    assert {(row["series"], row["industry_code"]) for row in found} == {
        *(("HAND", "A"), ("GROUPS", "A"), ("GROUPS", "00000")),
    }


def test_workplaces_are_tested_and_found_against_all_pairs(tmp_path: Path) -> None:
    shared = {"register_date": date(2026, 3, 1), "series": "REGISTER", "level": "2"}
    quotient = shared | {"reference": "nation", "reference_code": "00", "workplaces_reference_total": 10}
    cells = [
        quotient
        | {"region_code": region, "industry_code": industry, "workplaces": own, "workplaces_region": whole}
        | {"workplaces_reference": of, "share": own / whole, "lq": (own / whole) / (of / 10)}
        | {"overrepresented": own * 10 >= of * whole}
        for region, industry, own, whole, of in [("08", "16", 2, 2, 2), ("07", "17", 8, 8, 8), ("08", "17", 0, 2, 8)]
    ]
    plants = [
        shared | {"region_code": "00", "industry_code": "16", "workplaces": 2, "n_eff_low": 1.25, "n_eff_high": 2.0}
    ]
    found = rows(tmp_path, {}, workplace_quotient=cells, plant_concentration=plants)
    row = found["08", "16"]
    # Both plants of the industry in a region with a fifth of all workplaces: 1/25; four pairs are tested together.
    assert row["p_value"] == pytest.approx(1 / 25)
    assert row["q_value"] == pytest.approx(4 / 25)
    assert row["se_dartboard"] == pytest.approx(sqrt(0.8 / 0.2 / 2))
    assert row["se_dartboard_jobs_low"] == pytest.approx(sqrt(0.8 / 0.2 / 2.0))
    assert row["se_dartboard_jobs_high"] == pytest.approx(sqrt(0.8 / 0.2 / 1.25))
    assert row["counted"] == "workplaces"
