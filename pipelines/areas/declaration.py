"""Strength areas as they are declared: what a file of areas may say, and the areas that it then declares.
Which files there are is ``sources``' matter; whether codes exist and fit together is ``checking``'s."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from pipelines.areas import csv_file
from pipelines.errors import StyrkaError
from pipelines.warehouse.classification import SNI2007, SNI2025

Origin = Literal["declared", "user"]
AREA_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CODE = r"^[A-Z]$|^[0-9]{2,5}$"
# A dotted key costs the square of its parts to read.
MOST_DOTS = 200
# No control characters: names go into pages, CSV and Excel.
WORDS = r"^[^\x00-\x08\x0a-\x1f\x7f-\x9f\ufffe\uffff\u202a-\u202e\u2066-\u2069]+$"
Words = Annotated[str, Field(pattern=WORDS)]
Code = Annotated[str, Field(pattern=CODE)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Text(_Strict):
    """The same in Swedish and in English."""

    sv: Words
    en: Words


class Members(_Strict):
    """Industries of one weight and reason, as each edition of SNI has them.

    A weight has at most two decimals: weighted sums are sums of whole hundredths.
    """

    weight: Annotated[Decimal, Field(gt=0, le=1, decimal_places=2)]
    reason: Text
    sni2007: tuple[Code, ...] = ()
    sni2025: tuple[Code, ...] = ()

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """Each code with its edition."""
        return tuple((code, SNI2007) for code in self.sni2007) + tuple((code, SNI2025) for code in self.sni2025)


class Declared(_Strict):
    """An area as its file has it."""

    id: Annotated[str, Field(pattern=AREA_ID, max_length=64)]
    version: Words
    name: Text
    member: Annotated[tuple[Members, ...], Field(min_length=1)]


class File(_Strict):
    """A file of areas; ``regions`` are those it declares them for, none for all."""

    regions: tuple[Annotated[str, Field(pattern=r"^[0-9]{2}([0-9]{2})?$")], ...] = ()
    source: Text
    area: Annotated[tuple[Declared, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Area:
    """A declared area with where it stands: ``file`` is a name, ``area_set`` its stem, ``source`` who declares it.

    ``lines`` are those of its members where each has one of its own.
    """

    declared: Declared
    area_set: str
    file: str
    origin: Origin
    regions: tuple[str, ...]
    source: Text
    lines: tuple[int, ...] = ()

    def place(self, member: int = 0) -> str:
        """Where the area or, in a CSV file, one of its members stands."""
        line = f" line {self.lines[member]}" if self.lines else ""
        return f"{self.file}{line}, area {self.declared.id}"


def read(path: Path, origin: Origin) -> tuple[Area, ...]:
    """The areas of one TOML or CSV file; StyrkaError names file, area and code of what cannot be understood."""
    content, lines = csv_file.content(path) if path.suffix.lower() == ".csv" else (_toml(path), ())
    try:
        file = File.model_validate(content)
    except ValidationError as error:
        raise StyrkaError(_first(path.name, content, lines, error)) from error
    return tuple(
        Area(each, path.stem, path.name, origin, file.regions, file.source, lines[number] if lines else ())
        for number, each in enumerate(file.area)
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        crowded = next((line for line, row in enumerate(text.split("\n"), 1) if row.count(".") > MOST_DOTS), None)
        if crowded is None:
            return tomllib.loads(text, parse_float=Decimal)
    except (OSError, ValueError, ArithmeticError, RecursionError) as error:
        raise StyrkaError(f"{path.name}: cannot be read as TOML ({error!s:.200})") from error
    raise StyrkaError(f"{path.name} line {crowded}: more than {MOST_DOTS} dots; break the line, or shorten its key")


def _first(file: str, content: Mapping[str, Any], lines: csv_file.Lines, error: ValidationError) -> str:
    """The first fault as one line: file, area, where in it, what is wrong and what stands there."""
    fault = error.errors()[0]
    where = list(fault["loc"])
    place = file
    if where[:1] == ["area"] and len(where) > 1 and isinstance(where[1], int):
        area = content["area"][where[1]]
        name = area.get("id") if isinstance(area, dict) else None
        number, where = where[1], where[2:]
        if lines:
            member = int(where[1]) if where[:1] == ["member"] else 0
            file, where = f"{file} line {lines[number][member]}", [f"column {csv_file.column(where)}"]
        place = f"{file}, area {_shown(name or number + 1)}"
    path = ".".join(str(part + 1) if isinstance(part, int) else _shown(part) for part in where)
    stands = "" if fault["type"] == "missing" else f" (there stands {_shown(fault['input'])})"
    return f"{place}: {path or 'the file'}: {_wrong(fault)}{stands}"


def _wrong(fault: ErrorDetails) -> str:
    """What is wrong, where the checker's own words would not help."""
    if fault["type"] == "too_short":
        return "nothing is declared; declare at least one"
    if fault["type"] == "string_pattern_mismatch" and fault["ctx"]["pattern"] == WORDS:
        return "empty, or with a control character, line end or direction mark in it; write plain text"
    return fault["msg"]


def _shown(value: object) -> str:
    """What stands in a file as it may stand in a message; Python prints no number of thousands of digits."""
    try:
        return f"{value!s:.64}"
    except (ValueError, RecursionError):
        return "what is too long or too deep to print"
