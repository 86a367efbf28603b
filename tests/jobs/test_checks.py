"""The checks on jobs pass on what is right and name what is not."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines import schema
from pipelines.warehouse import checks, classification, engine
from tests.jobs.test_intervals import ALL, PLANTS
from tests.jobs.world import AGENTS, SAWMILLS, employment, measure, relations

Row = dict[str, Any]


@pytest.fixture(scope="module")
def mart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mart")
    measure(relations(PLANTS, employment(ALL)), folder)
    engine.write_table("region", classification.regions(), folder / "region.parquet", "test")
    engine.write_table("industry", classification.industries(), folder / "industry.parquet", "test")
    return folder


def spoiled(mart: Path, folder: Path, name: str, key: tuple[str, str], **changes: Any) -> Path:
    """A copy of a table in which the row of one region and industry is changed."""
    rows = engine.read_table(mart / f"{name}.parquet").to_pylist()
    chosen = [row for row in rows if (row["region_code"], row["industry_code"]) == key]
    assert chosen
    chosen[-1].update(changes)
    content = pa.Table.from_pylist(rows, schema=schema.table(name).arrow_schema())
    engine.write_table(name, content, folder / f"{name}.parquet", "test")
    return folder / f"{name}.parquet"


def sums(mart: Path, job_interval: Path) -> list[str]:
    return checks.job_sums(job_interval, mart / "region.parquet", mart / "industry.parquet", "SNI2025")


def estimates(mart: Path, **other: Path) -> list[str]:
    names = ("job_interval", "job_allocation", "job_quotient")
    return checks.estimates(*(other.get(name, mart / f"{name}.parquet") for name in names))


def test_what_is_right_passes(mart: Path) -> None:
    assert sums(mart, mart / "job_interval.parquet") == []
    assert estimates(mart) == []
    assert checks.workplace_mean(mart / "workplace_quotient.parquet", mart / "region.parquet") == []


@pytest.mark.parametrize(
    ("figure", "change"),
    [
        ("workplaces", lambda row: row["workplaces"] + 1),
        ("jobs_low", lambda row: row["jobs_low"] - 1),
        ("jobs_high_known_size", lambda row: None),
        ("jobs_high", lambda row: None),
        ("jobs_high", lambda row: row["jobs_high"] + 1),
        ("jobs_estimate", lambda row: row["jobs_estimate"] + 2.0**-20),
    ],
)
def test_a_county_that_its_municipalities_do_not_add_up_to_is_named(
    mart: Path, tmp_path: Path, figure: str, change: Callable[[Row], Any]
) -> None:
    (row,) = (
        row
        for row in engine.read_table(mart / "job_interval.parquet").to_pylist()
        if (row["region_code"], row["industry_code"]) == ("08", "16")
    )
    found = sums(mart, spoiled(mart, tmp_path, "job_interval", ("08", "16"), **{figure: change(row)}))
    line = f"SIMULATED 2026-02-01: {{}} do not add up to {figure} of {{}}"
    assert found == sorted(
        line.format(*parts)
        for parts in [
            ("municipalities", "08 16"),
            ("industries", "08 16"),
            ("industries", "08 C"),
            ("counties", "00 16"),
        ]
    )


def test_what_is_not_listed_above_its_parts_is_named(mart: Path, tmp_path: Path) -> None:
    rows = engine.read_table(mart / "job_interval.parquet").to_pylist()
    without = [row for row in rows if (row["region_code"], row["industry_code"]) != ("08", "16")]
    content = pa.Table.from_pylist(without, schema=schema.table("job_interval").arrow_schema())
    engine.write_table("job_interval", content, tmp_path / "job_interval.parquet", "test")
    found = sums(mart, tmp_path / "job_interval.parquet")
    assert "SIMULATED 2026-02-01: municipalities do not add up to workplaces of 08 16" in found
    assert "SIMULATED 2026-02-01: industries do not add up to workplaces of 08 16" in found


@pytest.mark.parametrize("other", [{"series": "REGISTER"}, {"register_date": date(2025, 2, 1)}])
def test_each_edition_of_a_register_is_added_up_by_itself(mart: Path, tmp_path: Path, other: Row) -> None:
    """Beside the edition one with twice as many of everything."""
    rows = engine.read_table(mart / "job_interval.parquet").to_pylist()
    figures = ("workplaces", "jobs_low", "jobs_high_known_size", "jobs_high", "jobs_estimate")
    twice = [row | other | {name: row[name] and 2 * row[name] for name in figures} for row in rows]
    content = pa.Table.from_pylist([*rows, *twice], schema=schema.table("job_interval").arrow_schema())
    engine.write_table("job_interval", content, tmp_path / "job_interval.parquet", "test")
    assert sums(mart, tmp_path / "job_interval.parquet") == []


def test_industries_add_up_to_the_one_above_them_in_their_own_edition(mart: Path, tmp_path: Path) -> None:
    """Computer programming, 62, is of section K since SNI 2025, and was of J."""
    rows = engine.read_table(mart / "job_interval.parquet").to_pylist()
    programming = [row | {"industry_code": "62"} for row in rows if row["industry_code"] == "16"]
    above = [row | {"industry_code": "K", "level": "section"} for row in programming]
    content = pa.Table.from_pylist([*rows, *programming, *above], schema=schema.table("job_interval").arrow_schema())
    engine.write_table("job_interval", content, tmp_path / "job_interval.parquet", "test")
    assert sums(mart, tmp_path / "job_interval.parquet") == []


def test_an_estimate_outside_of_its_interval_or_without_one_is_named(mart: Path, tmp_path: Path) -> None:
    outside = spoiled(mart, tmp_path, "job_interval", ("0880", SAWMILLS), jobs_estimate=98.5)
    assert estimates(mart, job_interval=outside) == [
        f"SIMULATED job_interval 0880 {SAWMILLS}: 98.5 is not within 40.0 and 98.0"
    ]
    alone = spoiled(mart, tmp_path, "job_allocation", ("0880", AGENTS), jobs_high=None)
    assert len(estimates(mart, job_allocation=alone)) == 1
    turned = spoiled(mart, tmp_path, "job_quotient", ("0880", SAWMILLS), lq_low=9.0, lq_high=8.0, lq_estimate=None)
    assert estimates(mart, job_quotient=turned) == [
        f"SIMULATED job_quotient against skr_group 0880 {SAWMILLS}: None is not within 9.0 and 8.0"
    ]


def test_ends_are_within_their_interval_and_quotients_may_miss_them_by_their_last_digits(
    mart: Path, tmp_path: Path
) -> None:
    exact = spoiled(mart, tmp_path, "job_interval", ("0880", SAWMILLS), jobs_low=98, jobs_high=98, jobs_estimate=98.0)
    assert estimates(mart, job_interval=exact) == []
    beyond = spoiled(
        mart, tmp_path, "job_allocation", ("0880", SAWMILLS), jobs_low=98, jobs_high=98, jobs_estimate=98.5
    )
    assert len(estimates(mart, job_allocation=beyond)) == 1
    # A trillionth of the quotient, here 1e-10, is rounding; twice that is not.
    for estimate, found in ((100 + 5e-11, 0), (100 + 2e-10, 1)):
        changes = {"lq_low": 100.0, "lq_high": 100.0, "lq_estimate": estimate}
        rounded = spoiled(mart, tmp_path, "job_quotient", ("0880", SAWMILLS), **changes)
        assert len(estimates(mart, job_quotient=rounded)) == found


def test_a_mean_quotient_that_is_not_one_is_named(mart: Path, tmp_path: Path) -> None:
    wrong = spoiled(mart, tmp_path, "workplace_quotient", ("09", AGENTS), lq=2.0)
    (line,) = checks.workplace_mean(wrong, mart / "region.parquet")
    assert line.startswith(f"SIMULATED 2026-02-01 {AGENTS}: the weighted mean LQ of the counties is")
