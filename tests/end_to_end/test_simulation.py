"""styrka simulate from beginning to end: the whole country in the way of a real pull, the truth inside every interval,
and the mark wherever a reader can look."""

import json
import re
from pathlib import Path

import dagster as dg
import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from pipelines.simulation import simulate
from pipelines.snapshots.store import Store
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
    return simulate.truth(Store(place.raw))


def test_the_whole_country_is_there(simulated: tuple[Workplace, str]) -> None:
    place, _ = simulated
    workplaces = pq.read_metadata(truth(place)).num_rows
    assert 1_300_000 < workplaces < 1_600_000
    regions = pq.read_table(parquet(place, "workplace_count"), columns=["region_code"])["region_code"].unique()
    assert len(regions) == 1 + 21 + 290


def test_what_the_ui_shows_bears_the_mark(simulated: tuple[Workplace, str], monkeypatch: pytest.MonkeyPatch) -> None:
    place, _ = simulated
    monkeypatch.setenv("DAGSTER_HOME", str(place.home))
    with dg.DagsterInstance.get() as instance:
        for name in ("workplace_quotient", "location_quotient"):
            event = instance.get_latest_materialization_event(dg.AssetKey(name))
            assert event is not None
            assert event.asset_materialization is not None
            assert "simulated" in str(event.asset_materialization.metadata["mark"].value).lower()


def truths(place: Workplace) -> duckdb.DuckDBPyConnection:
    """Views ``jobs``: true jobs and workplaces of every region and industry of two to five digits, and ``everything``.

    Workplaces that the register does not place in a municipality are in no region, the nation not either.
    """
    connection = duckdb.connect()
    connection.execute(f"""
        CREATE TABLE leaf AS
        SELECT municipality_code, industry_code, SUM(employees) AS jobs, COUNT(*) AS workplaces
        FROM read_parquet('{truth(place)}') WHERE status = 'active' AND municipality_known
        GROUP BY municipality_code, industry_code;
        CREATE TABLE jobs AS
        SELECT region_code, industry_code, CAST(SUM(jobs) AS BIGINT) AS jobs, SUM(workplaces) AS workplaces
        FROM (
            SELECT LEFT(industry_code, digits.n) AS industry_code, jobs, workplaces,
                CASE part.n WHEN 0 THEN '00' ELSE LEFT(municipality_code, part.n) END AS region_code
            FROM leaf CROSS JOIN (VALUES (2), (3), (4), (5)) AS digits (n) CROSS JOIN (VALUES (0), (2), (4)) AS part (n)
        )
        GROUP BY ALL;
        CREATE TABLE everything AS
        SELECT region_code, SUM(jobs) AS jobs FROM jobs WHERE LENGTH(industry_code) = 2 GROUP BY region_code;
        CREATE TABLE area AS
        SELECT 'nation' AS reference, '00' AS code, '00' AS region_code
        UNION ALL SELECT 'county', region_code, region_code FROM read_parquet('{parquet(place, "region")}')
        WHERE type = 'county'
        UNION ALL SELECT 'skr_group', skr_group, region_code FROM read_parquet('{parquet(place, "region")}')
        WHERE type = 'municipality';
    """)
    return connection


def test_true_jobs_lie_inside_the_interval_in_every_cell_of_every_level(simulated: tuple[Workplace, str]) -> None:
    """Of all workplaces, those of unknown size too."""
    place, _ = simulated
    statement = f"""
        SELECT LENGTH(jobs.region_code), COUNT(*),
            COUNT(*) FILTER (jobs.jobs >= cell.jobs_low AND (jobs.jobs <= cell.jobs_high OR cell.jobs_high IS NULL)),
            COUNT(*) FILTER (jobs.workplaces = cell.workplaces),
            COUNT(*) FILTER (cell.jobs_high_known_size < jobs.jobs),
            COUNT(*) FILTER (cell.workplaces_unknown_size > 0 AND cell.jobs_estimate = 0 AND cell.jobs_high > 0)
        FROM jobs
        LEFT JOIN read_parquet('{parquet(place, "job_interval")}') AS cell
            ON jobs.region_code = cell.region_code AND jobs.industry_code = cell.industry_code
        GROUP BY 1 ORDER BY 1
    """
    found = truths(place).execute(statement).fetchall()
    assert len(found) == 2
    assert sum(cells for _, cells, *_ in found) > 200_000
    for _, cells, inside, counted, beyond_known_sizes, none_estimated in found:
        assert inside == counted == cells
        assert beyond_known_sizes > 0
        assert none_estimated == 0


def test_true_quotients_lie_inside_the_interval_in_every_row(simulated: tuple[Workplace, str]) -> None:
    place, _ = simulated
    statement = f"""
        WITH reference AS (
            SELECT area.reference, area.code, jobs.industry_code, SUM(jobs.jobs) AS jobs
            FROM area JOIN jobs ON area.region_code = jobs.region_code GROUP BY ALL
        ),
        total AS (
            SELECT area.reference, area.code, SUM(everything.jobs) AS jobs
            FROM area JOIN everything ON area.region_code = everything.region_code GROUP BY ALL
        ),
        compared AS (
            SELECT cell.*,
                (jobs.jobs / everything.jobs) / (NULLIF(reference.jobs, 0) / total.jobs) AS lq
            FROM read_parquet('{parquet(place, "job_quotient")}') AS cell
            JOIN jobs ON cell.region_code = jobs.region_code AND cell.industry_code = jobs.industry_code
            JOIN everything ON cell.region_code = everything.region_code
            JOIN reference ON cell.reference = reference.reference AND cell.reference_code = reference.code
                AND cell.industry_code = reference.industry_code
            JOIN total ON cell.reference = total.reference AND cell.reference_code = total.code
        )
        SELECT COUNT(lq), COUNT(*) FILTER (lq IS NOT NULL AND lq_low IS NULL AND lq_high IS NULL),
            COUNT(*) FILTER (lq < lq_low * (1 - 1e-12)), COUNT(*) FILTER (lq > lq_high * (1 + 1e-12)),
            COUNT(*) FILTER (workplaces_unknown_size > 0 AND note IS NULL)
        FROM compared
    """
    rows, unmeasured, below, above, unsaid = truths(place).execute(statement).fetchone() or ()
    assert rows > 500_000
    assert (unmeasured, below, above, unsaid) == (0, 0, 0, 0)


def test_every_estimate_is_fitted_to_one_series_and_year(simulated: tuple[Workplace, str]) -> None:
    place, _ = simulated
    for name in ("job_interval", "job_margin"):
        content = pq.read_table(parquet(place, name), columns=["target_series", "target_year"])
        assert content.group_by(["target_series", "target_year"]).aggregate([]).num_rows == 1, name


def test_every_row_of_the_register_s_tables_is_marked(simulated: tuple[Workplace, str]) -> None:
    place, _ = simulated
    for name in REGISTER:
        assert pq.read_table(parquet(place, name), columns=["series"])["series"].unique().to_pylist() == ["SIMULATED"]


def test_page_workbook_description_and_terminal_are_marked(simulated: tuple[Workplace, str]) -> None:
    place, output = simulated
    folder = place.mart / "profiles" / "08"
    for language, mark in (("sv", "SIMULERAT"), ("en", "SIMULATED")):
        page = (folder / f"profile.{language}.html").read_text(encoding="utf-8")
        assert f'<p class="marked" role="note">{mark}.' in page
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
