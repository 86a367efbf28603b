"""A user's mistakes at the command line: one line on stderr that says what to do, and an exit code of at least 1.
What a run says of itself, and the commands that a developer is given, stand here too."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipelines import places
from pipelines.cli import verifying
from pipelines.orchestration.launching import Outcome
from pipelines.snapshots import soundness
from pipelines.snapshots.store import Store
from pipelines.warehouse import publication
from pipelines.warehouse.edition import Build
from tests.conftest import Workplace
from tests.fake_scb import FakeScb


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
        (["run", "--edition", ""], "no such edition was published here"),
    ],
)
def test_one_line_and_no_traceback(tmp_path: Path, arguments: list[str], said: str) -> None:
    place = Workplace(tmp_path / "raw", tmp_path / "mart", tmp_path / "home")
    done = place.styrka(*arguments, STYRKA_AFR_KEY="")
    assert done.returncode >= 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


@pytest.mark.parametrize(
    ("engine", "arguments", "said"),
    [
        ("spark", ["run"], "only styrka measure runs on Spark; unset it for an edition"),
        ("Spark!", ["run"], "STYRKA_ENGINE is 'Spark!'; it is to be duckdb or spark"),
        (
            "spark",
            ["measure", "nowhere", "--out", "out"],
            "Spark is not installed; install it with: pip",
        ),
        ("", ["measure", "nowhere", "--out", "out"], "nowhere/employment has no Parquet files"),
    ],
)
def test_an_engine_that_cannot_serve_is_one_line(
    workplace: Workplace, engine: str, arguments: list[str], said: str
) -> None:
    if "not installed" in said and find_spec("pyspark"):
        pytest.skip("Spark is installed here")
    done = workplace.styrka(*arguments, STYRKA_ENGINE=engine)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


@pytest.mark.parametrize("variable", ["STYRKA_DATA_MART", "STYRKA_DATA_RAW", "DAGSTER_HOME"])
@pytest.mark.parametrize("name", ["~nobody_of_that_name/x", "circle/raw"])
def test_a_folder_that_leads_nowhere_is_named(workplace: Workplace, tmp_path: Path, variable: str, name: str) -> None:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    value = name if name.startswith("~") else str(tmp_path / name)
    done = workplace.styrka("run", **{variable: value})
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"styrka: {variable} is '{value}', which leads nowhere (")


@pytest.mark.parametrize("variable", ["STYRKA_DATA_MART", "DAGSTER_HOME"])
def test_a_folder_that_is_a_file_is_named(workplace: Workplace, tmp_path: Path, variable: str) -> None:
    file = tmp_path / "file"
    file.write_text("")
    done = workplace.styrka("run", **{variable: str(file)})
    assert done.returncode == 1
    assert str(file) in done.stderr
    assert variable in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


@pytest.mark.parametrize("folder", ["a?b", "a%20b"])
def test_a_folder_that_cannot_stand_in_an_address_is_named_and_nothing_lies_beside_it(
    workplace: Workplace, tmp_path: Path, folder: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = replace(workplace, home=tmp_path / folder / "home").styrka("run", "--region", "08")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"{tmp_path / folder / 'home'}: Dagster cannot keep its history" in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_raw_folder_that_cannot_be_written_is_named(workplace: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("region_code,industry_code,year,employees\n0880,A,2023,120\n")
    done = workplace.styrka("import", str(file), "--source", "KALMAR", STYRKA_DATA_RAW=str(file))
    assert done.returncode == 1
    assert str(file) in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


def test_region_codes_that_have_lost_their_zero_are_named_at_import(workplace: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "kalmar.csv"
    rows = [f"{code},A,2024,1" for code in ("00", "880", "8", "0881", "18", "Kust 1")]
    file.write_text("\n".join(["region_code,industry_code,year,employees", *rows]))
    done = workplace.styrka("import", str(file), "--source", "KALMAR")
    assert done.returncode == 0
    assert done.stderr.startswith("note: no region has code 8, 880; 08, 0880 would be known. ")
    assert done.stderr.count("\n") == 1, done.stderr


@pytest.mark.parametrize(("stated", "strange"), [("SNI2007", "16111"), ("SNI2025", "16101"), ("own", None)])
def test_codes_that_the_stated_classification_lacks_are_named_at_import(
    workplace: Workplace, tmp_path: Path, stated: str, strange: str | None
) -> None:
    file = tmp_path / "kalmar.csv"
    file.write_text("region_code,industry_code,year,employees\n00,16101,2024,9\n0880,16101,2024,1\n0880,16111,2024,2\n")
    done = workplace.styrka("import", str(file), "--source", "KALMAR", "--classification", stated)
    assert done.returncode == 0
    expected = f"note: {stated} has no {strange}; these keep the names in the table. " if strange else ""
    assert done.stderr[: len(expected)] == expected
    assert done.stderr.count("\n") == (1 if strange else 0), done.stderr


def test_a_table_without_the_nation_is_told_what_that_means(workplace: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "kalmar.csv"
    file.write_text("region_code,industry_code,year,employees\n0880,16101,2024,1\n")
    done = workplace.styrka("import", str(file), "--source", "KALMAR")
    assert done.returncode == 0
    assert "nothing is called a strength against that. Add rows of region 00." in done.stderr


def test_a_part_that_is_larger_than_the_whole_is_named_at_import(workplace: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "kalmar.csv"
    rows = ["00,A,2024,9", "08,A,2024,1", "08,01,2024,5", "08,011,2024,50", "00,A,2023,9", "08,01,2023,7"]
    file.write_text("\n".join(["region_code,industry_code,year,employees", *rows]))
    done = workplace.styrka("import", str(file), "--source", "KALMAR")
    assert done.returncode == 0
    assert done.stderr == (
        "note: region 08 year 2024: 5 in 01 but 1 in A, region 08 year 2024: 50 in 011 but 5 in 01, "
        "region 08 year 2024: 50 in 011 but 1 in A. "
        "A part cannot be more than the whole: correct what is wrong and import again.\n"
    )


def test_parts_within_their_whole_are_not_remarked_on(workplace: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "kalmar.csv"
    rows = ["00,A,2024,9", "08,A,2024,5", "08,01,2024,5", "08,011,2024,..", "08,F,2024,50", "18,01,2024,9"]
    file.write_text("\n".join(["region_code,industry_code,year,employees", *rows]))
    assert workplace.styrka("import", str(file), "--source", "KALMAR").stderr == ""


def test_a_region_with_two_names_is_named_at_import(workplace: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "kalmar.csv"
    rows = ["00,A,2024,9,,", "K1,A,2024,1,Kusten,Jord", "K1,F,2024,1,Kust,", "K2,F,2024,1,Inlandet,Bygg"]
    file.write_text("\n".join(["region_code,industry_code,year,employees,region_name,industry_name", *rows]))
    done = workplace.styrka("import", str(file), "--source", "KALMAR")
    assert done.stderr == "note: region K1 is called 'Kust', 'Kusten'. A declared name is shown, or else the first.\n"


@pytest.mark.parametrize(("encoding", "told"), [("utf-8", False), ("latin-1", True)])
def test_a_file_that_is_taken_for_latin_1_is_told(
    workplace: Workplace, tmp_path: Path, encoding: str, told: bool
) -> None:
    file = tmp_path / "kalmar.csv"
    rows = ["00,A,2024,9,Riket", "K1,A,2024,1,\u00d6land"]
    text = "\n".join(["region_code,industry_code,year,employees,region_name", *rows])
    file.write_text(text, encoding=encoding)
    done = workplace.styrka("import", str(file), "--source", "KALMAR")
    assert done.returncode == 0
    said = "note: kalmar.csv is not UTF-8 and was read as latin-1 (Windows-1252): look at its å, ä and ö once.\n"
    assert done.stderr == (said if told else "")


@pytest.mark.parametrize(("files", "said"), [(["profiles/08/profile.sv.html"], "1 profile"), ([], "0 profiles")])
def test_the_summary_of_a_run_counts_in_singular_and_plural(tmp_path: Path, files: list[str], said: str) -> None:
    names = ["parquet/region.parquet", "parquet/industry.parquet", *files]
    manifest = {"edition": "0123456789ab", "snapshots": [], "files": dict.fromkeys(names, "")}
    assert f"Edition 0123456789ab: 2 tables and {said} in {tmp_path}" in Outcome(manifest, tmp_path, ()).summary()


@pytest.mark.parametrize("server", ["fake_scb", "fake_register"])
def test_whoever_tries_a_fake_server_is_given_folders_and_a_history_apart(server: str) -> None:
    arguments = [sys.executable, "-m", f"tests.{server}", "--port", "0"]
    arguments += ["--real"] if server == "fake_scb" else ["--workplaces", "10"]
    with subprocess.Popen(arguments, cwd=places.PROJECT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        _, command = running.stdout.readline(), running.stdout.readline()
        running.send_signal(signal.SIGINT)
    for name in ("STYRKA_DATA_RAW", "STYRKA_DATA_MART"):
        assert f"{name}=/tmp/styrka/" in command
    assert " .venv/bin/styrka refresh --" in command


def test_what_is_no_file_is_one_line(workplace: Workplace, tmp_path: Path) -> None:
    pipe = tmp_path / "table.csv"
    os.mkfifo(pipe)
    done = workplace.styrka("import", str(pipe), "--source", "PIPE")
    assert done.returncode == 1
    assert "this is no file" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_many_imports_of_one_file_at_once_are_one_import(workplace: Workplace, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("region_code;industry_code;year;employees\n0880;A;2024;5\n", encoding="utf-8")
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: workplace.styrka("import", str(table), "--source", "SAME"), range(4)))
    assert "Traceback" not in "".join(each.stderr for each in done)
    assert any(each.returncode == 0 for each in done)
    assert soundness.verify(Store(workplace.raw)).damaged == ()
    assert len(Store(workplace.raw).newest("SAME")) == 1


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("9999", "region '9999' is unknown; give a county's two digits"),
        (
            "1808",
            "region '1808' is unknown; give a county's two digits, a municipality's four or a code of an imported",
        ),
        (
            "Örebro",
            "is unknown; give a county's two digits, a municipality's four or a code of an imported table; near: ",
        ),
        ("KUST", "region 'KUST' is unknown; "),
        ("0881", "region 0881 (Nybro) has no profile: no snapshot has its industries; run 'make refresh' to fetch all"),
        # Years that the snapshots have, and municipalities that they have not.
        ("2021", "region 2021 (Vansbro) has no profile: no snapshot has its industries"),
        ("2023", "region 2023 (Malung-Sälen) has no profile: no snapshot has its industries"),
        ("00", "region 00 (Riket) has no profile: no snapshot has its industries"),
    ],
)
@pytest.mark.parametrize("command", [["run"], ["simulate", "--seed", "1"]])
def test_a_region_that_cannot_have_a_profile_is_refused_before_any_work(
    workplace: Workplace, tmp_path: Path, command: list[str], region: str, said: str
) -> None:
    file = tmp_path / "coast.csv"
    file.write_text("region_code,industry_code,year,employees,region_name\nkust,A,2024,1,Kusten\n", encoding="utf-8")
    assert workplace.styrka("import", str(file), "--source", "COAST").returncode == 0
    done = workplace.styrka(*command, "--region", "18", "--region", region)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert (region != "KUST") or "near: kust Kusten" in done.stderr
    assert "2023 Malung-Sälen" not in done.stderr
    # Nothing was begun: no run in Dagster's history, no mart, no register.
    assert not workplace.home.exists()
    assert not workplace.mart.exists()
    assert not (workplace.raw / "simulated").exists()


def test_a_code_of_no_region_is_refused_before_anything_is_fetched(workplace: Workplace) -> None:
    with FakeScb() as scb:
        done = workplace.styrka("refresh", "--api", scb.url, "--region", "0881", "--region", "8881")
        assert not scb.calls
    assert done.returncode == 1
    assert done.stderr.startswith("styrka: region '8881' is unknown; give a county's two digits")
    assert done.stderr.count("\n") == 1, done.stderr


def test_a_region_whose_figures_are_still_to_come_is_fetched(workplace: Workplace) -> None:
    """Nybro, which no bundled answer has; that this server has no tables is told after it was asked."""
    with FakeScb() as scb:
        done = workplace.styrka("refresh", "--api", scb.url, "--region", "0881")
        assert scb.calls
    assert "region" not in done.stderr


def test_a_kept_edition_whose_answers_are_gone_is_noted_and_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever took an import back on purpose has damaged nothing."""
    answer = {"table_id": "OWN", "part": 1, "parts": 1, "path": "imported/OWN/x.parquet", "sha256": "ab"}
    for identity, snapshots in (("aaa", [answer]), ("bbb", [])):
        build = Build(tmp_path / "mart")
        build.begin({"edition": identity, "snapshots": snapshots})
        publication.publish(build)
    monkeypatch.setenv("STYRKA_DATA_RAW", str(tmp_path / "raw"))
    assert verifying.damage(tmp_path / "mart") == []
    told = capsys.readouterr()
    assert told.err == (
        f"note: {tmp_path / 'mart' / 'editions' / 'aaa'} rests on OWN part 1 of 1 (imported/OWN/x.parquet), gone from "
        f"{tmp_path / 'raw'}: it can be read and compared, but not built again\n"
    )
    assert "editions/aaa agree with their manifest" in told.out
