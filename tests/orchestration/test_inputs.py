"""What an edition is computed from, and the id that follows from it."""

from pathlib import Path

import pytest

from pipelines.orchestration import inputs
from pipelines.scb.config import BASE_URL
from tests.conftest import Workplace

TABLE = "region_code;industry_code;year;employees\n00;A;2024;1000\n08;A;2024;..\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [(["--suppressed-most", "4"], ["--suppressed-most", "40"]), ([], ["--classification", "own"])],
)
def test_what_is_declared_of_an_import_is_in_the_editions_id(
    workplace: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one: list[str], other: list[str]
) -> None:
    """The same file declared otherwise gives other figures."""
    monkeypatch.setenv("STYRKA_DATA_RAW", str(workplace.raw))
    monkeypatch.setenv("STYRKA_DATA_MART", str(workplace.mart))
    (tmp_path / "own.csv").write_text(TABLE)
    found = []
    for options in (one, other):
        done = workplace.styrka("import", str(tmp_path / "own.csv"), "--source", "OWN", *options)
        assert done.returncode == 0, done.stderr
        found.append(inputs.anew([], BASE_URL, "").edition)
    assert found[0] != found[1]
