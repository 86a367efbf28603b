"""A user's mistakes at the command line: one line on stderr that says what to do, and an exit code of at least 1."""

from pathlib import Path

import pytest

from tests.conftest import Workplace


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["refresh", "--api", "", "--dry-run"], "--api is empty"),
        (["refresh", "--api", "ftp://example.org/api/v2", "--dry-run"], "ftp://example.org/api/v2"),
        (["refresh", "--register"], "STYRKA_AFR_KEY holds none: a person orders it free of charge from SCB"),
        (["refresh", "--register-api", "http://127.0.0.1:9/v1"], "STYRKA_AFR_KEY holds none"),
        (["refresh", "--register-api", " "], "--register-api is empty"),
        (["import", "nowhere.csv", "--source", "X"], "nowhere.csv"),
        (["explain", "--region", "08", "--industry", "A", "--year", "2025"], "run"),
        (["verify"], "there are no snapshots here"),
        (["run"], "there are no snapshots"),
    ],
)
def test_one_line_and_no_traceback(tmp_path: Path, arguments: list[str], said: str) -> None:
    place = Workplace(tmp_path / "raw", tmp_path / "mart", tmp_path / "home")
    done = place.styrka(*arguments, STYRKA_AFR_KEY="")
    assert done.returncode >= 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


@pytest.mark.parametrize("variable", ["STYRKA_DATA_MART", "DAGSTER_HOME"])
def test_a_folder_that_is_a_file_is_named(workplace: Workplace, tmp_path: Path, variable: str) -> None:
    file = tmp_path / "file"
    file.write_text("")
    done = workplace.styrka("run", **{variable: str(file)})
    assert done.returncode == 1
    assert str(file) in done.stderr
    assert variable in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
