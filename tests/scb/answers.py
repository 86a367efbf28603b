"""Answers of the declared tables made to measure: any selection of the catalogue's own codes, values by a rule.
No test belongs here."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipelines.scb.catalogue import Declaration, declaration

ORIGIN_LABEL = "label of {code}"


def codes(table_id: str, **chosen: Sequence[str]) -> dict[str, list[str]]:
    """The declared codes of a live answer, or the ``chosen`` ones; an unknown single code is called X."""
    declared = declaration(table_id)
    return {d.name: list(chosen.get(d.name, [d.only] if d.only else d.codes or ["X"])) for d in declared.dimensions}


def answer(
    table_id: str,
    found: Mapping[str, Sequence[str]],
    value: Callable[[tuple[str, ...]], int | float | None] | None = None,
) -> dict[str, Any]:
    """A json-stat2 answer with these codes; ``value`` gives each cell's figure from its codes (default 1)."""
    figure = value or (lambda _: 1)
    return {
        "version": "2.0",
        "class": "dataset",
        "updated": "2026-06-12T06:00:00Z",
        "id": list(found),
        "size": [len(given) for given in found.values()],
        "dimension": {
            name: {
                "label": name.lower(),
                "category": {
                    "index": {code: place for place, code in enumerate(given)},
                    "label": {code: ORIGIN_LABEL.format(code=code) for code in given},
                },
            }
            for name, given in found.items()
        },
        "extension": {"px": {"tableid": table_id}},
        "value": [figure(place) for place in itertools.product(*found.values())],
    }


def query(found: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The query, in the form that is posted, that asks for exactly these codes."""
    return {"selection": [{"variableCode": name, "valueCodes": list(given)} for name, given in found.items()]}


def metadata(table_id: str) -> dict[str, Any]:
    """The table's metadata as the declaration expects it, with every declared code."""
    declared: Declaration = declaration(table_id)
    found = {dimension.name: list(dimension.codes) or ["X"] for dimension in declared.dimensions}
    return answer(table_id, found) | {"value": []}
