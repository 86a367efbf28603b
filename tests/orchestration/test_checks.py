"""What a check does to the run that makes it, and what a run that failed says is published."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow as pa
import pytest
from filelock import FileLock

from assets.checks import frame
from assets.checks.employment import since_published
from pipelines.errors import StyrkaError
from pipelines.orchestration import launching
from pipelines.orchestration.resources import MartLock
from pipelines.schema import table
from pipelines.warehouse import checks, edition, engine, manifest, publication
from tests.warehouse.builds import build_with
from tests.warehouse.test_checks import cell


@pytest.fixture
def mart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One in which an edition stands."""
    monkeypatch.setenv("STYRKA_DATA_MART", str(tmp_path / "mart"))
    publication.publish(build_with(tmp_path / "mart", "old", "first"))
    return tmp_path / "mart"


def launched(*parts: dg.AssetsDefinition | dg.AssetChecksDefinition) -> launching.Outcome:
    """A run of these assets and checks alone, as the command line makes it."""

    def assemble(loggers: Mapping[str, dg.LoggerDefinition]) -> dg.Definitions:
        assets = [each for each in parts if not isinstance(each, dg.AssetChecksDefinition)]
        made = [each for each in parts if isinstance(each, dg.AssetChecksDefinition)]
        job = dg.define_asset_job("run", selection=dg.AssetSelection.all(), executor_def=dg.in_process_executor)
        return dg.Definitions(assets, jobs=[job], asset_checks=made, resources={"mart": MartLock()}, loggers=loggers)

    return launching.launch("run", assemble)


@dg.asset
def figures() -> None:
    """What the checks are of."""


@dg.asset(deps=[figures], name="edition")
def published(mart: MartLock) -> None:
    publication.publish(build_with(mart.build.mart, "new", "second"))


def raising(_: edition.Build) -> list[str]:
    raise ValueError("no such column")


def test_a_warning_that_cannot_be_made_is_one_and_the_edition_is_published(mart: Path) -> None:
    outcome = launched(figures, published, frame.check("figures", "odd", "Never made.", raising, blocking=False))
    assert outcome.warnings == ("odd: could not be checked (no such column)",)
    assert outcome.manifest["edition"] == manifest.current(mart)["edition"] == "new"


def test_a_check_that_stops_an_edition_and_cannot_be_made_stops_it(mart: Path) -> None:
    with pytest.raises(StyrkaError, match=r"step figures_odd failed; .*; edition old stays"):
        launched(figures, published, frame.check("figures", "odd", "Never made.", raising))
    assert manifest.current(mart)["edition"] == "old"


def test_what_fails_after_the_switch_says_what_was_published(mart: Path) -> None:
    @dg.asset(deps=[published])
    def after() -> None:
        raise StyrkaError("history: cannot be written")

    with pytest.raises(StyrkaError, match=r"^history: cannot be written; edition new was published$"):
        launched(figures, published, after)


def test_what_was_published_while_a_run_waited_its_turn_is_no_edition_of_its_own(mart: Path) -> None:
    first = FileLock(mart / ".lock", thread_local=False)
    first.acquire()

    def end() -> None:
        publication.publish(build_with(mart, "between", "third"))
        first.release()

    ending = threading.Timer(0.3, end)
    ending.start()
    with pytest.raises(StyrkaError, match=r"; edition between stays"):
        launched(figures, published, frame.check("figures", "odd", "Never made.", raising))
    ending.join()


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("as published", ["RAMS: gone region 12"]),
        # verify tells of these two, and a run that mends them must end.
        ("cut short", []),
        ("of other columns", []),
    ],
)
def test_only_what_was_published_is_compared_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, found: list[str]
) -> None:
    monkeypatch.setenv("STYRKA_DATA_MART", str(tmp_path))
    usual: dict[str, Any] = {"sex": "total", "level": "group", "workplaces": None, "status": "observed"}
    rows = [cell("09", "A", 1, table_id="TAB1", **usual), cell("12", "A", 1, table_id="TAB1", **usual)]
    content = pa.Table.from_pylist(rows, schema=table("employment").arrow_schema())
    build = edition.Build(tmp_path)
    build.begin({"edition": "old", "snapshots": [], "configuration": {}})
    engine.write_table("employment", content, build.path("employment"), "old")
    if before == "of other columns":
        path = build.path("employment")
        pa.parquet.write_table(pa.parquet.read_table(path).drop_columns(["table_id"]), path)
    publication.publish(build, ["parquet/employment.parquet"])
    if before == "cut short":
        path = tmp_path / "current" / "parquet" / "employment.parquet"
        path.write_bytes(path.read_bytes()[:-9])
    build.begin({"edition": "new", "snapshots": [], "configuration": {}})
    engine.write_table("employment", content.slice(0, 1), build.path("employment"), "new")
    assert since_published(checks.changed_codes)(build) == found
