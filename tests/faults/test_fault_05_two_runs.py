"""Fault 5: two runs at once, from whichever side: the second refuses in one line, and the first one's result is that
of a run alone."""

import signal
import time
from collections.abc import Callable

from tests import dagster_ui
from tests.conftest import Workplace

BUSY = "another run is writing here; wait until it has ended and try again"
KALMAR = {"resources": {"choice": {"config": {"regions": ["08"]}}}}


def until_it_writes(place: Workplace, goes_on: Callable[[], bool]) -> None:
    while goes_on() and not (place.mart / ".build").exists():
        time.sleep(0.005)


def test_a_second_run_refuses_and_harms_nothing(published_kalmar: Workplace, workplace: Workplace) -> None:
    first = workplace.start("run", "--region", "08")
    until_it_writes(workplace, lambda: first.poll() is None)
    second = workplace.styrka("run", "--region", "08")
    _, errors = first.communicate(timeout=600)
    assert first.returncode == 0, errors
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert BUSY in second.stderr
    assert workplace.files == published_kalmar.files


def test_a_run_in_the_ui_and_one_from_the_command_line_refuse_each_other(
    published_kalmar: Workplace, workplace: Workplace
) -> None:
    with dagster_ui.opened(workplace, signal.SIGTERM) as ui:
        ui.ask("{ version }")
        typed = workplace.start("run", "--region", "08")
        until_it_writes(workplace, lambda: typed.poll() is None)
        status, errors = ui.ended(ui.launch("run", KALMAR))
        assert status == "FAILURE"
        assert any(BUSY in error for error in errors), errors
        _, told = typed.communicate(timeout=600)
        assert typed.returncode == 0, told
        assert workplace.files == published_kalmar.files

        clicked = ui.launch("run", KALMAR)
        until_it_writes(workplace, lambda: True)
        refused = workplace.styrka("run", "--region", "08")
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert BUSY in refused.stderr
        assert ui.ended(clicked)[0] == "SUCCESS"
    assert workplace.files == published_kalmar.files
