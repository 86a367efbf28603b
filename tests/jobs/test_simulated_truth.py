"""Against a made-up register whose truth is known: every true figure lies in its interval, in every cell and level."""

import math
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from pipelines import measures
from pipelines.warehouse import classification, engine
from tests.jobs.simulated import Truth, shuffled, simulated
from tests.jobs.world import by_cell, measure

EXACT = 1e-12


@pytest.fixture(scope="module", params=[True, False], ids=["municipalities", "county"])
def truth(request: pytest.FixtureRequest) -> Truth:
    return simulated(7, municipalities=request.param)


@pytest.fixture(scope="module")
def tables(truth: Truth, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    return measure(truth.relations, tmp_path_factory.mktemp("measured"))


@cache
def parents() -> dict[str, str | None]:
    rows = classification.industries().to_pylist()
    return {row["industry_code"]: row["parent_code"] for row in rows if row["edition"] == "SNI2025"}


@cache
def above(industry: str) -> list[str]:
    chain, known = [industry], parents()
    while (following := known[chain[-1]]) is not None:
        chain.append(following)
    return chain


def unknown(truth: Truth) -> Counter[tuple[str, str]]:
    """Workplaces of unknown size by (municipality, five-digit industry)."""
    rows = truth.relations["workplace_count"].to_pylist()
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row["size_class"] == "0" and row["level"] == "5" and len(row["region_code"]) == 4:
            found[row["region_code"], row["industry_code"]] += row["workplaces"]
    return found


def summed(truth: Truth) -> dict[tuple[str, str], int]:
    """True jobs of every region and industry of every level."""
    chains = {industry: above(industry) for _, industry in truth.jobs}
    found: Counter[tuple[str, str]] = Counter()
    for (place, industry), jobs in truth.jobs.items():
        for region in (place, place[:2], "00"):
            for code in chains[industry]:
                found[region, code] += jobs
    return dict(found)


def test_true_jobs_lie_in_the_interval_of_every_cell(truth: Truth, tables: dict[str, pa.Table]) -> None:
    rows, jobs = by_cell(tables["job_interval"]), summed(truth)
    assert rows.keys() == jobs.keys()
    assert len(rows) > 3000
    assert sum(row["jobs_low"] == 0 < jobs[key] for key, row in rows.items()) > 50, "cells of unknown sizes alone"
    for key, row in rows.items():
        assert row["jobs_low"] <= jobs[key] <= row["jobs_high"], key
        assert row["jobs_low"] <= row["jobs_estimate"] <= row["jobs_high"], key
        assert row["jobs_estimate"] > 0 or row["jobs_high"] == 0, key


def test_estimates_meet_every_published_total(truth: Truth, tables: dict[str, pa.Table]) -> None:
    margins = tables["job_margin"].to_pylist()
    assert {(row["region_code"], row["industry_code"]): row["target"] for row in margins} == truth.published
    assert {row["note"] for row in margins} == {"met"}
    assert all(abs(row["gap"]) <= 0.01 for row in margins)


def test_estimates_are_nearer_the_truth_than_the_middle_of_the_interval(
    truth: Truth, tables: dict[str, pa.Table]
) -> None:
    cells = [
        row
        for row in tables["job_interval"].to_pylist()
        if row["level"] == "5" and len(row["region_code"]) == 4 and not row["workplaces_unknown_size"]
    ]
    errors = {"estimate": 0.0, "middle": 0.0}
    for row in cells:
        jobs = truth.jobs[row["region_code"], row["industry_code"]]
        errors["estimate"] += abs(row["jobs_estimate"] - jobs)
        errors["middle"] += abs((row["jobs_low"] + row["jobs_high"]) / 2 - jobs)
    assert errors["estimate"] < 0.8 * errors["middle"]


def test_true_quotients_lie_in_the_interval_of_every_cell(truth: Truth, tables: dict[str, pa.Table]) -> None:
    jobs = summed(truth)
    group = {row["region_code"]: row["skr_group"] for row in truth.relations["region"].to_pylist()}
    sections = [code for region, code in jobs if region == "00" and not code.isdigit()]
    total = {region: sum(jobs.get((region, code), 0) for code in sections) for region in {key[0] for key in jobs}}
    compared = 0
    for row in tables["job_quotient"].to_pylist():
        region, industry = row["region_code"], row["industry_code"]
        areas = {
            "nation": ["00"],
            "county": [region[:2]],
            "skr_group": [code for code in total if group[code] == group[region]],
        }[row["reference"]]
        e_i, e = sum(jobs.get((area, industry), 0) for area in areas), sum(total[area] for area in areas)
        if row["lq_low"] is None:
            assert row["note"] in ("no_jobs_in_reference", "no_jobs_in_region")
            assert e_i == 0 or total[region] == 0
            continue
        if e_i == 0:
            # Unknown sizes could have had jobs and had none: 0/0, of which no interval tells.
            continue
        compared += 1
        lq = (jobs[region, industry] / total[region]) / (e_i / e)
        assert row["lq_low"] * (1 - EXACT) <= lq <= row["lq_high"] * (1 + EXACT), row
        assert row["lq_low"] * (1 - EXACT) <= row["lq_estimate"] <= row["lq_high"] * (1 + EXACT), row
    assert compared > 5000


def test_true_concentration_lies_in_its_bounds(truth: Truth, tables: dict[str, pa.Table]) -> None:
    rows = by_cell(tables["plant_concentration"])
    pooled: dict[tuple[str, str], list[int]] = {}
    for (place, industry), sizes in truth.sizes.items():
        for region in (place, place[:2], "00"):
            for code in above(industry):
                pooled.setdefault((region, code), []).extend(sizes)
    for key, sizes in pooled.items():
        row, plants = rows[key], np.sort(np.array([size for size in sizes if size], float))
        assert row["workplaces"] == len(plants)
        if not len(plants):
            assert row["hhi_low"] is None
            assert row["note"] in ("no_jobs", "size_unknown")
            continue
        hhi, total = (plants**2).sum() / plants.sum() ** 2, plants.sum()
        true = {"hhi": hhi, "n_eff": 1 / hhi, "top1": plants[-1] / total, "top3": plants[-3:].sum() / total}
        for name, value in true.items():
            assert row[f"{name}_low"] * (1 - EXACT) <= value <= row[f"{name}_high"] * (1 + EXACT), (key, name)


@pytest.mark.parametrize("region_type", ["county", "municipality"])
def test_the_true_index_of_agglomeration_lies_in_its_bounds(
    region_type: str, truth: Truth, tables: dict[str, pa.Table]
) -> None:
    """What ``measures.ellison_glaeser`` says of the plants themselves; a set with unpublished regions is refused."""
    rows = [row for row in tables["ellison_glaeser"].to_pylist() if row["region_type"] == region_type]
    width = 2 if region_type == "county" else 4
    if any(len(place) < width for place, _ in truth.published):
        assert {(row["note"], row["gamma_low"]) for row in rows} == {("incomplete_regions", None)}
        return
    totals: Counter[str] = Counter()
    for (place, _), jobs in truth.published.items():
        totals[place[:width]] += jobs
    plants = [
        (place[:width], code, size)
        for (place, industry), sizes in truth.sizes.items()
        for code in above(industry)
        for size in sizes
    ]
    plants += [
        (place[:width], code, math.nan)
        for (place, industry), count in unknown(truth).items()
        for code in above(industry)
        for _ in range(count)
    ]
    found = measures.ellison_glaeser(pd.DataFrame(plants, columns=["region", "industry", "employees"]), totals)
    true = found.set_index("industry_code").to_dict("index")
    assert {row["industry_code"] for row in rows} == true.keys()
    for row in rows:
        plain = true[row["industry_code"]]
        assert row["workplaces"] == plain["plants"]
        assert row["note"] == (None if pd.isna(plain["note"]) else plain["note"])
        for name in ("g", "hhi", "gamma", "g_variance", "z"):
            value = plain[name]
            if math.isnan(value):
                continue
            slack = EXACT * max(1, abs(value))
            assert row[f"{name}_low"] - slack <= value <= row[f"{name}_high"] + slack, (row, name, value)
        if row["gamma_low"] is not None:
            assert row["g_low"] - EXACT <= row["g_estimate"] <= row["g_high"] + EXACT
            assert row["gamma_low"] - EXACT <= row["gamma_estimate_low"] <= row["gamma_estimate_high"]
            assert row["gamma_estimate_high"] <= row["gamma_high"] + EXACT
    assert sum(row["gamma_low"] is not None for row in rows) > 300


def test_workplaces_are_as_concentrated_as_a_notebook_finds_them(truth: Truth, tables: dict[str, pa.Table]) -> None:
    counts = Counter((place, above(industry)[-1], len(sizes)) for (place, industry), sizes in truth.sizes.items())
    cells: Counter[tuple[str, str]] = Counter()
    for (place, section, workplaces), times in counts.items():
        cells[f"R{place}", section] += workplaces * times
    for (place, industry), count in unknown(truth).items():
        cells[f"R{place}", above(industry)[-1]] += count
    df = pd.DataFrame(
        [(*key, 2026, count) for key, count in cells.items()], columns=["region", "industry", "year", "value"]
    )
    expected = measures.concentration(df).set_index("industry_code")
    rows = [
        row
        for row in tables["workplace_concentration"].to_pylist()
        if (row["level"], row["region_type"]) == ("section", "municipality")
    ]
    assert len(rows) == len(expected)
    for row in rows:
        for name in ("gini", "theil_t"):
            assert row[name] == expected.loc[row["industry_code"], name]


def test_parts_add_up_exactly_even_of_the_estimates(tables: dict[str, pa.Table]) -> None:
    rows, known = tables["job_interval"].to_pylist(), parents()
    names = ("workplaces", "jobs_low", "jobs_high_known_size", "jobs_estimate")
    by_industry: Counter[tuple[str, str, str]] = Counter()
    by_region: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        for name in names:
            if row["level"] != "section":
                by_industry[row["region_code"], str(known[row["industry_code"]]), name] += row[name]
            if len(row["region_code"]) == 4:
                for region in (row["region_code"][:2], "00"):
                    by_region[region, row["industry_code"], name] += row[name]
    for row in rows:
        for name in names:
            key = (row["region_code"], row["industry_code"], name)
            assert row["level"] == "5" or by_industry[key] == row[name], key
            assert len(row["region_code"]) == 4 or by_region[key] == row[name], key


def test_wider_levels_and_larger_cells_have_narrower_intervals(tables: dict[str, pa.Table]) -> None:
    rows = {(row["region_type"], row["level"], row["jobs_from"]): row for row in tables["interval_width"].to_pylist()}
    assert rows["nation", "section", 1000]["width_p90"] < rows["municipality", "5", 1]["width_p90"]
    assert rows["municipality", "5", 1]["lq_ratio_median"] > rows["county", "section", 200]["lq_ratio_median"]
    assert 0 < rows["municipality", "5", 1]["lq_contains_one"] < 1


def test_threads_and_the_order_of_rows_change_no_byte(truth: Truth, tmp_path: Path) -> None:
    relations = truth.relations
    other = {
        name: shuffled(content, place) if isinstance(content, pa.Table) else content
        for place, (name, content) in enumerate(relations.items())
    }
    for folder, known, threads in (("one", relations, 1), ("two", other, 2), ("four", other, 4)):
        (tmp_path / folder).mkdir()
        measure(known, tmp_path / folder, threads)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
        assert path.read_bytes() == (tmp_path / "four" / path.name).read_bytes(), path.name
        assert engine.edition_of(path) == "test"
