"""A simulated edition beside another of the same seed and a real one: the same bytes, and every row that the simulation
added says so, whatever file it stands in.
What a simulated register is like is tested in ``test_simulation``."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.conftest import Workplace, empty

Files = Mapping[str, bytes]
MARK = "SIMULATED"
# What a pull of the register fills; the real edition has none of it.
FILLED = {
    *("workplace_count", "register_quality", "job_interval", "job_margin", "job_allocation", "workplace_quotient"),
    *("job_quotient", "plant_concentration", "interval_width", "strength_area_quotient", "snapshot"),
}


@dataclass(frozen=True)
class Editions:
    """Files by their path: two simulations of one seed in different places, and a run without the register."""

    simulated: Files
    again: Files
    real: Files


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    first, second = (empty(tmp_path_factory.mktemp(name)) for name in ("first", "second"))
    simulated, again = ({**done(place, "simulate", "--seed", "1").files, **raw(place)} for place in (first, second))
    return Editions(simulated, again, done(first, "run").files)


def done(place: Workplace, *arguments: str) -> Workplace:
    ended = place.styrka(*arguments, "--region", "08")
    assert ended.returncode == 0, ended.stderr
    return place


def raw(place: Workplace) -> Files:
    folder = place.raw / "simulated"
    return {f"raw/{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes(editions: Editions) -> None:
    assert editions.simulated.keys() == editions.again.keys()
    assert [name for name, content in editions.simulated.items() if editions.again[name] != content] == []


def test_every_row_that_the_simulation_added_bears_its_mark_in_parquet(editions: Editions) -> None:
    marked = set()
    for name, content in of_kind(editions.simulated, ".parquet").items():
        table, real = (pq.read_table(pa.BufferReader(each)).to_pylist() for each in (content, editions.real[name]))
        known = {text(row) for row in real}
        added = [row for row in table if text(row) not in known]
        # A claim of another series says so in its sentence: everything in the edition is marked.
        unsaid = [row for row in added if not str(row.get("text_en", "")).startswith(f"{MARK}: ")]
        assert {row.get("series") for row in unsaid} <= {MARK}, name
        if added:
            marked.add(PurePosixPath(name).stem)
    assert marked >= FILLED


def test_every_row_that_the_simulation_added_bears_its_mark_in_csv(editions: Editions) -> None:
    marked = set()
    for name, content in of_kind(editions.simulated, ".csv").items():
        if not name.startswith("csv/"):
            continue
        added = set(content.splitlines()) - set(editions.real[name].splitlines())
        assert all(f'"{MARK}"'.encode() in line or f'"{MARK}: '.encode() in line for line in added), name
        if added:
            marked.add(PurePosixPath(name).stem)
    assert marked >= FILLED


def test_every_sheet_of_every_workbook_bears_the_mark(editions: Editions) -> None:
    books = of_kind(editions.simulated, ".xlsx")
    assert books
    for name, content in books.items():
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        assert all(str(sheet["A1"].value).startswith("SIMULERAT: ") for sheet in book), name


def of_kind(files: Files, suffix: str) -> Files:
    return {
        name: content for name, content in files.items() if not name.startswith("raw/") and Path(name).suffix == suffix
    }


def text(row: dict[str, Any]) -> str:
    return repr(list(row.values()))
