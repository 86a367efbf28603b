"""All quotients against the nation that the site shows, of employed, of workplaces and of strength areas, as one table.
Nothing is computed here but a zero where a register's region has no workplaces at all in an industry."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.export import headline
from pipelines.profiles.mart import Mart, Moment, Record
from pipelines.site.rows import AREA, NAMES, RANKED, areas, employed, workplaces
from pipelines.site.settings import settings

ORDER = [("series", "ascending"), ("level", "ascending"), ("subject_code", "ascending"), ("year", "ascending")]


class Subject(NamedTuple):
    """What a series measures: an industry on its level, or a strength area (level ``area``)."""

    series: str
    level: str
    code: str


@dataclass(frozen=True)
class Quotients:
    """Quotients of the mart's levels that the site has room for, by subject and by region."""

    mart: Mart
    _moments: dict[Moment, dict[str, dict[str, Record]]] = field(default_factory=dict)

    @cached_property
    def series(self) -> list[str]:
        """Every series that has a row, in the order in which they speak."""
        return sorted(pc.unique(self._table["series"]).to_pylist(), key=headline.precedence)

    @cached_property
    def registers(self) -> frozenset[str]:
        """The series that count workplaces."""
        return frozenset(pc.unique(self._workplaces["series"]).to_pylist())

    @cached_property
    def subjects(self) -> list[Subject]:
        """Every subject of every series: industries from the coarsest level, areas last in their declared order."""
        return sorted(self._slices, key=self._place)

    def is_unknown(self, series: str, code: str) -> bool:
        """Whether an industry gathers what is of unknown industry: it has no rank."""
        industry = self.mart.industries.get(code, series)
        return bool(industry and industry["unknown"])

    def rows(self, subject: Subject) -> dict[int, list[Record]]:
        """Rows of a subject by year, highest quotient first, then without one; ties in the order of codes."""
        start, length = self._slices[subject]
        found: dict[int, list[Record]] = {}
        for row in self._sorted.slice(start, length).to_pylist():
            found.setdefault(row["year"], []).append(row)
        if self.is_unknown(subject.series, subject.code):
            found = {year: [{**row, "rank": None} for row in rows] for year, rows in found.items()}
        if subject.series in self.registers:
            found = {year: self._completed(subject, year, rows) for year, rows in found.items()}
        return {year: sorted(rows, key=_descending) for year, rows in sorted(found.items())}

    def at(self, moment: Moment) -> dict[str, dict[str, Record]]:
        """Rows of industries at a moment, by region and industry."""
        if moment not in self._moments:
            same = [pc.field(name) == value for name, value in moment._asdict().items()]
            found: dict[str, dict[str, Record]] = {}
            for row in self._table.filter(same[0] & same[1] & same[2]).to_pylist():
                found.setdefault(row["region_code"], {})[row["subject_code"]] = row
            self._moments[moment] = found
        return self._moments[moment]

    @cached_property
    def years(self) -> dict[str, dict[str, set[int]]]:
        """The years in which each series has regions, by series and kind of region."""
        found: dict[str, dict[str, set[int]]] = {}
        for row in self._regional:
            found.setdefault(row["series"], {}).setdefault(row["kind"], set()).add(row["year"])
        return found

    def broadest(self, kind: str) -> str | None:
        """The series with the most regions of a kind in one year, of equals the one that speaks first; None where no
        series has any."""
        most: dict[str, tuple[int, int]] = {}
        for row in self._regional:
            if row["kind"] == kind:
                most[row["series"]] = max(most.get(row["series"], (0, 0)), (row["regions"], row["year"]))
        regions = max((regions for regions, _ in most.values()), default=0)
        speaking = headline.newest((year, series) for series, (count, year) in most.items() if count == regions)
        return speaking[1] if speaking else None

    @cached_property
    def _regional(self) -> list[Record]:
        """How many regions of each kind have a quotient, by series and year."""
        names = ["series", "year", "region_code"]
        listed = self._table.filter(pc.field("lq").is_valid()).group_by(names).aggregate([]).to_pylist()
        kinds = {code: row["type"] for code, row in self.mart.regions.items()}
        counted = Counter((row["series"], row["year"], kinds.get(row["region_code"], "")) for row in listed)
        return [
            {"series": series, "year": year, "kind": kind, "regions": regions}
            for (series, year, kind), regions in sorted(counted.items())
        ]

    @cached_property
    def newest(self) -> dict[str, dict[str, Moment]]:
        """The newest year of every series at the level that regions are compared at, by region and series."""
        order: list[str] = settings()["comparison"]["levels"]
        names = ["region_code", "series", "level"]
        listed = self._table.filter(pc.field("level") != AREA).group_by(names).aggregate([("year", "max")]).to_pylist()
        found: dict[str, dict[str, Moment]] = {}
        for row in sorted(listed, key=lambda row: (headline.precedence(row["series"]), order.index(row["level"]))):
            moment = Moment(row["year_max"], row["series"], row["level"])
            found.setdefault(row["region_code"], {}).setdefault(row["series"], moment)
        return found

    def _completed(self, subject: Subject, year: int, rows: Sequence[Record]) -> list[Record]:
        """With a zero for every region of the register that has no row: it has no workplaces in the industry."""
        if subject.level == AREA:
            return list(rows)
        present = {row["region_code"] for row in rows}
        empty = dict.fromkeys((*NAMES, *RANKED))
        zero = empty | {"year": year, "series": subject.series, "level": subject.level, "subject_code": subject.code}
        lacking = sorted(self._counted[subject.series, year] - present)
        return [*rows, *(zero | {"region_code": code, "size": 0.0, "share": 0.0, "lq": 0.0} for code in lacking)]

    @cached_property
    def _counted(self) -> dict[tuple[str, int], set[str]]:
        names = ["series", "year", "region_code"]
        found: dict[tuple[str, int], set[str]] = {}
        for row in self._workplaces.group_by(names).aggregate([]).to_pylist():
            found.setdefault((row["series"], row["year"]), set()).add(row["region_code"])
        return found

    def _place(self, subject: Subject) -> tuple[object, ...]:
        order: list[str] = [*settings()["map"]["order"], AREA]
        position = self.mart.areas[subject.code]["position"] if subject.level == AREA else 0
        return (headline.precedence(subject.series), order.index(subject.level), position, subject.code)

    @cached_property
    def _slices(self) -> dict[Subject, tuple[int, int]]:
        """Where the rows of a subject begin in the sorted table, and how many they are."""
        names = ["series", "level", "subject_code"]
        numbered = self._sorted.select(names).append_column("at", pa.array(range(len(self._sorted)), pa.int64()))
        counted = numbered.group_by(names).aggregate([("at", "min"), ("at", "count")])
        return {
            Subject(row["series"], row["level"], row["subject_code"]): (row["at_min"], row["at_count"])
            for row in counted.to_pylist()
        }

    @cached_property
    def _sorted(self) -> pa.Table:
        return self._table.sort_by([*ORDER, ("region_code", "ascending")])

    @cached_property
    def _table(self) -> pa.Table:
        parquet = self.mart.parquet
        return pa.concat_tables([employed(parquet), self._workplaces, areas(parquet)])

    @cached_property
    def _workplaces(self) -> pa.Table:
        return workplaces(self.mart.parquet)


def _descending(row: Record) -> tuple[bool, float, str]:
    return (row["lq"] is None, -(row["lq"] or 0.0), row["region_code"])


def of_regions(mart: Mart, kind: str, found: Sequence[Record]) -> Iterator[Record]:
    """Those of ``found`` whose region is of a kind."""
    return (row for row in found if mart.regions.get(row["region_code"], {}).get("type") == kind)
