"""A country small enough to add up by hand: two counties, three municipalities, plants written one by one.
No test belongs here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from assets.jobs import READS
from pipelines import schema
from pipelines.measures import jobs
from pipelines.register.config import size_classes
from pipelines.warehouse import classification, engine

DATE = date(2026, 2, 1)
CODES = ("00", "08", "0880", "0881", "09", "0980")
REGIONS = {"0880": "08", "0881": "08", "0980": "09"}
# Sawmilling and planing lie in one group; wholesale agents (46.18) in trade and in business services.
SAWMILLS, PLANING, AGENTS, UNKNOWN = "16111", "16112", "46189", "00000"
BRIDGE = {"1611": ("1610",), "4618": ("4618", "8299")}


@dataclass(frozen=True)
class Plant:
    """A workplace: where, what, and either its true size or the register's class alone."""

    region: str
    industry: str
    size: int | None
    size_class: str = ""

    @property
    def told(self) -> str:
        return self.size_class or class_of(self.size or 0)


def class_of(size: int) -> str:
    (found,) = (
        each.code
        for each in size_classes()
        if each.low is not None and each.low <= size and (each.high is None or size <= each.high)
    )
    return found


def size_class(sizes: Mapping[str, tuple[int | None, int | None, int]]) -> pa.Table:
    """Relation ``size_class`` of classes made up: fewest, most and typical size; one is called open, one unknown."""
    rows = [
        {"size_class": name, "low": low, "high": high, "typical": typical}
        | {"open": name == "open", "unknown": name == "unknown"}
        for name, (low, high, typical) in sizes.items()
    ]
    return pa.Table.from_pylist(rows)


def counted(counts: Mapping[tuple[str, str, str], int]) -> list[dict[str, Any]]:
    """Rows of ``workplace_count`` from workplaces by municipality, five-digit industry and size class."""
    row = {"series": "REGISTER", "register_date": DATE, "level": "5"}
    names = ("region_code", "industry_code", "size_class")
    return [row | dict(zip(names, key, strict=True)) | {"workplaces": number} for key, number in counts.items()]


def fitting(figures: Mapping[tuple[str, str], int | None]) -> dict[str, pa.Table]:
    """What jobs are fitted to: regions, industries, their bridge, and the published ``figures``."""
    return {
        "region": regions(),
        "industry": classification.industries(),
        "industry_bridge": bridge(),
        "employment": employment(figures),
        "target_series": pa.table({"series": ["BAS"], "preference": [0]}),
    }


def plants(region: str, industry: str, *classes: str) -> list[Plant]:
    return [Plant(region, industry, None, size_class) for size_class in classes]


def regions(codes: Sequence[str] = CODES) -> pa.Table:
    rows = [row for row in classification.regions().to_pylist() if row["region_code"] in codes]
    return pa.Table.from_pylist(rows, schema=classification.regions().schema)


def bridge(pairs: Mapping[str, Sequence[str]] = BRIDGE) -> pa.Table:
    return pa.Table.from_pylist(
        [{"level": "4", "sni2007_code": old, "sni2025_code": new} for new, olds in pairs.items() for old in olds]
    )


def employment(figures: Mapping[tuple[str, str], int | None], series: str = "BAS", year: int = 2024) -> pa.Table:
    """``figures`` by (region, group); a region's total is written beside its groups."""
    totals: Counter[str] = Counter()
    rows = []
    for (region, group), figure in figures.items():
        totals[region] += figure or 0
        rows.append((region, group, "group", figure))
    rows += [(region, "A-U+US", "total", figure) for region, figure in totals.items()]
    return pa.Table.from_pylist(
        [
            {
                "region_code": region,
                "industry_code": group,
                "year": year,
                "series": series,
                "sex": "total",
                "level": level,
                "employees": figure,
                "status": "suppressed" if figure is None else "observed",
                "table_id": series,
            }
            for region, group, level, figure in rows
        ],
        schema=schema.table("employment").arrow_schema(),
    )


def relations(
    found: Iterable[Plant],
    published: pa.Table,
    *,
    series: str = "SIMULATED",
    region: pa.Table | None = None,
    industry_bridge: pa.Table | None = None,
) -> dict[str, Any]:
    counts = Counter((plant.region, plant.industry, plant.told) for plant in found)
    cells = pa.Table.from_pylist(
        [
            {
                "series": series,
                "register_date": DATE,
                "municipality_code": municipality,
                "industry_code": industry,
                "size_class": size_class,
                "status": "active",
                "workplaces": workplaces,
            }
            for (municipality, industry, size_class), workplaces in counts.items()
        ],
        schema=schema.table("register_cell").arrow_schema(),
    )
    places = {"region": regions() if region is None else region, "industry": classification.industries()}
    counted = engine.select("workplace_count", {"register_cell": cells, **places}, {"industry_edition": "SNI2025"})
    return {
        **places,
        "workplace_count": counted,
        "employment": published,
        "industry_bridge": bridge() if industry_bridge is None else industry_bridge,
        "snapshot": pa.table({"series": [series], "industry_edition": ["SNI2025"]}),
    }


def measure(known: Mapping[str, Any], folder: Path, threads: int = 2) -> dict[str, pa.Table]:
    """All tables, each made from those before it, as the assets make them."""
    found = dict(known)
    with engine.connect(threads) as connection:
        for name, reads in READS.items():
            target = folder / f"{name}.parquet"
            jobs.write(name, {read: found[read] for read in reads}, target, "test", connection)
            found[name] = engine.read_table(target)
    return {name: found[name] for name in READS}


def by_cell(content: pa.Table, *more: str) -> dict[tuple[str, ...], dict[str, Any]]:
    """Rows by region, industry and ``more`` columns."""
    return {
        (row["region_code"], row["industry_code"], *(row[name] for name in more)): row for row in content.to_pylist()
    }
