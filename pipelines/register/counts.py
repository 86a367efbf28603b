"""Counts of many pages as one: the paging checked, the cells summed, and the pages of an unfinished pull kept on disk.
What a page holds is `minimise`'s matter, what a whole register becomes `intake`'s."""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import files
from pipelines.register.minimise import CELLS, KEPT, Page, PageError

# Pages hold few equal cells, all of them together many: they are summed when so many rows wait.
ROWS_BEFORE_SUMMING = 1 << 18
PLAN = "pull.json"
SUMMARY = b"page"
MASK_BYTES = 8
Keyed: TypeAlias = Callable[[bytes], bytes]


class Paging:
    """Follows a register page by page and refuses what cannot lead to its end."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.received = 0
        self.pages = 0
        self.cursor: int | None = None
        self.ended = False
        self._seen: set[int] = set()

    def follow(self, page: Page) -> None:
        """Take in the next page; PageError when it is of another limit, too long, empty, or its cursor was there."""
        place = f"page {self.pages + 1} of the register"
        if self.ended:
            raise PageError(f"{place} comes after the last one")
        if page.limit != self.limit:
            raise PageError(f"{place} is of another limit than the {self.limit:,} asked; nothing of it is kept")
        if page.received > self.limit:
            raise PageError(f"{place} has {page.received:,} workplaces, more than its limit {self.limit:,}")
        if page.next_cursor is not None and not page.received:
            raise PageError(f"{place} is empty but says that more follow; nothing of it is kept")
        if page.next_cursor in self._seen:
            raise PageError(f"{place} leads back to a page that was there; its cursor does not move on")
        self.pages += 1
        self.received += page.received
        self.cursor, self.ended = page.next_cursor, page.next_cursor is None
        if page.next_cursor is not None:
            self._seen.add(page.next_cursor)


class Counts:
    """The sum of pages: cells in the columns of `minimise.CELLS`, and what the cells do not tell."""

    def __init__(self) -> None:
        self.tally: Counter[str] = Counter()
        self.received = 0
        self._rows = 0
        self._waiting: list[pa.Table] = []

    def add(self, page: Page) -> None:
        self.tally.update(page.tally)
        self.received += page.received
        self._waiting.append(page.cells)
        self._rows += page.cells.num_rows
        if self._rows > ROWS_BEFORE_SUMMING:
            self._waiting, self._rows = [self.cells], 0

    @property
    def cells(self) -> pa.Table:
        """One row per cell, sorted."""
        rows = pa.concat_tables([CELLS.empty_table(), *self._waiting])
        summed = rows.group_by(list(KEPT), use_threads=False).aggregate([("workplaces", "sum")])
        named = summed.rename_columns([*KEPT, "workplaces"]).select(CELLS.names).cast(CELLS)
        return named.sort_by([(name, "ascending") for name in KEPT])


class KeptPages:
    """The minimised pages of a pull that has not ended, in ``folder``, so that a restart does not fetch them again.

    They belong to one ``plan`` (server, date, limit, count); pages of another are thrown away. A cursor may be the
    number of a person or a workplace: it is written masked by ``keyed``, a keyed hash whose key is not on the disk.
    """

    def __init__(self, folder: Path, plan: Mapping[str, Any], keyed: Keyed) -> None:
        self._folder = folder
        self._keyed = keyed
        self._plan = json.dumps(plan, sort_keys=True)
        path = folder / PLAN
        if not path.is_file() or path.read_text(encoding="utf-8") != self._plan or not self._lead_on():
            self.clear()
            files.write_text(path, self._plan)

    def __iter__(self) -> Iterator[Page]:
        """The pages kept so far, in order."""
        return (self._read(path) for path in self._paths())

    def keep(self, number: int, page: Page) -> None:
        cursor = page.next_cursor
        summary = {
            "tally": page.tally,
            "received": page.received,
            "limit": page.limit,
            "cursor": None if cursor is None else cursor ^ self._mask(number),
            "seal": self._seal(number, cursor),
        }
        with files.replacing(self._path(number)) as temporary:
            pq.write_table(page.cells.replace_schema_metadata({SUMMARY: json.dumps(summary)}), temporary)

    def clear(self) -> None:
        """Throw everything away, the folder too."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06}.parquet"

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob("[0-9]*.parquet"))

    def _lead_on(self) -> bool:
        """Whether every page so far is there, can be read, and says where the next one is."""
        try:
            whole = [self._path(number) for number, _ in enumerate(self, start=1)]
        except (OSError, pa.ArrowException, KeyError, TypeError, ValueError):
            return False
        return whole == self._paths()

    def _read(self, path: Path) -> Page:
        with pq.ParquetFile(path) as file:
            content = file.read()
        number, summary = int(path.stem), json.loads((content.schema.metadata or {})[SUMMARY])
        masked, seal = summary.pop("cursor"), summary.pop("seal")
        cursor = None if masked is None else masked ^ self._mask(number)
        if seal != self._seal(number, cursor):
            raise ValueError(f"{path.name} was kept with another key")
        return Page(cells=content.cast(CELLS), next_cursor=cursor, **summary)

    def _mask(self, number: int) -> int:
        return int.from_bytes(self._keyed(f"mask {number} {self._plan}".encode())[:MASK_BYTES])

    def _seal(self, number: int, cursor: int | None) -> str:
        return self._keyed(f"seal {number} {cursor} {self._plan}".encode()).hex()
