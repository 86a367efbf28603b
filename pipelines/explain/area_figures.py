"""What a strength area is summed from, read anew: an extract's cells, or a register's workplaces by size class.
The quotients that they make are ``areas``' matter."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.explain import sums
from pipelines.export.reading import Row
from pipelines.register.config import size_classes

HUNDREDTHS = 100


@dataclass(frozen=True)
class Member:
    """One member of an area in one region: ``value`` in persons or workplaces, None where a figure is not known.

    ``row`` is of table ``strength_area_member``, ``industry`` of table ``industry``. A register has ``sizes``
    (workplaces by size class, in the classes' order), an extract raw ``cells``.
    """

    row: Row
    industry: Row
    value: int | None
    sizes: Mapping[str, int]
    cells: pa.Table | None

    @property
    def weight(self) -> Fraction:
        return weight(self.row)

    @property
    def jobs(self) -> tuple[int, int | None]:
        """Bounds of the jobs at workplaces of known size; no upper one where a class is open."""
        bounds = {each.code: (each.low, each.high) for each in size_classes()}
        known = [(*bounds[code], count) for code, count in self.sizes.items() if bounds[code][0] is not None]
        low = sum((lowest or 0) * count for lowest, _, count in known)
        if any(highest is None for _, highest, _ in known):
            return low, None
        return low, sum((highest or 0) * count for _, highest, count in known)


class Figures(Protocol):
    """Sums over regions (codes of the mart) and industries (``within`` some code; None: all)."""

    level: str
    present: set[str]

    def value(self, regions: Collection[str], industries: Collection[str] | None) -> int | None:
        """The sum; None where a figure is not known, but of all industries the sum of the known ones."""

    def member(self, region: str, row: Row, industry: Row, industries: Collection[str]) -> Member:
        """One member of the area in one region."""


class Extract:
    """An extract's raw cells of one year and level."""

    def __init__(self, cells: pa.Table, level: str) -> None:
        self.cells, self.level = cells, level
        self.present = set(cells["region_code"].unique().to_pylist())

    def value(self, regions: Collection[str], industries: Collection[str] | None) -> int | None:
        found = sums.total(self.cells, regions, industries)
        if industries is None:
            return found.value
        return None if found.unknown else found.value or 0

    def member(self, region: str, row: Row, industry: Row, industries: Collection[str]) -> Member:
        cells = sums.total(self.cells, [region], industries).cells
        return Member(row, industry, self.value([region], industries), {}, cells)


class Register:
    """A register's active workplaces, ``raw.register``'s cells; ``regions`` are the mart's by code."""

    level = "5"

    def __init__(self, cells: pa.Table, regions: Mapping[str, Row]) -> None:
        self.cells = cells
        municipalities = set(cells["municipality_code"].unique().to_pylist())
        self._parts = {code: _parts(code, region, regions) & municipalities for code, region in regions.items()}
        self.present = {code for code, parts in self._parts.items() if parts}

    def value(self, regions: Collection[str], industries: Collection[str] | None) -> int | None:
        return sum(self._sizes(regions, industries).values())

    def member(self, region: str, row: Row, industry: Row, industries: Collection[str]) -> Member:
        sizes = self._sizes([region], industries)
        return Member(row, industry, sum(sizes.values()), sizes, None)

    def _sizes(self, regions: Collection[str], industries: Collection[str] | None) -> dict[str, int]:
        municipalities = set().union(*(self._parts[region] for region in regions))
        wanted = pc.field("municipality_code").isin(pa.array(sorted(municipalities), pa.string()))
        if industries is not None:
            wanted &= pc.field("leaf_code").isin(pa.array(sorted(industries), pa.string()))
        counted = self.cells.filter(wanted).group_by("size_class", use_threads=False).aggregate([("workplaces", "sum")])
        found = {row["size_class"]: row["workplaces_sum"] for row in counted.to_pylist()}
        return {each.code: found[each.code] for each in size_classes() if each.code in found}


def weight(row: Row) -> Fraction:
    """A member's weight, exactly: declared weights have two decimals at most."""
    return Fraction(round(HUNDREDTHS * row["weight"]), HUNDREDTHS)


def weighted(
    figures: Figures, regions: Collection[str], members: Iterable[tuple[Row, Collection[str]]]
) -> Fraction | None:
    """The area's weighted sum over ``regions``; ``members`` are rows with the industries of the level within each."""
    by_weight: dict[Fraction, set[str]] = {}
    for row, industries in members:
        by_weight.setdefault(weight(row), set()).update(industries)
    values = [(each, figures.value(regions, industries)) for each, industries in by_weight.items()]
    if any(value is None for _, value in values):
        return None
    return sum((each * (value or 0) for each, value in values), Fraction(0))


def _parts(code: str, region: Row, regions: Mapping[str, Row]) -> set[str]:
    """The municipalities of a region."""
    kind = region["type"]
    return {
        each
        for each, row in regions.items()
        if row["type"] == "municipality" and (kind == "nation" or code in (each, row["county_code"]))
    }
