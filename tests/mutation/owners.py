"""Which tests own a statement or a module: those that bear its name, and those that ``owners.toml`` declares.
Which of their tests read a statement is seen when they run (`recording`)."""

import tomllib
from pathlib import Path

DECLARED = Path(__file__).with_name("owners.toml")


def files(root: Path, declared: Path = DECLARED) -> list[str]:
    """What is mutated: the statements, and the modules of the client."""
    wanted = tomllib.loads(declared.read_text(encoding="utf-8"))["mutated"]
    return [path.relative_to(root).as_posix() for pattern in wanted for path in sorted(root.glob(pattern))]


def modules(root: Path, file: str, declared: Path = DECLARED) -> list[str]:
    """The test modules that own ``file``: of a statement those of its name, unless others are declared."""
    owned = tomllib.loads(declared.read_text(encoding="utf-8"))["owned"]
    found = [test for test, names in owned.items() if file in names or Path(file).stem in names]
    return sorted(
        found or (each.relative_to(root).as_posix() for each in root.glob(f"tests/*/test_{Path(file).stem}.py"))
    )
