"""One small fault in one file, and the name by which it is found again when the lines around it have moved.
How faults are made does not belong here (`statements`, `modules`)."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Fault:
    """What reads ``before`` and, once it is ``put`` into a node of a parsed file, ``after``."""

    kind: str
    before: str
    after: str
    put: Callable[[Any], object]


@dataclass(frozen=True)
class Mutant:
    """``text`` gives the whole file with the fault in it; ``within`` is the CTE, class or function that holds it."""

    file: str
    line: int
    within: str
    kind: str
    before: str
    after: str
    text: Callable[[], str]
    # Which of several faults that read the same: 1 for the first.
    number: int = 1

    @property
    def name(self) -> str:
        """The same as long as the faulty place reads the same, wherever it stands in ``within``."""
        again = f" #{self.number}" if self.number > 1 else ""
        return f"{self.within}: {self.kind}: {self.before} -> {self.after}{again}"


def numbered(mutants: Iterable[Mutant]) -> list[Mutant]:
    """The mutants of one file, those that read the same told apart by number."""
    seen: Counter[str] = Counter()
    found = []
    for mutant in mutants:
        seen[mutant.name] += 1
        found.append(replace(mutant, number=seen[mutant.name]))
    return found
