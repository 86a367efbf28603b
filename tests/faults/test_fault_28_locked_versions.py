"""Fault 28: a dependency with a known vulnerability. Versions and hashes are locked; an audit says what it asked."""

import re
from importlib.metadata import distribution
from pathlib import Path

import pytest

from pipelines import places
from tests import audit

LOCKS = sorted(places.PROJECT.glob("requirements*.lock"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_version_is_locked_with_its_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    assert entries
    for entry in entries:
        assert audit.LOCKED.match(entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_what_is_installed_is_what_is_locked_and_every_licence_is_told() -> None:
    packages, other = audit.installed(audit.locked((places.PROJECT / audit.LOCK).read_text(encoding="utf-8")))
    assert not other
    components = audit.bill(packages)["components"]
    assert [each["name"] for each in components] == [name for name, _ in packages]
    told = {each["name"]: each["licenses"][0]["license"]["name"] for each in components}
    assert told["click"] == "BSD-3-Clause"
    assert audit.licence(distribution("styrka")) == "MIT"
    # This one says it in its repository only.
    assert [name for name, said in told.items() if said == audit.UNSTATED] == ["resvg-py"]
    assert [name for name, said in told.items() if audit.STRICT.search(said)] == []


def test_a_package_of_another_version_than_the_locked_one_is_named() -> None:
    there, other = audit.installed([("click", "0.1")])
    assert there == []
    assert other == [f"click {distribution('click').version} is installed, 0.1 is locked; run make develop"]


def test_where_nobody_can_be_asked_that_is_said_and_not_passed_off_as_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_OFFLINE", "1")
    code, said = audit.vulnerabilities(tmp_path / "no.lock")
    assert code == audit.NOT_ASKED
    assert said.startswith("vulnerabilities could NOT be asked about: ")


def test_a_package_that_was_passed_over_is_no_all_clear() -> None:
    """In pip-audit's form; it skips what comes from an index that knows of no vulnerabilities."""
    safe = {"name": "click", "version": "8.3.1", "vulns": []}
    fault = {"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"], "aliases": [], "description": "A sandbox is left."}
    known = {"name": "jinja2", "version": "2.10", "vulns": [fault]}
    skipped = {"name": "numpy", "skip_reason": "not found on PyPI"}
    assert audit.judged([safe, safe]) == (0, "no known vulnerabilities in 2 packages")
    passed_over = "1 of 2 packages could NOT be asked about, first: not found on PyPI"
    assert audit.judged([safe, skipped]) == (audit.NOT_ASKED, passed_over)
    told = "jinja2 2.10: PYSEC-2019-217, mended in 2.10.1"
    assert audit.judged([known, skipped]) == (audit.FOUND, f"{told}\n{passed_over}")
