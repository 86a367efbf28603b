"""The house stands as ``pipelines/README.md`` draws it: imports go one way, one SELECT per file, one place that
imports the assets."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot

from pipelines import places

ROW = re.compile(r"^\| (`[^|]+`) \|", re.MULTILINE)
DRAWING = (places.PROJECT / "pipelines" / "README.md").read_text(encoding="utf-8")
FLOORS = [re.findall(r"`(?:\.\./)?(\w+)(?:/|\.py)`", row) for row in ROW.findall(DRAWING)]
FLOOR = {name: height for height, names in enumerate(FLOORS) for name in names}


def modules() -> list[Path]:
    return [path for folder in ("pipelines", "assets") for path in sorted((places.PROJECT / folder).rglob("*.py"))]


def home(path: Path) -> str | None:
    parts = path.relative_to(places.PROJECT).with_suffix("").parts
    if parts[0] == "assets":
        return "assets"
    return None if parts[1] == "__init__" else parts[1]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "assets":
                yield "assets"
            elif parts[0] == "pipelines" and len(parts) > 1:
                yield parts[1]


def test_every_room_is_drawn() -> None:
    assert {home(path) for path in modules()} - {None} == set(FLOOR)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(places.PROJECT).as_posix())
def test_a_module_imports_only_from_its_own_floor_or_below(path: Path) -> None:
    own = home(path)
    if own is None:
        return
    above = {name for name in imported(path) if FLOOR[name] > FLOOR[own]}
    assert not above, f"{path.name} on floor {own} reaches up to {sorted(above)}"


def test_only_definitions_imports_the_assets() -> None:
    importers = {home(path) for path in modules() if home(path) != "assets" and "assets" in set(imported(path))}
    assert importers == {"definitions"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(places.PROJECT).as_posix())
def test_a_module_opens_by_saying_what_belongs_in_it(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted(places.SQL.rglob("*.sql")), ids=lambda path: path.stem)
def test_a_sql_file_holds_one_select(path: Path) -> None:
    statements = [each for each in sqlglot.parse(path.read_text(encoding="utf-8"), dialect="duckdb") if each]
    assert len(statements) == 1
    assert isinstance(statements[0], sqlglot.exp.Query)
