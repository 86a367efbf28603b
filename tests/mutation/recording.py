"""A plugin of pytest that notes which statements of ``sql/`` each test reads while it runs, and how long it takes.
The interpreter tells of every file that is opened; nothing of the project is replaced. Which tests to run is not
decided here."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

import pytest


class Recorder:
    """``readings`` maps a test's id to its seconds and the statements that it read, alone or through a shared fixture.

    What a test reads in a process of its own is not seen.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._read: dict[str, set[str]] = {}
        # What a module's fixture read counts for every test of the module: it is made once, for whoever comes first.
        self._shared: dict[str, set[str]] = {}
        self._now: set[str] = set()
        sys.addaudithook(self._opened)

    @property
    def readings(self) -> dict[str, dict[str, Any]]:
        return {
            test: {
                "seconds": round(seconds, 3),
                "read": sorted(self._read[test] | self._shared.get(test.partition("::")[0], set())),
            }
            for test, seconds in self.seconds.items()
        }

    def _opened(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
            path = PurePath(arguments[0])
            if path.suffix == ".sql" and path.parent.name == "sql":
                self._now.add(path.stem)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._now, begun = set(), time.monotonic()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.monotonic() - begun
            self._read[item.nodeid] = self._now

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> Iterator[Any]:
        outer, self._now = self._now, set()
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                self._shared.setdefault(request.node.nodeid.partition("::")[0], set()).update(self._now)
            self._now |= outer
