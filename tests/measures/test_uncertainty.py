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


def rows(folder: Path, figures: dict[Key, Figure], **register: list[dict[str, Any]]) -> dict[tuple[str, str], Any]:
    target = folder / "location_quotient.parquet"
    tables.location_quotient(written.relations(written.employment(figures, level="5")), target, "hand")
    empty = {
        name: pa.Table.from_pylist(register.get(name, []), schema=schema.table(name).arrow_schema())
        for name in ("workplace_quotient", "plant_concentration")
    }
    relations = {
        "location_quotient": target,
        "region": classification.regions(),
        "industry": classification.industries(),
        "snapshot": pa.table({"series": ["HAND", "REGISTER"], "industry_edition": ["SNI2007", "SNI2025"]}),
        **empty,
    }
    chances.uncertainty(relations, folder / "uncertainty.parquet", "hand")
    found = pq.read_table(folder / "uncertainty.parquet").to_pylist()
    return {(row["region_code"], row["industry_code"]): row for row in found}


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


def test_workplaces_are_tested_and_found_against_all_pairs(tmp_path: Path) -> None:
    shared = {"register_date": date(2026, 3, 1), "series": "REGISTER", "level": "2"}
    quotient = shared | {"reference": "nation", "reference_code": "00", "workplaces_reference_total": 10}
    cells = [
        quotient
        | {"region_code": region, "industry_code": industry, "workplaces": own, "workplaces_region": whole}
        | {"workplaces_reference": of, "share": own / whole, "lq": (own / whole) / (of / 10)}
        | {"overrepresented": own * 10 >= of * whole}
        for region, industry, own, whole, of in [("08", "16", 2, 2, 2), ("07", "17", 8, 8, 8)]
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
