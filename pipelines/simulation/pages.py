"""A simulated register in the form in which SCB's interface speaks: pages of workplaces, by firm number.
What is drawn, and what a pull makes of a page, do not belong here."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

STATUS = {"active": "1", "never_active": "0", "closed": "9"}
# Words of the interface, of which a pull keeps none.
NAME = "Simulerat arbetsställe"


def pages(workplaces: pa.Table, limit: int) -> Iterator[dict[str, Any]]:
    """Pages of at most ``limit`` workplaces of a table of ``simulated_workplace``, the last with ``hasMore`` false."""
    rows = workplaces.num_rows
    for start in range(0, max(rows, 1), limit):
        more = start + limit < rows
        yield {
            "arbetsstallen": _documents(workplaces.slice(start, limit), start + 1),
            "pagination": {"nextCursorId": start + limit if more else None, "limit": limit, "hasMore": more},
        }


def _documents(part: pa.Table, first: int) -> list[dict[str, Any]]:
    known = pc.if_else(part["municipality_known"], part["municipality_code"].cast(pa.string()), "")
    columns = (known, part["industry_code"], part["size_class"], part["status"])
    values = zip(*(column.to_pylist() for column in columns), strict=True)
    return [
        {
            "cfarNr": number,
            "peOrgNr": "",
            "ben": NAME,
            "primarNaringsgren": {"rangordning": 1, "naringsgren": industry, "andelProcent": 100, "avdelningsKod": ""},
            "belagenhetsadress": {"lan": municipality[:2], "kommun": municipality},
            "aeStat": STATUS[status],
            "anstKl": size_class,
        }
        for number, (municipality, industry, size_class, status) in enumerate(values, start=first)
    ]
