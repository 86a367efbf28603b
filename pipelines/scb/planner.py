"""From a selection in the API's expressions to the fewest requests with explicit codes that keep the cell limit.
Pure functions over a table's metadata; sending the requests does not belong here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import prod
from typing import Any

from pipelines.scb import jsonstat, variables
from pipelines.scb.errors import SelectionError
from pipelines.scb.expressions import expand
from pipelines.web.errors import MalformedAnswer

TIME_ALIAS = "time"
# Limits are halved at most so often when the server gives less than it states.
HALVINGS = 10


@dataclass(frozen=True)
class Codelist:
    """A codelist to apply to a variable: its id and its own codes, which replace the variable's."""

    id: str
    codes: tuple[str, ...]

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Codelist":
        """From the answer of ``/codelists/{id}``; MalformedAnswer when it does not list codes."""
        try:
            found = cls(document["id"], tuple(value["code"] for value in document["values"]))
        except (KeyError, TypeError) as error:
            raise MalformedAnswer(f"the codelist has not id and values with a code each ({error})") from error
        if not all(isinstance(text, str) for text in (found.id, *found.codes)):
            raise MalformedAnswer("the codelist has an id or a code that is no text")
        return found


@dataclass(frozen=True)
class Request:
    """One request: explicit codes for each selected variable, and the id of a codelist where one applies."""

    values: Mapping[str, tuple[str, ...]]
    codelists: Mapping[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> int:
        """Number of cells in the answer."""
        return prod(len(codes) for codes in self.values.values())

    @property
    def query(self) -> dict[str, Any]:
        """The request as it is posted."""
        selection = []
        for variable, codes in self.values.items():
            part: dict[str, Any] = {"variableCode": variable, "valueCodes": list(codes)}
            if variable in self.codelists:
                part["codelist"] = self.codelists[variable]
            selection.append(part)
        return {"selection": selection}


def resolve(
    metadata: Mapping[str, Any],
    selection: Mapping[str, Sequence[str]],
    codelists: Mapping[str, Codelist] | None = None,
) -> Request:
    """The whole selection as one request, every expression replaced by the codes it stands for, in table order.

    ``metadata`` is the table's json-stat2 dataset. Names of variables, codes and expressions match in any case, and
    ``time`` is the time variable. SelectionError names a variable or code that the table lacks, and a variable that
    must be selected and is not.
    """
    table = jsonstat.codes(metadata)
    times = variables.times(metadata)
    lists = {_variable(name, table, times): codelist for name, codelist in (codelists or {}).items()}
    asked: dict[str, Sequence[str]] = {}
    for name, expressions in selection.items():
        variable = _variable(name, table, times)
        if variable in asked:
            raise SelectionError(f"variable {variable} is selected twice")
        asked[variable] = expressions
    if unselected := [name for name in lists if name not in asked]:
        raise SelectionError(f"variable {unselected[0]} has a codelist but no selection; select '*' for all of it")
    if mandatory := [name for name in table if name not in asked and not variables.eliminable(metadata, name)]:
        raise SelectionError(f"variable {', '.join(mandatory)} must be selected; '*' selects all of it")
    if not asked:
        raise SelectionError("nothing is selected; the server would choose for itself")
    values = {
        name: expand(name, lists[name].codes if name in lists else codes, asked[name], newest_last=name in times)
        for name, codes in table.items()
        if name in asked
    }
    return Request(values, {name: lists[name].id for name in table if name in lists})


def plan(
    metadata: Mapping[str, Any],
    selection: Mapping[str, Sequence[str]],
    codelists: Mapping[str, Codelist] | None = None,
    *,
    max_cells: int,
) -> tuple[Request, ...]:
    """The requests that together ask for every cell of ``selection`` exactly once, each at most ``max_cells``."""
    return split(resolve(metadata, selection, codelists), max_cells)


def split(request: Request, max_cells: int) -> tuple[Request, ...]:
    """``request`` in the fewest parts of a grid, each at most ``max_cells``.

    The scheme: each variable's codes are cut into consecutive blocks whose lengths differ by at most one, and every
    combination of blocks is one part. The numbers of blocks are those with the smallest product; among equals the
    largest part is smallest, then the earlier variables are cut least. SelectionError when not even one cell fits.
    """
    if max_cells < 1:
        raise SelectionError(f"the cell limit is {max_cells}: not even one cell fits; the limit must be at least 1")
    sizes = [len(codes) for codes in request.values.values()]
    blocks = [_blocks(codes, n) for codes, n in zip(request.values.values(), _grid(sizes, max_cells), strict=True)]
    return tuple(Request(values, request.codelists) for values in _combinations(tuple(request.values), blocks))


def shrinking(max_cells: int) -> Iterator[int]:
    """Cell limits to try one after the other when the server refuses what it states: each half of the one before."""
    for halving in range(HALVINGS + 1):
        if (limit := max_cells >> halving) >= 1:
            yield limit


def _variable(name: str, table: Mapping[str, Sequence[str]], times: Sequence[str]) -> str:
    if name in table:
        return name
    folded = name.casefold()
    for known in table:
        if known.casefold() == folded:
            return known
    if folded == TIME_ALIAS and times:
        return times[0]
    raise SelectionError(f"the table has no variable {name!r}; it has {', '.join(table)}")


def _grid(sizes: Sequence[int], max_cells: int) -> tuple[int, ...]:
    """Numbers of blocks per variable with the smallest product; an exact search that leaves out hopeless branches."""
    best: tuple[int, int, tuple[int, ...]] | None = None

    def search(counts: tuple[int, ...], largest: int) -> None:
        nonlocal best
        place, parts = len(counts), prod(counts)
        # However the rest is cut, the parts must hold all its cells.
        if best is not None and parts * -(-largest * prod(sizes[place:]) // max_cells) > best[0]:
            return
        if place == len(sizes):
            found = (parts, largest, counts)
            best = found if best is None else min(best, found)
            return
        for length in _lengths(sizes[place], max_cells // largest):
            count = -(-sizes[place] // length)
            search((*counts, count), largest * length)

    search((), 1)
    assert best is not None  # noqa: S101 - blocks of one code fit any limit of at least one cell
    return best[2]


def _lengths(size: int, longest: int) -> Iterator[int]:
    """Lengths of the longest block for different numbers of blocks, longest first, none above ``longest``."""
    length = min(size, longest)
    while length >= 1:
        count = -(-size // length)
        # That many blocks can be evened out, which leaves more room for the other variables.
        length = -(-size // count)
        yield length
        length -= 1


def _blocks(codes: Sequence[str], count: int) -> list[tuple[str, ...]]:
    length, longer = divmod(len(codes), count)
    starts = [number * length + min(number, longer) for number in range(count + 1)]
    return [tuple(codes[start:end]) for start, end in pairwise(starts)]


def _combinations(
    names: Sequence[str], blocks: Sequence[Sequence[tuple[str, ...]]]
) -> Iterator[dict[str, tuple[str, ...]]]:
    if not names:
        yield {}
        return
    for block in blocks[0]:
        for rest in _combinations(names[1:], blocks[1:]):
            yield {names[0]: block, **rest}
