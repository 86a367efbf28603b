"""``refresh`` against our own server: what changed is fetched and a new edition published, or nothing changes."""

import json
from collections.abc import Iterator

import pytest

from pipelines.definitions import assemble
from pipelines.errors import duration
from pipelines.orchestration import launching
from pipelines.scb.catalogue import asked
from tests.conftest import Workplace
from tests.fake_scb import FakeScb
from tests.fake_scb.generated import all_full_size


@pytest.fixture
def scb() -> Iterator[FakeScb]:
    with FakeScb(all_full_size()) as server:
        yield server


def edition(place: Workplace) -> str:
    return str(json.loads((place.mart / "edition.json").read_text(encoding="utf-8"))["edition"])


def test_a_dry_run_says_what_it_would_fetch_and_fetches_nothing(workplace: Workplace) -> None:
    # At SCB's own limits.
    with FakeScb(all_full_size(), max_cells=100_000, max_calls=10, window=10) as scb:
        done = workplace.styrka("refresh", "--api", scb.url, "--dry-run")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    *tables, total = lines
    assert [line.split()[0] for line in tables] == [declared.table_id for declared in asked()]
    assert "planned, 2 calls for data" in tables[0]
    data = sum(int(line.split(" planned, ")[1].split()[0]) for line in tables)
    calls = data + len(tables) + 1
    least = (calls - 1) // 10 * 10
    assert total == (
        f"in all {calls} calls, {data} of them for data; at most 10 in 10 s, so at least {duration(least)}"
    )
    assert not (workplace.raw / "fetched").exists()
    assert not workplace.mart.exists()


def test_all_municipalities_are_fetched_once_and_published_as_not_scbs(
    workplace: Workplace, scb: FakeScb, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("STYRKA_DATA_RAW", "STYRKA_DATA_MART", "DAGSTER_HOME"):
        monkeypatch.setenv(name, workplace.environment[name])

    def refresh() -> list[str]:
        outcome = launching.launch("refresh", lambda loggers: assemble(api=scb.url, regions=["0880"], loggers=loggers))
        return outcome.summary().splitlines()

    told = refresh()
    first, calls = edition(workplace), len(scb.asked("/data"))
    of_table = {line.split()[0]: line for line in told}
    assert all(" fetched, " in of_table[declared.table_id] for declared in asked())
    assert any(line.startswith(f"in all {calls} calls for data, ") for line in told)
    told = refresh()
    assert any(line.startswith("in all 0 calls for data, ") for line in told)

    assert len(scb.asked("/data")) == calls
    assert edition(workplace) == first
    page = (workplace.mart / "profiles" / "0880" / "profile.sv.html").read_text(encoding="utf-8")
    assert "Inte SCB:s siffror" in page
    assert "Källa: SCB, tabell TAB3204" not in page

    done = workplace.styrka("run", "--region", "08")
    assert done.returncode == 0, done.stderr
    page = (workplace.mart / "profiles" / "08" / "profile.sv.html").read_text(encoding="utf-8")
    assert "Inte SCB:s siffror" not in page
    assert "Källa: SCB, tabell TAB3785" in page


def test_without_a_terminal_every_table_is_told_as_it_comes(workplace: Workplace, scb: FakeScb) -> None:
    """As cron or a log file has it: no bar, but lines, and not only when all is done."""
    running = workplace.start("refresh", "--api", scb.url)
    assert running.stdout is not None
    lines = []
    for line in running.stdout:
        lines.append(line.rstrip())
        if line.startswith(asked()[-1].table_id):
            break
    assert running.poll() is None
    assert not (workplace.mart / "current").exists()
    running.kill()
    running.communicate(timeout=60)
    assert lines[0].endswith(" steps done, now fetched")
    told = list(dict.fromkeys(line.split(": part ")[0] for line in lines[1:]))
    assert told == [declared.table_id for declared in asked()]
    assert all(lines)


def test_an_answer_that_does_not_fit_leaves_the_edition_as_it_was(workplace: Workplace, scb: FakeScb) -> None:
    assert workplace.styrka("run", "--region", "08").returncode == 0
    before = workplace.files
    scb.tables["TAB3204"].rename_variable("SNI2007", "SNI2025")

    done = workplace.styrka("refresh", "--api", scb.url)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "variable 'SNI2007' is missing, the answer has 'SNI2025' instead" in done.stderr
    assert workplace.files == before
