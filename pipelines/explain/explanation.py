"""How one location quotient came about: four sums, their raw cells, and the quotient again in exact arithmetic.
How that is told is ``text``'s matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import StyrkaError
from pipelines.explain import mart, raw, reference, sums
from pipelines.explain.raw import SOURCE
from pipelines.explain.sums import Sum
from pipelines.export.reading import Industries, Row, area_names, rows
from pipelines.measures.conventions import conventions
from pipelines.schema.table import Language
from pipelines.snapshots.store import Store

# The mart divides doubles: two shares and their quotient, each rounded once.
ROUNDING = Fraction(1, 2**50)
SUMS = ("employees", "employees_region", "employees_reference", "employees_reference_total")


class DisagreementError(StyrkaError):
    """What the mart says and what its raw cells give are not the same."""


@dataclass(frozen=True)
class Comparison:
    """One reference area: E_i and E, the exact quotient (None when there is none) and the mart's row that agrees."""

    names: Mapping[Language, str]
    industry: Sum
    total: Sum
    exact: Fraction | None
    mart: Row


@dataclass(frozen=True)
class Explanation:
    """A location quotient's provenance: e_ir (``industry_sum``), E_r (``region_sum``) and every reference area.

    ``region``, ``industry`` and ``sources`` are rows of the mart; ``others`` are further series that have the year.
    The raw cells' column ``source`` is a key of ``sources``.
    """

    region: Row
    industry: Row
    year: int
    series: str
    others: tuple[str, ...]
    industry_sum: Sum
    region_sum: Sum
    comparisons: tuple[Comparison, ...]
    sources: Mapping[int, Row]

    @property
    def used_sources(self) -> dict[int, Row]:
        """The sources that hold at least one cell of the sums."""
        compared = [each for comparison in self.comparisons for each in (comparison.industry, comparison.total)]
        used = {key for each in (self.region_sum, *compared) for key in each.cells[SOURCE].unique().to_pylist()}
        return {key: source for key, source in self.sources.items() if key in used}


def explain(
    region: str, industry: str, year: int, series: str | None = None, *, parquet: Path, store: Store
) -> Explanation:
    """Lead the location quotients of a region, industry and year back to raw cells read anew from ``store``.

    Without ``series`` the one that speaks first of those that have the year is explained. LQ = (e_ir/E_r)/(E_i/E) in
    integers, so nothing is rounded. StyrkaError says what exists when the mart has no such row, or names the damaged
    snapshot; DisagreementError names both figures when the mart's differ from those recomputed here.
    """
    folder = parquet.resolve()
    found, available = mart.quotients(folder, region, industry, year, series)
    chosen, level = found[0]["series"], found[0]["level"]
    read = raw.read(mart.snapshots(folder, chosen, year), store, year, level)
    cells = read.cells
    industries = Industries.read(folder, rows(folder, "snapshot"))
    if not conventions().unknown_in_totals:
        listed = cells["industry_code"].unique().to_pylist()
        left_out = [code for code in listed if (industries.get(code, chosen) or {}).get("unknown")]
        cells = cells.filter(~pc.field("industry_code").isin(pa.array(left_out, pa.string())))
    regions = {row["region_code"]: row for row in rows(folder, "region")}
    present = set(cells["region_code"].unique().to_pylist())
    e_ir, e_r = sums.total(cells, [region], [industry]), sums.total(cells, [region])
    areas, comparisons = area_names(regions.values()), []
    for row in found:
        members = reference.members(row, regions, present)
        e_i = sums.total(cells, members, [industry])
        e = sums.total(cells, members if e_i.cells.num_rows else [])
        exact = sums.location_quotient(e_ir, e_r, e_i, e)
        _agree(row, (e_ir, e_r, e_i, e), exact)
        code = row["reference_code"]
        comparisons.append(Comparison(areas.get(code, {"sv": code, "en": code}), e_i, e, exact, row))
    return Explanation(
        region=regions[region],
        industry=_industry(folder, industries, industry, chosen),
        year=year,
        series=chosen,
        others=tuple(each for each in available if each != chosen),
        industry_sum=e_ir,
        region_sum=e_r,
        comparisons=tuple(comparisons),
        sources=read.sources,
    )


def _industry(folder: Path, industries: Industries, industry: str, series: str) -> Row:
    named = industries.get(industry, series)
    if named is None:
        path = folder / "industry.parquet"
        raise StyrkaError(f"{path} does not have industry {industry!r} of series {series}; run 'styrka run' again")
    return named


def _agree(row: Row, recomputed: tuple[Sum, Sum, Sum, Sum], exact: Fraction | None) -> None:
    place = f"{row['region_code']} {row['industry_code']} {row['year']} {row['series']} against {row['reference']}"
    for column, found in zip(SUMS, recomputed, strict=True):
        if row[column] != found.value:
            raise DisagreementError(
                f"{place}: location_quotient says {column} = {row[column]}, its raw cells add up to {found.value}; "
                f"run 'styrka verify', then 'styrka run'"
            )
    agree_on_quotient(f"{place}: location_quotient", row["lq"], exact, "cells")


def agree_on_quotient(said: str, lq: float | None, exact: Fraction | None, raw_of: str) -> None:
    """DisagreementError when a table's quotient is not the one that its raw cells or figures (``raw_of``) give."""
    if lq is None or exact is None:
        agreed = lq is None and exact is None
    else:
        agreed = abs(Fraction(lq) - exact) <= exact * ROUNDING
    if not agreed:
        raise DisagreementError(
            f"{said} says lq = {lq}, its raw {raw_of} give {None if exact is None else float(exact)}; "
            f"run 'styrka verify', then 'styrka run'"
        )
