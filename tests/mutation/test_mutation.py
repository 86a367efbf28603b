"""The machine of ``make mutants`` on a toy project of real files: what a weak test misses and a strong one finds."""

from pathlib import Path

import pytest

from tests.mutation import copies, faults, modules, statements, survivors
from tests.mutation.tallies import Tally, tally

STATEMENT = """-- The largest orders that were paid.
SELECT bill.name
FROM bill
WHERE bill.amount >= 100 AND bill.paid
ORDER BY bill.name
"""
MODULE = """def fee(amount: int) -> int:
    return amount + 2 if amount > 100 else 0
"""
TEST = """
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[1]
BILLS = "CREATE TABLE bill AS SELECT * FROM (VALUES {}) AS bill (name, amount, paid)"


def names(*bills):
    connection = duckdb.connect()
    connection.execute(BILLS.format(", ".join(map(str, bills))))
    return [name for name, in connection.execute((ROOT / "sql" / "large.sql").read_text()).fetchall()]


@pytest.fixture
def published():
    raise AssertionError("tests of a whole edition are not tried")


def test_edition(published):
    pass


def test_in_order():
    assert names(("b", 500, True), ("a", 100, True), ("c", 99, True)) == ["a", "b"]
"""
STRONG = """

def test_unpaid():
    assert names(("a", 500, False)) == []
"""
WEAK_FEE = """
from fees import fee


def test_fee():
    assert fee(500) == 502
"""


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    files = {"sql/large.sql": STATEMENT, "pipelines/fees.py": MODULE, "tests/test_large.py": TEST}
    files |= {"tests/test_fees.py": WEAK_FEE}
    files |= {
        "pyproject.toml": "[tool.pytest.ini_options]\naddopts='--import-mode=importlib'\npythonpath=['pipelines']\n"
    }
    for name, text in files.items():
        place = tmp_path / "toy" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return tmp_path / "toy"


def tried(project: Path, file: str, test: str, declared: dict[str, str] | None = None) -> Tally:
    with copies.copied(project) as root:
        return tally(root, file, [test], faults.mutants(project, file), declared or {}, lambda _: None)


PAID = "result: condition dropped: bill.paid -> TRUE"


def test_what_a_weak_test_misses_survives_and_a_strong_test_finds_it(toy: Path) -> None:
    weak = tried(toy, "sql/large.sql", "tests/test_large.py")
    assert weak.error == ""
    # Without an unpaid bill nobody sees that the second condition is gone. All else is noticed.
    assert weak.survived == [f"sql/large.sql:4: {PAID}"]
    assert (weak.outcomes["killed"], weak.sound) == (5, False)
    with (toy / "tests" / "test_large.py").open("a", encoding="utf-8") as file:
        file.write(STRONG)
    strong = tried(toy, "sql/large.sql", "tests/test_large.py", {PAID: "for the moment"})
    assert (strong.survived, strong.noticed, strong.sound) == ([], [PAID], True)
    assert (toy / "sql" / "large.sql").read_text(encoding="utf-8") == STATEMENT


def test_a_declared_survivor_is_no_fault(toy: Path) -> None:
    found = tried(toy, "sql/large.sql", "tests/test_large.py", {PAID: "none of our bills is unpaid"})
    assert (found.outcomes["declared"], found.survived, found.sound) == (1, [], True)


def test_a_module_is_tried_in_the_same_way(toy: Path) -> None:
    found = tried(toy, "pipelines/fees.py", "tests/test_fees.py")
    assert [each.partition(": fee: ")[2] for each in found.survived] == [
        "comparison: amount > 100 -> amount >= 100",
        "literal: 100 -> 101",
        "literal: 0 -> 1",
    ]


DYING = """
import os
import signal

from fees import fee


def test_fee():
    assert fee(100) == 0
    if fee(500) != 502:
        os.kill(os.getpid(), signal.SIGKILL)
"""
DIVIDED = """SHARE = 1 / (2 - 1)


def fee(amount: int) -> float:
    return amount * SHARE
"""


def test_a_crash_is_no_kill(toy: Path) -> None:
    """A wrong fee of 500 ends the process in which it is asked for; one of 100 fails its test before that."""
    (toy / "tests" / "test_fees.py").write_text(DYING, encoding="utf-8")
    found = tried(toy, "pipelines/fees.py", "tests/test_fees.py")
    assert [each.partition(": fee: ")[2] for each in found.crashed] == [
        "arithmetic: amount + 2 -> amount - 2",
        "literal: 2 -> 3",
    ]
    assert (found.outcomes["killed"], found.outcomes["survived"], found.sound) == (4, 1, False)


def test_a_module_that_cannot_be_imported_is_no_kill(toy: Path) -> None:
    (toy / "pipelines" / "fees.py").write_text(DIVIDED, encoding="utf-8")
    (toy / "tests" / "test_fees.py").write_text(WEAK_FEE.replace("502", "500"), encoding="utf-8")
    found = tried(toy, "pipelines/fees.py", "tests/test_fees.py")
    assert [each.partition(": module: ")[2] for each in found.crashed] == ["literal: 1 -> 2 #2"]
    # Undeclared, it would make the command end with 1 even if nothing survived.
    assert not Tally("fees.py", crashed=found.crashed).sound


def test_tests_that_fail_without_a_fault_or_read_another_file_are_told(toy: Path) -> None:
    other = tried(toy, "sql/large.sql", "tests/test_fees.py")
    assert "none of tests/test_fees.py reads it" in other.error
    (toy / "sql" / "large.sql").write_text(STATEMENT.replace("100", "600"), encoding="utf-8")
    failing = tried(toy, "sql/large.sql", "tests/test_large.py")
    assert "its tests fail without a fault" in failing.error
    assert not failing.sound


def test_every_kind_of_fault_of_a_statement(tmp_path: Path) -> None:
    path = tmp_path / "all.sql"
    path.write_text(
        """-- reads other
        SELECT DISTINCT
            COALESCE(a.x, b.x) * 2 AS x,
            CASE WHEN a.x < 1 THEN 'low' WHEN NOT b.known THEN 'unknown' ELSE 'high' END AS y,
            CASE WHEN a.x = b.x THEN 'same' END AS z,
            SUM(a.x) OVER (PARTITION BY a.g ORDER BY a.x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS w
        FROM a
        LEFT JOIN b ON a.g = b.g
        """,
        encoding="utf-8",
    )
    found = statements.mutants(path, "sql/all.sql")
    assert {each.kind for each in found} == {
        *("arithmetic", "arms swapped", "case negated", "coalesce", "comparison", "condition dropped", "distinct"),
        *("frame", "join", "literal", "not dropped", "order"),
    }
    assert "result: coalesce: COALESCE(a.x, b.x) -> a.x" in {each.name for each in found}
    # Each is another statement, reads what it read, and has a name of its own.
    texts = {each.text() for each in found} | {statements.unchanged(path)}
    assert len(texts) == len(found) + 1
    assert all(text.startswith("-- reads other\n") for text in texts)
    assert len({each.name for each in found}) == len(found)


def test_types_of_a_module_are_not_mutated(tmp_path: Path) -> None:
    path = tmp_path / "typed.py"
    path.write_text("def f(x: 'Literal[1]' = 2) -> 'int':\n    return x\n", encoding="utf-8")
    assert [each.name for each in modules.mutants(path, "typed.py")] == [
        "f: literal: 2 -> 3",
        "f: nothing returned: return x -> return None",
    ]


def test_a_survivor_is_declared_once_and_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "survivors.toml"
    entry = '[[survivor]]\nfile = "sql/large.sql"\nreason = "{}"\nmutants = ["{}"]\n'
    path.write_text(entry.format("equivalent", "a") + entry.format("of no consequence", "b"), encoding="utf-8")
    assert survivors.declared(path) == {"sql/large.sql": {"a": "equivalent", "b": "of no consequence"}}
    path.write_text(entry.format(" ", "a"), encoding="utf-8")
    with pytest.raises(ValueError, match="no reason"):
        survivors.declared(path)
    path.write_text(entry.format("one", "a") + entry.format("two", "a"), encoding="utf-8")
    with pytest.raises(ValueError, match="twice"):
        survivors.declared(path)
