"""The catalogue of SCB's tables: one small file per table in `tables/*.toml`, read into declarations.
Whether an answer fits its declaration does not belong here (`expectation`), nor fetching and parsing.
"""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.errors import StyrkaError
from pipelines.scb import jsonstat
from pipelines.scb.contents import Category, Content, Kind, category, category_table, content, content_table
from pipelines.scb.expectation import EMPLOYMENT, Declaration, Dimension, Meaning, MisfitError
from pipelines.warehouse import classification

__all__ = [
    "Declaration",
    "Dimension",
    "Meaning",
    "MisfitError",
    "asked",
    "declaration",
    "declarations",
    "label_changes",
    "names",
]

DECLARATIONS = Path(__file__).with_name("tables")
UNKNOWN = "US"
REGIONS = ("region", "residence", "workplace")
KINDS: tuple[Kind, ...] = ("industry", "education")


@cache
def declarations(role: str | None = None) -> tuple[Declaration, ...]:
    """All declared tables, or those of one role; employment first, then by id."""
    found = [read(path) for path in sorted(DECLARATIONS.glob("*.toml"))]
    chosen = [each for each in found if role in {None, each.role}]
    return tuple(sorted(chosen, key=lambda each: (each.optional, each.table_id)))


def asked() -> tuple[Declaration, ...]:
    """The declared tables that the API can be asked for, in the order in which a refresh asks."""
    return tuple(declared for declared in declarations() if declared.asked)


def names() -> frozenset[str]:
    """The ids and series of all declared tables, which nothing else may be called."""
    return frozenset(name for declared in declarations() for name in (declared.table_id, declared.series))


def declaration(table_id: str) -> Declaration:
    """The declared table ``table_id``; StyrkaError when there is none."""
    for declared in declarations():
        if declared.table_id == table_id:
            return declared
    declared_ids = ", ".join(declared.table_id for declared in declarations())
    raise StyrkaError(f"table {table_id!r} is not declared; declared are {declared_ids}")


def table_noise() -> pa.Table:
    """The declared noise of employment tables: columns ``table_id``, ``noise``, ``deviation`` (both persons)."""
    employment = declarations(EMPLOYMENT)
    rows = [(declared.table_id, declared.noise, declared.noise_deviation) for declared in employment]
    return pa.table(
        {
            "table_id": pa.array([row[0] for row in rows], pa.string()),
            "noise": pa.array([row[1] for row in rows], pa.int64()),
            "deviation": pa.array([row[2] for row in rows], pa.float64()),
        }
    )


def categories() -> pa.Table:
    """Names of the industries and levels of education that only a table itself declares (`contents`)."""
    return category_table({declared.table_id: declared.categories for declared in declarations()})


def contents() -> pa.Table:
    """How many decimals each measure of each table is published with (`contents`)."""
    return content_table({declared.table_id: declared.contents for declared in declarations()})


def label_changes(before: jsonstat.Document, after: jsonstat.Document) -> tuple[str, ...]:
    """What two answers of a table call the same code differently, in words; harmless, since nothing joins on labels."""
    old = {(row["dimension"], row["code"]): row["label"] for row in jsonstat.labels(before).to_pylist()}
    new = jsonstat.labels(after).to_pylist()
    remarks = []
    for row in new:
        named = (row["dimension"], row["code"])
        if named in old and old[named] != row["label"]:
            remarks.append(f"{' '.join(named).rstrip()} was called {old[named]!r}, now {row['label']!r}")
    return tuple(remarks)


def read(path: Path) -> Declaration:
    """The declaration in a TOML file; StyrkaError when its breaks are not those that ``series_break`` explains."""
    with path.open("rb") as stream:
        given = tomllib.load(stream)
    of_kind = {each["meaning"]: each for each in given["dimensions"].values()}
    contents = tuple(content(each) for each in of_kind["measure"].get("contents", ()))
    categories = tuple(each for kind in KINDS for each in _categories(path.stem, kind, of_kind.get(kind, {})))
    dimensions = tuple(_dimension(name, each, contents, categories) for name, each in given["dimensions"].items())
    noise = given.get("noise", {"bound": 0, "deviation": 0.0})
    declared = Declaration(
        table_id=path.stem,
        role=given["role"],
        series=given["series"],
        ages=given["ages"],
        title_sv=given["title"]["sv"],
        title_en=given["title"]["en"],
        noise=noise["bound"],
        noise_deviation=noise["deviation"],
        breaks=tuple(given.get("breaks", ())),
        dimensions=dimensions,
        industry_edition=of_kind.get("industry", {}).get("edition", ""),
        industry_levels=_industry_levels(of_kind.get("industry", {}), categories),
        selection=_selection(given.get("selection", {}), dimensions),
        contents=contents,
        categories=categories,
        verify=tuple(given.get("verify", ())),
        asked=given.get("asked", True),
        suppressed_most=given.get("suppressed_most"),
    )
    _check_breaks(declared)
    return declared


def _check_breaks(declared: Declaration) -> None:
    years = declared.dimension("year").codes
    known = classification.series_breaks().to_pylist()
    explained = {row["year"] for row in known if row["series"] == declared.series and str(row["year"]) in years}
    if differing := sorted(explained.symmetric_difference(declared.breaks)):
        raise StyrkaError(
            f"{declared.table_id}: {declared.series} breaks in {differing[0]} according to one of "
            f"pipelines/scb/tables/{declared.table_id}.toml and table series_break; add it to the other"
        )


def _categories(table_id: str, kind: Kind, given: Mapping[str, Any]) -> tuple[Category, ...]:
    if "file" not in given:
        return tuple(category(kind, each) for each in given.get("categories", ()))
    with (DECLARATIONS / given["file"]).open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream, strict=True) if row["table_id"] == table_id]
    return tuple(category(kind, row) for row in rows)


def _industry_levels(industry: Mapping[str, Any], categories: tuple[Category, ...]) -> dict[str, str]:
    totals = {industry["total"]: "total"} if "total" in industry else {}
    groups = {_industry(code, industry): "group" for code in industry.get("groups", ())}
    return totals | groups | {each.code: each.level for each in categories if each.level}


def _selection(given: Mapping[str, Any], dimensions: tuple[Dimension, ...]) -> dict[str, tuple[str, ...]]:
    """What is asked for: as declared, else all of a variable that is declared whole, and only what is declared else."""
    return {each.name: tuple(given.get(each.name, _asked_for(each))) for each in dimensions}


def _asked_for(dimension: Dimension) -> tuple[str, ...]:
    if dimension.only is not None:
        return (dimension.only,)
    return tuple(dimension.codes) if dimension.partial else ("*",)


def _dimension(
    name: str, given: Mapping[str, Any], contents: tuple[Content, ...], categories: tuple[Category, ...]
) -> Dimension:
    meaning: Meaning = given["meaning"]
    codes: dict[str, str] = dict(given.get("codes", {}))
    labels: dict[str, str] = {}
    single = given.get("single")
    if meaning in REGIONS:
        codes |= _regions(given["levels"])
    elif meaning == "industry" and "groups" in given:
        totals = [given["total"]] if "total" in given else []
        codes |= {code: _industry(code, given) for code in [*totals, *given["groups"]]}
    elif meaning in KINDS:
        own = [each for each in categories if each.kind == meaning]
        codes |= {each.source_code: each.code for each in own if each.source_code}
        labels |= {each.label: each.code for each in own if each.label}
    elif meaning == "measure":
        codes |= {each.code: each.measure for each in contents if each.code}
        labels |= {each.label: each.measure for each in contents if each.label}
        single = single or next((each.measure for each in contents if not (each.code or each.label)), None)
    elif meaning == "year":
        codes |= {str(year): str(year) for year in range(given["first"], given["last"] + 1)}
    return Dimension(
        name,
        meaning,
        codes,
        given.get("grows", False),
        single,
        given.get("only"),
        labels,
        _regions(given.get("levels_where_listed", ())),
        given.get("partial", False),
    )


def _regions(levels: Sequence[str]) -> dict[str, str]:
    rows = classification.regions().select(["region_code", "type"]).to_pylist()
    return {row["region_code"]: row["region_code"] for row in rows if row["type"] in levels}


def _industry(code: str, given: Mapping[str, Any]) -> str:
    return UNKNOWN if code == given["unknown"] else code
