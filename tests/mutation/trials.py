"""In a copy of the project: the mutants of one file one after the other, each in a process forked after the imports,
against the tests that own the file. Which mutants and tests those are is told on stdin; outcomes go out by the line."""

import gc
import hashlib
import json
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.mutation import faults
from tests.mutation.recording import Recorder

# A busy machine is no verdict on a mutant: what takes this many times as long as without a fault hangs.
PATIENCE, LEAST_SECONDS = 8, 60
# Only a test that failed has noticed. Whatever else ends pytest, a file that cannot be imported or a process that died,
# says nothing of what the tests ask.
OUTCOMES = {pytest.ExitCode.OK: "survived", pytest.ExitCode.TESTS_FAILED: "killed"}
# The same examples each time, and nothing written beside the tests.
LAST_LINES = 20
# Plugins that were imported before the fork are ours on purpose.
QUIET = (
    *("-x", "-q", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin", "--hypothesis-seed=1"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)


# Fixtures that run a whole edition.
WHOLE = {"published", "published_kalmar"}


class Quick:
    """A plugin of pytest: without the tests of whole editions, which own nothing, since each takes minutes."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [each for each in items if not WHOLE & set(getattr(each, "fixturenames", ()))]


class Order:
    """A plugin of pytest: only the tests in ``wanted``, in that order, and which of them fails first."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.failed = ""
        self._place = {test: place for place, test in enumerate(wanted)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((each for each in items if each.nodeid in self._place), key=lambda at: self._place[at.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid


def tried(root: Path, file: str, modules: Sequence[str], names: Sequence[str], said: Path) -> Iterator[dict[str, str]]:
    """The outcome of each mutant in ``names``: ``killed`` by which test, ``survived``, ``hung`` or ``crashed``.

    ``said`` takes what pytest says last. RuntimeError when the tests fail without a fault or do not read the file.
    """
    mutants = {each.name: each for each in faults.mutants(root, file)}
    whole = (root / file).read_text(encoding="utf-8")
    place = root / file
    control = _control(root, file, modules, said)
    limit = max(LEAST_SECONDS, PATIENCE * control["seconds"])
    seconds = _readers(file, control["readings"])
    if not seconds:
        raise RuntimeError(f"{file}: none of {', '.join(modules)} reads it; say in owners.toml whose it is")
    kills: Counter[str] = Counter()
    for name in names:
        # What has found many faults in little time finds the next one soonest.
        tests = sorted(seconds, key=lambda test: (-kills[test] / (seconds[test] + 0.05), seconds[test], test))
        _write(place, mutants[name].text())
        found = _forked(modules, tests, said, limit)
        outcome = OUTCOMES.get(found["code"], "crashed") if found else "hung"
        kills[found.get("failed", "")] += 1
        yield {"name": name, "outcome": outcome, "by": found.get("failed", "")}
    _write(place, whole)


def _control(root: Path, file: str, modules: Sequence[str], said: Path) -> dict[str, Any]:
    """What the tests read without a fault, and in how many seconds. RuntimeError when they fail.

    They run on what mutants are written from: of a statement, on all statements as their mutants write them. So one
    run holds for every statement that the same tests own, and is kept beside ``said``.
    """
    statement = file.endswith(".sql")
    asked = json.dumps([modules, "sql" if statement else file])
    kept = said.with_name(f"control-{hashlib.sha256(asked.encode()).hexdigest()[:16]}.json")
    if kept.is_file():
        found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return found
    places = sorted((root / file).parent.glob("*.sql")) if statement else [root / file]
    whole = {place: place.read_text(encoding="utf-8") for place in places}
    for place in places:
        _write(place, faults.unchanged(root, place.relative_to(root).as_posix()))
    begun = time.monotonic()
    found = _forked(modules, None, said, None)
    for place, text in whole.items():
        _write(place, text)
    if found.get("code") != 0:
        told = said.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-LAST_LINES:]
        raise RuntimeError("\n".join([f"{file}: its tests fail without a fault:", *told]))
    found["seconds"] = time.monotonic() - begun
    kept.write_text(json.dumps(found), encoding="utf-8")
    return found


def _readers(file: str, readings: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """Seconds of each test that can notice: of a statement those that read it, of a module all of its own."""
    name = Path(file)
    return {
        test: each["seconds"] for test, each in readings.items() if name.suffix != ".sql" or name.stem in each["read"]
    }


def _write(path: Path, text: str) -> None:
    """Write a source file so that no compiled form of the one before, of the same second and size, stands for it."""
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()
    path.write_text(text, encoding="utf-8")


def _forked(modules: Sequence[str], tests: Sequence[str] | None, said: Path, limit: float | None) -> dict[str, Any]:
    """What a forked pytest found; nothing when it did not end within ``limit`` seconds."""
    result = said.with_suffix(".json")
    result.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        _run(modules, tests, said, result)
    try:
        return json.loads(result.read_text(encoding="utf-8")) if _ended(child, limit) else {}
    except FileNotFoundError:
        # The process ended before pytest did.
        return {"code": -1}


def _ended(child: int, limit: float | None) -> bool:
    end = time.monotonic() + (limit or float("inf"))
    while os.waitpid(child, os.WNOHANG)[0] == 0:
        if time.monotonic() > end:
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return False
        time.sleep(0.02)
    return True


def _run(modules: Sequence[str], tests: Sequence[str] | None, said: Path, result: Path) -> None:
    """In the child: run pytest, write down what it found, and end without the parent's farewell."""
    try:
        os.setsid()
        with said.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        plugin = Recorder() if tests is None else Order(tests)
        plugins = [plugin, *([Quick()] if tests is None else [])]
        basetemp = f"--basetemp={said.with_suffix('.tmp')}"
        code = int(pytest.main([*QUIET, basetemp, *modules], plugins=plugins))
        found = {"code": code, **({"readings": plugin.readings} if tests is None else {"failed": plugin.failed})}
        result.write_text(json.dumps(found), encoding="utf-8")
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _read_once() -> None:
    """What almost every test of a statement declares its tables with, remembered by those who read it."""
    with suppress(ImportError):
        from pipelines import schema
        from pipelines.warehouse import classification

        schema.tables()
        classification.regions()
        for edition in (classification.SNI2007, classification.SNI2025):
            classification.industries(edition)


def main() -> None:
    """Import what all trials share, then try; the last line says why none could be, if so."""
    asked = json.load(sys.stdin)
    said = Path(asked["said"])
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    with said.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
    # Thousands of trials: a plugin that none needs is not loaded, and what is shared is read and swept once.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in asked["imports"]:
        with suppress(ImportError):
            __import__(name)
    if asked["file"].endswith(".sql"):
        _read_once()
    gc.collect()
    gc.freeze()
    try:
        for found in tried(Path.cwd(), asked["file"], asked["modules"], asked["names"], said):
            out.write(json.dumps(found) + "\n")
    except RuntimeError as error:
        out.write(json.dumps({"error": str(error)}) + "\n")
    finally:
        gc.unfreeze()


if __name__ == "__main__":
    main()
