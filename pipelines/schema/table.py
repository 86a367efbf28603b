"""Reading the declared tables and turning them into Arrow schemas.
No table is described here; each has its own file in ``tables/``."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from pipelines.errors import StyrkaError

Language = Literal["sv", "en"]
DECLARATIONS = Path(__file__).with_name("tables")
ARROW_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


@dataclass(frozen=True)
class Column:
    """One column: ``type`` is a key of ARROW_TYPES, ``unit`` may be empty, ``domain`` lists the only allowed values.

    ``computed_from`` names, as ``relation.column``, what the SQL that fills the column does not tell; ``no_lineage`` is
    the reason why there is nothing that it comes from.
    """

    name: str
    type: str
    unit: str
    sv: str
    en: str
    nullable: bool
    domain: tuple[str, ...] = ()
    references: str = ""
    computed_from: tuple[str, ...] = ()
    no_lineage: str = ""

    def meaning(self, language: Language) -> str:
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True)
class Table:
    """One table of the mart; rows are unique on ``key`` and sorted by ``sort``."""

    name: str
    layer: str
    title_sv: str
    title_en: str
    description_sv: str
    description_en: str
    source_sv: str
    source_en: str
    key: tuple[str, ...]
    sort: tuple[str, ...]
    columns: tuple[Column, ...]

    def title(self, language: Language) -> str:
        return self.title_sv if language == "sv" else self.title_en

    def description(self, language: Language) -> str:
        return self.description_sv if language == "sv" else self.description_en

    def source(self, language: Language) -> str:
        return self.source_sv if language == "sv" else self.source_en

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def arrow_schema(self) -> pa.Schema:
        """Arrow schema with the Swedish and English meaning and the unit as field metadata."""
        return pa.schema(
            [
                pa.field(
                    column.name,
                    ARROW_TYPES[column.type],
                    nullable=column.nullable,
                    metadata={"sv": column.sv, "en": column.en, "unit": column.unit},
                )
                for column in self.columns
            ],
            metadata={"table": self.name, "sv": self.description_sv, "en": self.description_en},
        )


@cache
def tables() -> tuple[Table, ...]:
    """All declared tables, in alphabetical order."""
    return tuple(_read(path) for path in sorted(DECLARATIONS.glob("*.toml")))


def table(name: str) -> Table:
    """The declared table ``name``; StyrkaError when there is none."""
    for declared in tables():
        if declared.name == name:
            return declared
    raise StyrkaError(f"table {name!r} is not declared; declared are {', '.join(t.name for t in tables())}")


def _read(path: Path) -> Table:
    with path.open("rb") as stream:
        content = tomllib.load(stream)
    lineage = content.get("lineage", {})
    if isinstance(lineage, str):
        lineage = dict.fromkeys(content["columns"], lineage)
    columns = tuple(
        Column(
            name=name,
            type=column["type"],
            unit=column.get("unit", ""),
            sv=column["sv"],
            en=column["en"],
            nullable=column.get("nullable", False),
            domain=tuple(column.get("domain", ())),
            references=column.get("references", ""),
            **_origin(lineage.get(name, ())),
        )
        for name, column in content["columns"].items()
    )
    key = tuple(content["key"])
    return Table(
        name=path.stem,
        layer=content["layer"],
        title_sv=content["title"]["sv"],
        title_en=content["title"]["en"],
        description_sv=content["description"]["sv"],
        description_en=content["description"]["en"],
        source_sv=content["source"]["sv"],
        source_en=content["source"]["en"],
        key=key,
        sort=tuple(content.get("sort", key)),
        columns=columns,
    )


def _origin(declared: str | Sequence[str]) -> dict[str, Any]:
    """A column's declared lineage: a list of sources, or the reason why there is none."""
    return {"no_lineage": declared} if isinstance(declared, str) else {"computed_from": tuple(declared)}
