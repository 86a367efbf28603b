"""The main job on real figures, run as a user runs it: what comes out, and that it always comes out the same."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.conftest import STYRKA, Workplace

ONE_PROCESSOR = (
    "import os, sys; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); os.execv(sys.argv[1], sys.argv[1:])"
)


@pytest.fixture(scope="module")
def mart(published: Workplace) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    for path in (published.mart / "current" / "parquet").glob("*.parquet"):
        connection.read_parquet(str(path)).create_view(path.stem)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("region", "industry", "year", "series", "expected"),
    [
        ("08", "A", 2025, "BAS_PREL", 2.37),
        ("08", "B+C", 2025, "BAS_PREL", 1.49),
        ("08", "D+E", 2025, "BAS_PREL", 1.55),
        ("08", "J", 2025, "BAS_PREL", 0.32),
        ("1861", "H", 2021, "RAMS", 3.41),
        ("1883", "B+C", 2021, "RAMS", 2.71),
        ("1880", "B+C", 2021, "RAMS", 0.67),
    ],
)
def test_known_location_quotients(
    mart: duckdb.DuckDBPyConnection, region: str, industry: str, year: int, series: str, expected: float
) -> None:
    found = mart.execute(
        """SELECT lq FROM location_quotient WHERE reference = 'nation'
        AND region_code = ? AND industry_code = ? AND year = ? AND series = ?""",
        [region, industry, year, series],
    ).fetchall()
    assert [round(row[0], 2) for row in found] == [expected]


WEIGHTED_MEAN = """
    SELECT max(abs(weighted - 1)), count(*) FROM (
        SELECT year, industry_code, sum(lq * employees_region / employees_reference_total) AS weighted
        FROM location_quotient
        WHERE series = ? AND reference = 'nation' AND length(region_code) = 2
        GROUP BY year, industry_code HAVING count(*) = 21
    )
"""


def test_over_the_counties_of_rams_the_weighted_mean_is_one(mart: duckdb.DuckDBPyConnection) -> None:
    ((difference, means),) = mart.execute(WEIGHTED_MEAN, ["RAMS"]).fetchall()
    assert means == 11 * 16
    assert difference < 1e-12


def test_over_the_counties_of_bas_the_weighted_mean_is_one_within_the_noise(mart: duckdb.DuckDBPyConnection) -> None:
    ((difference, means),) = mart.execute(WEIGHTED_MEAN, ["BAS_PREL"]).fetchall()
    assert means == 6 * 16
    # Counties miss the nation by at most 7 persons; the smallest group of the nation has some 3,700.
    assert 0 < difference < 7 / 3700, f"largest difference from 1: {difference:.2e}"


def test_every_county_and_twelve_municipalities_have_a_profile_and_a_workbook(published: Workplace) -> None:
    folders = sorted(path.name for path in (published.mart / "profiles").iterdir() if path.is_dir())
    assert len([code for code in folders if len(code) == 2]) == 21
    assert len([code for code in folders if len(code) == 4]) == 12
    for code in folders:
        names = {path.name for path in (published.mart / "profiles" / code).iterdir()}
        assert {"profile.sv.html", "profile.en.html", "tables.xlsx"} <= names


def test_the_site_is_published_beside_them_with_a_page_for_each(published: Workplace) -> None:
    assert (published.mart / "site").readlink() == Path("current/site")
    profiled = {path.name for path in (published.mart / "profiles").iterdir() if path.is_dir()}
    for language in ("sv", "en"):
        pages = (published.mart / "site" / language).glob("region-*.html")
        assert {path.stem.removeprefix("region-") for path in pages} == profiled


def test_the_summary_names_what_to_open(workplace: Workplace) -> None:
    done = workplace.styrka("run", "--region", "08")
    assert done.returncode == 0, done.stderr
    start, last = done.stdout.splitlines()[-2:]
    assert start == f"Start at {workplace.mart}/site/index.html"
    assert last == f"Open {workplace.mart}/profiles/08/profile.sv.html"
    assert [path.name for path in (workplace.mart / "profiles").iterdir() if path.is_dir()] == ["08"]
    assert (workplace.mart / "profiles" / "method.sv.html").is_file()


def test_a_second_run_and_a_run_on_one_processor_give_the_same_bytes(
    published: Workplace, workplace: Workplace
) -> None:
    command = [sys.executable, "-c", ONE_PROCESSOR, str(STYRKA), "run"]
    subprocess.run(command, env={**os.environ, **workplace.environment}, check=True, capture_output=True)
    assert workplace.files == published.files
    again = workplace.styrka("run")
    assert again.returncode == 0, again.stderr
    assert workplace.files == published.files


def test_verify_passes_and_names_what_was_changed(published: Workplace, workplace: Workplace) -> None:
    done = published.styrka("verify")
    assert done.returncode == 0, done.stderr
    workplace.styrka("run", "--region", "08")
    page = workplace.mart / "profiles" / "08" / "profile.sv.html"
    page.write_bytes(page.read_bytes().replace(b"2,37", b"3,37"))
    done = workplace.styrka("verify")
    assert done.returncode == 1
    assert "checksum differs from publication: profiles/08/profile.sv.html" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_manifest_lists_every_snapshot_with_its_checksum(published: Workplace) -> None:
    manifest = json.loads((published.mart / "edition.json").read_text(encoding="utf-8"))
    assert sorted({each["table_id"] for each in manifest["snapshots"]}) == [
        "NR0105ENS2010T03A",
        "TAB3204",
        "TAB3785",
        "TAB5837",
        "TAB900",
    ]
    assert all(len(each["sha256"]) == 64 for each in manifest["snapshots"])
