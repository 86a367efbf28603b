"""A drawn register: its jobs add up, the same seed gives the same workplaces, and its pages hold every one."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.register.config import size_classes
from pipelines.register.minimise import minimise
from pipelines.simulation import drawing
from pipelines.simulation.pages import pages
from pipelines.simulation.settings import settings
from pipelines.simulation.workplaces import workplaces

JOBS = {("08", "A"): 3_000, ("08", "B+C"): 20_000, ("18", "A"): 0, ("18", "US"): 40}
MEMBERS = {"A": ["01110", "02100"], "B+C": ["16110", "16120", "31000"], "US": ["00000"]}


def drawn(seed: int) -> pa.Table:
    return workplaces(JOBS, MEMBERS, settings(), seed)


@pytest.fixture(scope="module")
def register() -> pa.Table:
    return drawn(7)


def test_jobs_of_every_county_and_group_are_met_exactly(register: pa.Table) -> None:
    county = pc.utf8_slice_codeunits(register["municipality_code"], 0, 2)
    summed = (
        register.append_column("county", county).group_by(["county", "group_code"]).aggregate([("employees", "sum")])
    )
    found = {(row["county"], row["group_code"]): row["employees_sum"] for row in summed.to_pylist()}
    assert {key: found.get(key, 0) for key in JOBS} == JOBS
    assert set(found) == set(JOBS)


def test_every_municipality_of_a_county_has_workplaces(register: pa.Table) -> None:
    codes = register["municipality_code"].unique().to_pylist()
    assert sum(code.startswith("08") for code in codes) == 12
    assert sum(code.startswith("18") for code in codes) == 12


def test_the_same_seed_gives_the_same_workplaces_and_another_does_not(register: pa.Table) -> None:
    assert drawn(7).equals(register)
    assert not drawn(8).equals(register)


def test_the_register_shows_the_class_of_the_true_size_or_none(register: pa.Table) -> None:
    bounds = {each.code: each for each in size_classes()}
    shown = {"known": 0, "unknown": 0}
    for row in register.select(["employees", "size_class"]).to_pylist():
        size = bounds[row["size_class"]]
        if size.low is None:
            shown["unknown"] += 1
            continue
        shown["known"] += 1
        assert size.low <= row["employees"]
        assert size.high is None or row["employees"] <= size.high
    assert shown["known"] > 50 * shown["unknown"] > 0


def test_what_is_dead_has_no_jobs(register: pa.Table) -> None:
    dead = register.filter(pc.not_equal(register["status"], "active"))
    assert dead.num_rows > 0
    assert pc.max(dead["employees"]).as_py() == 0


def test_what_the_register_does_not_tell_size_or_municipality_of_has_jobs_all_the_same(register: pa.Table) -> None:
    without = {
        "size": register.filter(pc.equal(register["size_class"], "0")),
        "municipality": register.filter(pc.invert(register["municipality_known"])),
    }
    for missing, found in without.items():
        assert pc.max(found["employees"]).as_py() > 0, missing


def test_pages_lead_from_one_to_the_next_and_hold_every_workplace(register: pa.Table) -> None:
    found = [minimise(page) for page in pages(register, 1_000)]
    assert sum(page.received for page in found) == register.num_rows
    assert [page.next_cursor is None for page in found] == [False] * (len(found) - 1) + [True]
    cells = pa.concat_tables(page.cells for page in found)
    assert pc.sum(cells["workplaces"]).as_py() == register.num_rows


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=40), st.integers(0, 10**7))
def test_shares_are_whole_and_add_up(weights: list[float], total: int) -> None:
    import numpy as np

    split = drawing.shares(np.array(weights), total)
    assert split.sum() == total
    assert (split >= 0).all()
    exact = np.array(weights) / sum(weights) * total
    assert (abs(split - exact) < 1 + 1e-6 * total).all()
