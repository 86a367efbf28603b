"""datapackage.json describes every file of the mart truly: frictionless reads the data by it and finds no fault."""

import json
from pathlib import Path
from typing import Any

import frictionless
import pyarrow.parquet as pq
import pytest

from pipelines import files, schema
from pipelines.export import csv, datapackage
from tests.conftest import Workplace
from tests.export import mart

TABLES = [table.name for table in schema.tables() if table.layer != "raw"]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The descriptor of the hand-made mart, its files beside it."""
    parquet = mart.write(tmp_path / "parquet")
    for name in TABLES:
        csv.write(name, parquet / f"{name}.parquet", tmp_path / "csv" / f"{name}.csv")
    datapackage.write(parquet, tmp_path / "csv", tmp_path / "datapackage.json", mart.EDITION)
    return tmp_path / "datapackage.json"


def faults(package: Path) -> list[tuple[str, str]]:
    report = frictionless.validate(str(package))
    return [("", error.type) for error in report.errors] + [
        (task.name, error.type) for task in report.tasks for error in task.errors
    ]


def test_frictionless_finds_the_description_and_the_data_valid(package: Path) -> None:
    report = frictionless.validate(str(package))
    assert report.flatten(["title", "message"]) == []
    assert {task.name for task in report.tasks} == {*TABLES, *(f"{name}-parquet" for name in TABLES)}
    rows = {task.name: task.stats.get("rows", 0) for task in report.tasks if not task.name.endswith("-parquet")}
    assert rows == {name: pq.read_metadata(package.parent / f"parquet/{name}.parquet").num_rows for name in TABLES}


def test_frictionless_finds_the_bundled_edition_valid(published: Workplace) -> None:
    report = frictionless.validate(str(published.mart / "datapackage.json"))
    assert report.flatten(["title", "message"]) == []
    assert len(report.tasks) == 2 * len(TABLES)


def test_frictionless_reads_the_same_figures_as_parquet(package: Path) -> None:
    rows = frictionless.Package(str(package)).get_table_resource("specialisation").read_rows()
    expected = pq.read_table(package.parent / "parquet/specialisation.parquet").to_pylist()
    assert [float(row["krugman"]) for row in rows] == [row["krugman"] for row in expected]
    assert [row["region_code"] for row in rows] == [row["region_code"] for row in expected]


@pytest.mark.parametrize(
    ("file", "before", "after", "found"),
    [
        ("csv/region.csv", b'"county"', b'"corner"', "constraint-error"),
        ("csv/location_quotient.csv", b'"0880";"A";2025', b'"0999";"A";2025', "foreign-key"),
        ("csv/employment.csv", b'"00";"A";2024', b'"08";"A";2024', "primary-key"),
        ("csv/specialisation.csv", b"0,30000000000000004", b"0.30000000000000004", "type-error"),
        ("csv/snapshot.csv", b"abab", b"acab", "hash-count"),
        ("parquet/region.parquet", b"PAR1", b"PAR2", "hash-count"),
    ],
)
def test_a_fault_in_the_data_is_seen(package: Path, file: str, before: bytes, after: bytes, found: str) -> None:
    path = package.parent / file
    assert before in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(before, after, 1))
    assert found in {kind for _, kind in faults(package)}


def test_texts_units_keys_and_domains_are_those_of_the_declaration(package: Path) -> None:
    resources: dict[str, Any] = {each["name"]: each for each in json.loads(package.read_text())["resources"]}
    for name in TABLES:
        declared = schema.table(name)
        for resource in (resources[name], resources[f"{name}-parquet"]):
            assert resource["description"] == declared.description_sv
            assert resource["description_en"] == declared.description_en
            assert tuple(resource["schema"]["primaryKey"]) == declared.key
            for field, column in zip(resource["schema"]["fields"], declared.columns, strict=True):
                assert (field["name"], field["type"]) == (column.name, column.type)
                assert (field["description"], field["description_en"]) == (column.sv, column.en)
                assert field.get("unit", "") == column.unit
                assert tuple(field.get("constraints", {}).get("enum", ())) == column.domain
                assert field.get("constraints", {}).get("required", False) is not column.nullable
    assert "decimalChar" not in str(resources["specialisation-parquet"])
    assert resources["region"]["schema"]["foreignKeys"] == [
        {"fields": ["county_code"], "reference": {"resource": "", "fields": ["region_code"]}}
    ]


def test_sources_and_licences_say_whose_figures_these_are(package: Path) -> None:
    content = json.loads(package.read_text())
    assert [source["title"] for source in content["sources"]] == [
        "Källa: inläst tabell EGEN",
        "Källa: SCB, tabell TAB3785",
    ]
    assert [licence["name"] for licence in content["licenses"]] == ["CC0-1.0", "internt-bruk"]
    assert content["id"] == mart.EDITION["edition"]


def test_bytes_and_checksums_are_those_of_the_files(package: Path) -> None:
    for resource in json.loads(package.read_text())["resources"]:
        path = package.parent / resource["path"]
        assert resource["bytes"] == path.stat().st_size
        assert resource["hash"] == f"sha256:{files.sha256(path)}"


def test_writing_again_gives_the_same_bytes(package: Path) -> None:
    before = package.read_bytes()
    datapackage.write(package.parent / "parquet", package.parent / "csv", package, mart.EDITION)
    assert package.read_bytes() == before
