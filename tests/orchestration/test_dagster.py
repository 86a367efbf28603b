"""What Dagster is told: columns from the declaration, lineage from the SQL, one run at a time, no telemetry."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml

from assets import core, jobs, measures, register
from assets.snapshots import register_pulled
from pipelines import places
from pipelines.definitions import assemble
from pipelines.orchestration import home, table_asset
from pipelines.orchestration.home import prepare_home
from pipelines.orchestration.resources import RegisterApi
from pipelines.schema import table, tables
from pipelines.warehouse import code_version
from tests.conftest import Workplace


def sources(name: str, column: str, behind: dict[str, list[dg.AssetKey]]) -> set[tuple[str, str]]:
    lineage = table_asset.lineage_of(table(name), behind)
    return {(each.asset_key.to_user_string(), each.column_name) for each in lineage.deps_by_column[column]}


def test_a_quotient_comes_from_figures_and_never_from_a_name() -> None:
    behind = {read: [dg.AssetKey(read)] for read in measures.READS}
    found = sources("location_quotient", "lq", behind)
    assert ("employment", "employees") in found
    assert not {column for _, column in found} & {"name_sv", "name_en", "short_sv", "short_en"}
    assert sources("location_quotient", "region_code", behind) == {("employment", "region_code")}


def test_workplaces_come_from_the_cells_of_the_pulls() -> None:
    behind = {"register_cell": [dg.AssetKey("register_cell")], **{read: [dg.AssetKey(read)] for read in register.READS}}
    assert sources("workplace_count", "workplaces", behind) == {("register_cell", "workplaces")}
    assert sources("workplace_change", "previous_date", behind) == {("register_cell", "register_date")} | {
        ("register_cell", "series")
    }


def test_a_quotient_of_workplaces_comes_from_counts_of_workplaces() -> None:
    behind = {read: [dg.AssetKey(read)] for read in jobs.READS["workplace_quotient"]}
    found = sources("workplace_quotient", "lq", behind)
    assert ("workplace_count", "workplaces") in found
    assert "employment" not in {asset for asset, _ in found}


def test_employment_comes_from_every_source_of_raw_cells() -> None:
    found = sources("employment", "employees", {"cell": core.RAW_KEYS})
    assert {asset for asset, _ in found} == {key.to_user_string() for key in core.RAW_KEYS}
    assert {column for _, column in found} <= {"employees", "status", "sex"}


def test_an_imported_regions_code_comes_from_the_imported_cells() -> None:
    assert sources("region", "region_code", {"imported_region": core.IMPORTED}) == {("raw_imported", "region_code")}


def test_every_declared_table_is_an_asset_with_its_declared_columns() -> None:
    graph = assemble().resolve_asset_graph()
    for declared in tables():
        if declared.layer != "raw":
            node = graph.get(dg.AssetKey(declared.name))
            schema = node.metadata["dagster/column_schema"]
            assert tuple(column.name for column in schema.columns) == declared.column_names
            assert node.owners == ["team:styrka"]
            assert node.description


@pytest.mark.parametrize(
    ("name", "checks"),
    [
        ("twin", {"as_declared", "twins"}),
        ("entry_exit", {"as_declared", "changes", "unbroken"}),
        ("density_backtest", {"as_declared", "backtest", "unbroken"}),
    ],
)
def test_what_is_learnt_from_structure_is_checked_before_it_is_published(name: str, checks: set[str]) -> None:
    graph = assemble().resolve_asset_graph()
    attached = graph.get(dg.AssetKey(name)).check_keys
    assert {key.name for key in attached} == checks
    assert all(graph.get(key).blocking for key in attached)


def test_the_code_version_of_every_table_is_the_editions() -> None:
    graph = assemble().resolve_asset_graph()
    computed = [graph.get(dg.AssetKey(name)) for name in ("location_quotient", "twin", "verdict")]
    assert {node.code_version for node in computed} == {code_version.fingerprint()[:12]}


def test_jobs_schedule_and_executor() -> None:
    definitions = assemble()
    (schedule,) = list(definitions.schedules or ())
    assert isinstance(schedule, dg.ScheduleDefinition)
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("15 8 * * 1-5", "Europe/Stockholm")
    run, refresh = (set(definitions.resolve_job_def(name).graph.node_dict) for name in ("run", "refresh"))
    assert refresh - run == {"fetched", "register_pulled"}
    assert definitions.resolve_job_def("run").executor_def is dg.in_process_executor


@pytest.mark.parametrize(("pull", "said"), [(False, "not asked for"), (True, "a person orders it free of charge")])
def test_without_a_key_or_unasked_the_register_is_left_and_the_job_goes_on(
    pull: bool, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STYRKA_AFR_KEY", raising=False)
    nowhere = RegisterApi(url="http://127.0.0.1:9/v1", pull=pull)
    result = dg.materialize([register_pulled], resources={"register": nowhere})
    assert result.success
    (materialised,) = result.asset_materializations_for_node("register_pulled")
    assert said in str(materialised.metadata["register"].value)


def test_the_instance_keeps_to_itself_and_runs_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    assert prepare_home() == tmp_path / "home"
    settings = yaml.safe_load((tmp_path / "home" / home.SETTINGS.name).read_text(encoding="utf-8"))
    assert settings["telemetry"] == {"enabled": False}
    assert settings["concurrency"] == {"runs": {"max_concurrent_runs": 1}}


def test_a_mart_that_was_moved_has_a_history_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    monkeypatch.delenv("STYRKA_DATA_MART", raising=False)
    assert places.dagster_home() == places.PROJECT / ".dagster"
    monkeypatch.setenv("STYRKA_DATA_MART", str(tmp_path / "mart"))
    assert places.dagster_home() == tmp_path / "mart" / ".dagster"
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    assert places.dagster_home() == tmp_path / "home"


@pytest.fixture
def instance(published: Workplace, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    """The instance of a run that has ended in another process, opened anew."""
    monkeypatch.setenv("DAGSTER_HOME", str(published.home))
    with dg.DagsterInstance.get() as found:
        yield found


def test_run_history_survives_the_process_with_what_the_ui_shows(instance: dg.DagsterInstance) -> None:
    (run,) = instance.get_runs()
    assert run.status == dg.DagsterRunStatus.SUCCESS
    event = instance.get_latest_materialization_event(dg.AssetKey("location_quotient"))
    assert event is not None
    assert event.asset_materialization is not None
    metadata = event.asset_materialization.metadata
    assert metadata["dagster/row_count"].value == 16_784
    assert "| region_code |" in str(metadata["preview"].value)
    assert "data:image/png;base64," in str(metadata["plot"].value)
    assert metadata["dagster/column_lineage"].value.deps_by_column["lq"]
    assert "mark" not in metadata


def test_every_column_of_every_table_says_where_it_comes_from_or_why_from_nowhere(
    instance: dg.DagsterInstance,
) -> None:
    graph = assemble().resolve_asset_graph()
    nodes = {key: graph.get(key) for key in graph.materializable_asset_keys}
    columns = {
        key: [column.name for column in node.metadata["dagster/column_schema"].columns]
        for key, node in nodes.items()
        if "dagster/column_schema" in node.metadata
    }
    assert {each.name for each in tables() if each.layer != "raw"} < {key.to_user_string() for key in columns}
    for key, names in columns.items():
        event = instance.get_latest_materialization_event(key)
        assert event is not None
        assert event.asset_materialization is not None
        metadata = event.asset_materialization.metadata
        behind = metadata["dagster/column_lineage"].value.deps_by_column
        reasons = metadata["columns_without_lineage"].value if "columns_without_lineage" in metadata else {}
        assert set(names) == set(behind)
        known = {name for name, sources in behind.items() if sources}
        assert not known & set(reasons), f"{key}: a reason for no lineage, and lineage"
        assert known | set(reasons) == set(names), f"{key}: neither lineage nor a reason for none"
        for source in {source for sources in behind.values() for source in sources}:
            assert source.column_name in columns[source.asset_key], f"{key}: {source} is no column"
            assert source.asset_key in graph.get(key).parent_keys, f"{key}: {source} is no table that it waits for"
