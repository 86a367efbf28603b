"""What a declared table is expected to hold, and whether metadata, queries and answers fit: never a guess.
Which tables are declared and how their files are read does not belong here; `catalogue` does that.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pipelines.errors import StyrkaError, listed
from pipelines.scb import jsonstat
from pipelines.scb.contents import Category, Content
from pipelines.schema.table import Language

WILDCARD = "*"
NUMBER = re.compile(r"\d+", re.ASCII)

EMPLOYMENT = "employment"

Meaning = Literal["region", "residence", "workplace", "sex", "industry", "education", "measure", "year", "fixed"]


class MisfitError(StyrkaError):
    """An answer or a table's metadata differs from the declaration; the message names the difference."""


@dataclass(frozen=True)
class Dimension:
    """One variable of a table. ``codes`` translates the source's codes to ours and lists all that are expected.

    ``grows``: codes beyond the declared ones are accepted (new years). ``single``: the one code is not known and means
    this. ``only``: of all codes only this one may be in an answer. ``labels``: the codes are not known, the table's own
    Swedish labels are. ``welcome``: codes that are taken where the table lists them. ``partial``: the table has further
    codes, which are never asked for. What ``labels`` and ``welcome`` stand for, the live table tells (`settling`).
    """

    name: str
    meaning: Meaning
    codes: Mapping[str, str]
    grows: bool = False
    single: str | None = None
    only: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    welcome: Mapping[str, str] = field(default_factory=dict)
    partial: bool = False

    @property
    def answerable(self) -> tuple[str, ...]:
        """The declared codes that a whole answer holds."""
        return tuple(self.codes) if self.only is None else (self.only,)

    def translation(self, answered: Sequence[str]) -> dict[str, str]:
        """Ours for each answered code."""
        if self.single is not None:
            return dict.fromkeys(answered, self.single)
        return {code: self.codes.get(code, code) for code in answered}


@dataclass(frozen=True)
class Declaration:
    """One declared table.

    ``role`` is the mart table that the cells become; ``noise`` is the largest absolute noise in persons assumed in any
    published cell, ``noise_deviation`` its standard deviation; ``industry_levels`` gives the level of each of our
    industry codes, which are those of the edition ``industry_edition``; ``selection`` is what a refresh asks for, in
    the API's expressions; ``breaks`` are the years that table ``series_break`` explains for ``series``.

    Tables of another ``role`` than employment have ``contents`` (what each measure counts, in which unit) and
    ``categories`` (names of their own industries or levels of education); ``verify`` says what of them could only be
    read second-hand. ``asked`` is false for a table whose id in the API is not known: a refresh passes it over.
    ``suppressed_most`` is what a suppressed cell can hold at most, where the publisher tells it.
    """

    table_id: str
    role: str
    series: str
    ages: str
    title_sv: str
    title_en: str
    noise: int
    noise_deviation: float
    breaks: tuple[int, ...]
    dimensions: tuple[Dimension, ...]
    industry_edition: str
    industry_levels: Mapping[str, str]
    selection: Mapping[str, tuple[str, ...]]
    contents: tuple[Content, ...] = ()
    categories: tuple[Category, ...] = ()
    verify: tuple[str, ...] = ()
    asked: bool = True
    suppressed_most: int | None = None

    @property
    def optional(self) -> bool:
        """Whether an edition is whole without the table."""
        return self.role != EMPLOYMENT

    def title(self, language: Language) -> str:
        return self.title_sv if language == "sv" else self.title_en

    def dimension(self, meaning: Meaning) -> Dimension:
        """The table's variable with that meaning; each table has one for each meaning but ``fixed``."""
        return next(dimension for dimension in self.dimensions if dimension.meaning == meaning)

    def check_metadata(self, metadata: jsonstat.Document) -> tuple[str, ...]:
        """Hold a table's metadata (a json-stat2 dataset) against the declaration before anything is fetched.

        Returns remarks worth showing (new years). MisfitError names variables and codes that are missing or new.
        """
        found = jsonstat.codes(metadata)
        problems = self._variable_problems(metadata, found)
        for dimension in self._shared(found):
            problems += self._missing(dimension, dimension.codes, found[dimension.name], "is missing")
            if not dimension.partial:
                problems += self._new(dimension, found[dimension.name])
        self.refuse(problems)
        grown = [(d, c) for d in self.dimensions if d.grows for c in found[d.name] if c not in d.codes]
        return tuple(f"{self.table_id}: {d.name} has the new code {c!r}" for d, c in grown)

    def check_answer(self, document: jsonstat.Document, query: Mapping[str, Any]) -> None:
        """Hold an answer against the declaration and its own query: every code asked for, no other, all known.

        ``query`` has the form that is posted: ``selection`` of ``variableCode`` and ``valueCodes``; ``*`` stands for
        all declared codes. MisfitError names what differs.
        """
        found = jsonstat.codes(document)
        problems = self._variable_problems(document, found)
        asked = _asked(query)
        for dimension in self._shared(found):
            answered, wanted = found[dimension.name], asked.get(dimension.name, [WILDCARD])
            everything = WILDCARD in wanted
            expected = dimension.answerable if everything else wanted
            problems += self._missing(dimension, expected, answered, "is not answered")
            problems += self._new(dimension, answered)
            if not everything and (extra := [code for code in answered if code not in wanted]):
                problems.append(f"{dimension.name} {_list(extra)} was not asked for")
            if dimension.only is not None and tuple(answered) != (dimension.only,):
                problems.append(f"{dimension.name} must be {dimension.only!r} only, the answer has {_list(answered)}")
        self.refuse(problems)

    def check_coverage(self, queries: Sequence[Mapping[str, Any]]) -> None:
        """Hold all queries of one fetched answer against the declared selection: together they ask for all of it.

        MisfitError names the codes that no query asks for.
        """
        problems: list[str] = []
        for dimension in self.dimensions:
            declared = self.selection[dimension.name]
            wanted = dimension.codes if WILDCARD in declared else declared
            asked = {code for query in queries for code in _asked(query).get(dimension.name, [WILDCARD])}
            if WILDCARD not in asked:
                problems += self._missing(dimension, wanted, sorted(asked), "was never asked for")
        self.refuse(problems)

    def refuse(self, problems: Sequence[str]) -> None:
        """MisfitError that names all ``problems``, and what of the declaration was never sure; nothing without any."""
        if problems:
            place = f"pipelines/scb/tables/{self.table_id}.toml"
            unsure = f" (never seen live: {'; '.join(self.verify)})" if self.verify else ""
            found = "; ".join(problems)
            raise MisfitError(f"{self.table_id}: {found}; it is refused, {place} says what is expected{unsure}")

    def _variable_problems(self, document: jsonstat.Document, found: Mapping[str, Any]) -> list[str]:
        stated = jsonstat.table_id(document)
        if stated is not None and stated != self.table_id:
            return [f"the answer is of table {stated}"]
        declared = [dimension.name for dimension in self.dimensions]
        missing = [name for name in declared if name not in found]
        new = [name for name in found if name not in declared]
        if missing and new:
            return [f"variable {_list(missing)} is missing, the answer has {_list(new)} instead"]
        if missing:
            return [f"variable {_list(missing)} is missing"]
        return [f"variable {_list(new)} is new"] if new else []

    def _shared(self, found: Mapping[str, Any]) -> list[Dimension]:
        return [dimension for dimension in self.dimensions if dimension.name in found]

    def _missing(self, dimension: Dimension, wanted: Iterable[str], found: Sequence[str], verb: str) -> list[str]:
        expected = list(wanted)
        missing = sorted(set(expected) - set(found))
        if not missing:
            return []
        return [f"{len(missing)} of {len(expected)} codes of {dimension.name}: {_list(missing)} {verb}"]

    def _new(self, dimension: Dimension, found: Sequence[str]) -> list[str]:
        if dimension.single is not None:
            return [] if len(found) == 1 else [f"{dimension.name} must have one code, the answer has {_list(found)}"]
        new = [code for code in found if code not in dimension.codes]
        if dimension.grows:
            last = max(dimension.codes)
            new = [code for code in new if not NUMBER.fullmatch(code) or len(code) != len(last) or code < last]
        return [f"{dimension.name} has the new code {_list(new)}"] if new else []


def _asked(query: Mapping[str, Any]) -> dict[str, list[str]]:
    try:
        return {part["variableCode"]: part["valueCodes"] for part in query["selection"]}
    except (KeyError, TypeError) as error:
        raise MisfitError("the query is not of the form selection, variableCode, valueCodes") from error


def _list(found: Sequence[str]) -> str:
    return listed(map(repr, found))
