"""How the server reads a selection: variables, codelists, expressions, elimination and the cell limit.
Written from the open server's behaviour and not from our planner, so that each holds the other to account."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from tests.fake_scb import problems
from tests.fake_scb.problems import ProblemError
from tests.fake_scb.table import Table, Variable

WORD = re.compile(r"^(TOP|BOTTOM|FROM|TO|RANGE)\((.*)\)$", re.IGNORECASE | re.DOTALL)
COUNT = re.compile(r"^[1-9]\d*(,\d+)?$")


@dataclass
class Asked:
    """One variable of a query as it was sent."""

    variable: str
    values: list[str]
    codelist: str | None = None


@dataclass
class Chosen:
    """One variable of the answer: its codes, and for each the source codes that are summed; eliminated: none shown."""

    variable: Variable
    groups: dict[str, list[str]]
    labels: Mapping[str, str]
    eliminated: bool = False


def choose(table: Table, query: Sequence[Asked], limit: int, too_many: ProblemError) -> list[Chosen]:
    """What the answer to ``query`` holds, one entry per variable of the table, or the ProblemError that it meets."""
    if not query:
        query = _default(table)
    asked = {_variable(table, each.variable).code: each for each in query}
    chosen = []
    for variable in table.variables:
        each = asked.get(variable.code)
        if each is None and not variable.elimination:
            raise problems.MISSING_SELECTION
        chosen.append(_chosen(table, variable, each or Asked(variable.code, [])))
    if prod(len(each.groups) for each in chosen) > limit:
        raise too_many
    return chosen


def _default(table: Table) -> list[Asked]:
    """First content, newest time and all of the rest that must be chosen: the default algorithm's principle."""
    asked = []
    for variable in table.variables:
        if variable.code in table.metrics:
            asked.append(Asked(variable.code, variable.codes[:1]))
        elif variable.code in table.times:
            asked.append(Asked(variable.code, variable.codes[-1:]))
        elif not variable.elimination:
            asked.append(Asked(variable.code, ["*"]))
    return asked


def _variable(table: Table, name: str) -> Variable:
    if name.lower() == "time" and table.times and "time" not in {each.code.lower() for each in table.variables}:
        name = table.times[0]
    for variable in table.variables:
        if variable.code.lower() == name.lower():
            return variable
    raise problems.UNKNOWN_VARIABLE


def _chosen(table: Table, variable: Variable, asked: Asked) -> Chosen:
    groups = {code: [code] for code in variable.codes}
    labels: Mapping[str, str] = variable.labels
    elimination, total = variable.elimination, variable.elimination_code
    if asked.codelist:
        codelist = table.codelists.get(asked.codelist)
        if codelist is None or codelist.variable != variable.code:
            raise problems.UNKNOWN_CODELIST
        groups = {value.code: [code for code in value.value_map if code in groups] for value in codelist.values}
        labels = {value.code: value.label for value in codelist.values}
        elimination, total = codelist.elimination, None
    wanted = _expanded(list(groups), asked.values, variable.code in table.times)
    if wanted:
        return Chosen(variable, {code: groups[code] for code in groups if code in wanted}, labels)
    if not elimination:
        raise problems.MISSING_SELECTION
    summed = [total] if total else [code for codes in groups.values() for code in codes]
    return Chosen(variable, {"": summed}, labels, eliminated=True)


def _expanded(codes: list[str], expressions: Sequence[str], is_time: bool) -> set[str]:
    by_lower = {code.lower(): code for code in reversed(codes)}
    wanted: set[str] = set()
    for expression in expressions:
        known = by_lower.get(expression.lower())
        wanted |= {known} if known is not None else set(_expression(codes, by_lower, expression, is_time))
    return wanted


def _expression(codes: list[str], by_lower: Mapping[str, str], expression: str, is_time: bool) -> list[str]:
    if "*" in expression:
        stars, ends = expression.count("*"), (expression.startswith("*"), expression.endswith("*"))
        if stars > 2 or (stars == 1 and not any(ends)) or (stars == 2 and not all(ends)):
            raise problems.ILLEGAL_EXPRESSION
        pattern = re.escape(expression).replace(r"\*", ".*")
        return [code for code in codes if re.fullmatch(pattern, code, re.IGNORECASE | re.DOTALL)]
    if "?" in expression:
        pattern = re.escape(expression).replace(r"\?", ".")
        return [code for code in codes if re.fullmatch(pattern, code, re.IGNORECASE)]
    word = WORD.match(expression)
    if word is None:
        raise problems.UNKNOWN_VALUE
    name, inside = word[1].upper(), word[2]
    if name in {"TOP", "BOTTOM"}:
        if not COUNT.match(inside):
            raise problems.ILLEGAL_EXPRESSION
        count, _, offset = inside.partition(",")
        # TOP of time is its newest, and time is listed oldest first.
        backwards = (name == "BOTTOM") != is_time
        line = codes[::-1] if backwards else codes
        return line[int(offset or 0) : int(offset or 0) + int(count)]
    ends = inside.split(",")
    if len(ends) != (2 if name == "RANGE" else 1) or not all(ends):
        raise problems.ILLEGAL_EXPRESSION
    if any(end.lower() not in by_lower for end in ends):
        raise problems.UNKNOWN_VALUE
    places = sorted(codes.index(by_lower[end.lower()]) for end in ends)
    if name == "FROM":
        return codes[places[0] :]
    return codes[: places[0] + 1] if name == "TO" else codes[places[0] : places[1] + 1]
