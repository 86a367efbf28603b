"""Faulty modules: a Python file with one small change, made in its parsed tree and written out again.
Whether a test notices is not decided here."""

import ast
import copy
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from tests.mutation.mutant import Fault, Mutant, numbered

Change: TypeAlias = Callable[[Any], None]
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
# What is said of types and of classes as a whole is not what a module does.
NOT_RUN = {"annotation", "returns", "decorator_list"}


def mutants(path: Path, file: str) -> list[Mutant]:
    """Every mutant of the module at ``path``, in the order of its lines; ``file`` is what they are called."""
    source = path.read_text(encoding="utf-8")
    found = []
    for position, (node, within) in enumerate(_nodes(ast.parse(source), "module")):
        for choice, fault in enumerate(_faults(node)):
            text = partial(_faulty, source, position, choice)
            line = getattr(node, "lineno", 1)
            found.append(Mutant(file, line, within, fault.kind, fault.before, fault.after, text))
    return numbered(found)


def unchanged(path: Path) -> str:
    """The module as it is written out again without a fault."""
    return ast.unparse(ast.parse(path.read_text(encoding="utf-8"))) + "\n"


def _faulty(source: str, position: int, choice: int) -> str:
    tree = ast.parse(source)
    node = next(each for place, (each, _) in enumerate(_nodes(tree, "module")) if place == position)
    _faults(node)[choice].put(node)
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def _nodes(node: ast.AST, within: str) -> Iterator[tuple[ast.AST, str]]:
    """Every node that is run, with the function or class that holds it."""
    yield node, within
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        within = node.name if within == "module" else f"{within}.{node.name}"
    for name, value in ast.iter_fields(node):
        if name not in NOT_RUN:
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, ast.AST):
                    yield from _nodes(each, within)


def _faults(node: ast.AST) -> list[Fault]:
    return [_described(node, kind, put) for kind, put in _changes(node)]


def _described(node: ast.AST, kind: str, put: Change) -> Fault:
    changed = copy.deepcopy(node)
    put(changed)
    return Fault(kind, *(_short(ast.unparse(ast.fix_missing_locations(each))) for each in (node, changed)), put)


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            if type(operator) in COMPARED:
                yield "comparison", partial(_put_at, "ops", place, COMPARED[type(operator)]())
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in RECKONED:
        yield "arithmetic", partial(_put, "op", RECKONED[type(node.op)]())
    if isinstance(node, ast.BoolOp):
        yield "logic", partial(_put, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
        for place in range(len(node.values)):
            yield "condition dropped", partial(_drop, place)
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield "condition negated", partial(_put, "test", ast.UnaryOp(ast.Not(), node.test))
    if isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, float)):
        yield "literal", partial(_put, "value", not node.value if isinstance(node.value, bool) else node.value + 1)
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield "nothing returned", partial(_put, "value", ast.Constant(None))
    if isinstance(node, ast.comprehension):
        for place in range(len(node.ifs)):
            yield "condition dropped", partial(_put_at, "ifs", place, ast.Constant(True))
    if isinstance(node, (ast.Break, ast.Continue)):
        yield "jump", partial(_turn, ast.Continue if isinstance(node, ast.Break) else ast.Break)


def _put(field: str, value: object, node: ast.AST) -> None:
    setattr(node, field, value)


def _put_at(field: str, place: int, value: object, node: ast.AST) -> None:
    getattr(node, field)[place] = value


def _drop(place: int, node: ast.BoolOp) -> None:
    del node.values[place]


def _turn(other: type[ast.AST], node: Any) -> None:
    node.__class__ = other


def _short(text: str) -> str:
    """The first line: of a branch, what it asks."""
    return text.partition("\n")[0]
