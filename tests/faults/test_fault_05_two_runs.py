"""Fault 5: two runs at once, from whichever side: the second refuses in one line, and the first one's result is that
of a run alone."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest

from tests import dagster_ui
from tests.conftest import Workplace

BUSY = "another run is writing here; wait until it has ended and try again"
KALMAR = {"resources": {"choice": {"config": {"regions": ["08"]}}}}


PROC = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are read from Linux's /proc")


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 180
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def writable(history: Path) -> bool:
    """Whether nobody is writing Dagster's history at ``history`` just now."""
    for base in history.rglob("*.db"):
        with closing(sqlite3.connect(base, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
    return True


@contextmanager
def held(place: Workplace, processes: Callable[[], Iterable[int]]) -> Iterator[None]:
    """A run that has begun to write, standing still until the block ends: the second is to find it however slow both
    are. It does not stand in the middle of its history, which both keep in one place.
    """
    until((place.mart / ".build").exists)
    still = list(processes())
    assert still
    stop(still)
    while not writable(place.home):
        go_on(still)
        time.sleep(0.02)
        stop(still)
    try:
        yield
    finally:
        go_on(still)


def stop(processes: Iterable[int]) -> None:
    for process in processes:
        os.kill(process, signal.SIGSTOP)


def go_on(processes: Iterable[int]) -> None:
    for process in processes:
        os.kill(process, signal.SIGCONT)


def test_a_second_run_refuses_and_harms_nothing(published_kalmar: Workplace, workplace: Workplace) -> None:
    first = workplace.start("run", "--region", "08")
    with held(workplace, lambda: [first.pid]):
        second = workplace.styrka("run", "--region", "08")
    _, errors = first.communicate(timeout=600)
    assert first.returncode == 0, errors
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert BUSY in second.stderr
    assert workplace.files == published_kalmar.files


@PROC
def test_a_run_in_the_ui_refuses_one_from_the_command_line(published_kalmar: Workplace, workplace: Workplace) -> None:
    with dagster_ui.opened(workplace, signal.SIGTERM) as ui:
        clicked = ui.launch("run", KALMAR)
        with held(workplace, ui.workers):
            refused = workplace.styrka("run", "--region", "08")
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert BUSY in refused.stderr
        assert ui.ended(clicked)[0] == "SUCCESS"
    assert workplace.files == published_kalmar.files


@PROC
def test_a_run_from_the_command_line_refuses_one_in_a_ui_of_another_history(
    published_kalmar: Workplace, workplace: Workplace, tmp_path: Path
) -> None:
    elsewhere = replace(workplace, home=tmp_path / "elsewhere")
    with dagster_ui.opened(elsewhere, signal.SIGTERM) as ui:
        typed = workplace.start("run", "--region", "08")
        with held(workplace, lambda: [typed.pid]):
            status, errors = ui.ended(ui.launch("run", KALMAR))
        _, told = typed.communicate(timeout=600)
    assert status == "FAILURE"
    assert any(BUSY in error for error in errors), errors
    assert typed.returncode == 0, told
    assert workplace.files == published_kalmar.files


@PROC
def test_in_a_ui_of_the_same_history_it_waits_for_its_turn(published_kalmar: Workplace, workplace: Workplace) -> None:
    with dagster_ui.opened(workplace, signal.SIGTERM) as ui:
        ui.ask("{ version }")
        typed = workplace.start("run", "--region", "08")
        until(lambda: "STARTED" in ui.statuses())
        with held(workplace, lambda: [typed.pid]):
            clicked = ui.launch("run", KALMAR)
            until(lambda: "QUEUED" in ui.statuses())
        _, told = typed.communicate(timeout=600)
        assert typed.returncode == 0, told
        assert ui.ended(clicked) == ("SUCCESS", [])
    assert workplace.files == published_kalmar.files


def killed(place: Workplace) -> None:
    """A run of whose end its history knows nothing."""
    run = place.start("run", "--region", "08")
    until((place.mart / ".build" / "parquet" / "snapshot.parquet").exists)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()


def statuses(place: Workplace) -> list[str]:
    with dg.DagsterInstance.from_config(str(place.home)) as instance:
        return [run.status.value for run in instance.get_runs()]


def test_a_killed_run_keeps_no_run_in_the_ui_waiting(workplace: Workplace) -> None:
    killed(workplace)
    assert statuses(workplace) == ["STARTED"]
    with dagster_ui.opened(workplace, signal.SIGTERM) as ui:
        assert ui.ended(ui.launch("run", KALMAR))[0] == "SUCCESS"
    assert statuses(workplace) == ["SUCCESS", "FAILURE"]


def test_the_next_run_closes_a_killed_one(workplace: Workplace) -> None:
    killed(workplace)
    assert workplace.styrka("run", "--region", "08").returncode == 0
    assert statuses(workplace) == ["SUCCESS", "FAILURE"]
