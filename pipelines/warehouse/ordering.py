"""Arrow tables in the order of some of their columns; most come in it already, and telling is far cheaper than sorting.
Which order a table has is declared in ``schema``."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc


def in_order(content: pa.Table, columns: Sequence[str]) -> pa.Table:
    """``content`` sorted by ``columns``, ascending, empty values last; ``content`` itself where it is so already."""
    return content if _is_in_order(content, columns) else content.sort_by([(name, "ascending") for name in columns])


def _is_in_order(content: pa.Table, columns: Sequence[str]) -> bool:
    """Whether no row stands before its forerunner; empty values are taken for disorder."""
    tied = None
    for name in columns:
        column = content[name]
        before, after = column.slice(0, max(len(column) - 1, 0)), column.slice(1)
        rising = pc.less_equal(before, after) if tied is None else pc.or_(pc.invert(tied), pc.less_equal(before, after))
        if column.null_count or not pc.all(rising, min_count=0).as_py():
            return False
        equal = pc.equal(before, after)
        tied = equal if tied is None else pc.and_(tied, equal)
    return True
