"""A table of the fake server, built from a json-stat2 dataset, and what can happen to it between two refreshes.
Reading a selection does not belong here (`selection`), nor documents about tables (`documents`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

UPDATED = "2026-03-26T07:00:00Z"


@dataclass
class Value:
    """One value of a codelist and the table's own codes that it stands for."""

    code: str
    label: str
    value_map: list[str]


@dataclass
class Codelist:
    """A codelist of one variable: an aggregation (``agg_…``, sums) or a value set (``vs_…``, a choice)."""

    id: str
    variable: str
    label: str
    values: list[Value]
    elimination: bool = False

    @property
    def type(self) -> str:
        return "Aggregation" if self.id.startswith("agg_") else "Valueset"


@dataclass
class Variable:
    """A variable; without ``elimination`` it must be selected, ``elimination_code`` is its total if it has one."""

    code: str
    label: str
    codes: list[str]
    labels: dict[str, str]
    elimination: bool = False
    elimination_code: str | None = None
    extension: dict[str, Any] = field(default_factory=dict)


class Table:
    """``values`` has one axis per variable, NaN where there is no number; ``signs`` holds SCB's symbols or None."""

    def __init__(
        self,
        table_id: str,
        dataset: Mapping[str, Any],
        *,
        codelists: Iterable[Codelist] = (),
        updated: str | None = None,
        discontinued: bool = False,
    ) -> None:
        self.id = table_id
        self.label: str = dataset.get("label", table_id)
        self.source: str = dataset.get("source", "SCB")
        self.notes: list[str] = list(dataset.get("note", ()))
        self.updated: str = updated or dataset.get("updated") or UPDATED
        self.discontinued = discontinued
        self.times: list[str] = list(dataset.get("role", {}).get("time", ()))
        self.metrics: list[str] = list(dataset.get("role", {}).get("metric", ()))
        self.variables = [_variable(name, dataset["dimension"][name]) for name in dataset["id"]]
        self.codelists = {codelist.id: codelist for codelist in codelists}
        size = tuple(dataset["size"])
        self.values = np.array([np.nan if each is None else each for each in dataset["value"]], float).reshape(size)
        signs = np.full(self.values.size, None, object)
        for place, sign in dataset.get("status", {}).items():
            signs[int(place)] = sign
        self.signs = signs.reshape(size)

    def variable(self, code: str) -> Variable:
        return next(variable for variable in self.variables if variable.code == code)

    def axis(self, code: str) -> int:
        return [variable.code for variable in self.variables].index(code)

    def bump(self, updated: str) -> None:
        """The table is published anew."""
        self.updated = updated

    def revise(self, cells: Mapping[Sequence[str], float | None], sign: str | None = None) -> None:
        """Other figures in some cells, each named by its codes in the order of the variables; None needs a ``sign``."""
        for codes, number in cells.items():
            named = zip(self.variables, codes, strict=True)
            place = tuple(variable.codes.index(code) for variable, code in named)
            self.values[place] = np.nan if number is None else number
            self.signs[place] = sign

    def rename_variable(self, code: str, to: str) -> None:
        self.variable(code).code = to
        self.times = [to if each == code else each for each in self.times]
        self.metrics = [to if each == code else each for each in self.metrics]

    def drop(self, code: str, values: Sequence[str]) -> None:
        """Values of a variable are no more, in metadata and data."""
        variable, axis = self.variable(code), self.axis(code)
        kept = [place for place, each in enumerate(variable.codes) if each not in values]
        variable.codes = [variable.codes[place] for place in kept]
        self.values = self.values.take(kept, axis)
        self.signs = self.signs.take(kept, axis)

    def add(self, code: str, value: str, label: str, number: float = 1.0) -> None:
        """A new value of a variable, last, with ``number`` in all its cells."""
        variable, axis = self.variable(code), self.axis(code)
        variable.codes = [*variable.codes, value]
        variable.labels[value] = label
        shape = [1 if place == axis else length for place, length in enumerate(self.values.shape)]
        self.values = np.concatenate([self.values, np.full(shape, number)], axis)
        self.signs = np.concatenate([self.signs, np.full(shape, None, object)], axis)

    def relabel(self, code: str, value: str, label: str) -> None:
        self.variable(code).labels[value] = label


def _variable(name: str, dimension: Mapping[str, Any]) -> Variable:
    index = dimension["category"]["index"]
    codes = sorted(index, key=index.__getitem__) if isinstance(index, Mapping) else list(index)
    extension = dict(dimension.get("extension", {}))
    extension.pop("codelists", None)
    return Variable(
        code=name,
        label=dimension.get("label", name),
        codes=codes,
        labels=dict(dimension["category"].get("label", {})),
        elimination=bool(extension.pop("elimination", False)),
        elimination_code=extension.pop("eliminationValueCode", None),
        extension={"show": "code_value", **extension},
    )
