"""What the site reads of twins, relatedness and its back-test: for each region the newest that its series allow.
Which of it a page shows does not belong here."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow.compute as pc

from pipelines.export import headline
from pipelines.export.reading import columns, rows
from pipelines.profiles.mart import Mart, Moment, Record
from pipelines.site.settings import settings

READS = ("twin", "relatedness", "density_backtest", "workplace_quotient")


@dataclass(frozen=True)
class Absence:
    """The industries that a region lacks, by density, and why no advice is given of them (empty: it is)."""

    year: int
    series: str
    withheld: str
    auc: float | None
    rows: tuple[Record, ...]


@dataclass(frozen=True)
class Findings:
    """The mart's tables on likeness and on what could come next."""

    mart: Mart

    def twins(self, region_code: str) -> tuple[Moment, list[Record]] | None:
        """The nearest regions and the moment they are compared at: the profile's own where it has twins, else the
        newest; None where the edition compares the region with no other."""
        found = self._twins.get(region_code)
        if not found:
            return None
        own = self.mart.moments.get(region_code)
        if own in found:
            return own, found[own]
        newest = headline.newest((each.year, each.series) for each in found)
        chosen = [each for each in found if (each.year, each.series) == newest]
        moment = min(chosen, key=lambda each: settings()["twins"]["levels"].index(each.level))
        return moment, found[moment]

    def absence(self, region_code: str) -> Absence | None:
        """The grid of absent industries in the newest year; None where the edition has none of the region."""
        found = self._absent.get(region_code)
        if not found:
            return None
        year, series = headline.newest((row["year"], row["series"]) for row in found) or (0, "")
        chosen = [row for row in found if (row["year"], row["series"]) == (year, series)]
        ranked = sorted(
            chosen, key=lambda row: (row["density"] is None, -(row["density"] or 0.0), row["industry_code"])
        )
        reasons = sorted({row["withheld"] for row in chosen if row["withheld"]})
        auc = next((row["auc"] for row in chosen if row["auc"] is not None), None)
        return Absence(year, series, reasons[0] if reasons else "", auc, tuple(ranked))

    @cached_property
    def backtests(self) -> list[Record]:
        """How well density told later entries, newest segments first within each series and type of region."""
        every = rows(self.mart.parquet, "density_backtest")
        return sorted(
            every,
            key=lambda row: (headline.precedence(row["series"]), row["region_type"], row["basis"], -row["end_year"]),
        )

    @cached_property
    def _twins(self) -> dict[str, dict[Moment, list[Record]]]:
        found: dict[str, dict[Moment, list[Record]]] = {}
        for row in columns(self.mart.parquet, "twin", filters=pc.field("twin_code").is_valid()).to_pylist():
            moment = Moment(row["year"], row["series"], row["level"])
            found.setdefault(row["region_code"], {}).setdefault(moment, []).append(row)
        return found

    @cached_property
    def _absent(self) -> dict[str, list[Record]]:
        names = [
            "region_code",
            "industry_code",
            "year",
            "series",
            "density",
            "pci",
            "opportunity_gain",
            "auc",
            "withheld",
        ]
        found = columns(self.mart.parquet, "relatedness", names, ~pc.field("present"))
        return _by_region(found.to_pylist())


def _by_region(every: Iterable[dict[str, Any]]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in every:
        found.setdefault(row["region_code"], []).append(row)
    return found
