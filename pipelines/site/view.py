"""What every page is given: the edition's tables, and how to name, label and link things in one language.
What a page says with it does not belong here."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from pipelines.errors import StyrkaError
from pipelines.export import labels
from pipelines.export.grammar import within_sentence
from pipelines.export.numbers import Numbers
from pipelines.profiles.context import Context
from pipelines.profiles.document import Label
from pipelines.profiles.mart import PROFILED, Mart, Moment, Record
from pipelines.profiles.outlines import Kind
from pipelines.profiles.words import Words
from pipelines.schema.table import Language
from pipelines.site.findings import READS, Findings
from pipelines.site.quotients import Quotients, Subject
from pipelines.site.rows import AREA, GROUP, INCOMPLETE_TOTAL
from pipelines.site.settings import settings
from pipelines.warehouse import engine
from pipelines.warehouse.classification import NATION

# The kinds of region that a map can show.
MAPPED: tuple[Kind, ...] = ("county", "municipality")
WORDING = Path(__file__).with_name("wording")


@dataclass(frozen=True)
class Material:
    """An edition's tables, read once for both languages, and the folder of profiles that the site leads to."""

    mart: Mart
    quotients: Quotients
    findings: Findings
    profiles: Path

    @classmethod
    def of(cls, parquet: Path, profiles: Path, edition: str) -> "Material":
        """StyrkaError when a table is absent or of another edition."""
        mart = Mart(parquet, edition)
        for name in READS:
            if (found := engine.edition_of(mart.path(name))) != edition:
                raise StyrkaError(f"{mart.path(name)} is of edition {found}, not {edition}; run styrka run")
        return cls(mart, Quotients(mart), Findings(mart), profiles)

    @cached_property
    def regions(self) -> list[str]:
        """The regions with a page: counties, municipalities, then those of imported tables, in the order of codes."""
        known = set(self.mart.moments) | set(self.quotients.newest)
        kinds = {code: self.mart.regions[code]["type"] for code in known if code in self.mart.regions}
        return sorted(
            (code for code in kinds if kinds[code] in PROFILED), key=lambda code: (PROFILED.index(kinds[code]), code)
        )

    @cached_property
    def absent(self) -> list[Record]:
        """The counties and municipalities of today that the edition has nothing of, in the order of codes."""
        listed = sorted(self.mart.regions.values(), key=lambda row: str(row["region_code"]))
        today = (row for row in listed if row["type"] in MAPPED and row["valid_to"] is None)
        return [row for row in today if row["region_code"] not in self.regions]


@dataclass(frozen=True)
class View:
    """The material in one language."""

    material: Material
    language: Language

    @property
    def mart(self) -> Mart:
        return self.material.mart

    @cached_property
    def words(self) -> Words:
        return Words(self.language, WORDING)

    @cached_property
    def numbers(self) -> Numbers:
        return Numbers(self.language)

    @cached_property
    def nation(self) -> Context:
        """The profiles' way of naming and labelling what is of no region."""
        return self.context(NATION)

    def context(self, code: str) -> Context:
        return Context(self.mart, code, self.language)

    @cached_property
    def mark(self) -> str:
        return self._mark[0]

    @cached_property
    def warning(self) -> str:
        return self._mark[1]

    @cached_property
    def _mark(self) -> tuple[str, str]:
        return labels.mark(self.mart.snapshots, self.language)

    @cached_property
    def pages(self) -> frozenset[str]:
        return frozenset(self.material.regions)

    def address(self, code: str, section: str = "") -> str:
        """The page of a region beside this one; empty where it has none."""
        return f"{quote(page_name(code))}.html{section and f'#{section}'}" if code in self.pages else ""

    def profile_folder(self, code: str) -> str:
        """The folder of a region's profile, seen from a page; empty where it has none."""
        return f"../../profiles/{quote(code)}" if self.profile_files(code) else ""

    def profile_files(self, code: str) -> list[tuple[str, str]]:
        """Name and address of every file that the edition has of a region's profile."""
        names = [name.format(language=self.language) for name in settings()["profile"]["files"]]
        folder = self.material.profiles / code
        return [(name, f"../../profiles/{quote(code)}/{name}") for name in names if (folder / name).is_file()]

    def subject_name(self, subject: Subject) -> str:
        if subject.level == AREA:
            return self.mart.area_name(subject.code, self.language)
        return self.industry_name(subject.code, subject.series)

    def industry_name(self, code: str, series: str) -> str:
        industry = self.mart.industries.get(code, series)
        return str((industry and industry[f"name_{self.language}"]) or code)

    def named(self, names: Iterable[str]) -> str:
        """Names of industries and areas in a row; many have commas and an "and" of their own."""
        return "; ".join(dict.fromkeys(within_sentence(name) for name in names))

    def subject_of(self, verdict: Record) -> str:
        """The subject of a row of ``verdict`` in words."""
        level = AREA if verdict["subject_type"] == AREA else verdict["level"]
        return self.subject_name(Subject(verdict["series"], level, verdict["subject_code"]))

    def labels(self, moments: Iterable[tuple[str, int]]) -> tuple[Label, ...]:
        """The label of own calculations on the tables behind (series, year) pairs, and the edition's id."""
        return (*self.computed(moments), self.edition)

    def computed(self, moments: Iterable[tuple[str, int]]) -> tuple[Label, ...]:
        """The same without the edition."""
        listed = list(moments)
        published = [moment for moment in listed if moment in self.mart.origins]
        registers = dict.fromkeys(moment[0] for moment in listed if moment not in self.mart.origins)
        found = self.nation.computed_labels(published) + self.nation.series_labels(registers)
        return tuple(dict.fromkeys(found))

    def rank(self, row: Record) -> str:
        """The place of a row of quotients among its peers; empty where it has none."""
        if row["rank"] is None:
            return ""
        return self.nation.words("rank.of", rank=row["rank"], count=row["rank_of"])

    def bounds(self, row: Record) -> str:
        """The bounds of a row of quotients, or why there are none; those of workplaces are exact."""
        if row["lq"] is not None and row["note"] == INCOMPLETE_TOTAL:
            return self.nation.empty(row)
        if row["series"] in self.material.quotients.registers:
            return self.words("map.exact")
        low, high = row["lq_low"], row["lq_high"]
        return "" if low is None or high is None else self.numbers.interval(low, high)

    def summary(self, text: str, told: Iterable[Subject | Moment]) -> str:
        """``text``, and that open tables tell nothing within the sixteen groups where something of theirs is told."""
        coarse = any(each.level == GROUP and each.series not in self.mart.imported for each in told)
        return " ".join((text, self.words("page.groups"))) if coarse else text

    @cached_property
    def edition(self) -> Label:
        return Label(self.words("page.edition", edition=self.mart.edition))


def page_name(code: str) -> str:
    """Stem of the file of a region's page."""
    return f"region-{code}"
