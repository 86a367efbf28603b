"""When nobody watches: the edition's freshness in the UI, and what is told when a refresh fails."""

import json
import sys
import time
from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest

from pipelines.definitions import definitions
from pipelines.errors import StyrkaError
from pipelines.orchestration import alerts
from tests.conftest import Workplace

KEEP = "import json, os, sys; json.dump([sys.stdin.read(), dict(os.environ)], open(sys.argv[1], chr(119)))"


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRKA_DATA_MART", str(tmp_path / "mart"))
    monkeypatch.delenv(alerts.COMMAND_VARIABLE, raising=False)


def test_only_the_edition_has_a_freshness_and_a_generous_one() -> None:
    policies = {
        key.to_user_string(): spec.freshness_policy
        for key, spec in ((each.key, each) for each in definitions.resolve_all_asset_specs())
        if spec.freshness_policy is not None
    }
    assert list(policies) == ["edition"]
    policy = policies["edition"]
    assert isinstance(policy, dg.FreshnessPolicy)
    assert alerts.freshness() == policy
    assert policy.warn_window.to_timedelta() >= timedelta(days=30)
    assert policy.fail_window.to_timedelta() > timedelta(days=365)


def test_a_line_says_what_failed_why_and_what_readers_have() -> None:
    error = RuntimeError("step")
    error.__cause__ = StyrkaError("TAB1: gone")
    told = alerts.message("refresh", "fetched", error)
    assert told == "styrka refresh failed at fetched: TAB1: gone; nothing has been published yet"
    assert "the UI has the details" in alerts.message("refresh", "fetched", ValueError("a fault of ours"))


def test_the_users_command_gets_the_line_and_never_the_registers_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, warned = tmp_path / "told; rm -rf x", list[str]()
    monkeypatch.setenv(alerts.COMMAND_VARIABLE, f"{sys.executable} -c '{KEEP}' '{file}'")
    monkeypatch.setenv("STYRKA_AFR_KEY", "s3cret")
    alerts.send("a line", warned.append)
    said, environment = json.loads(file.read_text())
    assert said == "a line\n"
    assert "s3cret" not in environment.values()
    assert warned == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/no/such/command", "could not be run"),
        ("an 'open quote", "could not be run"),
        (f"{sys.executable} -c 'raise SystemExit(3)'", "ended with 3"),
    ],
)
def test_a_command_that_fails_is_told_and_stops_nothing(
    command: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    warned: list[str] = []
    monkeypatch.setenv(alerts.COMMAND_VARIABLE, command)
    alerts.send("a line", warned.append)
    assert said in warned[0]


def test_a_command_that_fails_is_told_where_the_refresh_was_started(workplace: Workplace) -> None:
    told = workplace.styrka("refresh", "--api", "http://127.0.0.1:9/api/v2", STYRKA_ALERT="/no/such/command")
    assert told.returncode == 1
    warning, error = told.stderr.splitlines()
    assert warning.startswith("warning: the command in STYRKA_ALERT could not be run (No such file or directory)")
    assert error.startswith("styrka: ")


def test_a_command_that_does_not_end_is_told_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    warned: list[str] = []
    monkeypatch.setattr(alerts, "COMMAND_SECONDS", 1.0)
    monkeypatch.setenv(alerts.COMMAND_VARIABLE, f"{sys.executable} -c 'import time; time.sleep(60)' s3cret")
    alerts.send("a line", warned.append)
    assert warned == [f"the command in {alerts.COMMAND_VARIABLE} did not end within 1 s"]


def test_a_child_that_stays_in_the_background_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    warned: list[str] = []
    leaves = 'import subprocess; subprocess.Popen(["sleep", "20"])'
    monkeypatch.setenv(alerts.COMMAND_VARIABLE, f"{sys.executable} -c '{leaves}'")
    begun = time.monotonic()
    alerts.send("a line", warned.append)
    assert warned == []
    assert time.monotonic() - begun < 15


def test_what_a_failed_command_says_or_is_called_is_kept_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """curl and mail quote addresses and passwords in their errors."""
    warned: list[str] = []
    says = 'import sys; sys.stderr.write("token=s3cret"); sys.exit(4)'
    for command in (f"{sys.executable} -c '{says}'", "/no/s3cret/hook --token s3cret"):
        monkeypatch.setenv(alerts.COMMAND_VARIABLE, command)
        alerts.send("a line", warned.append)
    assert warned == [
        f"the command in {alerts.COMMAND_VARIABLE} ended with 4",
        f"the command in {alerts.COMMAND_VARIABLE} could not be run (No such file or directory)",
    ]


@pytest.mark.parametrize("manifest", ["{", "[]", '{"edition": "a", "files": {}, "snapshots": [1]}'])
def test_a_damaged_edition_keeps_no_alert_from_being_told(tmp_path: Path, manifest: str) -> None:
    folder = tmp_path / "mart" / "current"
    folder.mkdir(parents=True)
    (folder / "edition.json").write_text(manifest)
    assert alerts.message("refresh", "fetched", StyrkaError("gone")).startswith(
        "styrka refresh failed at fetched: gone;"
    )


def test_a_refresh_that_fails_tells_the_users_command(workplace: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "told"
    command = f"{sys.executable} -c '{KEEP}' {file}"
    # An address that is refused before anything is sent: no waiting for answers.
    done = workplace.styrka("refresh", "--api", "http://example.org/api", **{alerts.COMMAND_VARIABLE: command})
    assert done.returncode == 1
    said, _ = json.loads(file.read_text())
    assert said.startswith("styrka refresh failed at fetched: ")
    assert "http://example.org/api" in said
    assert said.endswith("; nothing has been published yet\n")
