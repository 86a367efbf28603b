"""The Dagster UI as a user's browser speaks to it: asked and told over GraphQL, on a port of its own.
No test belongs here."""

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.conftest import Workplace

SELECTOR = {"repositoryName": "__repository__", "repositoryLocationName": "pipelines.definitions"}
LAUNCH = """mutation ($run: ExecutionParams!) { launchRun(executionParams: $run) { __typename
    ... on LaunchRunSuccess { run { runId } } } }"""
ENDED = """query ($id: ID!) { runOrError(runId: $id) { ... on Run { status } }
    logsForRun(runId: $id) { ... on EventConnection { events { ... on ErrorEvent { error { message } } } } } }"""
RUNS = "{ runsOrError { ... on Runs { results { status } } } }"
OVER = {"SUCCESS", "FAILURE", "CANCELED"}


def session(leader: int) -> dict[int, str]:
    """The running processes of a session with their commands."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, number = (process / "stat").read_text().rpartition(") ")[2].split()[:4]
            if int(number) == leader and state != "Z":
                found[int(process.name)] = (process / "cmdline").read_text().replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop(ui: "subprocess.Popen[str]", ending: int) -> int:
    """Ask the command alone to end; its exit code."""
    ui.send_signal(ending)
    code = ui.wait(timeout=60)
    for stream in (ui.stdout, ui.stderr):
        assert stream is not None
        stream.close()
    return code


@dataclass(frozen=True)
class Ui:
    """The UI at ``port``."""

    process: "subprocess.Popen[str]"
    port: int

    def ask(self, query: str, **variables: Any) -> Any:
        """The data that answers ``query``; waits for a UI that is starting."""
        deadline = time.monotonic() + 180
        while True:
            assert self.process.poll() is None
            try:
                told = {"query": query, "variables": variables}
                answer = requests.post(f"http://127.0.0.1:{self.port}/graphql", json=told, timeout=60).json()
                return answer["data"]
            except (requests.ConnectionError, requests.Timeout):
                assert time.monotonic() < deadline
                time.sleep(0.5)

    def launch(self, job: str, configuration: Mapping[str, Any]) -> str:
        """Start ``job``; the run's id."""
        run = {"runConfigData": dict(configuration), "mode": "default", "selector": {"jobName": job, **SELECTOR}}
        answer = self.ask(LAUNCH, run=run)["launchRun"]
        assert answer["__typename"] == "LaunchRunSuccess", answer
        return str(answer["run"]["runId"])

    def ended(self, run: str) -> tuple[str, list[str]]:
        """How a run has ended, once it has, and the messages of its errors."""
        while True:
            found = self.ask(ENDED, id=run)
            if (status := found["runOrError"]["status"]) in OVER:
                events = found["logsForRun"]["events"]
                return status, [each["error"]["message"] for each in events if each.get("error")]
            time.sleep(0.5)

    def statuses(self) -> list[str]:
        """How each run of the history stands."""
        return [run["status"] for run in self.ask(RUNS)["runsOrError"]["results"]]

    def workers(self) -> list[int]:
        """The processes that a run is going on in."""
        return [number for number, command in session(self.process.pid).items() if "spawn_main" in command]


@contextmanager
def opened(place: Workplace, ending: int) -> Iterator[Ui]:
    """The UI of ``place`` until the block ends."""
    port = free_port()
    process = place.start("ui", "--port", str(port))
    try:
        yield Ui(process, port)
    finally:
        stop(process, ending)
