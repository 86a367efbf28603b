"""Applying the rules to whole columns: distinct texts once, rows by their indices; the first fault named by its place.
How files are read and what a single value may be does not belong here."""

import itertools
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.errors import StyrkaError
from pipelines.schema.signs import Status
from pipelines.snapshots.extracts import ordering, rules
from pipelines.snapshots.extracts.body import Body, Values, constant, ranked, spread
from pipelines.snapshots.extracts.reading import Reading, taken

KEY = ("region_code", "industry_code", "year")


@dataclass
class _Faults:
    """Rows at fault and why; the first one becomes the message."""

    reading: Reading
    first: dict[int, str] = field(default_factory=dict)
    count: int = 0

    def add(self, rows: npt.NDArray[np.intp], reason: Callable[[int], str]) -> None:
        if len(rows):
            self.count += len(rows)
            self.first.setdefault(int(rows[0]), reason(int(rows[0])))

    def join(self, others: "_Faults") -> None:
        """Take over the faults of ``others``; of the same row, those that are here already are told."""
        self.count += others.count
        self.first = others.first | self.first

    def refuse(self) -> None:
        if self.first:
            row = min(self.first)
            (place,) = self.reading.place([row])
            more = f" (the first of {self.count} faults)" if self.count > 1 else ""
            raise StyrkaError(f"{self.reading.file} {place}, {self.first[row]}{more}")


def body(reading: Reading, foreign: Mapping[str, str]) -> Body:
    """The checked table; StyrkaError naming line (or row) and column of the first value that breaks a rule.

    Keys are region, industry and year; a repeated key is named with both its lines. ``foreign`` are the regions of
    other imported tables, by what their folders have in common with those of codes written otherwise.
    """
    if not reading.rows:
        raise StyrkaError(f"{reading.file}: there is a header but no row below it")
    faults = _Faults(reading)
    with ThreadPoolExecutor(ordering.THREADS) as pool:
        parsed = pool.map(lambda name: _parsed(reading, name, rules.BY_COLUMN[name]), rules.BY_COLUMN)
        values = {}
        for name, (column, found) in zip(rules.BY_COLUMN, parsed, strict=True):
            values[name] = column
            faults.join(found)
    faults.refuse()
    _one_folder_per_region(values["region_code"], foreign, faults)
    statuses = _statuses(values["employees"], values["status"], faults)
    _one_level_per_industry(values["industry_code"], values["level"], faults)
    faults.refuse()
    values |= {"status": statuses, "employees": _figures(values["employees"], statuses)}
    return Body(reading.rows, values, ordering.order(reading, [values[name] for name in KEY]))


def _parsed(reading: Reading, name: str, rule: Callable[[str], Any]) -> tuple[Values, _Faults]:
    faults = _Faults(reading)
    if name not in reading.columns:
        return constant(None, reading.rows), faults
    column = reading.columns[name]
    parsed: dict[str, Any] = {}
    reasons: dict[str, str] = {}
    for text in column.texts():
        try:
            parsed[text] = rule(text)
        except ValueError as error:
            parsed[text] = None
            reasons[text] = str(error)
    if reasons:
        wrong = list(reasons)
        position = {text: number for number, text in enumerate(wrong)}
        reason_of = column.spread({text: position.get(text, -1) for text in parsed})
        faults.add(np.flatnonzero(reason_of >= 0), lambda row: f"column {name}: {reasons[wrong[reason_of[row]]]}")
    rank = ranked(parsed.values())
    if len(rank) == 1:
        return constant(next(iter(rank)), reading.rows), faults
    return Values(tuple(rank), column.spread({text: rank[value] for text, value in parsed.items()})), faults


def _statuses(figures: Values, words: Values, faults: _Faults) -> Values:
    """The status of each row from its figure and its status word; any two positive figures are alike here."""
    alike = [min(value, 1) if isinstance(value, int) else value for value in figures.distinct]
    kinds = list(dict.fromkeys(alike))
    statuses: list[Status | None] = []
    reasons: dict[int, str] = {}
    for position, (figure, word) in enumerate(itertools.product(kinds, words.distinct)):
        try:
            statuses.append(rules.resolved(figure, word))
        except ValueError as error:
            statuses.append(None)
            reasons[position] = str(error)
    if len(set(statuses)) == 1 and not reasons:
        return constant(statuses[0], len(figures.ranks))
    kind = np.array([kinds.index(value) * len(words.distinct) for value in alike], dtype=np.int32)
    pair = taken(kind, figures.ranks) + words.ranks
    wrong = np.flatnonzero(np.isin(pair, list(reasons))) if reasons else np.empty(0, dtype=np.intp)
    faults.add(wrong, lambda row: f"column employees: {reasons[int(pair[row])]}")
    return spread(statuses, pair)


def _figures(figures: Values, statuses: Values) -> Values:
    """The figure of each row: a source's sign for nothing counts 0, the other signs and words leave it empty."""
    if statuses.distinct == ("observed",):
        return figures
    zero = statuses.ranks == (statuses.distinct.index("zero") if "zero" in statuses.distinct else -1)
    parsed = [value if isinstance(value, int) else None for value in figures.distinct]
    return spread([*parsed, 0], np.where(zero, np.int32(len(parsed)), figures.ranks))


def _one_folder_per_region(regions: Values, foreign: Mapping[str, str], faults: _Faults) -> None:
    """No code that differs only in case from another of the table, or from the ``foreign`` one of its folder."""
    # Blank lines leave an empty value that no row has.
    folders = [rules.folder(code or "") for code in regions.distinct]
    strange = {rank for rank, code in enumerate(regions.distinct) if foreign.get(folders[rank], code) != code}
    if len(set(folders)) == len(folders) and not strange:
        return
    first: dict[str, int] = {}
    ranks, rows = np.unique(regions.ranks, return_index=True)
    for row, rank in sorted(zip(rows.tolist(), ranks.tolist(), strict=True)):
        earlier = first.setdefault(folders[rank], row)
        if earlier != row:
            (place,) = faults.reading.place([earlier])
            other = f"{regions.distinct[regions.ranks[earlier]]} on {place}"
        elif rank in strange:
            other = f"{foreign[folders[rank]]} of another imported table"
        else:
            continue
        told = (
            f"column region_code: {regions.distinct[rank]} differs only in case from {other}, and some disks "
            f"would take their folders for one; write both alike, or call one otherwise"
        )
        faults.add(np.flatnonzero(regions.ranks == rank), lambda _, told=told: told)  # type: ignore[misc]


def _one_level_per_industry(industries: Values, levels: Values, faults: _Faults) -> None:
    if len(levels.distinct) == 1:
        return
    rows = len(levels.ranks)
    first = np.zeros(len(industries.distinct), dtype=np.intp)
    first[industries.ranks[::-1]] = np.arange(rows - 1, -1, -1)

    def told(row: int) -> str:
        industry = industries.ranks[row]
        (place,) = faults.reading.place([int(first[industry])])
        return f"column level: industry {industries.distinct[industry]} has another level on {place}; keep one"

    faults.add(np.flatnonzero(levels.ranks != levels.ranks[first][industries.ranks]), told)
