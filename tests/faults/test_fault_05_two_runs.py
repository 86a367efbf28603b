"""Fault 5: two runs at once: the second refuses in one line, and the first one's result is that of a run alone."""

import time

from tests.conftest import Workplace


def test_a_second_run_refuses_and_harms_nothing(published_kalmar: Workplace, workplace: Workplace) -> None:
    first = workplace.start("run", "--region", "08")
    while first.poll() is None and not (workplace.mart / ".build").exists():
        time.sleep(0.005)
    second = workplace.styrka("run", "--region", "08")
    _, errors = first.communicate(timeout=600)
    assert first.returncode == 0, errors
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert "another run is writing here" in second.stderr
    assert workplace.files == published_kalmar.files
