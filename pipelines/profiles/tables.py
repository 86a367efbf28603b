"""The mart's tables as sections ask for them: regions, the rows of one region, verdicts and strength areas.
Location quotients and the moments they are of belong to ``mart``; nothing is computed here that a measure computes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from pipelines import schema
from pipelines.export.reading import columns, rows
from pipelines.schema.table import Language
from pipelines.verdicts import tables as verdicts

Record: TypeAlias = Mapping[str, Any]
# What the ways of asking of the register's industries rest on.
COUNTED = ("workplace_quotient", "job_quotient", "plant_concentration")


@dataclass(frozen=True)
class Tables:
    """The Parquet files below ``parquet``, all of ``edition``; each is read at most once."""

    parquet: Path
    edition: str
    _read: dict[str, pa.Table] = field(default_factory=dict)

    def path(self, table: str) -> Path:
        return self.parquet / f"{table}.parquet"

    def is_empty(self, *tables: str) -> bool:
        """Whether none of the tables has a row for any region."""
        return not any(self._table(name).num_rows for name in tables)

    def of_region(self, table: str, code: str, column: str = "region_code") -> list[Record]:
        """A table's rows that name a region in ``column``, in the order of the table's declared sort."""
        found: list[Record] = self._table(table).filter(pc.field(column) == code).to_pylist()
        order = schema.table(table).sort
        return sorted(found, key=lambda row: [(row[name] is None, row[name]) for name in order])

    @cached_property
    def regions(self) -> dict[str, Record]:
        """Regions by code."""
        return {row["region_code"]: row for row in rows(self.parquet, "region")}

    def municipalities(self, county: str, year: int | None = None) -> list[str]:
        """The municipalities of a county, of a year or of all."""
        return [
            code
            for code, region in self.regions.items()
            if (region["type"], region["county_code"]) == ("municipality", county)
            and (year is None or (region["valid_from"] or year) <= year <= (region["valid_to"] or year))
        ]

    @cached_property
    def segments(self) -> list[Record]:
        """The unbroken segments of every series and level."""
        return [*rows(self.parquet, "series_segment")]

    @cached_property
    def backtests(self) -> list[Record]:
        """How well density predicted entries, by series, level, type of region and segment."""
        return [*rows(self.parquet, "density_backtest")]

    @cached_property
    def areas(self) -> dict[str, Record]:
        """Strength areas by id."""
        return {row["area_id"]: row for row in rows(self.parquet, "strength_area")}

    def area_name(self, area_id: str, language: Language) -> str:
        return str(self.areas[area_id][f"name_{language}"])

    def area_quotients(self, region_code: str) -> dict[tuple[str, int], list[Record]]:
        """Rows of ``strength_area_quotient`` of a region against the nation, by (series, year)."""
        return self._area_quotients.get(region_code, {})

    @cached_property
    def _area_quotients(self) -> dict[str, dict[tuple[str, int], list[Record]]]:
        found: dict[str, dict[tuple[str, int], list[Record]]] = {}
        content = columns(self.parquet, "strength_area_quotient", filters=pc.field("reference") == "nation")
        for row in content.to_pylist():
            of_region = found.setdefault(row["region_code"], {})
            of_region.setdefault((row["series"], row["year"]), []).append(row)
        return found

    @cached_property
    def verdicts(self) -> dict[str, list[Record]]:
        """Verdicts by region, of the newest year of each series."""
        found: dict[str, list[Record]] = {}
        for row in rows(self.parquet, "verdict"):
            found.setdefault(row["region_code"], []).append(row)
        return found

    def ways(self, region_code: str) -> list[Record]:
        """Every way of asking behind a region's verdicts on the register's industries, with its answer."""
        found: list[Record] = self._ways.filter(pc.field("region_code") == region_code).to_pylist()
        return sorted(found, key=lambda row: (row["subject_code"], row["specification"]))

    @cached_property
    def _ways(self) -> pa.Table:
        """Put anew to all regions at once, which takes no longer than to a few; nothing is asked of the employed."""
        relations = {
            name: self._table(name) if name in COUNTED else schema.table(name).arrow_schema().empty_table()
            for name in verdicts.READS
        }
        return verdicts.specification(relations)

    def _table(self, name: str) -> pa.Table:
        if name not in self._read:
            self._read[name] = columns(self.parquet, name)
        return self._read[name]
