"""The catalogue of SCB's tables: one small file per table in `tables/*.toml`, read into declarations.
Whether an answer fits its declaration does not belong here (`expectation`), nor fetching and parsing.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.errors import StyrkaError
from pipelines.scb import jsonstat
from pipelines.scb.expectation import Declaration, Dimension, Meaning, MisfitError
from pipelines.warehouse import classification

__all__ = ["Declaration", "Dimension", "Meaning", "MisfitError", "declaration", "declarations", "label_changes"]

DECLARATIONS = Path(__file__).with_name("tables")
UNKNOWN = "US"


@cache
def declarations() -> tuple[Declaration, ...]:
    """All declared tables, by id."""
    return tuple(_read(path) for path in sorted(DECLARATIONS.glob("*.toml")))


def declaration(table_id: str) -> Declaration:
    """The declared table ``table_id``; StyrkaError when there is none."""
    for declared in declarations():
        if declared.table_id == table_id:
            return declared
    declared_ids = ", ".join(declared.table_id for declared in declarations())
    raise StyrkaError(f"table {table_id!r} is not declared; declared are {declared_ids}")


def table_noise() -> pa.Table:
    """The declared noise of every table: columns ``table_id``, ``noise`` (persons), ``deviation`` (persons)."""
    rows = [(declared.table_id, declared.noise, declared.noise_deviation) for declared in declarations()]
    return pa.table(
        {
            "table_id": pa.array([row[0] for row in rows], pa.string()),
            "noise": pa.array([row[1] for row in rows], pa.int64()),
            "deviation": pa.array([row[2] for row in rows], pa.float64()),
        }
    )


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


def _read(path: Path) -> Declaration:
    with path.open("rb") as stream:
        content = tomllib.load(stream)
    dimensions = tuple(_dimension(name, given) for name, given in content["dimensions"].items())
    industry = next(given for given in content["dimensions"].values() if given["meaning"] == "industry")
    totals = {industry["total"]: "total"} if "total" in industry else {}
    return Declaration(
        table_id=path.stem,
        role=content["role"],
        series=content["series"],
        ages=content["ages"],
        path_v1=content["path_v1"],
        title_sv=content["title"]["sv"],
        title_en=content["title"]["en"],
        noise=content["noise"]["bound"],
        noise_deviation=content["noise"]["deviation"],
        breaks=tuple(content["breaks"]),
        dimensions=dimensions,
        industry_edition=industry["edition"],
        industry_levels=totals | {_industry(code, industry): "group" for code in industry["groups"]},
        levels=tuple(next(given["levels"] for given in content["dimensions"].values() if given["meaning"] == "region")),
        selection={name: tuple(codes) for name, codes in content["selection"].items()},
    )


def _dimension(name: str, given: Mapping[str, Any]) -> Dimension:
    meaning: Meaning = given["meaning"]
    if meaning == "region":
        regions = classification.regions().select(["region_code", "type"]).to_pylist()
        codes = {row["region_code"]: row["region_code"] for row in regions if row["type"] in given["levels"]}
    elif meaning == "industry":
        totals = [given["total"]] if "total" in given else []
        codes = {code: _industry(code, given) for code in [*totals, *given["groups"]]}
    elif meaning == "year":
        codes = {str(year): str(year) for year in range(given["first"], given["last"] + 1)}
    else:
        codes = given.get("codes", {})
    return Dimension(name, meaning, codes, given.get("grows", False), given.get("single"), given.get("only"))


def _industry(code: str, given: Mapping[str, Any]) -> str:
    return UNKNOWN if code == given["unknown"] else code
