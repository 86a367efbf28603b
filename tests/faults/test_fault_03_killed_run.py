"""Fault 3: a run killed in the middle, then run again: same bytes as an undisturbed run."""

import signal
import time

import pytest

from tests.conftest import Workplace


@pytest.mark.parametrize("moment", ["employment.parquet", "location_quotient.parquet", "profiles", "datapackage.json"])
def test_the_run_after_a_kill_gives_the_bytes_of_an_undisturbed_one(
    published_kalmar: Workplace, workplace: Workplace, moment: str
) -> None:
    running = workplace.start("run", "--region", "08")
    build = workplace.mart / ".build"
    while running.poll() is None and not list(build.rglob(moment)):
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert not (workplace.mart / "current").exists(), "the kill came too late to test anything"

    done = workplace.styrka("run", "--region", "08")

    assert done.returncode == 0, done.stderr
    assert workplace.files == published_kalmar.files
    assert not build.exists()


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)])
@pytest.mark.parametrize("moment", ["", "raw", "location_quotient.parquet"])
def test_a_run_that_is_asked_to_end_says_so_in_one_line(
    workplace: Workplace, ending: signal.Signals, code: int, moment: str
) -> None:
    running = workplace.start("run", "--region", "18")
    build = workplace.mart / ".build"
    # Without a moment: as soon as the mart is locked, before Dagster has begun.
    while running.poll() is None and not (list(build.rglob(moment)) if moment else (workplace.mart / ".lock").exists()):
        time.sleep(0.005)
    running.send_signal(ending)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == code
    assert errors == (f"styrka: stopped ({ending.name}); the published edition stays whole; 'styrka run' begins anew\n")
    assert not build.exists()
    assert not (workplace.mart / "current").exists()


def test_what_a_killed_run_left_is_told_and_cleared(workplace: Workplace) -> None:
    assert workplace.styrka("run", "--region", "18").returncode == 0
    running = workplace.start("run", "--region", "1880")
    build = workplace.mart / ".build"
    while running.poll() is None and not list(build.rglob("employment.parquet")):
        time.sleep(0.005)
    told = f"note: {build} holds an edition that was not finished; the next run clears it\n"
    assert told not in workplace.styrka("verify").stderr, "a run that goes on is not told as one that ended"
    running.send_signal(signal.SIGKILL)
    running.communicate()
    done = workplace.styrka("verify")
    assert done.returncode == 0
    assert done.stderr == told
    assert workplace.styrka("run", "--region", "18").returncode == 0
    assert not build.exists()
    assert workplace.styrka("verify").stderr == ""
