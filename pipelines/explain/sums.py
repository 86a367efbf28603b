"""Sums of raw cells and the location quotient they make, in integers and fractions.
Which cells make a sum is decided by the caller."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import pyarrow as pa
import pyarrow.compute as pc

PARTS_OF_A_TOTAL = 2  # men and women


@dataclass(frozen=True)
class Sum:
    """Persons: ``value`` is the sum of all known figures among ``cells``, None when there is none.

    A figure is a published total, or men and women where no total is published and both are known. ``unknown`` is the
    number of figures that are not known. ``cells`` are the raw cells used, with column ``source``.
    """

    value: int | None
    unknown: int
    cells: pa.Table


def total(cells: pa.Table, regions: Collection[str], industries: Collection[str] | None = None) -> Sum:
    """The sum over ``regions`` of some industries, or of all industries in ``cells``."""
    wanted = pc.field("region_code").isin(pa.array(sorted(regions), pa.string()))
    if industries is not None:
        wanted &= pc.field("industry_code").isin(pa.array(sorted(industries), pa.string()))
    chosen = cells.filter(wanted)
    keys = pc.binary_join_element_wise(chosen["region_code"], chosen["industry_code"], "\0")
    is_total = pc.equal(chosen["sex"], "total")
    has_total = pc.is_in(keys, value_set=pc.unique(keys.filter(is_total)))
    used = pc.or_(is_total, pc.invert(has_total))
    chosen, expected = chosen.filter(used), pc.if_else(has_total, 1, PARTS_OF_A_TOTAL).filter(used)
    figures = (
        pa.table({"key": keys.filter(used), "employees": chosen["employees"], "expected": expected})
        .group_by("key", use_threads=False)
        .aggregate([("employees", "sum"), ("employees", "count"), ("expected", "max")])
    )
    known = figures.filter(pc.equal(figures["employees_count"], figures["expected_max"]))
    value = pc.sum(known["employees_sum"]).as_py()
    return Sum(value, figures.num_rows - known.num_rows, chosen)


def location_quotient(e_ir: Sum, e_r: Sum, e_i: Sum, e: Sum) -> Fraction | None:
    """(e_ir/E_r)/(E_i/E), exactly; None where a figure is not known or a divisor is zero."""
    values = (e_ir.value, e_r.value, e_i.value, e.value)
    if any(value is None for value in values) or not e_r.value or not e_i.value:
        return None
    return Fraction((e_ir.value or 0) * (e.value or 0), e_r.value * e_i.value)
