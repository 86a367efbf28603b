"""What a declaration leaves to the live table: codes of which only the label is known, codes taken where listed.
Whether the table then fits does not belong here (`expectation`)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.scb import jsonstat
from pipelines.scb.expectation import Declaration, Dimension


def settled(declaration: Declaration, documents: Sequence[jsonstat.Document]) -> Declaration:
    """``declaration`` with every code known, from a table's metadata or from all parts of one answer.

    A label stands for the one code that bears it, blanks at its ends aside; MisfitError names a label that no code or
    several bear. Labels are read for this only: nothing joins on them.
    """
    if not any(each.labels or each.welcome for each in declaration.dimensions):
        return declaration
    listed = _listed(documents)
    problems: list[str] = []
    dimensions = tuple(_dimension(each, listed.get(each.name), problems) for each in declaration.dimensions)
    declaration.refuse(problems)
    selection = {
        each.name: tuple(each.codes) if each.partial and each.only is None else declaration.selection[each.name]
        for each in dimensions
    }
    return replace(declaration, dimensions=dimensions, selection=selection)


def _dimension(dimension: Dimension, listed: Mapping[str, str] | None, problems: list[str]) -> Dimension:
    if listed is None:
        return dimension
    codes = dict(dimension.codes) | {code: ours for code, ours in dimension.welcome.items() if code in listed}
    for label, ours in dimension.labels.items():
        bearers = [code for code, borne in listed.items() if borne == label]
        if len(bearers) == 1:
            codes[bearers[0]] = ours
        else:
            found = f"{len(bearers)} codes of {dimension.name} are" if bearers else f"no code of {dimension.name} is"
            problems.append(f"{found} called {label!r}")
    return replace(dimension, codes=codes, labels={}, welcome={})


def _listed(documents: Sequence[jsonstat.Document]) -> dict[str, dict[str, str]]:
    """Label by code of every variable, blanks at its ends removed."""
    listed: dict[str, dict[str, str]] = {}
    for document in documents:
        for row in jsonstat.labels(document).to_pylist():
            if row["code"]:
                listed.setdefault(row["dimension"], {})[row["code"]] = (row["label"] or "").strip()
    return listed
