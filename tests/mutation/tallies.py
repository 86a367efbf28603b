"""What became of the mutants of one file: tried in a copy, and held against the survivors that are declared.
How one is tried is in `trials`."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.mutation.mutant import Mutant

PROJECT = Path(__file__).resolve().parents[2]
# Imported once, before trials are forked. Tests too, and with them the project, but only for a statement: a module that
# is faulty must be imported after that.
HEAVY = (
    *("_hypothesis_pytestplugin", "duckdb", "numpy", "pandas", "pyarrow.parquet", "pydantic", "requests"),
    *("scipy.stats", "sqlglot"),
)


@dataclass
class Tally:
    """``outcomes`` counts what was killed, hung, crashed, survived or is declared; ``error`` says why none is."""

    file: str
    outcomes: Counter[str] = field(default_factory=Counter)
    survived: list[str] = field(default_factory=list)
    # The tests could not be run to their end: nobody knows whether they notice.
    crashed: list[str] = field(default_factory=list)
    # Declared to survive, and killed all the same.
    noticed: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def sound(self) -> bool:
        return not (self.survived or self.crashed or self.error)

    def add(self, mutant: Mutant, outcome: str, declared: bool) -> str:
        """Count a mutant; what it counts as, since one that may survive is ``declared``."""
        if outcome == "survived" and declared:
            outcome = "declared"
        elif outcome in {"survived", "crashed"}:
            getattr(self, outcome).append(f"{mutant.file}:{mutant.line}: {mutant.name}")
        elif declared:
            self.noticed.append(mutant.name)
        self.outcomes[outcome] += 1
        return outcome


def tally(
    root: Path,
    file: str,
    modules: Sequence[str],
    mutants: Sequence[Mutant],
    declared: Mapping[str, str],
    tell: Callable[[str], None],
) -> Tally:
    """Try ``mutants`` of ``file`` in the copy at ``root`` against the tests in ``modules``; ``tell`` hears of survivors
    and crashes at once, since a file may take an hour."""
    found = Tally(file)
    if not modules:
        found.error = f"{file}: no test owns it; say in owners.toml whose it is"
        return found
    by_name = {each.name: each for each in mutants}
    for told in _tried(root, file, modules, list(by_name)):
        if "error" in told:
            found.error = told["error"]
        else:
            outcome = found.add(by_name[told["name"]], told["outcome"], told["name"] in declared)
            if outcome in {"survived", "crashed"}:
                tell(f"  {outcome}: {getattr(found, outcome)[-1]}")
    if not found.error and found.outcomes.total() < len(mutants):
        found.error = f"{file}: the trials ended early; see above"
    return found


def _tried(root: Path, file: str, modules: Sequence[str], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What `trials` tells of one mutant after the other."""
    tests = [each.removesuffix(".py").replace("/", ".") for each in modules] if file.endswith(".sql") else []
    imports = [*HEAVY, *tests]
    said = str(root.parent / "said.txt")
    asked = {"file": file, "modules": list(modules), "names": list(names), "imports": imports, "said": said}
    # The copy first: what a test starts as a process of its own finds the fault there too.
    environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{PROJECT}"}
    command = [sys.executable, "-m", "tests.mutation.trials"]
    with subprocess.Popen(
        command, cwd=root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        with running.stdin as question:
            json.dump(asked, question)
        yield from map(json.loads, running.stdout)
