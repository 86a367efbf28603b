"""The table of faults in the README names all 28 and, for each, tests that exist."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TEXT = (HERE / "README.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| (.+) \| (.+) \| (.+) \|$", TEXT, re.MULTILINE)
NAMED = re.findall(r"`((?:\.\./)?[\w/]+\.py)(?:::(\w+))?`", TEXT)


def test_the_table_has_every_fault_once_in_order() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 29))
    assert all(re.search(r"`[^`]+\.py", tests) for *_, tests in ROWS)


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_a_named_test_exists(file: str, name: str) -> None:
    written = (HERE / file).read_text(encoding="utf-8")
    assert f"def {name}(" in written if name else "\ndef test_" in written


def test_every_test_of_a_fault_is_in_the_table() -> None:
    named = {file for file, _ in NAMED}
    assert {path.name for path in HERE.glob("test_fault_*.py")} <= named
