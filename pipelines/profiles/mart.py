"""What the profiles read from the mart's Parquet files, in the shape in which sections ask for it.
Nothing is computed here that a measure computes, and nothing is put into words."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import StyrkaError
from pipelines.export import headline
from pipelines.export.reading import Industries, columns, rows
from pipelines.profiles.settings import settings
from pipelines.profiles.tables import COUNTED, Record, Tables
from pipelines.scb import catalogue
from pipelines.warehouse import checks, engine

__all__ = ["READS", "Mart", "Moment", "Record"]
READS = (
    *("region", "industry", "snapshot", "employment", "series_break", "series_segment"),
    *("location_quotient", "specialisation", "shift_share", "entry_exit", "twin"),
    *("relatedness", "density_backtest", "skill_relatedness", "carried_employment"),
    *("strength_area", "strength_area_quotient", "verdict", "claim", *COUNTED),
    *("source_change", "change"),
    *("productivity", "regional_account", "gross_regional_product"),
    *("population", "education", "commuting_balance", "catchment"),
)
PROFILED = ("county", "municipality", "imported")


class Moment(NamedTuple):
    """One year of one series at one level of industries."""

    year: int
    series: str
    level: str


@dataclass(frozen=True)
class Mart(Tables):
    """The mart's tables below ``parquet``, all of ``edition``; StyrkaError when one is absent or of another edition."""

    _quotients: dict[Moment, dict[tuple[str, str], dict[str, Record]]] = field(default_factory=dict)
    _specialisations: dict[Moment, dict[str, Record]] = field(default_factory=dict)
    _histories: dict[tuple[str, str], list[Record]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in READS:
            if (found := engine.edition_of(self.path(name))) != self.edition:
                raise StyrkaError(f"{self.path(name)} is of edition {found}, not {self.edition}; run styrka run")

    @cached_property
    def industries(self) -> Industries:
        """Industries by code and series."""
        return Industries.read(self.parquet, self.snapshots)

    @cached_property
    def breaks(self) -> list[Record]:
        """Breaks in the order of year, series and kind."""
        return sorted(rows(self.parquet, "series_break"), key=lambda row: (row["year"], row["series"], row["kind"]))

    @cached_property
    def snapshots(self) -> list[Record]:
        """Snapshots by table and part."""
        return sorted(rows(self.parquet, "snapshot"), key=lambda row: (row["table_id"], row["part"]))

    @cached_property
    def source_changes(self) -> list[Record]:
        """The source tables of this edition and the one before, by table; none when it has not been compared."""
        return list(rows(self.parquet, "source_change"))

    @cached_property
    def moments(self) -> dict[str, Moment]:
        """For each region with location quotients the moment its profile is about: the newest year of the declared
        series with a known quotient against the nation, else of an imported one, and the coarsest level."""
        listed = self._moments(pc.field("reference") == "nation")
        return {
            code: _headline(self._known.get(code) or listed[code])
            for code in sorted(listed)
            if self.regions.get(code, {}).get("type") in PROFILED
        }

    @cached_property
    def extracts(self) -> dict[str, list[Moment]]:
        """For each region the newest year with a known quotient of every imported series and level, coarsest first."""
        newest: dict[str, dict[tuple[str, str], Moment]] = {}
        for code, moments in self._known.items():
            for moment in sorted(each for each in moments if each.series in self.imported):
                newest.setdefault(code, {})[moment.series, moment.level] = moment
        return {
            code: sorted(found.values(), key=lambda each: (each.series, _coarseness(each)))
            for code, found in newest.items()
        }

    @cached_property
    def _known(self) -> dict[str, list[Moment]]:
        return self._moments((pc.field("reference") == "nation") & pc.field("lq").is_valid())

    def quotients(self, moment: Moment, reference: str = "nation") -> dict[str, dict[str, Record]]:
        """Rows of ``location_quotient`` at a moment against a kind of reference, by region and industry."""
        if moment not in self._quotients:
            grouped: dict[tuple[str, str], dict[str, Record]] = {}
            for row in rows(self.parquet, "location_quotient", **moment._asdict()):
                grouped.setdefault((row["reference"], row["region_code"]), {})[row["industry_code"]] = row
            self._quotients[moment] = grouped
        return {code: rows for (kind, code), rows in self._quotients[moment].items() if kind == reference}

    def specialisations(self, moment: Moment) -> dict[str, Record]:
        """Rows of ``specialisation`` at a moment by region."""
        if moment not in self._specialisations:
            found = rows(self.parquet, "specialisation", **moment._asdict())
            self._specialisations[moment] = {row["region_code"]: row for row in found}
        return self._specialisations[moment]

    @cached_property
    def simulated(self) -> bool:
        """Whether the edition holds a simulated register: then everything in it is marked."""
        return any(row["origin"] == "simulated" for row in self.snapshots)

    def carried(self, region_code: str, moment: Moment) -> list[Record]:
        """What the bridge made of an imported table's figures of a region at a moment."""
        found = self._carried.get(region_code, ())
        return [row for row in found if (row["year"], row["series"], row["level"]) == moment]

    @cached_property
    def claims(self) -> dict[str, list[Record]]:
        """Claims by region, in their order."""
        found: dict[str, list[Record]] = {}
        for row in sorted(rows(self.parquet, "claim"), key=lambda row: (row["region_code"], row["position"])):
            found.setdefault(row["region_code"], []).append(row)
        return found

    @cached_property
    def _carried(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for row in rows(self.parquet, "carried_employment"):
            found.setdefault(row["region_code"], []).append(row)
        return found

    def history(self, region_code: str, level: str) -> list[Record]:
        """Location quotients of a region against the nation over all years and series, by series and year."""
        if (region_code, level) not in self._histories:
            # One region is asked for many times in a row, and never again after the next.
            self._histories.clear()
            chosen = self._history.filter((pc.field("region_code") == region_code) & (pc.field("level") == level))
            self._histories[region_code, level] = sorted(
                chosen.to_pylist(),
                key=lambda row: (headline.precedence(row["series"]), row["year"], row["industry_code"]),
            )
        return self._histories[region_code, level]

    @cached_property
    def totals(self) -> dict[tuple[str, int], dict[str, Record]]:
        """Published totals of all industries by (series, year) and region."""
        found: dict[tuple[str, int], dict[str, Record]] = {}
        chosen = (pc.field("level") == "total") & (pc.field("sex") == "total") & pc.field("employees").is_valid()
        names = ["region_code", "series", "year", "employees", "status"]
        for row in columns(self.parquet, "employment", names, chosen).to_pylist():
            found.setdefault((row["series"], row["year"]), {})[row["region_code"]] = row
        return found

    @cached_property
    def origins(self) -> dict[tuple[str, int], list[tuple[str, str]]]:
        """Source table and status of the figures of each (series, year)."""
        names = ["series", "year", "table_id", "status"]
        content = columns(self.parquet, "employment", names, pc.field("sex") == "total")
        found: dict[tuple[str, int], list[tuple[str, str]]] = {}
        distinct = content.group_by(names).aggregate([]).sort_by([(name, "ascending") for name in names])
        for row in distinct.to_pylist():
            found.setdefault((row["series"], row["year"]), []).append((row["table_id"], row["status"]))
        return found

    @cached_property
    def imported(self) -> frozenset[str]:
        """The series that are users' own tables."""
        return frozenset(row["series"] for row in self.snapshots if row["origin"] == "import")

    @cached_property
    def present(self) -> dict[tuple[str, int], set[str]]:
        """The regions that have rows of employment, by (series, year)."""
        names = ["series", "year", "region_code"]
        found: dict[tuple[str, int], set[str]] = {}
        for row in columns(self.parquet, "employment", names).group_by(names).aggregate([]).to_pylist():
            found.setdefault((row["series"], row["year"]), set()).add(row["region_code"])
        return found

    @cached_property
    def has_municipalities(self) -> bool:
        """Whether any series has employed, or measured strength areas, of a municipality."""
        held = {code for codes in self.present.values() for code in codes}
        held |= self._area_quotients.keys()
        return any(code in held for code, region in self.regions.items() if region["type"] == "municipality")

    def newest_with(self, county: str, level: str, member: str | None = None) -> Moment | None:
        """The newest year of a series of the source's own that has a county and a member, or all its members."""
        complete = [
            (year, series)
            for (series, year), held in self.present.items()
            if series not in self.imported
            and held >= {county, *([member] if member else self.municipalities(county, year))}
        ]
        newest = headline.newest(complete)
        return Moment(*newest, level) if newest else None

    @cached_property
    def incomplete(self) -> dict[Moment, set[str]]:
        """The regions of which a cell is not known, by moment: their sums of industries are too small."""
        names = ["series", "year", "level", "region_code"]
        found: dict[Moment, set[str]] = {}
        chosen = (pc.field("sex") == "total") & pc.field("employees").is_null()
        for row in columns(self.parquet, "employment", names, chosen).to_pylist():
            found.setdefault(Moment(row["year"], row["series"], row["level"]), set()).add(row["region_code"])
        return found

    @cached_property
    def farthest_means(self) -> dict[tuple[str, int], Record]:
        """By (series, year) the industry whose employment-weighted mean LQ over all counties is farthest from 1."""
        found: dict[tuple[str, int], Record] = {}
        quotients, employment, region = map(self.path, ("location_quotient", "employment", "region"))
        for row in checks.weighted_means(quotients, employment, region, catalogue.table_noise()):
            found.setdefault((row["series"], row["year"]), row)
        return found

    @cached_property
    def has_workplaces(self) -> bool:
        """Whether any source counts workplaces."""
        column = columns(self.parquet, "employment", ["workplaces"])["workplaces"]
        return bool(column.null_count < len(column))

    @cached_property
    def has_skill_relatedness(self) -> bool:
        """Whether the user has given a matrix of skill relatedness."""
        return len(columns(self.parquet, "skill_relatedness", ["edition"])) > 0

    @cached_property
    def _history(self) -> pa.Table:
        names = ["region_code", "industry_code", "year", "series", "level", "lq", "lq_low", "lq_high", "note"]
        return columns(self.parquet, "location_quotient", names, pc.field("reference") == "nation")

    def _moments(self, chosen: pc.Expression) -> dict[str, list[Moment]]:
        names = ["region_code", "year", "series", "level"]
        content = columns(self.parquet, "location_quotient", names, chosen)
        found: dict[str, list[Moment]] = {}
        for row in content.group_by(names).aggregate([]).to_pylist():
            found.setdefault(row["region_code"], []).append(Moment(row["year"], row["series"], row["level"]))
        return found


def _headline(moments: list[Moment]) -> Moment:
    newest = headline.newest((moment.year, moment.series) for moment in moments)
    return min((moment for moment in moments if (moment.year, moment.series) == newest), key=_coarseness)


def _coarseness(moment: Moment) -> int:
    order: list[str] = settings()["levels"]["order"]
    return order.index(moment.level)
