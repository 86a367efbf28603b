"""The mutants of a file of the project, by its kind: a statement of ``sql/`` or a module.
How they are made is in `statements` and `modules`."""

from pathlib import Path

from tests.mutation import modules, statements
from tests.mutation.mutant import Mutant


def mutants(root: Path, file: str) -> list[Mutant]:
    """Every mutant of ``root / file``."""
    made = statements.mutants if file.endswith(".sql") else modules.mutants
    return made(root / file, file)


def unchanged(root: Path, file: str) -> str:
    """The file as its mutants write it, without a fault."""
    made = statements.unchanged if file.endswith(".sql") else modules.unchanged
    return made(root / file)
