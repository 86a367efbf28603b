"""What every section is given: the mart, the region and the moment, and how to name and label things in one language.
What a section says with it does not belong here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipelines.export import headline, labels
from pipelines.export.grammar import within_sentence
from pipelines.export.numbers import Numbers
from pipelines.profiles.document import Cell, Label
from pipelines.profiles.mart import Mart, Moment, Record
from pipelines.profiles.settings import settings
from pipelines.profiles.words import Words
from pipelines.schema.table import Language
from pipelines.warehouse.classification import NATION

# Notes of rows that lack a cell, or whose totals do.
INCOMPLETE = frozenset({"suppressed", "missing", "not_applicable", "incomplete_total"})


@dataclass(frozen=True)
class Context:
    """One region in one language, at the moment its profile is about unless another is ``chosen``. ``beside`` are the
    regions whose profiles are written with this one, so that it can lead to them."""

    mart: Mart
    code: str
    language: Language
    chosen: Moment | None = None
    beside: frozenset[str] = frozenset()

    def at(self, moment: Moment) -> "Context":
        """The same region at another moment."""
        return replace(self, chosen=moment)

    def at_region(self, code: str) -> "Context":
        """Another region at the moment of its own profile."""
        return replace(self, code=code, chosen=None)

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    @cached_property
    def numbers(self) -> Numbers:
        return Numbers(self.language)

    @property
    def moment(self) -> Moment:
        return self.chosen or self.mart.moments[self.code]

    @property
    def region(self) -> Record:
        return self.mart.regions[self.code]

    @property
    def kind(self) -> str:
        return str(self.region["type"])

    @property
    def name(self) -> str:
        return self.region_name(self.code)

    @cached_property
    def own(self) -> dict[str, Record]:
        """The region's location quotients against the nation, by industry."""
        return self.mart.quotients(self.moment)[self.code]

    @cached_property
    def ranking(self) -> list[Record]:
        """The region's rows of known industries with a quotient, highest first."""
        known = (row for row in self.own.values() if row["lq"] is not None and not self.is_unknown(row))
        return sorted(known, key=lambda row: (-row["lq"], row["industry_code"]))

    @cached_property
    def ordered(self) -> list[Record]:
        """All rows of the region: ranked, then unknown industry, then those without a quotient."""
        ranked = {row["industry_code"] for row in self.ranking}
        rest = [row for code, row in self.own.items() if code not in ranked]
        return self.ranking + sorted(rest, key=lambda row: (row["lq"] is None, row["industry_code"]))

    @property
    def shown(self) -> list[Record]:
        """As many of the ordered rows as a chart and its table can hold."""
        count: int = settings()["industries"]["shown"]
        return self.ordered[:count]

    @cached_property
    def overrepresented(self) -> list[Record]:
        return [row for row in self.ranking if row["overrepresented"]]

    @property
    def incomplete(self) -> bool:
        """Whether a cell of the region or of the nation is not known, so that no quotient can be judged."""
        return any(row["note"] in INCOMPLETE for row in self.own.values())

    @cached_property
    def peers(self) -> dict[str, dict[str, Record]]:
        """Quotients against the nation of all regions of the same type at the same moment, this one included."""
        every = self.mart.quotients(self.moment)
        return {code: rows for code, rows in every.items() if self.mart.regions[code]["type"] == self.kind}

    def is_unknown(self, row: Record) -> bool:
        industry = self.mart.industries.get(row["industry_code"], self.moment.series)
        return bool(industry and industry["unknown"])

    def region_name(self, code: str) -> str:
        return str(self.mart.regions[code][f"name_{self.language}"]) if code in self.mart.regions else code

    def industry_name(self, code: str) -> str:
        return self._industry(code, "name")

    def industry_short(self, code: str) -> str:
        return self._industry(code, "short")

    def industry_phrase(self, code: str) -> str:
        return within_sentence(self.industry_name(code))

    def _industry(self, code: str, column: str) -> str:
        industry = self.mart.industries.get(code, self.moment.series)
        return str((industry and industry[f"{column}_{self.language}"]) or code)

    def series_name(self, series: str) -> str:
        key = f"series.{series}"
        return self.words(key) if key in self.words.entries else series

    @property
    def preliminary(self) -> bool:
        return headline.is_preliminary(self.moment.series)

    def kind_counted(self, count: int) -> str:
        """``12 kommuner``."""
        return self.words(f"kind.{self.kind}.counted", count=self.numbers.integer(count))

    @cached_property
    def peer_group(self) -> str:
        """``21 län``, or ``de 12 kommuner som finns i utgåvan`` when some are missing."""
        counted = self.kind_counted(len(self.peers))
        return counted if self.all_peers else self.words("kind.partial", counted=counted)

    @property
    def all_peers(self) -> bool:
        # Of regions known only from an imported table there is nothing to be complete with.
        return self.kind == "imported" or len(self.peers) >= self.peers_in_country

    @property
    def has_nation(self) -> bool:
        """Whether the moment's series has the nation; else the sum of its regions stands for it."""
        return NATION in self.mart.present[self.moment.series, self.moment.year]

    @property
    def advice(self) -> str:
        """How to get the regions that the moment's series lacks: only SCB's own series can be fetched."""
        return "" if self.moment.series in self.mart.imported else " " + self.words("advice.refresh")

    @cached_property
    def areas_measured(self) -> dict[tuple[str, int], list[Record]]:
        """The region's strength areas against the nation by the (series, year) that measure any of them."""
        found = self.mart.area_quotients(self.code)
        return {key: rows for key, rows in found.items() if any(row["lq"] is not None for row in rows)}

    @property
    def whole(self) -> str:
        """What the quotients compare with, inside a sentence."""
        return self.words("areas.whole" if self.has_nation else "areas.whole_summed")

    @cached_property
    def peers_in_country(self) -> int:
        regions = self.mart.regions.values()
        return sum(region["type"] == self.kind and region["valid_to"] is None for region in regions)

    def empty(self, row: Record) -> str:
        """The word that stands where a quotient is missing, after its note."""
        return self.words(f"empty.{row['note'] or 'missing'}")

    def ratio_cell(self, row: Record, column: str = "lq") -> Cell:
        value = row[column]
        return Cell(self.empty(row) if value is None else self.numbers.ratio(value), value)

    def bounds_cell(self, row: Record) -> Cell:
        if row["lq_low"] is None or row["lq_high"] is None:
            return Cell(self.empty(row), None)
        return Cell(self.numbers.interval(row["lq_low"], row["lq_high"]), None)

    def integer_cell(self, value: int | None, otherwise: str) -> Cell:
        return Cell(otherwise if value is None else self.numbers.integer(value), value)

    def percent_cell(self, value: float | None, otherwise: str) -> Cell:
        return Cell(otherwise if value is None else self.numbers.percent(value), value)

    def rank_cell(self, row: Record) -> Cell:
        if self.is_unknown(row):
            return Cell(self.words("rank.unranked"), None)
        if row["rank"] is None:
            return Cell(self.empty(row), None)
        return Cell(self.words("rank.of", rank=row["rank"], count=row["rank_of"]), row["rank"])

    def computed_labels(self, moments: Iterable[tuple[str, int]] | None = None, what: str = "") -> tuple[Label, ...]:
        """The label of own calculations on the tables behind (series, year) pairs; without any, behind the moment."""
        return self._labels(moments, what, computed=True)

    def series_labels(self, series: Iterable[str], what: str = "") -> tuple[Label, ...]:
        """The label of own calculations on the newest snapshot of each series: a register's figures have no moment."""
        newest = {row["series"]: row for row in self.mart.snapshots}
        return tuple(Label(labels.computed(newest[each], self.language), what) for each in series if each in newest)

    def table_labels(self, tables: Iterable[str], what: str = "", *, computed: bool) -> tuple[Label, ...]:
        """The label of figures of named source tables, in the order of their first use."""
        first = {row["table_id"]: row for row in reversed(self.mart.snapshots)}
        label = labels.computed if computed else labels.untouched
        used = [table for table in dict.fromkeys(tables) if table in first]
        return tuple(Label(label(first[table], self.language), what) for table in used)

    def figure_labels(self, what: str = "") -> tuple[Label, ...]:
        """The label of the moment's numbers of employed: untouched where they are published so, else computed."""
        moment = (self.moment.series, self.moment.year)
        statuses = {status for _, status in self.mart.origins.get(moment, [])}
        return self._labels([moment], what, computed=not statuses <= labels.UNTOUCHED)

    def snapshots(self, moments: Iterable[tuple[str, int]]) -> list[Record]:
        """The first part of every table behind (series, year) pairs, in the order of the tables' first use."""
        tables = [table for moment in moments for table, _ in self.mart.origins.get(moment, [])]
        first = {row["table_id"]: row for row in reversed(self.mart.snapshots)}
        return [first[table] for table in dict.fromkeys(tables) if table in first]

    def _labels(self, moments: Iterable[tuple[str, int]] | None, what: str, *, computed: bool) -> tuple[Label, ...]:
        chosen: Sequence[tuple[str, int]] = (
            [(self.moment.series, self.moment.year)] if moments is None else list(moments)
        )
        label = labels.computed if computed else labels.untouched
        return tuple(Label(label(snapshot, self.language), what) for snapshot in self.snapshots(chosen))
