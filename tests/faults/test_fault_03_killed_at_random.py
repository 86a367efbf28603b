"""Faults 1 and 3: runs killed at random moments from beginning to end; ``make torture`` kills two hundred."""

import time
from pathlib import Path

from tests.conftest import Workplace, empty
from tests.torture import torture

KILLS, SEED = 4, 20261127
# A run of one region takes longer than this on any machine that this was tried on.
SECONDS = 40.0


def test_runs_killed_at_random_tear_no_file_and_leave_the_bytes_of_an_undisturbed_one(
    published_kalmar: Workplace, tmp_path: Path
) -> None:
    begun = time.monotonic()
    hit = torture(empty(tmp_path), published_kalmar.files, SECONDS, KILLS, SEED, lambda _: None)
    assert hit, f"no kill hit a run in {time.monotonic() - begun:.0f} s: the test proves nothing"
