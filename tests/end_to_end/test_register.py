"""The business register through the whole job: pulled, kept, published as counts, and nothing of a person anywhere.
What single modules do is tested in ``tests/register``."""

import gzip
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.definitions import assemble
from pipelines.errors import StyrkaError
from pipelines.orchestration import launching
from pipelines.orchestration.resources import RegisterApi
from tests import conftest
from tests.conftest import Workplace
from tests.fake_register import KEY, FakeRegister, Register, faults, register
from tests.fake_register.workplaces import PLANTED
from tests.fake_scb import FakeScb
from tests.fake_scb.generated import all_full_size

FIRST, SECOND = date(2026, 11, 25), date(2026, 12, 25)
NUMBER = re.compile(rb"(?<![0-9A-Za-z])\d{8,}(?![0-9A-Za-z])")
KNOWN_LEVELS = {"section", "2", "3", "4", "5"}


@dataclass
class Story:
    """Two pulls a month apart, a refused one between them, and what each step said and published."""

    place: Workplace
    first: Register
    second: Register
    refusal: str
    said: list[str]
    tables: dict[str, list[dict[str, Any]]]
    snapshots: list[dict[str, Any]]
    page: str
    division: tuple[str, int]
    explained: str
    refused_year: str


def refresh(scb: FakeScb, fake: FakeRegister) -> str:
    chosen = RegisterApi(url=fake.url, pull=True)
    return launching.launch(
        "refresh", lambda loggers: assemble(api=scb.url, register=chosen, regions=["0880"], loggers=loggers)
    ).summary()


def without_pagination(document: dict[str, Any]) -> None:
    del document["pagination"]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    place = conftest.empty(tmp_path_factory.mktemp("register"))
    with pytest.MonkeyPatch.context() as patch, FakeScb(all_full_size()) as scb, FakeRegister(register(12_000)) as fake:
        for name in ("STYRKA_DATA_RAW", "STYRKA_DATA_MART", "DAGSTER_HOME"):
            patch.setenv(name, place.environment[name])
        patch.setenv("STYRKA_AFR_KEY", KEY)
        first = fake.register
        said = [refresh(scb, fake)]
        fake.register = second = first.later("2026-12-24T23:00:00.000Z", gone=500, changed=300)
        fake.inject(faults.Edited(without_pagination))
        with pytest.raises(StyrkaError) as refused:
            refresh(scb, fake)
        said.append(refresh(scb, fake))
        parquet = place.mart / "parquet"
        names = ("workplace_count", "workplace_change", "register_quality")
        tables = {name: pq.read_table(parquet / f"{name}.parquet").to_pylist() for name in names}
        snapshots = pq.read_table(parquet / "snapshot.parquet").to_pylist()
        page = (place.mart / "profiles" / "0880" / "profile.sv.html").read_text(encoding="utf-8")
        division, count = largest_division(second)
        asked = ("explain", "--region", "0880", "--industry", division, "--year")
        told, other = place.styrka(*asked, "2026"), place.styrka(*asked, "2020")
        explained = (division, count), told.stdout + told.stderr, other.stdout + other.stderr
        yield Story(place, first, second, str(refused.value), said, tables, snapshots, page, *explained)


def test_a_dry_run_says_how_many_pages_there_would_be(workplace: Workplace) -> None:
    with FakeScb(all_full_size()) as scb, FakeRegister(register(12_000)) as fake:
        done = workplace.styrka(
            "refresh", "--api", scb.url, "--register-api", fake.url, "--dry-run", STYRKA_AFR_KEY=KEY
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[-1] == "REGISTER (2026-11-25) planned, 3 pages of 12,000 workplaces"
        assert fake.pages() == []
    assert not (workplace.raw / "register").exists()


def active(held: Register) -> Counter[tuple[str, str, str]]:
    """Municipality, industry and size class of the active workplaces, counted without the pipeline."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for truth, workplaces in held.truths().items():
        if truth.status == "1" and len(truth.municipality) == 4 and truth.municipality not in {"9999", "0000"}:
            industry = truth.industry if len(truth.industry) == 5 and truth.industry != "99999" else "00000"
            counted[truth.municipality, industry, truth.size if truth.size in map(str, range(17)) else "0"] += (
                workplaces
            )
    return counted


def largest_division(held: Register) -> tuple[str, int]:
    """The two digits with most active workplaces in Kalmar, and how many."""
    own: Counter[str] = Counter()
    for (municipality, industry, _), count in active(held).items():
        if municipality == "0880" and industry != "00000":
            own[industry[:2]] += count
    return own.most_common(1)[0]


def test_what_is_published_is_what_the_register_holds(story: Story) -> None:
    for day, held in ((FIRST, story.first), (SECOND, story.second)):
        counted = active(held)
        rows = [row for row in story.tables["workplace_count"] if row["register_date"] == day]
        assert {row["series"] for row in rows} == {"REGISTER"}
        published = {
            (row["region_code"], row["industry_code"], row["size_class"]): row["workplaces"]
            for row in rows
            if row["level"] == "5" and len(row["region_code"]) == 4
        }
        assert published == counted
        for level in KNOWN_LEVELS:
            nation = [row["workplaces"] for row in rows if (row["region_code"], row["level"]) == ("00", level)]
            assert sum(nation) == counted.total()


def test_changes_between_the_pulls_are_published(story: Story) -> None:
    before, after = active(story.first), active(story.second)
    rows = [row for row in story.tables["workplace_change"] if row["region_code"] == "00" and row["level"] == "section"]
    assert {(row["register_date"], row["previous_date"]) for row in rows} == {(SECOND, FIRST)}
    assert sum(row["change"] for row in rows) == after.total() - before.total() < 0
    assert sum(row["entries_at_least"] for row in rows) == 0


def test_quality_says_what_was_wrong_with_the_records(story: Story) -> None:
    truths = story.first.truths()
    kinds = {
        (row["kind"], row["code"]): row["workplaces"]
        for row in story.tables["register_quality"]
        if row["register_date"] == FIRST
    }
    assert kinds["received", ""] == 12_000 == kinds["text_codes", ""] + kinds["number_codes", ""]
    assert kinds["number_codes", ""] > 0
    for kind, field, code in [
        ("municipality_blank", "municipality", ""),
        ("municipality_invalid", "municipality", "88"),
        ("industry_blank", "industry", ""),
        ("industry_invalid", "industry", "1610"),
        ("size_unknown", "size", "0"),
        ("never_active", "status", "0"),
        ("closed", "status", "9"),
    ]:
        assert kinds[kind, ""] == sum(n for truth, n in truths.items() if getattr(truth, field) == code) > 0, kind
    for kind, field, code in [
        ("municipality_unknown", "municipality", "9999"),
        ("municipality_unknown", "municipality", "0000"),
        ("industry_unknown", "industry", "99999"),
        ("industry_unknown", "industry", "00000"),
    ]:
        assert kinds[kind, code] == sum(n for truth, n in truths.items() if getattr(truth, field) == code) > 0, kind
    assert kinds["size_invalid", ""] == sum(n for truth, n in truths.items() if truth.size in {"", "17"}) > 0
    assert kinds["status_unknown", ""] == sum(n for truth, n in truths.items() if truth.status in {"", "7"}) > 0


def test_a_refused_pull_leaves_no_edition_and_one_line(story: Story) -> None:
    reason, stays = story.refusal.rsplit("; ", 1)
    assert reason == "a page of the register has no pagination; its form has changed"
    assert stays.startswith("edition ")
    assert "stays: its newest answer was fetched" in stays
    assert [row["updated"] for row in story.snapshots if row["table_id"] == "REGISTER"] == [
        str(FIRST),
        str(SECOND),
    ]


def test_another_servers_register_is_never_scbs(story: Story) -> None:
    assert {row["origin"] for row in story.snapshots if row["table_id"] == "REGISTER"} == {"other_server"}
    assert all("these figures are not SCB's" in said for said in story.said)
    assert "Inte SCB:s siffror" in story.page
    assert story.page.count("INTE SCB") > story.page.count("<caption")
    done = story.place.styrka("run", "--region", "08")
    assert done.returncode == 0, done.stderr
    assert "not SCB's" not in done.stdout
    assert pq.read_metadata(story.place.mart / "parquet" / "workplace_count.parquet").num_rows == 0


def contents(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file below a folder, as it lies there and unpacked, links once."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        yield path, path.name.encode()
        yield path, path.read_bytes()
        if path.suffix == ".gz":
            yield path, gzip.decompress(path.read_bytes())
        if path.suffix in {".docx", ".pptx", ".xlsx"}:
            with zipfile.ZipFile(path) as archive:
                yield from ((path, archive.read(name)) for name in archive.namelist())
        if path.suffix == ".parquet":
            for column in pq.read_table(path).columns:
                yield path, "\n".join(map(str, column.unique().to_pylist())).encode()


def test_what_is_planted_in_any_kind_of_file_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(PLANTED.encode()))
    pq.write_table(pa.table({"name": [PLANTED]}), tmp_path / "a.parquet", compression="zstd")
    book = openpyxl.Workbook()
    book.create_sheet("B")["C3"] = PLANTED
    book.save(tmp_path / "a.xlsx")
    found = {path.suffix for path, content in contents(tmp_path) if PLANTED.encode() in content}
    assert found == {".gz", ".parquet", ".xlsx"}


def test_nothing_of_a_person_and_nothing_of_the_key_was_written_anywhere(story: Story) -> None:
    workplaces = story.first.workplaces
    numbers = {str(each.cfar).encode() for each in workplaces} | {each.firm.encode() for each in workplaces}
    searched = 0
    for folder in (story.place.raw, story.place.mart, story.place.home):
        for path, content in contents(folder):
            searched += 1
            assert PLANTED.encode() not in content, path
            assert KEY.encode() not in content, path
            assert not numbers & set(NUMBER.findall(content)), path
    assert searched > 100
    for said in (*story.said, story.refusal):
        assert PLANTED not in said
        assert KEY not in said


def test_an_industry_is_explained_down_to_its_workplaces_per_size_class(story: Story) -> None:
    assert f"Näringsgrenen = {story.division[1]} arbetsställen" in story.explained
    assert "Registrets datum: 2026-12-25." in story.explained
    # The SKR group lacks municipalities in a register of 12,000, and says so.
    assert story.explained.count("workplace_quotient.parquet har") == 2
    assert "jämförelseområdets siffror är inte fullständiga" in story.explained
    assert "(tabellen uncertainty)" in story.explained
    assert "(serie REGISTER, 2026)" in story.explained


def test_a_year_without_a_register_is_answered_with_those_there_are(story: Story) -> None:
    place = f"region 0880, industry {story.division[0]}, series REGISTER"
    assert story.refused_year == f"styrka: no location quotient for {place} with year 2020; there are 2026\n"
