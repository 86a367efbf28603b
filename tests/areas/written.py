"""Small registers, extracts and areas written by hand, and the measures of the areas on them as rows.
No expected figure is written here."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa

from pipelines import schema
from pipelines.areas import measures, relations
from pipelines.areas.declaration import Area, Declared
from pipelines.areas.declaration import Text as Both
from pipelines.warehouse import classification, engine
from pipelines.warehouse.classification import SNI2007, SNI2025
from tests.measures.written import NOISE_SCHEMA

PULLED = date(2026, 2, 1)
BOUNDS = {"0": (0, 0), "1": (0, 0), "2": (1, 4), "3": (5, 9), "4": (10, 19), "5": (20, 49), "6": (50, 99)}
# What is published of the one group in which all industries of a municipality are taken to lie, and the estimate of a
# workplace of unknown size.
PUBLISHED, GUESSED = 60, 3
NO_EMPLOYMENT = schema.table("employment").arrow_schema().empty_table()

Cells = Mapping[tuple[str, str, str], int]
Row = dict[str, Any]


def area(
    area_id: str,
    weights: Mapping[str, float | str],
    edition: str = SNI2025,
    area_set: str = "hand",
    other: Mapping[str, float | str] | None = None,
) -> Area:
    """An area whose members are ``weights`` by code, in one edition, and those of the ``other`` edition."""
    keys = ["sni2025", "sni2007"] if edition == SNI2025 else ["sni2007", "sni2025"]
    both = {"sv": area_id, "en": area_id}
    members = [
        {"weight": Decimal(str(weight)), "reason": both, key: [code]}
        for key, codes in zip(keys, (weights, other or {}), strict=True)
        for code, weight in codes.items()
    ]
    content = Declared.model_validate({"id": area_id, "version": "1", "name": both, "member": members})
    return Area(content, area_set, f"{area_set}.toml", "user", (), Both(sv="hand", en="hand"))


def above(code: str) -> list[tuple[str, str]]:
    """A five-digit code of SNI 2025 and every code above it, each with its level."""
    rows = {row["industry_code"]: row for row in classification.industries(SNI2025).to_pylist()}
    found = []
    while code:
        found.append((code, rows[code]["level"]))
        code = rows[code]["parent_code"]
    return found


def workplace_count(cells: Cells, *, series: str = "REGISTER", pulled: date = PULLED) -> pa.Table:
    """``cells`` maps (municipality, five-digit code, size class) to workplaces; every region and level is summed."""
    counted: dict[tuple[str, str, str, str], int] = {}
    for (municipality, code, size), workplaces in cells.items():
        for region in (municipality, municipality[:2], "00"):
            for industry, level in above(code):
                key = (region, industry, level, size)
                counted[key] = counted.get(key, 0) + workplaces
    rows = [
        {
            "region_code": region,
            "industry_code": industry,
            "size_class": size,
            "series": series,
            "register_date": pulled,
            "level": level,
            "workplaces": workplaces,
        }
        for (region, industry, level, size), workplaces in counted.items()
    ]
    return pa.Table.from_pylist(rows, schema=schema.table("workplace_count").arrow_schema())


def job_interval(counts: pa.Table) -> pa.Table:
    """Intervals of ``counts`` from BOUNDS, in which a municipality's workplaces of unknown size share PUBLISHED.

    The estimate is the middle of the known sizes' bounds, and GUESSED for each unknown one.
    """
    cells: dict[tuple[str, ...], Row] = {}
    for row in counts.to_pylist():
        key = tuple(row[name] for name in ("region_code", "industry_code", "register_date", "series"))
        low, high = BOUNDS[row["size_class"]]
        cell = cells.setdefault(key, dict.fromkeys(schema.table("job_interval").column_names))
        cell.update({name: row[name] for name in ("region_code", "industry_code", "register_date", "series", "level")})
        more = {
            "workplaces": row["workplaces"],
            "workplaces_with_employees": row["workplaces"] if low else 0,
            "workplaces_unknown_size": row["workplaces"] if row["size_class"] == "0" else 0,
            "workplaces_open_class": 0,
            "jobs_low": low * row["workplaces"],
            "jobs_high_known_size": high * row["workplaces"],
            "jobs_high": high * row["workplaces"] + PUBLISHED * len(_unknown(counts, row)),
            "jobs_estimate": ((low + high) / 2 or GUESSED * (row["size_class"] == "0")) * row["workplaces"],
        }
        cell.update({name: (cell[name] or 0) + value for name, value in more.items()})
    return pa.Table.from_pylist(list(cells.values()), schema=schema.table("job_interval").arrow_schema())


def _unknown(counts: pa.Table, cell: Row) -> set[str]:
    """The municipalities in which a row of unknown size has its workplaces."""
    if cell["size_class"] != "0":
        return set()
    names = ("industry_code", "size_class", "series", "register_date")
    return {
        row["region_code"]
        for row in counts.to_pylist()
        if len(row["region_code"]) == 4
        and all(row[name] == cell[name] for name in names)
        and cell["region_code"] in ("00", row["region_code"], row["region_code"][:2])
    }


def job_allocation(counts: pa.Table) -> pa.Table:
    """What the bounds of unknown sizes rest on: a row per municipality and five digits that has any."""
    names = ("region_code", "industry_code", "register_date", "series")
    rows = [
        {name: row[name] for name in names}
        | {
            "group_code": "B+C",
            "workplaces_unknown_size": row["workplaces"],
            "jobs_low": 0,
            "target_region_code": row["region_code"],
            "target": PUBLISHED,
        }
        for row in counts.to_pylist()
        if row["level"] == "5" and len(row["region_code"]) == 4 and row["size_class"] == "0"
    ]
    return pa.Table.from_pylist(rows, schema=schema.table("job_allocation").arrow_schema())


def extract(
    figures: Mapping[tuple[str, str], int | str], *, series: str = "HAND", year: int = 2024, level: str = "5"
) -> pa.Table:
    """Rows of ``employment``: ``figures`` maps (region, code) to persons, or to the status of a cell without any."""
    rows = [
        {
            "region_code": region,
            "industry_code": code,
            "year": year,
            "series": series,
            "sex": "total",
            "level": level,
            "employees": figure if isinstance(figure, int) else None,
            "status": figure if isinstance(figure, str) else "observed",
            "table_id": series,
        }
        for (region, code), figure in figures.items()
    ]
    return pa.Table.from_pylist(rows, schema=schema.table("employment").arrow_schema())


def every_relation(
    areas: Sequence[Area],
    *,
    counts: pa.Table | None = None,
    jobs: pa.Table | None = None,
    employment: pa.Table = NO_EMPLOYMENT,
    editions: Mapping[str, str] | None = None,
) -> dict[str, engine.Relation]:
    """The relations that the measures read; HAND follows SNI 2007 unless ``editions`` say otherwise."""
    followed = {"REGISTER": SNI2025, "SIMULATED": SNI2025, "HAND": SNI2007} | dict(editions or {})
    industry = classification.industries()
    counted = workplace_count({}) if counts is None else counts
    member = {"declared_member": relations.declared_member(areas), "industry": industry}
    return {
        "strength_area": engine.select("strength_area", {"declared_area": relations.declared_area(areas)}),
        "strength_area_member": engine.select("strength_area_member", member),
        "industry": industry,
        "region": classification.regions(),
        "snapshot": pa.table({"series": list(followed), "industry_edition": list(followed.values())}),
        "employment": employment,
        "workplace_count": counted,
        "job_allocation": job_allocation(counted),
        "job_interval": job_interval(counted) if jobs is None else jobs,
        "table_noise": NOISE_SCHEMA.empty_table(),
    }


def quotients(areas: Sequence[Area], **more: Any) -> dict[tuple[str, str, str], Row]:
    """Rows of ``strength_area_quotient`` by (region, area, reference), of one series and year."""
    rows = measures.strength_area_quotient(every_relation(areas, **more)).to_pylist()
    found = {(row["region_code"], row["area_id"], row["reference"]): row for row in rows}
    assert len(found) == len(rows)
    return found


def exactly(row: Row) -> Fraction:
    """The quotient of a row again, from its own four figures."""
    value = row["workplaces"] if row["employees"] is None else row["employees"]
    hundredths = [Fraction(round(100 * figure), 100) for figure in (value, row["area_reference"])]
    return hundredths[0] / row["region_total"] / (hundredths[1] / row["reference_total"])
