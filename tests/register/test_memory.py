"""The pull keeps its promise of bounded memory: 100,000 workplaces in a process of their own."""

import subprocess
import sys
from pathlib import Path

from tests.fake_register import FakeRegister, register

WORKPLACES = 100_000
LARGEST = 300 * 1024
PULL = """
import sys
from pathlib import Path
from pipelines.register.pull import pull
from pipelines.snapshots.store import Store
from tests.bench.memory import peak
from tests.register.asking import asking

with asking(sys.argv[1]) as client:
    outcome = pull(client, Store(Path(sys.argv[2])))
print(outcome.workplaces, peak())
"""


def test_a_hundred_thousand_workplaces_fit_in_300_megabytes(tmp_path: Path) -> None:
    with FakeRegister(register(WORKPLACES)) as fake:
        output = subprocess.run(
            [sys.executable, "-c", PULL, fake.url, str(tmp_path)],
            check=True,
            capture_output=True,
            text=True,
            timeout=600,
        ).stdout
    workplaces, peak = map(int, output.split())
    assert workplaces == WORKPLACES
    assert peak <= LARGEST, f"{peak // 1024} MB"
