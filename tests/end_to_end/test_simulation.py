"""styrka simulate from beginning to end: the whole country in the way of a real pull, the truth inside every interval,
and the mark wherever a reader can look."""

import json
import re
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.conftest import Workplace, empty

REGISTER = (
    *("workplace_count", "register_quality", "job_interval", "job_margin", "job_allocation", "workplace_quotient"),
    *("job_quotient", "plant_concentration", "workplace_concentration", "ellison_glaeser", "interval_width"),
)


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workplace, str]:
    place = empty(tmp_path_factory.mktemp("simulated"))
    done = place.styrka("simulate", "--seed", "1", "--region", "08")
    assert done.returncode == 0, done.stderr
    return place, done.stdout


def parquet(place: Workplace, name: str) -> Path:
    return place.mart / "parquet" / f"{name}.parquet"


def truth(place: Workplace) -> Path:
    return place.raw / "simulated" / "SIMULATED" / "truth" / "simulated_workplace.parquet"


def test_the_whole_country_is_there(simulated: tuple[Workplace, str]) -> None:
    place, _ = simulated
    workplaces = pq.read_metadata(truth(place)).num_rows
    assert 1_300_000 < workplaces < 1_600_000
    regions = pq.read_table(parquet(place, "workplace_count"), columns=["region_code"])["region_code"].unique()
    assert len(regions) == 1 + 21 + 290


def test_true_jobs_lie_inside_the_interval_in_every_cell(simulated: tuple[Workplace, str]) -> None:
    place, _ = simulated
    statement = """
        WITH jobs AS (
            SELECT municipality_code, industry_code,
                SUM(employees) FILTER (size_class <> '0') AS jobs, COUNT(*) AS workplaces
            FROM read_parquet($truth)
            WHERE status = 'active' AND municipality_known
            GROUP BY municipality_code, industry_code
        )
        SELECT COUNT(*), COUNT(*) FILTER (COALESCE(jobs.jobs, 0) BETWEEN cell.jobs_low AND cell.jobs_high),
            COUNT(*) FILTER (jobs.workplaces = cell.workplaces)
        FROM jobs
        LEFT JOIN read_parquet($cells) AS cell
            ON jobs.municipality_code = cell.region_code AND jobs.industry_code = cell.industry_code
    """
    files = {"truth": str(truth(place)), "cells": str(parquet(place, "job_interval"))}
    cells, inside, counted = duckdb.execute(statement, files).fetchone() or ()
    assert cells > 50_000
    assert inside == counted == cells


def test_every_row_of_the_register_s_tables_is_marked(simulated: tuple[Workplace, str]) -> None:
    place, _ = simulated
    for name in REGISTER:
        assert pq.read_table(parquet(place, name), columns=["series"])["series"].unique().to_pylist() == ["SIMULATED"]


def test_page_workbook_description_and_terminal_are_marked(simulated: tuple[Workplace, str]) -> None:
    place, output = simulated
    folder = place.mart / "profiles" / "08"
    for language, mark in (("sv", "SIMULERAT"), ("en", "SIMULATED")):
        page = (folder / f"profile.{language}.html").read_text(encoding="utf-8")
        assert f'<p class="simulated" role="note">{mark}.' in page
        assert all(text.startswith(f"{mark}: ") for text in re.findall(r"<caption[^>]*>(.*?)</caption>", page))
        charts = re.findall(r'<svg class="chart.*?</svg>', page, re.DOTALL)
        assert charts
        assert all(f">{mark}</text>" in chart for chart in charts)
    book = openpyxl.load_workbook(folder / "tables.xlsx", read_only=True)
    assert all(str(sheet["A1"].value).startswith("SIMULERAT: ") for sheet in book)
    package = json.loads((place.mart / "datapackage.json").read_text(encoding="utf-8"))
    assert package["title"].startswith("SIMULERAT: ")
    assert "warning: the workplaces of this edition are simulated" in output


def test_a_run_goes_back_to_what_is_real(simulated: tuple[Workplace, str]) -> None:
    place, _ = simulated
    done = place.styrka("run", "--region", "08")
    assert done.returncode == 0, done.stderr
    assert "are simulated" not in done.stdout
    assert pq.read_metadata(parquet(place, "workplace_count")).num_rows == 0
    assert "SIMUL" not in (place.mart / "profiles" / "08" / "profile.sv.html").read_text(encoding="utf-8")
