"""Statements on Spark: a table to check by hand, bound values, and what is said when something is missing."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

pytest.importorskip("pyspark", reason="Spark has an environment of its own: make test-spark")

# A is 20 of 100 in region a and 10 of 100 in b, so 30 of 200 together.
CELLS = {("a", "A"): 20, ("a", "B"): 80, ("b", "A"): 10, ("b", "B"): 90}
SECTION = {"year": 2024, "start_year": 2024, "end_year": 2024, "level": "5", "unknown_in_totals": True}


def employment(series: str) -> pa.Table:
    rows = [
        {"region_code": region, "industry_code": industry, "employees": number, "year": 2024, "series": series}
        | {"sex": "total", "level": "5", "status": "observed", "table_id": "HAND"}
        for (region, industry), number in CELLS.items()
    ]
    return pa.Table.from_pylist(rows)


@pytest.mark.parametrize("series", ["HAND", "x'); DROP TABLE employment; --", 'a "quoted" $year :year'])
def test_location_quotients_by_hand_and_whatever_a_series_is_called(spark: Any, series: str) -> None:
    from pipelines.measures import dataset
    from pipelines.spark.statements import section, views

    relations = {**dataset.declared(), "employment": employment(series)}
    with (
        views({name: spark.createDataFrame(content) for name, content in relations.items()}),
        section(spark, {**SECTION, "series": series, "parent_level": ""}) as opened,
    ):
        rows = opened.select("location_quotient").toArrow().to_pylist()
    assert {(row["region_code"], row["industry_code"]): row["lq"] for row in rows} == {
        ("a", "A"): 0.2 / 0.15,
        ("a", "B"): 0.8 / 0.85,
        ("b", "A"): 0.1 / 0.15,
        ("b", "B"): 0.9 / 0.85,
    }
    assert {row["series"] for row in rows} == {series}
    assert not [view.name for view in spark.catalog.listTables()]


def styrka(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("styrka")
    return subprocess.run(
        [command, "measure", str(tmp_path), "--out", str(tmp_path / "out")],
        env={**os.environ, "STYRKA_ENGINE": "spark", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_java_it_says_what_is_missing(tmp_path: Path) -> None:
    for environment, said in [
        ({"JAVA_HOME": "", "PATH": str(tmp_path)}, "Spark needs Java 17 or newer, and java is not there"),
        ({"JAVA_HOME": "/nowhere"}, "Spark needs Java 17 or newer, and /nowhere/bin/java is not there"),
    ]:
        done = styrka(tmp_path, **environment)
        assert done.returncode == 1
        assert said in done.stderr
        assert done.stderr.count("\n") == 1


def test_with_a_spark_connect_server_no_java_is_asked_for(tmp_path: Path) -> None:
    """Nobody listens there: that Spark gives up, and on what, says how far it came."""
    done = styrka(tmp_path, JAVA_HOME="/nowhere", SPARK_REMOTE="sc://127.0.0.1:9")
    assert done.returncode == 1
    assert "needs Java" not in done.stderr
    assert "Spark gave up: " in done.stderr


def test_java_that_is_too_old_is_named(tmp_path: Path) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    java.chmod(0o755)
    done = styrka(tmp_path, JAVA_HOME=str(tmp_path))
    assert done.returncode == 1
    assert f"{java} is not; set JAVA_HOME to one that is" in done.stderr


def test_what_spark_gives_up_on_is_one_line(tmp_path: Path) -> None:
    part = tmp_path / "employment" / "year=2024" / "part.parquet"
    part.parent.mkdir(parents=True)
    part.write_text("no Parquet")
    done = styrka(tmp_path)
    assert done.returncode == 1
    assert "styrka: Spark gave up: " in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "location_quotient").exists()


def test_a_folder_without_employment_is_one_line_and_nothing_is_written(tmp_path: Path) -> None:
    done = styrka(tmp_path)
    assert done.returncode == 1
    assert f"styrka: {tmp_path}/employment has no Parquet files" in done.stderr
    assert not (tmp_path / "out").exists()
