"""Faults 1 and 3: runs killed at random moments from beginning to end; ``make torture`` kills two hundred."""

from pathlib import Path

from tests.conftest import Workplace, empty
from tests.torture import torture

KILLS, SEED = 4, 20261127
# A run of one region takes longer than this on any machine that this was tried on.
SECONDS = 25.0


def test_runs_killed_at_random_tear_no_file_and_leave_the_bytes_of_an_undisturbed_one(
    published_kalmar: Workplace, tmp_path: Path
) -> None:
    told: list[str] = []
    torture(empty(tmp_path), published_kalmar.files, SECONDS, KILLS, SEED, told.append)
    assert len(told) == KILLS
