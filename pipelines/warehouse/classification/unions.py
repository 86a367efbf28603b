"""Closed unions of a bridge: codes of two editions that hang together through its pairs, and the kind of each union.
Where the pairs come from, and what is carried across them, does not belong here."""

from collections.abc import Mapping

import pyarrow as pa

from pipelines import schema

Pair = tuple[str, str, str]


def closed(pairs: Mapping[Pair, str]) -> pa.Table:
    """Table ``industry_bridge`` of pairs (level, code of SNI 2007, code of SNI 2025), each with its ``source``.

    A closed union is a connected component of the pairs of a level: nothing outside it has a part in its activities.
    Its kind is ``one_to_one``, ``split`` (one code of SNI 2007), ``merge`` (one of SNI 2025) or ``many_to_many``; its
    id is level and smallest code of SNI 2007, so that it lasts as long as the union does.
    """
    union_of = _components(pairs)
    rows = []
    for (level, before, after), source in sorted(pairs.items()):
        union = union_of[level, before]
        codes_before, codes_after = {code for _, code, _ in union}, {code for _, _, code in union}
        rows.append(
            {
                "level": level,
                "sni2007_code": before,
                "sni2025_code": after,
                "kind": kind(len(codes_before), len(codes_after)),
                "union_id": f"{level}-{min(codes_before)}",
                "source": source,
            }
        )
    return pa.Table.from_pylist(rows, schema=schema.table("industry_bridge").arrow_schema())


def kind(before: int, after: int) -> str:
    """The kind of a closed union of so many codes of SNI 2007 and of SNI 2025."""
    if before > 1:
        return "many_to_many" if after > 1 else "merge"
    return "split" if after > 1 else "one_to_one"


def _components(pairs: Mapping[Pair, str]) -> dict[tuple[str, str], frozenset[Pair]]:
    """By (level, code of SNI 2007): all pairs of the union it lies in."""
    successors: dict[tuple[str, str], set[Pair]] = {}
    predecessors: dict[tuple[str, str], set[Pair]] = {}
    for pair in pairs:
        level, before, after = pair
        successors.setdefault((level, before), set()).add(pair)
        predecessors.setdefault((level, after), set()).add(pair)
    found: dict[tuple[str, str], frozenset[Pair]] = {}
    for start, first in successors.items():
        if start in found:
            continue
        union: set[Pair] = set()
        waiting = set(first)
        while waiting:
            pair = level, before, after = waiting.pop()
            union.add(pair)
            waiting |= (successors[level, before] | predecessors[level, after]) - union
        found |= dict.fromkeys({(level, before) for level, before, _ in union}, frozenset(union))
    return found
