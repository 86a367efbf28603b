"""The bundled edition: SCB's figures as the public copy has them, cell by cell, and honest about how they came."""

import csv
import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from pipelines import places
from pipelines.errors import StyrkaError
from pipelines.scb import cells, jsonstat
from pipelines.scb.catalogue import declaration
from pipelines.snapshots import soundness
from pipelines.snapshots.bundle import bundle
from pipelines.snapshots.soundness import Report
from pipelines.snapshots.store import Snapshot, Store
from tests.conftest import Workplace
from tests.shared import SHARED, needs_shared

COMMITTED = places.PROJECT / "data_raw"
COPY = SHARED / "scb"
EMPLOYMENT = ("TAB3204", "TAB3785", "TAB5837", "TAB900")
ACCOUNTS = "NR0105ENS2010T03A"
TABLES = (ACCOUNTS, *EMPLOYMENT)
MiB = 1 << 20
UNKNOWN = {"TAB5837": "00", "TAB900": "00"}


@pytest.fixture
def store(workplace: Workplace) -> Store:
    """The bundled edition alone, whatever a developer has fetched."""
    return Store(workplace.raw)


def every(store: Store) -> list[Snapshot]:
    return [snapshot for table_id in TABLES for snapshot in store.newest(table_id)]


def test_it_is_committed_whole_and_small() -> None:
    held = [path for path in (COMMITTED / "bundled").rglob("*") if path.is_file()]
    assert sorted({path.parent.name for path in held}) == list(TABLES)
    assert sum(path.stat().st_size for path in held) <= 2 * MiB
    assert len(held) == 2 * 6


def test_its_sidecars_say_how_the_figures_came(store: Store) -> None:
    snapshots = every(store)
    assert [(s.sidecar.table_id, s.sidecar.part, s.sidecar.parts) for s in snapshots] == [
        (ACCOUNTS, 1, 1),
        ("TAB3204", 1, 1),
        ("TAB3785", 1, 1),
        ("TAB5837", 1, 1),
        ("TAB900", 1, 2),
        ("TAB900", 2, 2),
    ]
    for snapshot in snapshots:
        sidecar = snapshot.sidecar
        assert sidecar.origin == "public_copy"
        assert sidecar.updated is None
        assert sidecar.api_config is None
        assert sidecar.licence == "CC0-1.0"
        assert "Typed over from a public copy of SCB's answers (GitHub claesludvig/projekt" in sidecar.note
        assert "not fetched by the client" in sidecar.note


def test_its_answers_are_of_the_declared_form(store: Store) -> None:
    for snapshot in every(store):
        document = jsonstat.load(store.read(snapshot))
        declared = declaration(snapshot.sidecar.table_id)
        declared.check_answer(document, snapshot.sidecar.query)
        assert list(document["id"]) == [dimension.name for dimension in declared.dimensions]
        assert "updated" not in document


@needs_shared
def test_its_answers_validate_against_the_openapi_description(store: Store) -> None:
    described = yaml.safe_load((SHARED / "pxwebapi" / "spec" / "PxAPI-2.yml").read_text("utf-8"))
    validator = Draft202012Validator({"$ref": "#/components/schemas/Dataset", "components": described["components"]})
    for snapshot in every(store):
        document = json.loads(store.read(snapshot))
        # A sign stands in place of a figure as null, which the description allows in words that JSON Schema lacks.
        figures = [0 if str(place) in document.get("status", {}) else v for place, v in enumerate(document["value"])]
        assert [error.message for error in validator.iter_errors(document | {"value": figures})] == []


@needs_shared
@pytest.mark.parametrize("table_id", EMPLOYMENT)
def test_every_figure_is_the_copys_figure_and_none_is_left_out(store: Store, table_id: str) -> None:
    expected: dict[tuple[str, ...], int] = {}
    for path in sorted(COPY.glob(f"{table_id.lower()}_*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                industry = "US" if row["sni_code"] == UNKNOWN.get(table_id) else row["sni_code"]
                expected[row["region_code"], industry, row["year"], row["sex"], row["measure"]] = int(row["value"])
    names = ("region_code", "industry_code", "year", "sex", "measure")
    found = cells.read(store, declaration(table_id), store.newest(table_id)).to_pylist()
    assert {tuple(str(row[name]) for name in names): row["employees"] for row in found} == expected


@needs_shared
def test_every_figure_of_the_regional_accounts_is_the_copys_and_its_signs_stay(store: Store) -> None:
    (path,) = COPY.glob("nr0105_*.csv")
    industries = {"hela": "TOTAL", "A01-F43": "A01-F43", "G45-T98": "G45-T98", "ej": "UNALLOCATED"}
    measures = {"BRP": "gross_regional_product", "Medelantal": "average_employed", "Egentlig": "wages"}
    expected = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
        for region, industry, *figures in rows:
            for content, figure in zip(header[2:], figures, strict=True):
                place = (region[:2], industries.get(industry.split(" ")[0], "PUBLIC"), content[-4:])
                expected[(*place, measures[re.split("[ ,]", content)[0]])] = None if figure == ".." else float(figure)
    found = cells.read(store, declaration(ACCOUNTS), store.newest(ACCOUNTS)).to_pylist()
    names = ("region_code", "industry_code", "year", "measure")
    assert {tuple(str(row[name]) for name in names): row["value"] for row in found} == expected
    suppressed = [row for row in found if row["status"] == "suppressed"]
    assert len(suppressed) == 100
    assert {row["industry_code"] for row in suppressed} == {"UNALLOCATED"}
    assert {row["status"] for row in found if row["value"] is not None} == {"observed"}


def test_the_regional_accounts_say_that_their_codes_are_stand_ins(store: Store) -> None:
    (snapshot,) = store.newest(ACCOUNTS)
    assert "those of the contents and of three of the five industries are stand-ins" in snapshot.sidecar.note
    assert "id in PxWebApi v2 is not known" in snapshot.sidecar.note
    assert snapshot.sidecar.url == "https://api.scb.se/OV0104/v1/doris/sv/ssd/NR/NR0105/NR0105A/NR0105ENS2010T03A"


@needs_shared
@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('"18 Örebro län","hela', '"00 Riket","hela', "is there twice"),
        ("mnkr 2000", "mnkr 1999", "do not fill the table"),
        ("BRP, löpande priser, mnkr 2000", "BRP mnkr 2000", "do not fill the table"),
        ("2408775", "(2408775)", "cannot be read as a wide table"),
        ('"näringsgren SNI 2007"', '"näringsgren"', "cannot be read as a wide table"),
    ],
)
def test_a_wide_file_of_another_form_is_refused(tmp_path: Path, before: str, after: str, named: str) -> None:
    source = tmp_path / "copy"
    source.mkdir()
    for path in COPY.glob("*.csv"):
        (source / path.name).write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")
    with pytest.raises(StyrkaError, match=rf"nr0105_.*{named}"):
        bundle(source, tmp_path / "raw")


@needs_shared
def test_the_script_gives_the_same_bytes_again(tmp_path: Path) -> None:
    bundle(COPY, tmp_path)
    written = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*") if path.is_file()}
    held = {path.relative_to(COMMITTED): path for path in (COMMITTED / "bundled").rglob("*") if path.is_file()}
    assert written.keys() == held.keys()
    # Compressed bytes, and so the checksum of the file, may differ between versions of zlib.
    for name in (name for name in held if name.suffix == ".json"):
        again, committed = (json.loads(path.read_bytes()) | {"file_sha256": ""} for path in (written[name], held[name]))
        assert again == committed
    assert soundness.verify(Store(tmp_path)) == Report(sound=6, damaged=(), orphans=())


@needs_shared
def test_a_copy_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "copy"
    source.mkdir()
    for path in COPY.glob("tab*.csv"):
        (source / path.name).write_bytes(path.read_bytes())
    twisted = source / "tab900_rams_2008_2018_orebro.csv"
    twisted.write_text(twisted.read_text("utf-8").replace("workplace,59348", "workplace,59349"), "utf-8")
    with pytest.raises(StyrkaError, match=r"tab900_rams_2008_2018_orebro\.csv: .*'00', 'A', 'men'.* differs"):
        bundle(source, tmp_path / "raw")


def test_a_copy_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StyrkaError, match=r"tab3204_bas_register_2020_2024_orebro\.csv: cannot be read"):
        bundle(tmp_path, tmp_path)
