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
