"""How a strength area's location quotients came about: its members with their figures, and the quotients in fractions.
How that is told is ``area_text``'s matter."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipelines.explain import mart, raw, reference
from pipelines.explain.area_figures import Extract, Figures, Member, Register, weighted
from pipelines.explain.explanation import DisagreementError, agree_on_quotient
from pipelines.export.reading import Row, area_names, columns, rows
from pipelines.register.config import INDUSTRY_EDITION
from pipelines.schema.table import Language
from pipelines.snapshots.store import Store
from pipelines.warehouse.classification import GROUPS, SNI2007


@dataclass(frozen=True)
class AreaComparison:
    """One reference area: the area's value there, all industries there, the exact quotient, and the mart's row."""

    names: Mapping[Language, str]
    area: Fraction | None
    total: int | None
    exact: Fraction | None
    mart: Row


@dataclass(frozen=True)
class AreaExplanation:
    """A strength area in a region: ``value`` is the weighted sum of ``members``, ``total`` all industries there.

    ``region`` and ``area`` are rows of the mart, ``sources`` rows of table ``snapshot``. A series that cannot measure
    the area has members without figures, no comparisons, and the ``finest`` level that it has. An industry of a
    register is an area of itself alone: ``area`` is None, and the only member is the industry.
    """

    region: Row
    area: Row | None
    row: Row
    finest: str
    others: tuple[str, ...]
    members: tuple[Member, ...]
    value: Fraction | None
    total: int | None
    comparisons: tuple[AreaComparison, ...]
    sources: Mapping[int, Row]

    @property
    def measured(self) -> bool:
        return self.row["level"] is not None

    @property
    def table(self) -> str:
        """The mart's table that ``row`` is of."""
        return mart.WORKPLACES if self.area is None else mart.AREAS

    @property
    def from_register(self) -> bool:
        return self.row["register_date"] is not None


def explain(
    region: str, area: str, year: int | None = None, series: str | None = None, *, parquet: Path, store: Store
) -> AreaExplanation:
    """Lead the location quotients of a region and strength area back to figures read anew from ``store``.

    Of a register these are workplaces per member and size class, of an extract its cells. StyrkaError says what exists
    when the mart has no such row, or names a damaged snapshot; DisagreementError names both figures when the mart's
    differ from those recomputed here.
    """
    folder = parquet.resolve()
    found, available = mart.area_quotients(folder, region, area, year, series)
    (declared,) = rows(folder, "strength_area", area_id=area)
    followed = {each["series"]: each["industry_edition"] for each in rows(folder, "snapshot")}[found[0]["series"]]
    edition = SNI2007 if followed == GROUPS else followed
    listed = rows(folder, "strength_area_member", area_id=area, edition=edition)
    return _explained(folder, store, _Asked(found, available, declared, edition, listed))


def explain_industry(
    region: str, industry: str, year: int, series: str | None = None, *, parquet: Path, store: Store
) -> AreaExplanation:
    """The same of an industry's quotient of workplaces, by the register of a year; ``area`` is None."""
    folder = parquet.resolve()
    found, available = mart.workplace_quotients(folder, region, industry, year, series)
    member = {"industry_code": industry, "weight": 1.0}
    return _explained(folder, store, _Asked(found, available, None, INDUSTRY_EDITION, [member]))


@dataclass(frozen=True)
class _Asked:
    """The mart's quotients by reference area, the series that have them, and the industries, with their weights and
    their edition, that are bundled in them."""

    quotients: Sequence[Row]
    series: Sequence[str]
    area: Row | None
    edition: str
    members: Sequence[Row]


def _explained(folder: Path, store: Store, asked: _Asked) -> AreaExplanation:
    declared, row = asked.area, asked.quotients[0]
    regions = {each["region_code"]: each for each in rows(folder, "region")}
    region = regions[row["region_code"]]
    others = tuple(each for each in asked.series if each != row["series"])
    industries = {each["industry_code"]: each for each in rows(folder, "industry", edition=asked.edition)}
    if row["level"] is None:
        members = tuple(Member(each, industries[each["industry_code"]], None, {}, None) for each in asked.members)
        finest = rows(folder, "strength_area_coverage", series=row["series"])[0]["level"]
        return AreaExplanation(region, declared, row, finest, others, members, None, None, (), {})
    figures, sources = _figures(folder, store, row, regions)
    within = {
        each["industry_code"]: _within(each["industry_code"], figures.level, industries) for each in asked.members
    }
    pairs = [(each, within[each["industry_code"]]) for each in asked.members]
    code = row["region_code"]
    value, total = weighted(figures, [code], pairs), figures.value([code], None)
    names, comparisons = area_names(regions.values()), []
    for each in asked.quotients:
        places = reference.members(each, regions, figures.present)
        elsewhere = weighted(figures, places, pairs) if places else None
        whole = figures.value(places, None) if places else None
        exact = _quotient(value, total, elsewhere, whole)
        _agree(declared, each, (value, total, elsewhere, whole), exact)
        compared = each["reference_code"]
        named = names.get(compared, {"sv": compared, "en": compared})
        comparisons.append(AreaComparison(named, elsewhere, whole, exact, each))
    members = tuple(figures.member(code, each, industries[each["industry_code"]], codes) for each, codes in pairs)
    return AreaExplanation(
        region, declared, row, row["level"], others, members, value, total, tuple(comparisons), sources
    )


def _figures(folder: Path, store: Store, row: Row, regions: Mapping[str, Row]) -> tuple[Figures, Mapping[int, Row]]:
    if row["register_date"] is None:
        read = raw.read(mart.snapshots(folder, row["series"], row["year"]), store, row["year"], row["level"])
        return Extract(read.cells, row["level"]), read.sources
    tables = {name: columns(folder, name) for name in ("region", "industry")}
    read = raw.register(rows(folder, "snapshot", series=row["series"]), store, row["register_date"], tables)
    return Register(read.cells, regions), read.sources


def _within(code: str, level: str, industries: Mapping[str, Row]) -> Collection[str]:
    """The industries of ``level`` that lie within a code, itself included."""
    found = set()
    for each, row in industries.items():
        above: str | None = each
        while row["level"] == level and above is not None and above != code:
            above = industries[above]["parent_code"]
        if row["level"] == level and above == code:
            found.add(each)
    return found


def _quotient(
    value: Fraction | None, total: int | None, elsewhere: Fraction | None, whole: int | None
) -> Fraction | None:
    if value is None or whole is None or not total or not elsewhere:
        return None
    return value / total / (elsewhere / whole)


def _agree(
    area: Row | None,
    row: Row,
    recomputed: tuple[Fraction | None, int | None, Fraction | None, int | None],
    exact: Fraction | None,
) -> None:
    subject, table = (row["area_id"], mart.AREAS) if area else (row["industry_code"], mart.WORKPLACES)
    place = f"{row['region_code']} {subject} {row['year']} {row['series']} against {row['reference']}"
    unit = "employees" if row["register_date"] is None else "workplaces"
    for column, found in zip((unit, "region_total", "area_reference", "reference_total"), recomputed, strict=True):
        # A weighted sum is a double of hundredths: it must be the one nearest to the exact sum.
        if row[column] != (None if found is None else float(found)):
            raise DisagreementError(
                f"{place}: {table} says {column} = {row[column]}, its raw figures add up to "
                f"{None if found is None else float(found)}; run 'styrka verify', then 'styrka run'"
            )
    agree_on_quotient(f"{place}: {table}", row["lq"], exact, "figures")
