"""Faulty statements: each file of ``sql/`` with one small change, made in the parsed SELECT and written out again.
Whether a test notices is not decided here."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import sqlglot
from sqlglot import exp

from tests.mutation.mutant import Fault, Mutant, numbered

DIALECT = "duckdb"
# The engine reads it: the statements that a file builds on.
HEADER = "-- reads "
Change: TypeAlias = Callable[[exp.Expression], object]

SWAPPED: dict[type[exp.Expression], tuple[str, type[exp.Expression]]] = {
    exp.LT: ("comparison", exp.LTE),
    exp.LTE: ("comparison", exp.LT),
    exp.GT: ("comparison", exp.GTE),
    exp.GTE: ("comparison", exp.GT),
    exp.EQ: ("comparison", exp.NEQ),
    exp.NEQ: ("comparison", exp.EQ),
    exp.Add: ("arithmetic", exp.Sub),
    exp.Sub: ("arithmetic", exp.Add),
    exp.Mul: ("arithmetic", exp.Div),
    exp.Div: ("arithmetic", exp.Mul),
    exp.And: ("logic", exp.Or),
    exp.Or: ("logic", exp.And),
}


def mutants(path: Path, file: str) -> list[Mutant]:
    """Every mutant of the statement at ``path``, in the order of the statement; ``file`` is what they are called."""
    source = path.read_text(encoding="utf-8")
    tree = sqlglot.parse_one(source, dialect=DIALECT)
    found = []
    for position, node in enumerate(tree.walk()):
        for choice, fault in enumerate(_faults(node)):
            text = partial(_faulty, source, position, choice)
            found.append(Mutant(file, _line(source, node), _within(node), fault.kind, fault.before, fault.after, text))
    return numbered(found)


def unchanged(path: Path) -> str:
    """The statement as it is written out again without a fault: its tests must pass on it."""
    source = path.read_text(encoding="utf-8")
    return _file(source, sqlglot.parse_one(source, dialect=DIALECT))


def _faulty(source: str, position: int, choice: int) -> str:
    tree = sqlglot.parse_one(source, dialect=DIALECT)
    node = next(each for place, each in enumerate(tree.walk()) if place == position)
    _faults(node)[choice].put(node)
    return _file(source, tree)


def _file(source: str, tree: exp.Expression) -> str:
    first = source.partition("\n")[0]
    header = f"{first}\n" if first.startswith(HEADER) else ""
    return header + tree.sql(dialect=DIALECT, pretty=True, comments=False) + "\n"


def _faults(node: exp.Expression) -> list[Fault]:
    """What can be wrong in ``node`` itself, apart from what reads the same afterwards."""
    found = [*_operators(node), *_values(node), *_clauses(node), *_cases(node)]
    return [fault for fault in found if fault.before != fault.after]


def _operators(node: exp.Expression) -> Iterator[Fault]:
    if type(node) in SWAPPED:
        kind, other = SWAPPED[type(node)]
        swapped = other(this=node.this.copy(), expression=node.expression.copy())
        before, after = _sql(node), _sql(swapped)
        if kind == "logic":
            # A chain of conditions is long; where it breaks is enough.
            right = _sql(node.expression)
            before, after = f"{node.key.upper()} {right}", f"{swapped.key.upper()} {right}"
        yield Fault(kind, before, after, lambda at: at.replace(swapped))
    if isinstance(node, exp.Not):
        yield Fault("not dropped", _sql(node), _sql(node.this), lambda at: at.replace(at.this.copy()))
    if _is_condition(node):
        yield Fault("condition dropped", _sql(node), "TRUE", lambda at: at.replace(exp.true()))


def _is_condition(node: exp.Expression) -> bool:
    """Whether ``node`` is one of the conditions that WHERE, HAVING or ON asks for together."""
    if isinstance(node, (exp.And, exp.Paren)):
        return False
    below, above = node, node.parent
    while isinstance(above, (exp.And, exp.Paren)):
        below, above = above, above.parent
    return isinstance(above, (exp.Where, exp.Having)) or (isinstance(above, exp.Join) and below.arg_key == "on")


def _values(node: exp.Expression) -> Iterator[Fault]:
    if isinstance(node, exp.Literal) and not node.is_string and not isinstance(node.parent, exp.DataTypeParam):
        more = exp.Literal.number(f"{float(node.this) + 1:.12g}")
        yield Fault("literal", _around(node), _around(node, more), lambda at: at.replace(more))
    if isinstance(node, exp.Boolean):
        other = exp.Boolean(this=not node.this)
        yield Fault("literal", _around(node), _around(node, other), lambda at: at.replace(other))
    if isinstance(node, exp.Coalesce):
        yield Fault("coalesce", _sql(node), _sql(node.this), lambda at: at.replace(at.this.copy()))


def _clauses(node: exp.Expression) -> Iterator[Fault]:
    if isinstance(node, exp.Join) and node.side == "LEFT":
        name = node.alias_or_name
        yield Fault("join", f"LEFT {name}", f"INNER {name}", lambda at: _set(at, side=None, kind="INNER"))
    if isinstance(node, exp.Select) and node.args.get("distinct"):
        yield Fault("distinct", "SELECT DISTINCT", "SELECT", lambda at: _set(at, distinct=None))
    if isinstance(node, exp.Distinct) and not isinstance(node.parent, exp.Select):
        first = node.expressions[0]
        yield Fault("distinct", _sql(node), _sql(first), lambda at: at.replace(first.copy()))
    if isinstance(node, exp.Ordered):
        turned = _set(node.copy(), desc=not node.args.get("desc"))
        yield Fault("order", _sql(node), _sql(turned), lambda at: at.replace(turned))
    if isinstance(node, exp.Window) and node.args.get("spec"):
        yield Fault("frame", _sql(node.args["spec"]), "none", lambda at: _set(at, spec=None))


def _cases(node: exp.Expression) -> Iterator[Fault]:
    if not isinstance(node, exp.Case):
        return
    arms, default = node.args["ifs"], node.args.get("default")
    for place, (one, other) in enumerate(pairwise(arms)):
        yield _exchanged(one.args["true"], other.args["true"], partial(_exchange, place=place))
    if default is not None:
        yield _exchanged(arms[-1].args["true"], default, _exchange_default)
    elif len(arms) == 1:
        asked = _sql(arms[0].this)
        yield Fault("case negated", f"WHEN {asked}", f"WHEN NOT {asked}", _negate)


def _exchanged(one: exp.Expression, other: exp.Expression, put: Change) -> Fault:
    before, after = _sql(one), _sql(other)
    return Fault("arms swapped", f"{before} | {after}", f"{after} | {before}", put)


def _exchange(case: exp.Expression, place: int) -> None:
    one, other = case.args["ifs"][place : place + 2]
    results = one.args["true"].copy(), other.args["true"].copy()
    one.set("true", results[1])
    other.set("true", results[0])


def _exchange_default(case: exp.Expression) -> None:
    last, default = case.args["ifs"][-1], case.args["default"].copy()
    case.set("default", last.args["true"].copy())
    last.set("true", default)


def _negate(case: exp.Expression) -> None:
    arm = case.args["ifs"][0]
    arm.set("this", exp.not_(arm.this.copy()))


def _set(node: exp.Expression, **arguments: object) -> exp.Expression:
    for name, value in arguments.items():
        node.set(name, value)
    return node


def _around(node: exp.Expression, other: exp.Expression | None = None) -> str:
    """What a number or TRUE stands in, with ``other`` in its place: alone it would say little."""
    parent = node.parent
    if parent is None or isinstance(parent, (exp.Case, exp.If, exp.Select, exp.Alias)):
        return _sql(other or node)
    copied = parent.copy()
    if other is not None:
        place = next(index for index, each in enumerate(parent.iter_expressions()) if each is node)
        next(each for index, each in enumerate(copied.iter_expressions()) if index == place).replace(other.copy())
    return _sql(copied)


def _sql(node: exp.Expression) -> str:
    return str(node.sql(dialect=DIALECT, comments=False))


def _line(source: str, node: exp.Expression) -> int:
    """The line on which the first of what the node holds begins; only names and numbers know where they stand."""
    starts = [each.meta["start"] for each in node.walk() if "start" in each.meta]
    if starts:
        return source.count("\n", 0, min(starts)) + 1
    return _line(source, node.parent) if node.parent is not None else 1


def _within(node: exp.Expression) -> str:
    cte = node.find_ancestor(exp.CTE)
    return str(cte.alias) if cte is not None else "result"
