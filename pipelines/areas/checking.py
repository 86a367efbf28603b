"""Do the areas fit the classification: does every code exist, and is nothing counted twice in one area?
What a file of areas may say at all is ``declaration``'s matter; overlap between areas is allowed and measured."""

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from pipelines.areas.declaration import Area
from pipelines.errors import StyrkaError

Parents = Mapping[tuple[str, str], str | None]


def check(areas: Sequence[Area], industry: pa.Table) -> None:
    """StyrkaError naming file, area and code of the first fault; ``industry`` is the table of that name.

    A code must exist in its edition and stand for a known industry, occur once in an area, and not stand beside a code
    above it: the industry would count twice.
    """
    rows = industry.select(["industry_code", "edition", "parent_code", "unknown"]).to_pylist()
    parents = {(row["industry_code"], row["edition"]): row["parent_code"] for row in rows if not row["unknown"]}
    for area in areas:
        codes = [code for members in area.declared.member for code in members.codes]
        member_of = [number for number, members in enumerate(area.declared.member) for _ in members.codes]
        for position, (code, edition) in enumerate(codes):
            place = f"{area.place(member_of[position])}, code {code} of {edition}"
            if (code, edition) not in parents:
                raise StyrkaError(f"{place}: there is no such industry; see table industry")
            if (code, edition) in codes[:position]:
                raise StyrkaError(f"{place}: stands there twice; keep one")
            above = next((each for each in _above(code, edition, parents) if (each, edition) in codes), None)
            if above is not None:
                raise StyrkaError(f"{place}: lies within {above}, which is in the area too; keep one of them")


def _above(code: str, edition: str, parents: Parents) -> Iterator[str]:
    parent = parents[code, edition]
    while parent is not None:
        yield parent
        parent = parents.get((parent, edition))
