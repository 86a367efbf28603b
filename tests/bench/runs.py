"""One contender's run in a process of its own, timed from after its imports, and what was measured of it.
Which contenders there are, and on what, is each benchmark's matter."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from tests.bench import memory

MEGABYTE = 1024
Result = TypeVar("Result")


@dataclass(frozen=True)
class Run:
    """Seconds on the clock and of processor time; kilobytes at the peak, and before the work began."""

    seconds: float
    processor: float
    peak: float
    before: float

    @property
    def megabytes(self) -> float:
        """What the work took on top of what the process held before."""
        return (self.peak - self.before) / MEGABYTE

    def __str__(self) -> str:
        return (
            f"{self.seconds:7.2f} s  {self.processor:7.2f} s processor  {self.peak / MEGABYTE:6,.0f} MB at the peak, "
            f"{self.megabytes:,.0f} MB more than before"
        )


def run(module: str, name: str, folder: Path) -> Run:
    """Contender ``name`` of ``module``, whose main block calls ``contend``."""
    command = [sys.executable, "-m", module, name, str(folder)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # A package may print while it works; what is measured is the last line.
    return Run(*map(float, output.splitlines()[-1].split()))


def medians(runs: Sequence[Run]) -> Run:
    return Run(*(statistics.median(values) for values in zip(*(vars(each).values() for each in runs), strict=True)))


def contend(contender: Callable[[Path], Result], modules: Sequence[str], folder: Path) -> Result:
    """Run it, its ``modules`` imported before, and print what ``run`` reads; returns its result."""
    for module in modules:
        import_module(module)
    before = memory.peak()
    start, processor = time.perf_counter(), time.process_time()
    result = contender(folder)
    seconds, spent = time.perf_counter() - start, time.process_time() - processor
    print(seconds, spent, memory.peak(), before)
    return result


def report(rows: int, runs: Mapping[str, Run]) -> None:
    """A line of each, and Styrka's time over its own."""
    print(f"{rows:,} rows")
    for name, each in runs.items():
        print(f"  {name:12}{each}  {runs['styrka'].seconds / each.seconds:.2f} = Styrka's time over its own")
