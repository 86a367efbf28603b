"""The interval of a strength area's job quotient holds every true quotient, and for whole members it is no wider."""

from collections.abc import Mapping
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.areas import written
from tests.areas.written import BOUNDS, PUBLISHED, area, quotients

MUNICIPALITIES = ("0880", "0780")
CODES = ("16112", "46831", "47112")
SIZES = ("0", "1", "2", "3", "4")
Register = Mapping[tuple[str, str, str], int]

registers = st.dictionaries(
    st.tuples(st.sampled_from(MUNICIPALITIES), st.sampled_from(CODES), st.sampled_from(SIZES)),
    st.integers(1, 3),
    min_size=1,
    max_size=8,
)


def box(register: Register, municipality: str, codes: tuple[str, ...]) -> tuple[int, int]:
    """Bounds of the jobs; those of unknown size have together what is published."""
    chosen = [(size, n) for (place, code, size), n in register.items() if place == municipality and code in codes]
    unknown = PUBLISHED * any(size == "0" for size, _ in chosen)
    return sum(BOUNDS[size][0] * n for size, n in chosen), sum(BOUNDS[size][1] * n for size, n in chosen) + unknown


@given(register=registers)
@settings(max_examples=60, deadline=None)
def test_with_whole_members_the_bounds_are_the_extremes_over_all_boxes(register: Register) -> None:
    """The four parts vary each by itself: the ends of three of them and a fine grid of the fourth hold the extremes.

    Of unknown sizes the parts share what is published, and the bounds may be wider.
    """
    rows = quotients([area("tra", {"16": 1})], counts=written.workplace_count(register))
    row = rows.get(("0880", "tra", "nation"))
    if row is None or row["lq_jobs_high"] is None:
        return
    x, a = box(register, "0880", CODES[:1]), box(register, "0880", CODES[1:])
    b, c = box(register, "0780", CODES[:1]), box(register, "0780", CODES[1:])
    # Jobs are whole: x is none or at least one.
    xs = np.unique(np.concatenate([np.linspace(max(x[0], min(x[1], 1)), x[1], 4001), x]))
    possible = []
    for ends in product(a, b, c):
        below = (xs + ends[0]) * (xs + ends[1])
        known = below > 0
        possible += ((xs * (xs + sum(ends)))[known] / below[known]).tolist()
    assert row["lq_jobs_low"] <= min(possible) * (1 + 1e-12)
    assert row["lq_jobs_high"] >= max(possible) * (1 - 1e-12)
    if x[0] > 0 and row["lq"] and not any(size == "0" for _, _, size in register):
        assert row["lq_jobs_low"] == pytest.approx(min(possible), rel=1e-9)
        assert row["lq_jobs_high"] == pytest.approx(max(possible), rel=1e-5)


@given(register=registers, data=st.data())
@settings(max_examples=60, deadline=None)
def test_with_weights_every_true_quotient_lies_inside(register: Register, data: st.DataObject) -> None:
    weights = {"16": 1.0, "4683": 0.35}
    rows = quotients([area("tra", weights)], counts=written.workplace_count(register))
    row = rows.get(("0880", "tra", "nation"))
    if row is None or row["lq_jobs_high"] is None:
        return
    known = {key: n for key, n in register.items() if key[2] != "0"}
    weight_of = dict(zip(CODES, (1.0, 0.35, 0.0), strict=True))
    jobs = {
        (place, code): data.draw(st.integers(*box(known, place, (code,)))) for place in MUNICIPALITIES for code in CODES
    }
    for place in MUNICIPALITIES:
        left = PUBLISHED
        for code in data.draw(st.permutations(CODES)):
            if (place, code, "0") in register:
                more = data.draw(st.integers(0, left))
                jobs[place, code] += more
                left -= more
    region = sum(count for (place, _), count in jobs.items() if place == "0880")
    held = sum(weight_of[code] * count for (place, code), count in jobs.items() if place == "0880")
    reference = sum(weight_of[code] * count for (_, code), count in jobs.items())
    if region and reference:
        truth = (held / region) / (reference / sum(jobs.values()))
        assert row["lq_jobs_low"] * (1 - 1e-12) <= truth <= row["lq_jobs_high"] * (1 + 1e-12)


def test_known_sizes_give_a_point() -> None:
    """Classes of one size only: nothing is left to vary, and the two ends are the quotient itself."""
    one = {"2": (4, 4)}
    register = {
        ("0880", "16112", "2"): 1,
        ("0880", "47112", "2"): 3,
        ("0780", "16112", "2"): 1,
        ("0780", "47112", "2"): 7,
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(written, "BOUNDS", {**BOUNDS, **one})
        row = quotients([area("tra", {"16": 1})], counts=written.workplace_count(register))["0880", "tra", "nation"]
    assert row["lq_jobs_low"] == pytest.approx(row["lq_jobs_high"], rel=1e-15)
    assert row["lq_jobs_low"] == pytest.approx(row["lq"], rel=1e-15)


def test_an_area_of_this_region_only_by_hand() -> None:
    """b is nothing, so LQ = (x + a + c)/(x + a): at most (1 + 1 + 4)/(1 + 1), at least (4 + 4 + 1)/(4 + 4)."""
    register = {("0880", "16112", "2"): 1, ("0880", "47112", "2"): 1, ("0780", "47112", "2"): 1}
    row = quotients([area("tra", {"16": 1})], counts=written.workplace_count(register))["0880", "tra", "nation"]
    assert (row["lq_jobs_low"], row["lq_jobs_high"]) == (9 / 8, 3.0)


def test_workplaces_without_jobs_have_a_quotient_of_workplaces_only() -> None:
    """The area's only workplaces have no employees: no jobs of it anywhere, 0/0."""
    register = {("0880", "16112", "1"): 1, ("0880", "47112", "2"): 1, ("0780", "47112", "2"): 2}
    row = quotients([area("tra", {"16": 1})], counts=written.workplace_count(register))["0880", "tra", "nation"]
    assert (row["lq"], row["lq_jobs_low"], row["lq_jobs_high"], row["note"]) == (2.0, None, None, "no_jobs")
